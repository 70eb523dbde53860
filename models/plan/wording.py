"""What the cells of an office's plan mean: how much, by when, who. Read as written, never guessed, or marked.

Works on folded text (no marks, no case). "trước ngày 28/3" is over with the 27th, as everywhere in the house; a month,
a quarter, a year end with their last day; a day always stands before its month.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from models.periods import month_days
from models.plan.rules import Comparator
from models.text import clean, fold

_NUMBER = r"(?P<number>\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,12}(?:[.,]\d{1,6})?)"
_SIGNS = {
    ">=": Comparator.AT_LEAST,
    "=>": Comparator.AT_LEAST,
    "≥": Comparator.AT_LEAST,
    "<=": Comparator.AT_MOST,
    "=<": Comparator.AT_MOST,
    "≤": Comparator.AT_MOST,
    ">": Comparator.ABOVE,
    "<": Comparator.BELOW,
    "=": Comparator.EQUAL,
}
_SIGN = r"(?P<sign>>=|=>|<=|=<|[≥≤><=])"
_WORDS = {  # before the number
    "khong thap hon": Comparator.AT_LEAST,
    "khong it hon": Comparator.AT_LEAST,
    "khong duoi": Comparator.AT_LEAST,
    "it nhat": Comparator.AT_LEAST,
    "toi thieu": Comparator.AT_LEAST,
    "thap nhat": Comparator.AT_LEAST,
    "khong vuot qua": Comparator.AT_MOST,
    "khong nhieu hon": Comparator.AT_MOST,
    "khong cao hon": Comparator.AT_MOST,
    "khong qua": Comparator.AT_MOST,
    "khong tren": Comparator.AT_MOST,
    "toi da": Comparator.AT_MOST,
    "cao nhat": Comparator.AT_MOST,
    "nhieu nhat": Comparator.AT_MOST,
    "nhieu hon": Comparator.ABOVE,
    "cao hon": Comparator.ABOVE,
    "lon hon": Comparator.ABOVE,
    "vuot": Comparator.ABOVE,
    "tren": Comparator.ABOVE,
    "hon": Comparator.ABOVE,
    "thap hon": Comparator.BELOW,
    "nho hon": Comparator.BELOW,
    "it hon": Comparator.BELOW,
    "duoi": Comparator.BELOW,
    "dung": Comparator.EQUAL,
    "bang": Comparator.EQUAL,
}
_WORD = "(?P<word>" + "|".join(sorted(_WORDS, key=len, reverse=True)) + ")"
_AFTER = {"tro len": Comparator.AT_LEAST, "tro xuong": Comparator.AT_MOST}
_THRESHOLD = re.compile(
    rf"(?P<lead>(?:dat |phai |ty le |muc |tu |la |: ?)*)(?:{_SIGN}|{_WORD}(?: la)?)? ?{_NUMBER} ?(?P<rest>[^\d].*)?"
)
_FULL = Decimal(100)
TOP = Decimal(10) ** 12  # larger numbers have no room in a column


def read_threshold(cell: Any) -> tuple[Comparator | None, Decimal | None, str]:
    """How much a target asks for: comparator, number, unit of measure as written ("≥2% GRDP": at least 2, "% GRDP").

    Without a comparator, save for 100%, which nothing can exceed, the comparator is None; without one plain number the
    number is None. Both want a person's decision.
    """
    if isinstance(cell, bool):
        return None, None, ""
    if isinstance(cell, int | float):
        return None, Decimal(str(cell)) if 0 <= cell < TOP else None, ""
    written = " ".join(clean(str(cell or ""), multiline=True).split())
    folded = fold(written)
    found = _THRESHOLD.fullmatch(folded)
    if found is None or not written:
        return None, None, ""
    rest = (found["rest"] or "").strip(" .;,")
    comparator = _SIGNS.get(found["sign"] or "") or _WORDS.get(found["word"] or "")
    for ending, meant in _AFTER.items():
        if rest.endswith(ending):
            if comparator not in (None, meant):
                return None, min(_decimal(found["number"]), TOP - 1), ""
            comparator, rest = meant, rest.removesuffix(ending).strip()
    if re.search(r"\d", rest):
        return None, None, ""  # two numbers: one of them would be guessed
    number = _decimal(found["number"])
    if number >= TOP:
        return None, None, ""
    if comparator is None and number == _FULL and rest.startswith("%"):
        comparator = Comparator.AT_LEAST
    return comparator, number, _as_written(written, folded, rest)


def _as_written(written: str, folded: str, rest: str) -> str:
    """The unit in its own letters, where folded and written text lie over one another."""
    at = folded.rfind(rest) if rest else -1
    return written[at : at + len(rest)] if at >= 0 and len(written) == len(folded) else rest


def _decimal(text: str) -> Decimal:
    """1.234,5 and 98,7 as offices write them; a single point before other than three digits is a decimal point."""
    if "," in text:
        return Decimal(text.replace(".", "").replace(",", "."))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", text):
        return Decimal(text.replace(".", ""))
    return Decimal(text)


_YEAR = r"(?:(?: ?[/-] ?|,? ?nam )(?P<year>\d{4}))?"
_END = r"(?:,? (?:hoan thanh|xong))?"
_IN = r"(?:(?:hoan thanh|thuc hien|xong|thoi gian|thoi han|:|-|la|trong|den|het|cuoi|cham nhat|truoc het) ?)*"
_DATE = r"(?P<day>\d{1,2})(?: ?[/.-] ?| thang )(?P<month>\d{1,2})(?:(?: ?[/.-] ?|,? ?nam )(?P<year>\d{4}))?"
_DAY = re.compile(rf"{_IN}(?P<before>truoc )?(?:ngay )?{_DATE}{_END}")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ t]00:00(?::00)?)?")
_MONTH = re.compile(rf"{_IN}(?P<before>truoc )?thang (?P<month>\d{{1,2}}){_YEAR}{_END}")
_QUARTER = re.compile(rf"{_IN}(?P<before>truoc )?quy (?P<quarter>iii|ii|iv|i|[1-4]){_YEAR}{_END}")
_WHOLE = re.compile(rf"{_IN}(?:ca )?nam (?P<year>\d{{4}}){_END}")
_HALF = re.compile(rf"{_IN}(?:6|sau) thang (?P<half>dau|cuoi) nam(?: (?P<year>\d{{4}}))?{_END}")
_BARE_YEAR = re.compile(r"\d{4}")
_MONTHLY = re.compile(
    r"(?:hang|moi|dinh ky(?: hang)?) thang"
    r"(?: ?[,:;(]? ?(?:(?:truoc|cham nhat|vao|la) )*(?:truoc )?ngay (?P<day>\d{1,2})\)?)?"
    r"|(?:truoc |cham nhat )?ngay (?P<also>\d{1,2}) (?:hang|moi) thang"
)
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_SERIALS = range(36_526, 65_746)  # days of 2000 to 2079, counted from 1900
_FROM_1904 = 1_462  # days between the two calendars of Excel


def read_due(cell: Any, year: int, is_1904: bool = False) -> tuple[date | None, str, bool]:
    """By when: the last day in time, the rule as written, and whether it is clear; ``year`` where it names none.

    A cell that holds a day is clear, and so is its number in either of Excel's calendars. "hằng tháng" has no day of
    its own and is clear (``monthly_before``); an empty cell has neither and is clear.
    """
    if isinstance(cell, dict) and "day" in cell:
        cell = date.fromisoformat(str(cell["day"]))
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return cell, f"{cell.day}/{cell.month}/{cell.year}", True
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _of_number(cell, year, is_1904)
    rule = " ".join(clean(str(cell or ""), multiline=True).split())
    folded = fold(rule).strip(" .;,()")
    if not folded or _MONTHLY.fullmatch(folded):
        return None, rule, not folded or _is_clear_monthly(folded)
    try:
        day = _of_words(folded, year)
    except ValueError:  # 31/2, 3/28
        return None, rule, False
    return day, rule, day is not None


def monthly_before(rule: str) -> int | None:
    """The day of each month before which monthly work is due ("hằng tháng, trước ngày 25": 25); None: not monthly.

    Monthly work without a day is due by the end of the month, which the house counts as before the 28th.
    """
    found = _MONTHLY.fullmatch(fold(" ".join(rule.split())).strip(" .;,()"))
    if found is None:
        return None
    return int(found["day"] or found["also"] or 28)


def _is_clear_monthly(folded: str) -> bool:
    found = _MONTHLY.fullmatch(folded)
    day = int((found and (found["day"] or found["also"])) or 28)
    return 2 <= day <= 28


def _of_number(cell: float, year: int, is_1904: bool) -> tuple[date | None, str, bool]:
    """A day that Excel shows as a number, and a bare year; anything else stays unclear."""
    rule = str(int(cell)) if float(cell).is_integer() else str(cell)
    if cell == int(cell) and abs(cell - year) <= 1:
        return date(int(cell), 12, 31), rule, True
    serial = int(cell) + (_FROM_1904 if is_1904 else 0)
    if serial not in _SERIALS:
        return None, rule, False
    day = date(1899, 12, 30) + timedelta(days=serial)
    return day, rule, abs(day.year - year) <= 1


def _of_words(folded: str, year: int) -> date | None:
    if found := _ISO.fullmatch(folded):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY.fullmatch(folded):
        day = date(int(found["year"] or year), int(found["month"]), int(found["day"]))
        return day - timedelta(days=1) if found["before"] else day
    if found := _MONTH.fullmatch(folded):
        return _span(found, year, int(found["month"]), int(found["month"]))
    if found := _QUARTER.fullmatch(folded):
        quarter = _QUARTERS.get(found["quarter"]) or int(found["quarter"])
        return _span(found, year, quarter * 3 - 2, quarter * 3)
    if found := _HALF.fullmatch(folded):
        return month_days(int(found["year"] or year), 6 if found["half"] == "dau" else 12)[1]
    if found := _WHOLE.fullmatch(folded):
        return date(int(found["year"]), 12, 31)
    if _BARE_YEAR.fullmatch(folded) and abs(int(folded) - year) <= 1:
        return date(int(folded), 12, 31)
    return None


def _span(found: re.Match[str], year: int, first: int, last: int) -> date:
    """Before a month ends where it begins; in it, with its last day."""
    named = int(found["year"] or year)
    return month_days(named, first)[0] - timedelta(days=1) if found["before"] else month_days(named, last)[1]


@dataclass(frozen=True, slots=True)
class Bodies:
    """Who is named in one cell: the one that leads, those that take part; not clear where several are said to lead."""

    lead: str = ""
    partners: tuple[str, ...] = ()
    is_clear: bool = True


_LEADS = re.compile(r"\s*\(?\s*chu tri\s*\)?\s*:?\s*")
_JOINS = re.compile(r"\s*\(?\s*phoi hop(?: voi)?\s*\)?\s*:?\s*")
_CUT = re.compile(r"[;\n•+]|\s/\s|,(?!\d)")
_BULLET = re.compile(r"[\s\-–*•]+")
_BODIES = "so,phong,cong an,ubnd,trung tam,van phong,ban,tram,doan,hoi,cac,to,truong"  # how their names begin
_BEGINS = tuple(f"{name} " for name in _BODIES.split(","))
_SUBJECTS = "van hoa|giao duc|khoa hoc|lao dong|nong nghiep|thong tin"
_WHOLE_NAME = re.compile(rf"(?:so|phong|bo|ban)\s+(?:{_SUBJECTS})[^;\n,]*,\s*[^;\n,]*\sva\s")
_AND = re.compile(r" va ")
Piece = tuple[str, str]  # as written, and its letters without marks, one for one


def read_bodies(cell: Any) -> Bodies:
    """Who leads and who takes part, of one cell: split at ; , "va" and new lines; the first leads, or who is said to.

    "Van phong HDND va UBND xa" and "So Van hoa, The thao va Du lich" stay whole.
    """
    named, worded = [], []
    for written, plain in _pieces(clean(str(cell or ""), multiline=True)):
        says_lead = bool(_LEADS.search(plain))
        name = _without(_without((written, plain), _LEADS), _JOINS)[0].strip(" .:;,-–•*")
        if not name:
            continue
        named.append(name)
        if says_lead:
            worded.append(name)
    leads = list(dict.fromkeys(worded)) or named[:1]
    if not leads:
        return Bodies()
    partners = tuple(dict.fromkeys(name for name in named if name != leads[0]))
    return Bodies(leads[0], partners, len(leads) == 1)


def _letters(text: str) -> str:
    """The letters without marks and case, one for each that is written."""
    return "".join(plain if len(plain := fold(letter)) == 1 else letter for letter in text)


def _without(piece: Piece, words: re.Pattern[str]) -> Piece:
    """A piece of a cell without these words."""
    written, plain = piece
    while found := words.search(plain):
        written = f"{written[: found.start()]} {written[found.end() :]}"
        plain = f"{plain[: found.start()]} {plain[found.end() :]}"
    return written, plain


def _pieces(text: str) -> Iterator[Piece]:
    plain = _letters(text)
    whole = [found.span() for found in _WHOLE_NAME.finditer(plain)]
    start = 0
    for cut in [*_CUT.finditer(plain), None]:
        if cut is not None and any(first <= cut.start() < last for first, last in whole):
            continue  # a comma inside the name of one body
        end = len(text) if cut is None else cut.start()
        bullet = _BULLET.match(plain, start, end)
        first = bullet.end() if bullet else start
        yield from _by_and((text[first:end], plain[first:end]))
        start = len(text) if cut is None else cut.end()


def _by_and(piece: Piece) -> Iterator[Piece]:
    """ "A va B" are two where B begins like a body, unless both halves are one body's name."""
    written, plain = piece
    found = _AND.search(plain)
    if found is None:
        yield piece
        return
    before, after = plain[: found.start()], plain[found.end() :]
    if f"{after.strip()} ".startswith(_BEGINS) and not before.strip().startswith(("van phong hdnd", "hdnd")):
        yield written[: found.start()], before
        yield from _by_and((written[found.end() :], after))
    else:
        yield piece
