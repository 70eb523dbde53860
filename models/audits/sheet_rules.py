"""RowReading a criteria set out of an office's sheet: title rows, group rows in Roman numerals, sums, notes below."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from models.text import fold

HEADS = {  # columns by the words that begin their heads, folded; the first that fits
    "code": ("stt", "tt", "so tt", "so thu tu", "ma"),
    "kind": ("loai",),
    "parent": ("thuoc nhom",),
    "got": ("diem dat", "diem tu cham", "diem tu danh gia", "diem danh gia"),
    "points": ("diem toi da", "diem chuan", "thang diem", "diem"),
    "state": ("tu danh gia", "danh gia", "ket qua"),
    "link": ("lien ket", "duong dan", "link"),
    "text": ("ten tieu chi", "tieu chi", "noi dung", "chi so", "ten"),
    "note": ("ghi chu", "huong dan"),
    "mandatory": ("bat buoc",),
    "evidence": ("minh chung",),
    "scale": ("cach cham",),
    "check": ("cach kiem tra",),
    "keywords": ("tu khoa",),
    "deadline": ("thoi han",),
    "weight": ("trong so",),
    "cites": ("can cu",),
    "reference": ("tai lieu dan",),
}
HEAD_WITHIN = 30  # rows above the table, at most
ROMAN, LETTER = re.compile(r"[IVXLC]{1,6}"), re.compile(r"[A-HĐ]")
NUMBER, SMALL = re.compile(r"\d{1,3}(\.\d{1,3})*"), re.compile(r"[a-zđ]")
IN_TEXT = re.compile(r"([IVXLC]{1,6}|[A-HĐ])\s*[.):-]\s*(\S.*)", re.DOTALL)
POINTS = re.compile(r"(?:toi da\s*)?(\d{1,4}(?:[.,]\d{1,4})?)\s*(?:diem|d)?")
COLUMN_NO = re.compile(r"\(?\d{1,2}\)?")


Known = Mapping[str, tuple[str, str | None]]  # kind and group, by code


class RowReading(StrEnum):
    """What a row of a sheet is taken for."""

    GROUP = "group"
    ITEM = "item"
    SKIP = "skip"


class RowDoubt(StrEnum):
    """Why a row should be looked at before it is kept."""

    NO_NUMBER = "no_number"
    NO_POINTS = "no_points"
    NO_GROUP = "no_group"
    SAME_CODE = "same_code"
    LOOSE = "loose"
    SUM = "sum"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row as it was understood; ``said`` holds its other cells by the names of the columns."""

    line: int
    reading: RowReading
    code: str
    parent: str | None
    text: str
    points: Decimal | None = None
    said: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[RowDoubt, ...] = ()


@dataclass(frozen=True, slots=True)
class CriteriaSheet:
    """A whole sheet: its columns, its rows, and how many rows tell of an assessment, which no set takes."""

    columns: frozenset[str]
    rows: tuple[SheetRow, ...]
    assessed: int = 0

    @property
    def kept(self) -> tuple[SheetRow, ...]:
        """The rows that become headings and criteria."""
        return tuple(row for row in self.rows if row.reading is not RowReading.SKIP)


