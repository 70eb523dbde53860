"""A pasted notice of conclusions: which numbered blocks it has, whom each names, and by which day.

Proposes, never decides: what is not sure is left empty and says why (``deadlines.Doubt``).
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from models.meetings.deadlines import Doubt, read_deadline
from models.meetings.points import DueRule
from models.meetings.unit_names import unit_names
from models.text import clean, fold

_SUB = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,2})[.)]?\s+(?=\S)")
_NUMBER = re.compile(r"(\d{1,3})\s?[.)/](?:\s+(?=\S)|(?=[^\W\d_]))")
_LETTER = re.compile(r"([a-zđ])(?:[)/.]\s+(?=\S)|\)(?=\S))", re.IGNORECASE)
_DASH = re.compile(r"[-–+•●▪]\s+(?=\S)|[•●▪](?=\S)")
_STAR = re.compile(r"\*\s+(?=\S)")
_ROMAN = re.compile(r"(I{1,3}|IV|VI{0,3}|IX|X)[.)]\s+(?=\S)")
_SPOKEN = re.compile(
    r"(?:(mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi) la|thu (nhat|hai|ba|tu|nam|sau|bay|tam|chin|muoi))\b[,:]?"
)
_SAID = ["mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi"]
_SAID_FIRST = ["nhat", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi"]
_FOOTNOTE = re.compile(r"[¹²³⁰-⁹]|\(\*\)|\[\d+\]")
_SIGNED = re.compile(r"(?:noi nhan\s*:|(?:tm|tl|kt|tuq|q)\. ?(?:chu tich|uy ban|chanh|truong|pho))")
_TOLD, _TO_DO = re.compile(r"\bthong bao (?:de|den)\b"), re.compile(r"\bthuc hien\b")
_GIVEN = re.compile(r"(?:thong nhat |dong y )?(?:giao|yeu cau|de nghi|phan cong)\b")
_LIMIT = 200_000
MOST_BLOCKS = 500
_WIDEST_GAP = 3  # a number further on than this is a number in a wrapped line


@dataclass(frozen=True, slots=True)
class Block:
    """One conclusion found in a pasted text: as printed, with what was read of whom it concerns and by when.

    ``due_on`` is the day that the text names, where that is sure; else ``doubt`` says why not, and ``options`` which
    days were read. ``due_text`` are the printed words.
    """

    label: str
    text: str
    units: list[str] = field(default_factory=list)
    due_on: date | None = None
    due_rule: DueRule | None = None
    due_text: str = ""
    doubt: Doubt | None = None
    options: tuple[date, ...] = ()


@dataclass(slots=True)
class _Place:
    """Where in a notice one stands: its part, number, letter, and how many dashes were counted there."""

    part: str = ""
    number: int = 0
    letter: str = ""
    dashes: int = 0
    sub: str = ""

    @property
    def stem(self) -> str:
        return f"{self.part}{self.sub or self.number or ''}{self.letter}"


def split(text: str, year: int) -> list[Block]:
    """The blocks of a notice (the first 500) with whom they name and by when; ``year`` is meant where none is named."""
    lines = list(_paragraphs(text))
    found = _numbered(lines) or _unnumbered(lines)
    return [_block(label, body, year) for label, body in found[:MOST_BLOCKS]]


def _paragraphs(text: str) -> Iterator[str]:
    for line in clean(text[:_LIMIT], multiline=True).split("\n"):
        bare = line.replace("**", "").strip()  # bold marks of a text copied from a converted file
        if bare:
            yield bare


def _numbered(lines: list[str]) -> list[tuple[str, str]]:
    """The blocks by number, letter, dash and star, with the lines that belong to each."""
    blocks: list[tuple[str, list[str]]] = []
    place, stars, used = _Place(), Counter[str](), set[str]()
    for line in lines:
        if blocks and _ends(fold(line)):
            break
        opened = _opening(line, place)
        if opened is not None:
            if len(blocks) == MOST_BLOCKS:
                break
            label, body = opened
            while (starred := label + "*" * stars[label]) in used:
                stars[label] += 1
            used.add(starred)
            blocks.append((starred, [body]))
        elif blocks and not _FOOTNOTE.match(line):
            blocks[-1][1].append(line)
    joined = [(label, " ".join(parts)) for label, parts in blocks]
    return [block for at, block in enumerate(joined) if not _is_heading(joined, at)]


def _is_heading(blocks: list[tuple[str, str]], at: int) -> bool:
    """Whether a part has points of its own, and so is only their head."""
    label, following = blocks[at][0], blocks[at + 1][0] if at + 1 < len(blocks) else ""
    return label.isalpha() and label.isupper() and following.startswith(f"{label}.")


def _ends(folded: str) -> bool:
    """Whether a paragraph closes the notice: who gets it, who signs, or to whom it is told what to do."""
    told = _TOLD.search(folded)
    return _SIGNED.match(folded) is not None or (told is not None and _TO_DO.search(folded, told.end()) is not None)


def _opening(line: str, place: _Place) -> tuple[str, str] | None:
    """The label and the text of a block that a line opens, and where one stands then; None for a line that goes on."""
    if found := _ROMAN.match(line):
        place.part, place.number, place.letter, place.sub, place.dashes = f"{found[1]}.", 0, "", "", 0
        return found[1], line[found.end() :]
    if (found := _SUB.match(line)) and int(found[1].split(".")[0]) == place.number:
        place.sub, place.letter, place.dashes = found[1], "", 0
        return place.stem, line[found.end() :]
    if (found := _NUMBER.match(line)) and _follows(int(found[1]), place.number):
        return _counted(place, int(found[1]), line[found.end() :])
    if found := _SPOKEN.match(fold(line)):
        said = _SAID.index(found[1]) if found[1] else _SAID_FIRST.index(found[2])
        if _follows(said + 1, place.number):
            return _counted(place, said + 1, _behind(line, len(found[0].split())))
    if not place.number:
        return None
    if found := _LETTER.match(line):
        place.letter, place.dashes = found[1].lower(), 0
        return place.stem, line[found.end() :]
    if found := _STAR.match(line):
        place.dashes = 0
        return f"{place.part}{place.number}*", line[found.end() :]
    if found := _DASH.match(line):
        place.dashes += 1
        return f"{place.stem}-{place.dashes}", line[found.end() :]
    return None


def _follows(number: int, last: int) -> bool:
    return number == 1 or not last or last < number <= last + _WIDEST_GAP


def _counted(place: _Place, number: int, body: str) -> tuple[str, str]:
    place.number, place.letter, place.sub, place.dashes = number, "", "", 0
    return place.stem, body


def _behind(line: str, words: int) -> str:
    return line.split(maxsplit=words)[words] if len(line.split()) > words else ""


def _unnumbered(lines: list[str]) -> list[tuple[str, str]]:
    """What a text without numbers gives somebody to do: each such line a block without a label."""
    blocks: list[list[str]] = []
    for line in lines:
        if blocks and _ends(fold(line)):
            break
        dash = _DASH.match(line)
        bare = line[dash.end() :] if dash else line
        if dash or _GIVEN.match(fold(bare)):
            blocks.append([bare])
        elif blocks:
            blocks[-1].append(line)
    joined = [" ".join(parts) for parts in blocks]
    return [("", body) for body in joined if _GIVEN.search(fold(body)) or unit_names(body)]


def _block(label: str, text: str, year: int) -> Block:
    due = read_deadline(text, year)
    body = " ".join(text.split())
    return Block(label, body, unit_names(body), due.on, due.rule, due.text, due.doubt, due.options)
