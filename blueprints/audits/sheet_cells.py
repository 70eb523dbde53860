"""Cells of a round's sheet: as people read and type them, and as the office compares them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from blueprints.audits.labels import ITEM_STATE
from blueprints.choices import named_people
from blueprints.fields import ADDRESS, BARE_ADDRESS, FIRST_YEAR, LAST_YEAR
from blueprints.filters import day
from blueprints.labels import word
from models import clock
from models.accounts import queries as accounts
from models.accounts.rules import Viewer
from models.audits.rules import ItemState
from models.audits.sheet import DAY_OF_LINK, FIELDS, SheetLine, as_links, links_of
from models.errors import RuleBroken
from models.files.sheets import SheetRows
from models.periods import read_day
from models.text import clean, fold

STATE_OF = {fold(text): state for state, text in ITEM_STATE.items()}
LINK = re.compile(r"(\S+?)(?:[\s·|;,(]+(\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4})\)?)?")
MOST = {"note": 2000, "na_reason": 300, "finding": 2000}
HEAD_WITHIN = 20  # rows


class CellUnread(ValueError):
    """A cell that says nothing the office can take; its words tell why."""


@dataclass(frozen=True, slots=True)
class Names:
    """The units and people of the office, by number."""

    units: Mapping[str, str]
    people: Mapping[str, str]

    def of(self, field: str) -> Mapping[str, str]:
        """The names that a column holds."""
        return self.units if field == "unit" else self.people


def names_of(eyes: Viewer, commune_id: int) -> Names:
    """The units and people whom a sheet may name; those of old stay readable."""
    if eyes.commune_id != commune_id:  # the province reads; it hands nothing in
        eyes = Viewer(eyes.account_id, eyes.role, eyes.name, commune_id)
    units = {str(one.id): one.name for one in accounts.units(eyes, with_inactive=True)}
    people = {str(key): name for key, name in named_people(accounts.people(eyes, with_inactive=True))}
    return Names(units, people)


def shown(field: str, text: str, names: Names) -> str | Decimal:
    """A cell as people read it."""
    if field == "state":
        return word(ItemState(text))
    if field in ("unit", "person"):
        return names.of(field).get(text, "")
    if not text:
        return ""
    if field == "points":
        return Decimal(text)
    if field == "due":
        return day(date.fromisoformat(text))
    if field == "links":
        return "\n".join(f"{url} · {day(date.fromisoformat(on))}" for url, on in map(_halves, links_of(text)))
    return text


def _halves(link: str) -> tuple[str, str]:
    url, _, on = link.partition(DAY_OF_LINK)
    return url, on


def lines(sheets: Sequence[SheetRows], round_id: int, names: Names, fields: Mapping[str, str], exported: str) -> Any:
    """The lines of a handed-in file and when it was exported; RuleBroken sheet_unknown or sheet_of_another_round."""
    bases, at = _bases(next((one for one in sheets if one.name == exported), None), round_id)
    sheet = next((one for one in sheets if one.name != exported), None)
    rows = [] if sheet is None else sheet.rows
    head = next((at for at, row in enumerate(rows[:HEAD_WITHIN]) if _is_head(row, fields)), None)
    if head is None:
        raise RuleBroken("sheet_unknown")
    columns = {at: fields[fold(_text(cell))] for at, cell in enumerate(rows[head]) if fold(_text(cell)) in fields}
    code_at = next(at for at, cell in enumerate(rows[head]) if fold(_text(cell)) == "ma")
    version_at = next((at for at, cell in enumerate(rows[head]) if fold(_text(cell)) == "phien ban"), None)
    found: dict[str, SheetLine] = {}
    for number, row in enumerate(rows[head + 1 :], head + 2):
        code = _text(row[code_at]).strip() if code_at < len(row) else ""
        if not code:
            continue
        if code in found:
            raise RuleBroken("sheet_code_twice", criterion=code, row=number)
        base = bases.get(code)
        said = {field: row[at] if at < len(row) else None for at, field in columns.items()}
        found[code] = _line(code, number, _version(row, version_at, base), said, base and base[1], names)
    return list(found.values()), at


def _is_head(row: Sequence[Any], fields: Mapping[str, str]) -> bool:
    words = {fold(_text(cell)) for cell in row}
    return "ma" in words and len(words & set(fields)) >= 1


def _version(row: Sequence[Any], at: int | None, base: tuple[int | None, dict[str, str]] | None) -> int | None:
    if base is not None:
        return base[0]
    text = _text(row[at]) if at is not None and at < len(row) else ""
    return int(text) if re.fullmatch(r"\d{1,9}", text) else None


def _bases(
    sheet: SheetRows | None, round_id: int
) -> tuple[dict[str, tuple[int | None, dict[str, str]]], datetime | None]:
    """What each criterion said when the file was exported; nothing where the hidden sheet is gone."""
    if sheet is None or len(sheet.rows) < 2 or len(sheet.rows[0]) < 3:
        return {}, None
    if _text(sheet.rows[0][1]) != str(round_id):
        raise RuleBroken("sheet_of_another_round")
    names = [_text(cell) for cell in sheet.rows[1]]
    found = {}
    for row in sheet.rows[2:]:
        kept = dict(zip(names, map(_text, row), strict=False))
        version = kept.get("Phiên bản", "")
        base = {field: kept.get(field, "") for field in FIELDS}
        found[kept.get("Mã", "")] = (int(version) if version.isdecimal() else None, base)
    return found, _instant(_text(sheet.rows[0][2]))


def _instant(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo is not None and at <= clock.now() else None


def _line(
    code: str, row: int, version: int | None, said: Mapping[str, Any], base: dict[str, str] | None, names: Names
) -> SheetLine:
    cells, unread = {}, {}
    for field, cell in said.items():
        try:
            cells[field] = read(field, cell, names, (base or {}).get(field, ""))
        except CellUnread as problem:
            unread[field] = f"“{_text(cell)[:80]}”: {problem}"
    return SheetLine(code, row, version, cells, base, unread)


def read(field: str, cell: Any, names: Names, base: str = "") -> str:
    """A cell as the office compares it; ``CellUnread`` with the reason. ``base`` decides between namesakes."""
    text = clean(_text(cell).replace("_x000D_", ""), multiline=True).strip()
    if field == "state":
        return _state(text)
    if field in ("unit", "person"):
        return _name(text, names.of(field), base)
    if field == "links":
        return _links(text, base)
    if not text:
        return ""
    if field == "points":
        return _points(text)
    if field == "due":
        return _day(text)
    if len(text) > MOST[field]:
        raise CellUnread(f"dài quá {MOST[field]} ký tự.")
    return clean(text) if field == "na_reason" else "\n".join(line.rstrip() for line in text.split("\n"))


def _text(cell: Any) -> str:
    """A cell as text: whole numbers without a point, days as 2026-03-30."""
    if cell is None:
        return ""
    if isinstance(cell, dict):
        return str(cell.get("day", ""))
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _state(text: str) -> str:
    if not text:
        return ItemState.NOT_ASSESSED.value
    if fold(text) not in STATE_OF:
        raise CellUnread("không phải một trong các kết quả đánh giá.")
    return STATE_OF[fold(text)].value


def _points(text: str) -> str:
    try:
        points = Decimal(text.replace(",", "."))
    except InvalidOperation as problem:
        raise CellUnread("không phải một số.") from problem
    if not points.is_finite() or not 0 <= points <= 1000:
        raise CellUnread("điểm phải từ 0 đến 1000.")
    return f"{points.normalize():f}"


def _day(text: str) -> str:
    try:
        found = read_day(text)
    except ValueError as problem:
        raise CellUnread("ngày chưa đúng, xin ghi như 30/3/2026.") from problem
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise CellUnread(f"năm phải từ {FIRST_YEAR} đến {LAST_YEAR}.")
    return found.isoformat()


def _links(text: str, base: str) -> str:
    """One link in each line, with its day after it; without one the day of before, else today."""
    before = dict(_halves(link) for link in links_of(base))
    found: dict[str, str] = {}
    for line in filter(None, (line.strip() for line in text.split("\n"))):
        said = LINK.fullmatch(line)
        url = said[1] if said else line
        url = f"https://{url}" if BARE_ADDRESS.match(url) else url
        if said is None or len(url) > 500 or not ADDRESS.fullmatch(url):
            raise CellUnread("liên kết phải bắt đầu bằng http:// hoặc https://, mỗi dòng một liên kết.")
        found[url] = _day(said[2]) if said[2] else before.get(url, clock.today().isoformat())
    return as_links(f"{url}{DAY_OF_LINK}{on}" for url, on in found.items())


def _name(text: str, names: Mapping[str, str], base: str) -> str:
    if not text:
        return ""
    asked = fold(text)
    found = [number for number, name in names.items() if fold(name) == asked]
    found = found or [number for number, name in names.items() if fold(name.split(" – ")[0]) == asked]
    if base in found:
        return base
    if len(found) != 1:
        raise CellUnread("có nhiều người cùng tên, xin ghi kèm đơn vị." if found else "không có tên này trong cơ quan.")
    return found[0]
