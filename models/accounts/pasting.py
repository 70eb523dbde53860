"""A list of people as an office has it in Excel: pasted, read, and nothing guessed.

Columns are known by their heads, in any order; without a head they are name, title, unit. A unit is taken when its name
is the same but for case, marks and the usual short forms; what is not known stays open, with the nearest names beside.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from models.accounts.naming import Candidate, Whose, match
from models.text import clean, fold

MOST = 500
LONGEST_NAME, LONGEST_TITLE, LONGEST_UNIT = 120, 120, 160
HEADS = {
    "name": ("ho va ten", "ho ten", "ten can bo", "ten"),
    "title": ("chuc vu", "chuc danh", "chuc vu chuc danh", "nhiem vu"),
    "unit": ("don vi", "phong ban", "phong", "bo phan", "don vi cong tac", "noi cong tac"),
}
SHORT = {"vp": "van phong", "p": "phong", "tt": "trung tam", "ld": "lanh dao", "bch": "ban chi huy"}
LEFT_OUT = frozenset({"xa", "phuong", "va"})


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of the list; ``problem`` says why the line cannot be taken (name, long, twice, known), else empty."""

    number: int
    name: str
    title: str
    unit_words: str
    unit_id: int | None
    near: tuple[int, ...]
    problem: str = ""

    @property
    def is_open(self) -> bool:
        """Whether somebody must say which unit is meant."""
        return not self.problem and bool(self.unit_words) and self.unit_id is None


def read(text: str, units: Mapping[int, str], known: Iterable[Candidate]) -> list[PersonLine]:
    """The people of a pasted list, at most 500; ``units`` by id, ``known`` who is there already."""
    rows = [_cells(line) for line in text.splitlines() if line.strip()][: MOST + 1]
    order, skipped = _order(rows)
    keys = {unit_id: unit_key(name) for unit_id, name in units.items()}
    there: dict[int | None, list[Candidate]] = defaultdict(list)
    for one in known:
        there[one.unit_id].append(one)
    found: list[PersonLine] = []
    for number, cells in enumerate(rows[skipped : skipped + MOST], start=skipped + 1):
        line = line_of(number, [cells[at] if at is not None and at < len(cells) else "" for at in order], keys)
        if not line.problem and not line.is_open:
            same = match(line.name, there[line.unit_id])
            if same.whose is Whose.SURE:
                line = replace(line, problem="known" if same.people[0].id else "twice")
            else:
                there[line.unit_id].append(Candidate(0, line.name, fold(line.name), line.unit_id))
        found.append(line)
    return found


def _cells(line: str) -> list[str]:
    for mark in ("\t", ";", "|"):
        if mark in line:
            return [clean(cell) for cell in line.split(mark)]
    return [clean(cell) for cell in line.split(",")]


def _order(rows: Sequence[Sequence[str]]) -> tuple[list[int | None], int]:
    """In which column name, title and unit stand, and how many rows above the people there are."""
    for number, cells in enumerate(rows[:5]):
        plain = [" ".join(fold(cell).replace(",", " ").split()) for cell in cells]
        at = {kind: next((n for n, cell in enumerate(plain) if cell in words), None) for kind, words in HEADS.items()}
        if at["name"] is not None and len(cells) > 1:
            return [at["name"], at["title"], at["unit"]], number + 1
    first = 1 if rows and all(cells[0].rstrip(".").isdigit() for cells in rows) else 0  # the numbers of the lines
    return [first, first + 1, first + 2], 0


def line_of(number: int, cells: Sequence[str], keys: Mapping[int, str]) -> PersonLine:
    """One person: name, title, unit; ``keys`` are the units by id, as ``unit_key`` gives them."""
    name, title, words = cells
    wanted = unit_key(words)
    unit_id = next((unit_id for unit_id, key in keys.items() if key == wanted), None) if wanted else None
    near = get_close_matches(wanted, list(keys.values()), 3, 0.5) if wanted and unit_id is None else []
    close = tuple(unit_id for key in near for unit_id, own in keys.items() if own == key)
    problem = ""
    if len(name) < 2 or not any(sign.isalpha() for sign in name) or any(sign.isdigit() for sign in name):
        problem = "name"
    elif len(name) > LONGEST_NAME or len(title) > LONGEST_TITLE or len(words) > LONGEST_UNIT:
        problem = "long"
    return PersonLine(number, name, title, words, unit_id, close, problem)


def unit_key(words: str) -> str:
    """The name of a unit as it is compared."""
    parts = fold(words).replace(".", " ").replace("-", " ").replace(",", " ").split()
    whole = " ".join(SHORT.get(part, part) for part in parts)
    return " ".join(part for part in whole.split() if part not in LEFT_OUT)
