"""A row of a sheet of readings, as it is understood: of what, how much, of which day, from which paper. Pure.

Nothing is guessed: a number that can be read in two ways, a level to be reached ("≥ 80%") in the place of a reading, a
unit that is another one, a share that its two counts contradict, wait for a decision.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches

from models.errors import RuleBroken
from models.files.handed import HandedRow, SheetWanted
from models.plan.reading_words import (
    Doubtful,
    ReadingDoubt,
    agrees,
    amount_words,
    day_words,
    document_words,
    plain_code,
    plain_name,
    read_amount,
)
from models.plan.rules import PERCENT, SourcePaper, check_figure
from models.plan.wording import monthly_before, read_due
from models.text import clean, fold

HEADS = {  # in this order: the first that fits takes the column
    "id": r"ma so lieu",
    "note": r"ghi chu.*",
    "no": r"s?tt|so thu tu",
    "unit": r".*(?:don vi tinh|dvt).*",
    "numerator": r".*(?:tu so|so dat|so luong dat).*",
    "denominator": r".*(?:mau so|tong so).*",
    "complaints": r".*(?:phan anh|kien nghi).*",
    "document_on": r".*ngay (?:van ban|ban hanh|bao cao|cua van ban|ky).*",
    "as_of": r".*(?:tinh den|den ngay|thoi diem|ngay so lieu|ky so lieu|ky bao cao|thoi gian).*|ngay|ky",
    "document": r".*(?:van ban|nguon|can cu|so ky hieu|so, ky hieu|minh chung).*",
    "code": r"ma(?: (?:chi tieu|buoc|chi so|so))?|ky hieu",
    "value": r".*(?:ket qua|gia tri|thuc hien|so lieu|ty le|dat duoc).*",
    "title": r".*(?:chi tieu|noi dung|ten|buoc|chi so|tieu chi).*",
}
READINGS = SheetWanted(
    "readings",
    HEADS,
    (frozenset({"title", "code"}), frozenset({"value", "numerator"})),
    first="no",
    named="title",
)
NAMES = ("value", "numerator", "denominator", "complaints", "as_of", "document", "note")
MOST = {"document": 80, "note": 1000, "unit": 80, "title": 300}
_PARTS = re.compile(r"(\d{1,9})\s*/\s*(\d{1,9})")
_DOCUMENT_NO = re.compile(r"\d{1,6}[a-zA-Z]?(?:/\d{4})?/[A-ZĐƯ][\w&.-]*", re.UNICODE)
_DOCUMENT_DAY = re.compile(
    r"(?:ngay\s+|\()(\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2} thang \d{1,2} nam \d{4})"
)  # of folded text


@dataclass(frozen=True, slots=True)
class ReadingSubject:
    """What readings are of: a target (CT2), a step (V.2), an indicator (CS1), with every name it goes by."""

    kind: str
    id: int
    code: str
    title: str
    names: frozenset[str]
    unit_words: str = PERCENT
    by_hand: bool = True
    is_share: bool = False
    asks_complaints: bool = False


@dataclass(slots=True)
class Found:
    """A reading as it is understood."""

    subject: ReadingSubject
    value: Decimal | None = None
    numerator: int | None = None
    denominator: int | None = None
    complaints: int | None = None
    as_of: date | None = None
    document_no: str = ""
    document_on: date | None = None
    note: str = ""
    unit_words: str = PERCENT


def understand(line: HandedRow, subjects: Sequence[ReadingSubject], year: int, today: date, day: str = "") -> None:
    """Read a row; ``day`` is the day of rows that name none, ``year`` that of days without one."""
    subject = _subject(line, subjects)
    for name, text in line.said.items():
        if len(text) > MOST.get(name, 300):
            line.doubts[name] = ReadingDoubt.LONG
    if subject is None:
        return
    found = line.found = Found(subject, unit_words=subject.unit_words)
    _read_day(line, found, year, today, day)
    _read_amount(line, found)
    found.complaints = _count(line, "complaints") if subject.asks_complaints else None
    if subject.asks_complaints and found.complaints is None:
        line.doubts.setdefault("complaints", ReadingDoubt.MISSING)
    _read_document(line, found, year, today)
    if not line.doubts:
        _check(line, found, today)


def _subject(line: HandedRow, subjects: Sequence[ReadingSubject]) -> ReadingSubject | None:
    """The one that the code names, or the words; else the row says what it might be."""
    field = "code" if line.said.get("code") else "title"
    code = plain_code(line.said["code"])
    fits = [one for one in subjects if one.code == code] if code else []
    if not fits and field == "title":
        name = plain_name(line.said["title"])
        fits = [one for one in subjects if name in one.names or one.code == plain_code(line.said["title"])]
    if len(fits) == 1 and fits[0].by_hand:
        line.said["title"] = line.said["title"] or fits[0].title
        line.read["title"] = f"{fits[0].code}. {fits[0].title}"
        return fits[0]
    near = fits or _near(line.said["title"], subjects)
    line.choices["code"] = [(one.code, "", f"{one.code}. {one.title}") for one in near if one.by_hand]
    doubt = ReadingDoubt.SUBJECT if not fits else ReadingDoubt.SEVERAL if len(fits) > 1 else ReadingDoubt.COUNTED
    line.doubts["code"] = doubt
    return None


def _near(title: str, subjects: Sequence[ReadingSubject]) -> list[ReadingSubject]:
    """What a name might mean: the nearest ones first, at most four."""
    by_name = {name: one for one in subjects if one.by_hand for name in one.names}
    found = get_close_matches(plain_name(title), list(by_name), 4, 0.5) if title else []
    return list({by_name[name].code: by_name[name] for name in found}.values())


def _read_day(line: HandedRow, found: Found, year: int, today: date, day: str) -> None:
    cell = line.cells.get("as_of")
    given = day if cell in (None, "") else cell
    as_of, rule, is_clear = read_due(given, year)
    if as_of is None or not is_clear or monthly_before(rule) is not None or fold(rule).startswith("truoc"):
        line.doubts["as_of"] = ReadingDoubt.DAY if line.said.get("as_of") or day else ReadingDoubt.MISSING
        return
    if as_of > today:
        line.doubts["as_of"] = ReadingDoubt.FUTURE
    found.as_of, line.read["as_of"] = as_of, day_words(as_of)


def _count(line: HandedRow, name: str) -> int | None:
    text = line.said.get(name, "").replace(" ", "")
    if not text:
        return None
    if not re.fullmatch(r"\d{1,9}|\d{1,3}(?:\.\d{3}){1,2}", text):
        line.doubts[name] = ReadingDoubt.NO_NUMBER
        return None
    line.read[name] = text.replace(".", "")
    return int(text.replace(".", ""))


def _read_amount(line: HandedRow, found: Found) -> None:
    """A value, or the two counts behind it; of both the counts are kept, if they agree."""
    unit, said = found.unit_words, line.said.get("unit", "")
    if said and fold(said).strip(" .") != fold(unit).strip(" ."):
        if found.subject.kind != "step":
            line.doubts["unit"] = ReadingDoubt.UNIT
        found.unit_words = unit = said
    found.numerator, found.denominator = _count(line, "numerator"), _count(line, "denominator")
    text = line.said.get("value", "")
    if unit == PERCENT and (parts := _PARTS.fullmatch(text)):
        found.numerator, found.denominator, text = int(parts[1]), int(parts[2]), ""
        line.read["value"] = text
    try:
        found.value = read_amount(line.cells.get("value"), text, unit) if text else None
    except Doubtful as doubtful:
        line.doubts["value"] = doubtful.doubt
        return
    if found.value is not None and found.numerator is not None and found.denominator:
        if not agrees(found.value, found.numerator, found.denominator, unit):
            line.doubts["value"] = ReadingDoubt.DIFFERS
        found.value = None
    line.read |= amount_words(found.value, found.numerator, found.denominator, unit)


def _read_document(line: HandedRow, found: Found, year: int, today: date) -> None:
    """Number and day of a paper; a source that is no paper goes to the note."""
    text, found.note = " ".join(line.said.get("document", "").split()), line.said.get("note", "")
    no, day = _DOCUMENT_NO.search(text), _DOCUMENT_DAY.search(fold(text))
    on, _, is_clear = read_due(line.cells.get("document_on") or (day[1] if day else None), year)
    if no is None and on is None:
        if text:
            found.note = clean(f"{text}. {found.note}" if found.note else text, multiline=True)
    elif on is None or not is_clear or on > today:
        line.doubts["document_on" if line.said.get("document_on") else "document"] = ReadingDoubt.PAPER
    else:
        found.document_no, found.document_on = (no[0] if no else text)[:80], on
        if not found.document_no:
            line.doubts["document"] = ReadingDoubt.PAPER
    line.read["document"] = document_words(found.document_no, found.document_on)
    line.read["note"] = found.note


_REFUSED = {
    "figure_missing": ReadingDoubt.MISSING,
    "count_missing": ReadingDoubt.MISSING,
    "percent_out_of_range": ReadingDoubt.RANGE,
    "denominator_zero": ReadingDoubt.RANGE,
    "numerator_too_big": ReadingDoubt.RANGE,
}


def _check(line: HandedRow, found: Found, today: date) -> None:
    """What the form of a reading refuses is refused here too."""
    try:
        check_figure(
            found.value,
            found.numerator,
            found.denominator,
            found.as_of or today,
            today,
            found.subject.is_share,
        )
        SourcePaper(found.document_no, found.document_on).check(today)
    except RuleBroken as broken:
        name = "value" if broken.code == "figure_missing" else broken.field or "value"
        line.doubts[name] = _REFUSED.get(broken.code, ReadingDoubt.PAPER)


def told_twice(lines: Sequence[HandedRow]) -> None:
    """A second reading of the same thing and day waits: one of the two is wrong."""
    known = set()
    for line in lines:
        if line.found is None or line.found.as_of is None:
            continue
        place = (line.found.subject.code, line.found.as_of)
        if place in known:
            line.doubts.setdefault("as_of", ReadingDoubt.TWICE)
        known.add(place)
