"""A round that was edited as a sheet: what somebody changed since it was exported, and what colleagues did meanwhile.

Every cell is plain text in one form (a state's own word, a day as 2026-03-30, the number of a person), so that two
cells that say the same are equal.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Cells = Mapping[str, str]
SAID = ("state", "points", "na_reason", "note")
FINDING = ("finding", "unit", "person", "due")
FIELDS = (*SAID, "links", *FINDING)
DAY_OF_LINK = "\t"  # between an address and the day of the proof


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One row of the file: what it says now, what it said when it was exported, and the cells nobody can read."""

    code: str
    row: int
    version: int | None
    cells: Cells
    base: Cells | None = None
    unread: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell of the file that differs from what is stored; ``base`` is what stood there at the export, if known."""

    field: str
    base: str | None
    now: str
    wanted: str


def links_of(text: str) -> tuple[str, ...]:
    """The links of a cell, each with its day."""
    return tuple(filter(None, text.split("\n")))


def as_links(links: Iterable[str]) -> str:
    """Links as one cell."""
    return "\n".join(links)


def differences(line: SheetLine, now: Cells, version: int) -> tuple[list[Difference], list[Difference]]:
    """What the file changes, and where a colleague has changed the same cell since; fields that ``now`` lacks are left.

    Links are added and taken away one by one, so that two people never stand against each other there.
    """
    base = line.base
    if base is None and line.version == version:
        base = now
    changes: list[Difference] = []
    conflicts: list[Difference] = []
    for name in FIELDS:
        if name not in now or name not in line.cells:
            continue
        before, wanted = None if base is None else base.get(name, ""), line.cells[name]
        if name == "links":
            wanted = merged_links(before, now[name], wanted)
        if wanted == now[name] or wanted == before:
            continue
        is_free = name == "links" or before == now[name]
        (changes if is_free else conflicts).append(Difference(name, before, now[name], wanted))
    return changes, conflicts


def merged_links(before: str | None, now: str, wanted: str) -> str:
    """The links of now without those that the file took away and with those that it added; unknown: none taken away."""
    past, asked = links_of(now if before is None else before), links_of(wanted)
    gone = set() if before is None else set(past) - set(asked)
    kept = [link for link in links_of(now) if link not in gone]
    return as_links([*kept, *(link for link in asked if link not in past and link not in kept)])
