"""The deadline that a sentence of a notice names: read as written, never guessed.

Works on folded text (no marks, no case), so that a wrongly typed mark loses no deadline. A month, a quarter and a year
end with their last day. What is not sure (two days, a day that does not exist, "hằng tháng", "trong 5 ngày") has no day
but a doubt, with the days that were read as answers to choose from.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.meetings.points import DueRule
from models.periods import month_days
from models.text import fold


class Doubt(StrEnum):
    """Why a deadline was left empty."""

    SEVERAL = "several"
    NO_SUCH_DAY = "no_such_day"
    RECURRING = "recurring"
    RELATIVE = "relative"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline as printed; ``on`` is its day where that is sure, else ``doubt`` says why not."""

    on: date | None = None
    rule: DueRule | None = None
    text: str = ""
    doubt: Doubt | None = None
    options: tuple[date, ...] = ()


_LINK = r"(?: (?:la|vao|den|het|toi|trong))* ?:? "
_HOUR = r"(?:(?P<hour>\d{1,2}) ?(?:gio|g|h|:) ?(?:\d{2})?(?: phut)?,? )?"
_DATE = r"(?P<day>\d{1,2})(?:[/.-]| thang )(?P<month>\d{1,2})(?:(?:[/.-]| nam )(?P<year>\d{4}|\d{2}))?(?![\d/])"
_ENDS = r"(?<!tinh )den het|het|cham nhat|muon nhat|khong qua|han chot|han cuoi|thoi han|han|thoi gian hoan thanh"
_MAYBE = r"(?P<maybe>trong|xong|hoan thanh|(?<!tinh )(?<!ke )den)"  # deadlines only with "ngày" behind them
_LEAD = rf"(?:(?P<before>truoc)|{_ENDS}|{_MAYBE})"
_DAYS = re.compile(rf"\b{_LEAD}{_LINK}{_HOUR}(?P<named>ngay )?{_DATE}")
_SPAN = r"(?:(?P<before>truoc)|trong|(?:den )?het|cuoi|cham nhat(?: la| trong| vao| den| cuoi)*|xong trong)"
_YEAR = r"(?:(?: ?[/-] ?| nam )(?P<year>\d{4}))?\b(?!/)"
_MONTHS = re.compile(rf"\b{_SPAN} thang (?P<month>\d{{1,2}}){_YEAR}")
_QUARTERS = re.compile(rf"\b{_SPAN} quy (?P<quarter>iii|ii|iv|i|[1-4]){_YEAR}")
_YEARS = re.compile(r"\b(?:trong|(?:den )?het|cuoi) nam (?P<year>\d{4})\b")
_RECURRING = re.compile(r"\b(?:hang|moi) (?:tuan|thang|quy)\b|\bdinh ky\b|\bngay \d{1,2} (?:hang|moi)\b")
_COUNT = r"(?:\d{1,3}|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi)"
_RELATIVE = re.compile(
    rf"\b(?:trong (?:vong |thoi han |thoi gian )*|sau |cham nhat (?:la )?(?:sau )?){_COUNT} (?:ngay|tuan|thang)\b"
    r"|\b(?:trong|dau|cuoi|giua|het) (?:tuan|thang|quy|nam) (?:nay|toi|sau)\b"
    r"|\b(?:dau|giua) (?:thang|quy|nam) \w+|\btruoc (?:tet|ky hop|cuoc hop)\b|\b6 thang (?:dau|cuoi) nam\b"
)
_QUARTER = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    on: date | None
    rule: DueRule


def read_deadline(text: str, year: int) -> Deadline:
    """The deadline of a sentence; ``year`` is meant where it names none."""
    folded = fold(text)
    found = sorted(_all(folded, year), key=lambda one: one.start)
    days = tuple(dict.fromkeys(one.on for one in found if one.on is not None))
    if not found:
        return _without_day(text, folded)
    said = _said(text, folded, found[0].start, found[-1].end if len(days) > 1 else found[0].end)
    if any(one.on is None for one in found):
        return Deadline(text=said, doubt=Doubt.NO_SUCH_DAY, options=days)
    if len({(one.on, one.rule) for one in found}) > 1:
        return Deadline(text=said, doubt=Doubt.SEVERAL, options=days)
    if _RECURRING.search(folded):
        return Deadline(text=said, doubt=Doubt.RECURRING, options=days)
    return Deadline(found[0].on, found[0].rule, said)


def _without_day(text: str, folded: str) -> Deadline:
    for pattern, doubt in ((_RECURRING, Doubt.RECURRING), (_RELATIVE, Doubt.RELATIVE)):
        if found := pattern.search(folded):
            return Deadline(text=_said(text, folded, found.start(), found.end()), doubt=doubt)
    return Deadline()


def _said(text: str, folded: str, start: int, end: int) -> str:
    """The words as they were written, where folded and written letters lie over one another."""
    written = " ".join(text.split())
    return (written if len(written) == len(folded) else folded)[start:end].strip(" :,")


def _all(folded: str, year: int) -> Iterator[_Found]:
    for found in _DAYS.finditer(folded):
        if found["maybe"] and not found["named"]:
            continue
        by_hour = found["hour"] is not None  # before five o'clock of a day is still that day
        rule = DueRule.BEFORE if found["before"] and not by_hour else DueRule.BY_END_OF
        yield _Found(found.start(), found.end(), _day(found["day"], found["month"], found["year"], year), rule)
    for found in _MONTHS.finditer(folded):
        yield _span(found, year, int(found["month"]), int(found["month"]))
    for found in _QUARTERS.finditer(folded):
        quarter = _QUARTER.get(found["quarter"]) or int(found["quarter"])
        yield _span(found, year, quarter * 3 - 2, quarter * 3)
    for found in _YEARS.finditer(folded):
        yield _Found(found.start(), found.end(), date(int(found["year"]), 12, 31), DueRule.BY_END_OF)


def _span(found: re.Match[str], year: int, first: int, last: int) -> _Found:
    """Before a month ends where it begins; in it, with its last day."""
    named = int(found["year"] or year)
    rule = DueRule.BEFORE if found["before"] else DueRule.BY_END_OF
    try:
        on = month_days(named, first)[0] if found["before"] else month_days(named, last)[1]
    except ValueError:
        return _Found(found.start(), found.end(), None, rule)
    return _Found(found.start(), found.end(), on, rule)


def _day(day: str, month: str, named: str | None, year: int) -> date | None:
    of = int(named or year)
    try:
        return date(of + 2000 if of < 100 else of, int(month), int(day))
    except ValueError:
        return None
