"""Which units a conclusion names as those who have to do it: read as written, the leading one first.

Counted are those right behind a word of giving work or at the beginning, and those behind a word of joining in; who is
reported to or who approves has nothing to do. The words are data (``models/catalogue/unit_names.yaml``).
"""

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from models.catalogue import read_yaml

Phrases = list[tuple[str, ...]]
_SHORT = re.compile(r"[A-ZĐ]{3,12}")
_MOST = 12
_ASKED_MOST = 40
_REACH = 600  # letters behind "giao" in which names are looked for


class _Words(NamedTuple):
    """The words that notices use."""

    levels: frozenset[str]
    heads: Phrases
    alone: Phrases
    settlements: frozenset[str]
    whole: Phrases
    posts: Phrases
    all: Phrases
    group: frozenset[str]
    verbs: frozenset[str]
    asked: re.Pattern[str]
    joint: re.Pattern[str]
    joiner: str


def _phrases(words: Iterable[str]) -> Phrases:
    return sorted((tuple(phrase.split()) for phrase in words), key=len, reverse=True)


def _behind(words: Iterable[str]) -> re.Pattern[str]:
    phrases = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{phrases}):? (?=\w)", re.IGNORECASE)


def _read() -> _Words:
    said = read_yaml("unit_names")
    return _Words(
        levels=frozenset(said["levels"]),
        heads=_phrases(said["heads"]),
        alone=_phrases(said["alone"]),
        settlements=frozenset(said["settlements"]),
        whole=_phrases(said["whole"]),
        posts=_phrases(said["posts"]),
        all=_phrases(said["all"]),
        group=frozenset(said["group"].split()),
        verbs=frozenset(said["verbs"].split()),
        asked=_behind(said["asked"]),
        joint=_behind(said["joint"]),
        joiner=said["and"],
    )


KNOWN = _read()  # at the start: it is read from the disk, which no writing transaction may wait for


def unit_names(text: str) -> list[str]:
    """The units of a conclusion in the order in which they are named, each once."""
    line = " ".join(text.split())
    found = _listed(line[:_REACH].split(" "), False)
    for pattern, is_joint in ((KNOWN.asked, False), (KNOWN.joint, True)):
        for asked in islice(pattern.finditer(line), _ASKED_MOST):
            found += _listed(line[asked.end() : asked.end() + _REACH].split(" "), is_joint)
    return list(dict.fromkeys(found))[:_MOST]


def _bare(word: str) -> str:
    return word.rstrip(".,;:)")


def _goes_on(word: str) -> bool:
    """Whether nothing ends behind a word."""
    return word == _bare(word)


def _is_big(word: str) -> bool:
    return word[:1].isupper()


def _phrase(words: Sequence[str], at: int, phrases: Phrases) -> int:
    """How many words of one of these phrases stand here; what ends with a comma ends there."""
    for phrase in phrases:
        here = [word.casefold() for word in words[at : at + len(phrase)]]
        if here and (*here[:-1], _bare(here[-1])) == phrase:
            return len(phrase)
    return 0


def _listed(words: Sequence[str], is_joint: bool) -> list[str]:
    """The names that stand one behind another at the beginning, joined by commas and "and"."""
    found: list[str] = []
    at = _phrase(words, 0, KNOWN.posts)
    while len(found) < _MOST:
        end = _name_end(words, at) or (_short_end(words, at) if is_joint or found else at)
        if end <= at:
            break
        found.append(_bare(" ".join(words[at:end])))
        at = end
        if at < len(words) and words[at] == KNOWN.joiner:
            at += 1
        elif not words[at - 1].endswith((",", ";")):
            break
    return found


def _short_end(words: Sequence[str], at: int) -> int:
    return at + 1 if at < len(words) and _SHORT.fullmatch(_bare(words[at])) else at


def _begins(words: Sequence[str], at: int) -> bool:
    """Whether a unit's name begins here."""
    return bool(_phrase(words, at, KNOWN.whole) or _phrase(words, at, KNOWN.heads)) or _short_end(words, at) > at


def _name_end(words: Sequence[str], at: int) -> int:
    """Where the name of a unit that begins here ends; 0 where none begins."""
    if end := _group_end(words, at):
        return end
    whole = _phrase(words, at, KNOWN.whole)
    head = 0 if whole else _phrase(words, at, KNOWN.heads)
    end = at + (whole or head)
    if not (whole or head) or (whole and not _is_big(words[at])):
        return 0
    if not _goes_on(words[end - 1]):
        return end if whole else 0
    if head and words[at].casefold() in KNOWN.settlements:
        proper = _capitals_end(words, end)
        return proper if proper > end else 0
    stands_alone = _is_big(words[at]) and _phrase(words, at, KNOWN.alone)
    grown = _grown(words, end, is_office=_phrase(words, at, KNOWN.alone[:1]) > 0)
    return grown if whole or stands_alone or grown > end else 0


def _grown(words: Sequence[str], end: int, is_office: bool) -> int:
    """The end of a name, past all that belongs to it; an office may be that of two bodies."""
    while end < len(words) and _goes_on(words[end - 1]):
        whole = _phrase(words, end, KNOWN.whole)
        if whole and _is_big(words[end]):
            end += whole
        elif words[end] in (KNOWN.joiner, "-", "–"):
            if end + 1 >= len(words) or not _is_big(words[end + 1]):
                break
            joins_office = is_office and _phrase(words, end + 1, KNOWN.whole)
            if words[end] == KNOWN.joiner and _begins(words, end + 1) and not joins_office:
                break
            end += 1
        elif _bare(words[end]) in KNOWN.levels:
            return _capitals_end(words, end + 1) if _goes_on(words[end]) else end + 1
        elif _is_big(words[end]):
            end = _syllables_end(words, end)
        else:
            break
    return end


def _syllables_end(words: Sequence[str], at: int) -> int:
    """A capital, and the small syllable that it carries."""
    following = words[at + 1] if at + 1 < len(words) else ""
    carries = (_goes_on(words[at]) and not words[at].isupper()) or len(words[at]) == 1
    small = _bare(following)
    if carries and small.isalpha() and small.islower() and small not in KNOWN.verbs | KNOWN.levels:
        return at + 2
    return at + 1


def _capitals_end(words: Sequence[str], at: int) -> int:
    while at < len(words) and _is_big(words[at]):
        at += 1
        if not _goes_on(words[at - 1]):
            break
    return at


def _group_end(words: Sequence[str], at: int) -> int:
    """The end of a group such as all units; 0 where no group stands."""
    start = end = at + _phrase(words, at, KNOWN.all)
    if start == at:
        return 0
    while _in_group(words, end):
        end += 1
        if words[end - 1].endswith((".", ";", ":")):
            break
    return end if end > start else 0


def _in_group(words: Sequence[str], at: int) -> bool:
    """Whether a word goes on with a group; what joins two of its words does."""
    word = words[at : at + 1]
    if word == [KNOWN.joiner]:
        return bool(words[at + 1 : at + 2]) and _bare(words[at + 1]) in KNOWN.group
    return bool(word) and _bare(word[0]) in KNOWN.group
