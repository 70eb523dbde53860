"""What became of the criteria of one version in the next: proposed by comparing texts, decided by people."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.text import fold

KINDRED = 0.6  # of the words of two texts, the share that both have: then one is taken for the other's new wording
STRANGE = 0.25  # below this even the same code asks for something else
PART = 0.8  # of the words of the shorter text that stand in the longer one: it is a part of it


class Relation(StrEnum):
    """How a criterion of a version comes from one of the version before; only ``same`` is compared over rounds."""

    SAME = "same"
    CHANGED = "changed"
    SPLIT = "split"
    MERGED = "merged"
    NEW = "new"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Asked:
    """A criterion as it is compared."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """One line of a map; the former code is None for what is new, the later one for what is removed."""

    before: str | None
    now: str | None
    relation: Relation


@dataclass(frozen=True, slots=True)
class Settled:
    """A map as far as it has come: what is plain or decided, and what is only proposed."""

    links: tuple[Link, ...]
    proposed: tuple[Link, ...]


def is_plain(before: Asked, now: Asked) -> bool:
    """Whether nothing has to be decided: the same code asks for the same in the same words."""
    return before.code == now.code and _plain(before.text) == _plain(now.text)


def settle(before: Sequence[Asked], now: Sequence[Asked], decided: Iterable[Link]) -> Settled:
    """The map of two versions: decisions first, then what is plain, then a proposal for all the rest."""
    former, later = {one.code: one for one in before}, {one.code: one for one in now}
    links = [link for link in decided if _is_there(link, former, later)]
    links = [link for link in links if not _is_odd(link, links)]
    held_before, held_now = {link.before for link in links}, {link.now for link in links}
    for code, one in former.items():
        if code not in held_before and code not in held_now and code in later and is_plain(one, later[code]):
            links.append(Link(code, code, Relation.SAME))
    held_before, held_now = {link.before for link in links}, {link.now for link in links}
    open_before = [one for one in before if one.code not in held_before]
    open_now = [one for one in now if one.code not in held_now]
    return Settled(tuple(links), tuple(propose(open_before, open_now)))


def _is_there(link: Link, former: Mapping[str, Asked], later: Mapping[str, Asked]) -> bool:
    """Whether both ends of a decision still exist; what was taken out of the draft has to be decided anew."""
    return (link.before is None or link.before in former) and (link.now is None or link.now in later)


def _is_odd(link: Link, links: Sequence[Link]) -> bool:
    """Whether a decision lost its partner: a split needs two parts, a merger two sources."""
    of_same = {Relation.SPLIT: "before", Relation.MERGED: "now"}.get(link.relation)
    if of_same is None:
        return False
    alike = [one for one in links if one.relation is link.relation and getattr(one, of_same) == getattr(link, of_same)]
    return len(alike) < 2


def propose(before: Sequence[Asked], now: Sequence[Asked]) -> list[Link]:
    """A proposal for every criterion of both versions, in the order of the later one; what is removed comes last."""
    former, later = {one.code: one for one in before}, {one.code: one for one in now}
    found: list[Link] = []

    def take(relation: Relation, pairs: Iterable[tuple[str, str]]) -> None:
        for was, becomes in pairs:
            found.append(Link(was, becomes, relation))
        for was, becomes in list(_pairs(found)):
            former.pop(was, None)
            later.pop(becomes, None)

    take(Relation.SAME, [(code, code) for code in former if code in later and is_plain(former[code], later[code])])
    take(Relation.SAME, _by_text(former, later))
    for code, parts in _families(former, later):
        take(Relation.SPLIT, [(code, part) for part in parts])
    for code, parts in _families(later, former):
        take(Relation.MERGED, [(part, code) for part in parts])
    kept = [code for code in former if code in later and likeness(former[code], later[code]) >= STRANGE]
    take(Relation.CHANGED, [(code, code) for code in kept])
    take(Relation.CHANGED, _closest(former, later))
    found += [Link(None, code, Relation.NEW) for code in later]
    place = {one.code: at for at, one in enumerate(now)}
    found.sort(key=lambda link: place.get(link.now or "", len(place)))
    return [*found, *(Link(code, None, Relation.REMOVED) for code in former)]


def _pairs(links: Iterable[Link]) -> Iterable[tuple[str, str]]:
    return ((link.before or "", link.now or "") for link in links)


def _by_text(former: Mapping[str, Asked], later: Mapping[str, Asked]) -> list[tuple[str, str]]:
    """The same words under another code, where the words stand once on each side."""
    texts = Counter(_plain(one.text) for one in former.values())
    by_text = {_plain(one.text): code for code, one in later.items()}
    twice = Counter(_plain(one.text) for one in later.values())
    return [
        (code, by_text[text])
        for code, one in former.items()
        if (text := _plain(one.text)) in by_text and texts[text] == twice[text] == 1
    ]


def _families(whole: Mapping[str, Asked], parts: Mapping[str, Asked]) -> list[tuple[str, list[str]]]:
    """Criteria that are gone on one side while the other side has two or more whose codes go on from theirs."""
    found = []
    for code, one in whole.items():
        if code in parts:
            continue
        of_it = [other for other, said in parts.items() if other.startswith(code) and _is_part(said, one)]
        if len(of_it) > 1:
            found.append((code, of_it))
    return found


def _is_part(part: Asked, whole: Asked) -> bool:
    tail = part.code[len(whole.code) :].lstrip(".-")
    return len(tail) <= 2 or _inside(part.text, whole.text) >= PART


def _closest(former: Mapping[str, Asked], later: Mapping[str, Asked]) -> list[tuple[str, str]]:
    """Texts that share most of their words, the most alike first, each once."""
    pairs = [
        (close, was, becomes)
        for was, one in former.items()
        for becomes, other in later.items()
        if (close := likeness(one, other)) >= KINDRED
    ]
    found: dict[str, str] = {}
    for _close, was, becomes in sorted(pairs, key=lambda pair: -pair[0]):
        if was not in found and becomes not in found.values():
            found[was] = becomes
    return list(found.items())


def likeness(one: Asked, other: Asked) -> float:
    """The share of their words that two texts have in common, 0 to 1."""
    mine, theirs = _words(one.text), _words(other.text)
    return len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.0


def _inside(part: str, whole: str) -> float:
    words = _words(part)
    return len(words & _words(whole)) / len(words) if words else 0.0


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(text).replace(",", " ").replace(";", " ").replace(".", " ").split())


def _plain(text: str) -> str:
    return " ".join(text.split()).rstrip(".")


@dataclass(frozen=True, slots=True)
class CodeOrigin:
    """What a criterion comes from in an earlier version: how, and from which codes of it."""

    relation: Relation
    codes: tuple[str, ...] = ()


FROM_NOTHING = CodeOrigin(Relation.NEW)


def origins_of(links: Iterable[Link]) -> dict[str, CodeOrigin]:
    """By the later code of a map what it comes from; what was removed is not there."""
    found: dict[str, CodeOrigin] = {}
    for link in links:
        if link.now is not None:
            there = found.get(link.now, FROM_NOTHING).codes
            found[link.now] = CodeOrigin(link.relation, (*there, link.before) if link.before else there)
    return found


def carry(earlier: Mapping[str, CodeOrigin], later: Mapping[str, CodeOrigin]) -> dict[str, CodeOrigin]:
    """What each code of the last version comes from in the first, over the one between them."""
    return {code: _over(earlier, origin) for code, origin in later.items()}


def _over(earlier: Mapping[str, CodeOrigin], origin: CodeOrigin) -> CodeOrigin:
    former = [earlier.get(code, FROM_NOTHING) for code in origin.codes]
    codes = tuple(dict.fromkeys(code for one in former for code in one.codes))
    if not codes:
        return FROM_NOTHING
    met = {origin.relation, *(one.relation for one in former)}
    if len(codes) > 1:
        return CodeOrigin(Relation.MERGED, codes)
    for relation in (Relation.MERGED, Relation.SPLIT, Relation.CHANGED, Relation.NEW):
        if relation in met:
            return CodeOrigin(Relation.CHANGED if relation is Relation.NEW else relation, codes)
    return CodeOrigin(Relation.SAME, codes)


def origin_of(now: Asked, origins: Mapping[str, CodeOrigin] | None, former: Mapping[str, str]) -> CodeOrigin:
    """What a criterion comes from (``former``: the earlier texts by code); None: no map joins the two versions.

    Then the same code in the same words is the same, and in other words it was changed.
    """
    if origins is not None:
        return origins.get(now.code, FROM_NOTHING)
    if now.code not in former:
        return FROM_NOTHING
    is_same = _plain(former[now.code]) == _plain(now.text)
    return CodeOrigin(Relation.SAME if is_same else Relation.CHANGED, (now.code,))
