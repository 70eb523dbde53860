"""A row of a list of people, as it is understood: who, which title, in which unit. Pure; nothing is guessed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.accounts import pasting
from models.accounts.naming import Candidate, Whose, match
from models.files.columns import cell_text
from models.files.handed import CellEdit, HandedRow, SheetTable, SheetWanted
from models.text import clean, fold

HEADS = {  # in this order: the first that fits takes the column
    "id": r"ma can bo",
    "no": r"s?tt|so thu tu",
    "family": r"ho(?: va)?(?: ten)? (?:dem|lot)|ho",
    "given": r"ten",
    "name": r"(?:ho va ten|ho ten|ho, ten|ten can bo|can bo).*",
    "title": r".*(?:chuc vu|chuc danh|vi tri viec lam|nhiem vu).*",
    "unit": r".*(?:don vi|phong ban|bo phan|noi cong tac|phong).*",
}
PEOPLE = SheetWanted(
    "people", HEADS, (frozenset({"name", "given"}), frozenset({"title", "unit"})), first="no", named="name"
)
NAMES = ("name", "title", "unit")
NEW, NONE, OTHER, SAME = "new:", "none", "other", "same"  # answers about a unit, about a person


class PersonDoubt(StrEnum):
    """Why a cell of a list of people waits for a decision."""

    NAME = "name"
    LONG = "long"
    UNIT = "unit"
    TWICE = "twice"
    GONE = "gone"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who is there already."""

    id: int
    name: str
    title: str
    unit_id: int | None
    unit: str

    @property
    def candidate(self) -> Candidate:
        """As a list may name him."""
        return Candidate(self.id, self.name, fold(self.name), self.unit_id)


@dataclass(frozen=True, slots=True)
class Joining:
    """A person as it is understood; ``new_unit`` is the name of a unit that is still to be added."""

    name: str
    title: str
    unit_id: int | None
    new_unit: str = ""


def understand(table: SheetTable, units: Mapping[int, str], people: Sequence[Worker]) -> None:
    """Read all rows of a sheet, each beside those who are there and the rows above it."""
    keys = {unit_id: pasting.unit_key(name) for unit_id, name in units.items()}
    by_id = {one.id: one for one in people}
    above: list[Joining] = []
    for line in table.lines:
        name, title = _name(line, table), " ".join(line.said.get("title", "").split())
        line.said["name"] = line.said.get("name") or name
        found = _person(line, name, title, units, keys)
        if found is None:
            continue
        line.found = found
        _know(line, found, by_id, people)
        if any((one.name, one.unit_id, one.new_unit) == (found.name, found.unit_id, found.new_unit) for one in above):
            line.doubts.setdefault("name", PersonDoubt.TWICE)
        above.append(found)
        line.read |= {"name": name, "title": title, "unit": units.get(found.unit_id or 0, found.new_unit)}
        if line.key is not None:
            line.changes = _changes(line, by_id[line.key])


def _name(line: HandedRow, table: SheetTable) -> str:
    """The name, which may stand in two cells under one head or under two."""
    name, at = line.said.get("name", ""), table.columns.get("name")
    if at is None and not name:
        name = f"{line.said.get('family', '')} {line.said.get('given', '')}"
    elif at is not None and table.heads[at + 1 : at + 2] == table.heads[at : at + 1] and at + 1 < len(line.whole):
        rest = cell_text(line.whole[at + 1])
        name = name if name.endswith(rest) else f"{name} {rest}"
    return " ".join(clean(name).split())


def _person(
    line: HandedRow, name: str, title: str, units: Mapping[int, str], keys: Mapping[int, str]
) -> Joining | None:
    """Who it is, with the unit that is named, chosen, or stands above the rows of a group."""
    words = line.said.get("unit", "") or ("" if "unit" in line.told else line.group)
    chosen = re.fullmatch(r"u(\d{1,9})", words)
    if chosen and int(chosen[1]) in keys:
        found = pasting.line_of(line.row, (name, title, ""), keys)
        joining = Joining(name, title, int(chosen[1]))
    elif words.startswith(NEW):
        found = pasting.line_of(line.row, (name, title, ""), keys)
        joining = Joining(name, title, None, clean(words.removeprefix(NEW))[: pasting.LONGEST_UNIT])
    else:
        found = pasting.line_of(line.row, (name, title, "" if words == NONE else words), keys)
        joining = Joining(name, title, found.unit_id)
    if found.problem:
        line.doubts["name"] = PersonDoubt(found.problem)
        return None
    if found.is_open:
        line.doubts["unit"] = PersonDoubt.UNIT
        line.choices["unit"] = _units(found.near, words, units)
    return joining


def _units(near: Sequence[int], words: str, names: Mapping[int, str]) -> list[tuple[str, str, str]]:
    """The answers to an unknown unit: the nearest ones first, then all others, a new one, none."""
    order = [*near, *(one for one in names if one not in near)]
    return [*((f"u{one}", "", names[one]) for one in order), (f"{NEW}{words}", NEW, words), (NONE, NONE, "")]


def _know(line: HandedRow, found: Joining, by_id: Mapping[int, Worker], people: Sequence[Worker]) -> None:
    """Whether somebody of that name is there; one of another unit is never taken for him without a word."""
    number = line.said.get("id", "")
    if number == OTHER:
        return
    if number:
        line.key = int(number) if number.isdecimal() and int(number) in by_id else None
        if line.key is None:
            line.doubts["id"] = PersonDoubt.GONE
        return
    here = match(found.name, [one.candidate for one in people if one.unit_id == found.unit_id])
    if here.whose is Whose.SURE:
        line.key = here.people[0].id
        return
    everywhere = match(found.name, [one.candidate for one in people])
    exact = [one for one in everywhere.people if one.fold == fold(found.name)]
    if exact:
        line.doubts["id"] = PersonDoubt.ELSEWHERE
        line.choices["id"] = [(str(one.id), SAME, _called(by_id[one.id])) for one in exact] + [(OTHER, OTHER, "")]


def _called(one: Worker) -> str:
    return ", ".join(filter(None, (one.name, one.title, one.unit)))


def _changes(line: HandedRow, now: Worker) -> list[CellEdit]:
    """The cells that say another thing; a column that the file lacks changes nothing."""
    stored = {"name": now.name, "title": now.title, "unit": now.unit}
    told = set(line.told) | ({"unit"} if line.group else set()) | ({"name"} if line.said.get("id") else set())
    if not line.said.get("id"):
        told.discard("name")
    is_same = {name: clean(stored[name]) == clean(line.read[name]) for name in NAMES}
    return [CellEdit(name, stored[name], line.read[name]) for name in NAMES if name in told and not is_same[name]]
