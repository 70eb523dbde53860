"""A whole document: its blocks with every text cleaned and every heading, point and annex counted."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from blueprints.document_blocks import Annex, Attendees, DocumentBlock, Heading, ListPoint, Points
from models.text import clean, fold

NOT_IN_XML = re.compile("[\ufffe\uffff]")  # the rest of what XML forbids is dropped as control characters are
ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
LETTERS = "abcdđeghiklmnopqrstuvxy"  # points go by the Vietnamese alphabet
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Part:
    """The document itself, or one of its annexes."""

    blocks: list[DocumentBlock]
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A document: its title as people call it, the office it comes from, its day, and its blocks."""

    title: str
    office: str
    dated: date
    blocks: tuple[DocumentBlock, ...]

    def __post_init__(self) -> None:
        for name in ("title", "office"):
            object.__setattr__(self, name, _cleaned(getattr(self, name)))
        object.__setattr__(self, "blocks", _counted([_cleaned(_plain(block)) for block in self.blocks]))

    @property
    def parts(self) -> list[Part]:
        """The blocks as they are shown: each annex lies on sheets of its own."""
        found = [Part([])]
        for block in self.blocks:
            if isinstance(block, Annex):
                found.append(Part([], block.is_wide))
            found[-1].blocks.append(block)
        return [part for part in found if part.blocks]

    @property
    def file_name(self) -> str:
        """bien-ban-giao-ban-tuan: the title in plain letters."""
        return re.sub(r"[^a-z0-9]+", "-", fold(self.title))[:LONGEST_NAME].strip("-") or "van-ban"


def _plain(block: DocumentBlock) -> DocumentBlock:
    return block.table() if isinstance(block, Attendees) else block


def _cleaned(value: Any) -> Any:
    """The same with every text in it cleaned: no control, direction or half characters, composed letters."""
    if isinstance(value, str) and not isinstance(value, StrEnum):
        return NOT_IN_XML.sub("", clean(value, multiline=True))
    if isinstance(value, tuple):
        return tuple(map(_cleaned, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{part.name: _cleaned(getattr(value, part.name)) for part in fields(value)})
    return value


def roman(n: int) -> str:
    """IV."""
    letters = ""
    for worth, sign in ROMAN:
        letters += sign * (n // worth)
        n %= worth
    return letters


def letter(n: int) -> str:
    """The n-th letter of points: a, b, c, d, đ, e, g …; after the last one aa, ab."""
    n -= 1
    return (LETTERS[n // len(LETTERS) - 1] if n >= len(LETTERS) else "") + LETTERS[n % len(LETTERS)]


def _label(level: int, n: int) -> str:
    return (f"{roman(n)}.", f"{n}.", f"{letter(n)})")[level - 1]


def _counted(blocks: Iterable[DocumentBlock]) -> tuple[DocumentBlock, ...]:
    """The blocks with every heading, point and annex called by its number."""
    listed = list(blocks)
    many = sum(isinstance(block, Annex) for block in listed) > 1
    counts, annexes, depth = [0, 0, 0], 0, 1
    found: list[DocumentBlock] = []
    for block in listed:
        if isinstance(block, Heading):
            at = depth = min(max(block.level, 1), 3)
            counts[at - 1 :] = [counts[at - 1] + 1, *[0] * (3 - at)]
            block = replace(block, level=at, label=block.label or _label(at, counts[at - 1]))
        elif isinstance(block, Annex):
            annexes, counts, depth = annexes + 1, [0, 0, 0], 1
            block = replace(block, label=f"Phụ lục {roman(annexes)}" if many else "Phụ lục")
        elif isinstance(block, Points):
            block = replace(block, items=_labelled(block.items, block.is_dashed, 2 if depth < 2 else 3))
        found.append(block)
    return tuple(found)


def _labelled(points: Sequence[ListPoint], is_dashed: bool, level: int) -> tuple[ListPoint, ...]:
    return tuple(
        replace(
            point,
            label="-" if is_dashed else point.label or _label(level, place),
            below=_labelled(point.below, is_dashed or level == 3, 3),
        )
        for place, point in enumerate(points, 1)
    )