def head_of(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    """Where the head of the table stands, and which column is which; an empty map where there is none."""
    for at, row in enumerate(rows[:HEAD_WITHIN]):
        found: dict[str, int] = {}
        for place, cell in enumerate(row):
            word = fold(cell)
            name = next((one for one, starts in HEADS.items() if word.startswith(starts) and one not in found), None)
            if name is not None and word:
                found[name] = place
        if "text" in found and ("points" in found or "kind" in found):
            return at, found
    return 0, {}


def points_of(text: str) -> Decimal | None:
    """Points as people write them: 10, 10,5, tối đa 5, 5 điểm; None for anything else."""
    found = POINTS.fullmatch(fold(text).rstrip("."))
    return Decimal(found[1].replace(",", ".")) if found else None


def understood(
    rows: Sequence[Sequence[str]],
    known: Known | None = None,
    forced: Mapping[int, RowReading] | None = None,
    common: str = "C",
) -> CriteriaSheet:
    """A sheet as a list of headings and criteria.

    ``known``: what the codes are that are there already, and under which group they stand; ``forced``: how a person
    reads a row, by its line; ``common``: the name of the group for criteria that stand under none.
    """
    at, columns = head_of(rows)
    if not columns:
        return CriteriaSheet(frozenset(), ())
    cells = [
        (line, {name: row[place] if place < len(row) else "" for name, place in columns.items()})
        for line, row in enumerate(rows[at + 1 :], at + 2)
    ]
    body = [(line, said) for line, said in cells if any(said.values()) and not _is_furniture(said, rows[at], columns)]
    reader = _Reader(known or {}, forced or {}, [said.get("code", "") for _, said in body])
    found = [reader.read(no, line, said) for no, (line, said) in enumerate(body)]
    assessed = sum(
        bool(said.get("got") or said.get("state") or said.get("link"))
        for row, (_, said) in zip(found, body, strict=True)
        if row.reading is RowReading.ITEM
    )
    return CriteriaSheet(frozenset(columns), tuple(_doubted(_housed(found, common))), assessed)


def _is_furniture(said: Mapping[str, str], head: Sequence[str], columns: Mapping[str, int]) -> bool:
    """A head that is printed again on the next page, or a row that counts the columns."""
    filled = [cell for cell in said.values() if cell]
    is_counting = len(filled) > 2 and all(COLUMN_NO.fullmatch(cell) for cell in filled)
    return is_counting or all(fold(said[name]) == fold(head[place]) for name, place in columns.items())


class _Reader:
    """Goes through the rows and remembers the group and the number it stands under."""

    def __init__(self, known: Known, forced: Mapping[int, RowReading], numbers: Sequence[str]) -> None:
        self.known, self.forced, self.numbers = known, forced, [_bare(number) for number in numbers]
        self.groups: list[tuple[str, str]] = []  # the code and the kind of sign of each group that is open
        self.last = ""  # the number of the last row that had one
        self.count = 0

    def read(self, no: int, line: int, said: Mapping[str, str]) -> SheetRow:
        """What a row is taken for, with its code and the group it belongs to."""
        number, text = _bare(said.get("code", "")), said.get("text", "").strip()
        if not text:
            number, text = _split(said.get("code", ""))
        elif not number and (found := IN_TEXT.fullmatch(text)) and points_of(text) is None:
            number, text = found[1], found[2].strip()
        points = points_of(said.get("points", ""))
        reading, doubts = self._reading(no, number, text, said)
        if line in self.forced:
            reading, doubts = self.forced[line], []
        if reading is RowReading.SKIP:
            return SheetRow(line, reading, number, None, text, points, said, tuple(doubts))
        code, parent = self._place(reading, number, said)
        if reading is RowReading.ITEM and "points" in said and points is None:
            doubts.append(RowDoubt.NO_POINTS)
        return SheetRow(line, reading, code[:24], parent, text, points, said, tuple(doubts))

    def _reading(self, no: int, number: str, text: str, said: Mapping[str, str]) -> tuple[RowReading, list[RowDoubt]]:
        kind = fold(said.get("kind", ""))
        if kind:
            return (RowReading.GROUP if kind.startswith("nhom") else RowReading.ITEM), []
        if number in self.known:
            return RowReading(self.known[number][0]), []
        if fold(text).startswith(("tong cong", "tong diem", "cong", "tong so")) and not NUMBER.fullmatch(number):
            return RowReading.SKIP, []
        if ROMAN.fullmatch(number) or LETTER.fullmatch(number):
            return RowReading.GROUP, []
        if NUMBER.fullmatch(number) or SMALL.fullmatch(number):
            return (RowReading.GROUP if self._has_parts(no, number) else RowReading.ITEM), []
        if number and said.get("points"):
            return RowReading.ITEM, []
        if said.get("points"):
            return RowReading.ITEM, [RowDoubt.NO_NUMBER]
        return RowReading.SKIP, [RowDoubt.LOOSE]

    def _has_parts(self, no: int, number: str) -> bool:
        """Whether the next row with a number goes on from this one (1 and 1.1), or counts in letters below it."""
        if SMALL.fullmatch(number):
            return False
        following = next((one for one in self.numbers[no + 1 :] if one), "")
        return following.startswith(f"{number}.") or (following == "a" and NUMBER.fullmatch(number) is not None)

    def _place(self, reading: RowReading, number: str, said: Mapping[str, str]) -> tuple[str, str | None]:
        """The code of a row and its group."""
        if "parent" in said and "kind" in said:
            return number, said["parent"].strip() or None
        if number in self.known:
            if reading is RowReading.GROUP:
                self.groups = [(number, "known")]
            return number, self.known[number][1]
        if reading is RowReading.GROUP and not NUMBER.fullmatch(number):
            return self._top(number)
        return self._numbered(reading, number)

    def _top(self, number: str) -> tuple[str, str | None]:
        """A group in Roman numerals or capital letters; the sign that came first stands above the other."""
        signs = [sign for _, sign in self.groups]
        is_letter = LETTER.fullmatch(number) and (not ROMAN.fullmatch(number) or signs[:1] == ["letter"] == signs[-1:])
        sign = "letter" if is_letter else "roman"
        while self.groups and (self.groups[-1][1] in (sign, "number") or sign == (signs[:1] or [""])[0]):
            self.groups.pop()
        parent = self.groups[-1][0] if self.groups else None
        self.count += not number
        code = number or f"N{self.count}"
        code = f"{parent}.{code}" if parent else code
        self.groups.append((code, sign))
        return code, parent

    def _numbered(self, reading: RowReading, number: str) -> tuple[str, str | None]:
        while self.groups and self.groups[-1][1] == "number" and not self._goes_on(number):
            self.groups.pop()
        outer = next((code for code, sign in reversed(self.groups) if sign != "number"), "")
        if SMALL.fullmatch(number) and self.last:
            number = f"{self.last}.{number}"
        elif number:
            self.last = number
        self.count += not number
        own = number or f"x{self.count}"
        code = f"{outer}.{own}" if outer else own
        parent = self.groups[-1][0] if self.groups else None
        if reading is RowReading.GROUP:
            self.groups.append((code, "number"))
        return code, parent

    def _goes_on(self, number: str) -> bool:
        outer = next((code for code, sign in reversed(self.groups) if sign != "number"), "")
        own = self.groups[-1][0].removeprefix(f"{outer}.") if outer else self.groups[-1][0]
        return number.startswith(f"{own}.") or SMALL.fullmatch(number) is not None or not number


def _bare(number: str) -> str:
    """A number without the full stop or bracket behind it."""
    return number.strip().rstrip(".):").strip()


def _split(cell: str) -> tuple[str, str]:
    """A cell over several columns that holds the number and the text together."""
    found = IN_TEXT.fullmatch(cell.strip())
    return (found[1], found[2].strip()) if found else ("", cell.strip())


def _housed(rows: Sequence[SheetRow], common: str) -> list[SheetRow]:
    """Criteria that stand under no group get one of their own above the first of them."""
    found: list[SheetRow] = []
    for row in rows:
        if row.reading is RowReading.ITEM and row.parent is None:
            if not any(one.code == "C" and one.doubts == (RowDoubt.NO_GROUP,) for one in found):
                found.append(SheetRow(row.line, RowReading.GROUP, "C", None, common, doubts=(RowDoubt.NO_GROUP,)))
            row = replace(row, parent="C")
        found.append(row)
    return found


def _doubted(rows: Sequence[SheetRow]) -> Iterable[SheetRow]:
    """Codes that stand twice, and groups whose points are not the sum of what is in them."""
    counts = Counter(row.code for row in rows if row.reading is not RowReading.SKIP)
    seen: Counter[str] = Counter()
    sums = _sums(rows)
    for row in rows:
        doubts = list(row.doubts)
        code = row.code
        if row.reading is not RowReading.SKIP and counts[code] > 1:
            seen[code] += 1
            doubts.append(RowDoubt.SAME_CODE)
            code = code if seen[code] == 1 else f"{code[:20]}-{seen[code]}"
        if row.reading is RowReading.GROUP and row.points is not None and sums.get(row.code, row.points) != row.points:
            doubts.append(RowDoubt.SUM)
        yield replace(row, code=code, doubts=tuple(doubts))


def _sums(rows: Sequence[SheetRow]) -> dict[str, Decimal]:
    """The points of all criteria below each group."""
    parents = {row.code: row.parent for row in rows if row.reading is RowReading.GROUP}
    sums: dict[str, Decimal] = {}
    for row in rows:
        if row.reading is not RowReading.ITEM:
            continue
        group, steps = row.parent, 0
        while group is not None and steps < len(parents) + 1:
            sums[group] = sums.get(group, Decimal(0)) + (row.points or Decimal(0))
            group, steps = parents.get(group), steps + 1
    return sums
