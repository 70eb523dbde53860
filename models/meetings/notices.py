"""Reading a pasted conclusion notice: which blocks it has and which day each block names as its deadline.

Works on folded text (no marks, no case), so that a wrongly typed mark loses no deadline. Proposes, never decides:
a date without a year is handed back as text and not guessed.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from models.meetings.points import DueRule
from models.text import clean, fold

_NUMBER = re.compile(r"(\d{1,3})[.)/]\s+(?=\S)")
_LETTER = re.compile(r"([a-zđ])[)/.]\s+(?=\S)", re.IGNORECASE)
_STAR = re.compile(r"\*\s+(?=\S)")
_FOOTNOTE = re.compile(r"[¹²³⁰-⁹]|\(\*\)|\[\d+\]")
_RECIPIENTS = re.compile(r"noi nhan\s*:")
_TOLD, _TO_DO = re.compile(r"\bthong bao (?:de|den)\b"), re.compile(r"\bthuc hien\b")
_DUE = re.compile(
    r"\b(truoc|den het|cham nhat|trong|xong)(?: la)?(?: vao)? ngay "
    r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?\b"
)
_LIMIT = 200_000
MOST_BLOCKS = 500


@dataclass(frozen=True, slots=True)
class Block:
    """One conclusion found in a pasted text; ``due_text`` is the deadline as printed, ``due_on`` its day if sure."""

    label: str
    text: str
    due_on: date | None = None
    due_rule: DueRule = DueRule.BEFORE
    due_text: str = ""


def split_notice(text: str) -> list[Block]:
    """The numbered and lettered blocks of a notice (the first 500), each with its deadline where it names one."""
    blocks: list[tuple[str, list[str]]] = []
    number, stars, used = "", Counter[str](), set[str]()
    for paragraph in _paragraphs(text):
        if blocks and _ends(fold(paragraph)):
            break
        label, body, number = _opening(paragraph, number)
        if label:
            if len(blocks) == MOST_BLOCKS:
                break
            while (starred := label + "*" * stars[label]) in used:
                stars[label] += 1
            used.add(starred)
            blocks.append((starred, [body]))
        elif blocks and not _FOOTNOTE.match(paragraph):
            blocks[-1][1].append(body)
    return [_block(label, " ".join(lines)) for label, lines in blocks]


def _ends(folded: str) -> bool:
    """Whether a paragraph closes the notice: who gets it, or to whom it is told what to do."""
    told = _TOLD.search(folded)
    return _RECIPIENTS.match(folded) is not None or (told is not None and _TO_DO.search(folded, told.end()) is not None)


def _paragraphs(text: str) -> Iterator[str]:
    for line in clean(text[:_LIMIT], multiline=True).split("\n"):
        bare = line.replace("**", "").strip()  # bold marks of a text copied from a converted file
        if bare:
            yield bare


def _opening(paragraph: str, number: str) -> tuple[str, str, str]:
    """The label that a paragraph opens ("" for none), its text, and the number that following letters belong to."""
    if found := _NUMBER.match(paragraph):
        number = str(int(found[1]))
        return number, paragraph[found.end() :], number
    if number and (found := _LETTER.match(paragraph)):
        return number + found[1].lower(), paragraph[found.end() :], number
    if number and (found := _STAR.match(paragraph)):
        return number + "*", paragraph[found.end() :], number
    return "", paragraph, number


def _block(label: str, text: str) -> Block:
    found = _DUE.search(fold(text))
    if not found:
        return Block(label, text)
    rule = DueRule.BEFORE if found[1] == "truoc" else DueRule.BY_END_OF
    printed = "/".join(part for part in found.groups()[1:] if part)
    return Block(label, text, _day(found[2], found[3], found[4]), rule, printed)


def _day(day: str, month: str, year: str | None) -> date | None:
    try:
        return date(int(year), int(month), int(day)) if year else None
    except ValueError:
        return None
