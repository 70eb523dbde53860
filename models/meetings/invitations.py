"""Reading a pasted invitation: when, where, who presides, about what. Proposes what is written, and invents nothing.

Works on folded text (no marks, no case). What is doubtful stays empty and is named: a date without a year, two dates,
a weekday that is not that of the date, an hour that may be of the morning or of the afternoon.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, time

from models.text import clean, fold

_LIMIT = 60_000
_MOST_ITEMS = 60
_LABELS = {
    "when": r"thoi gian(?: hop| to chuc| du kien)?|ngay,? gio(?: hop)?|ngay hop",
    "place": r"dia diem(?: hop| to chuc)?|tai dia diem|noi hop",
    "chair": r"(?:nguoi |dong chi )?chu tri(?: cuoc hop| hoi nghi)?|chu toa|chu tri cuoc hop",
    "about": r"noi dung(?: hop| cuoc hop| lam viec| chinh)?|v/v|ve viec",
    "agenda": r"chuong trinh(?: hop| lam viec| du kien)?",
    "people": r"thanh phan(?: tham du| du hop| moi)?|kinh moi|kinh gui|tran trong kinh moi",
    "other": r"ghi chu|luu y|tai lieu(?: hop)?|trang phuc|noi nhan|luu|lien he|hinh thuc|ket qua|nguoi lien he",
}
_NAMED = "|".join(f"(?P<{name}>{words})" for name, words in _LABELS.items())
_LABEL = re.compile(
    r"(?:[-+*•–]\s*|\(?\d{1,2}[.)]\s*|[a-d][.)]\s*)?"
    rf"(?:{_NAMED})\s*(?::|-(?=\s)|(?<=v/v)|(?<=ve viec)\s)\s*"
)
_DATE = re.compile(
    r"\b(\d{1,2})\s?[/.-]\s?(\d{1,2})(?:\s?[/.-]\s?(\d{4}))?(?![\d/.-]*\d)"
    r"|\bngay (\d{1,2}) thang (\d{1,2})(?: nam (\d{4}))?"
)
_TIME = re.compile(
    r"\b(\d{1,2})\s?(?:gio|h|:|g(?=\d))\s?(\d{2})?(?:\s?(?:phut|'|p\b))?(?!\d)(?:\s?(sang|trua|chieu|toi)\b)?"
)
_WEEKDAY = re.compile(r"\b(?:thu (hai|ba|tu|nam|sau|bay|[2-7])|(chu nhat))\b")
_WEEKDAYS = {"hai": 0, "2": 0, "ba": 1, "3": 1, "tu": 2, "4": 2, "nam": 3, "5": 3, "sau": 4, "6": 4, "bay": 5, "7": 5}
_HONOUR = re.compile(r"^(?:dong chi|dc|d/c|ong|ba|anh|chi|dong chi:)\s+")
_ITEM = re.compile(r"(?:\d{1,2}\s?[.)]|[-+*•–])\s+(?=\S)")
_PLACE_IN = re.compile(r"\btai (?=phong|hoi truong|tru so|nha van hoa|ubnd|uy ban|trung tam|tru so)")
_HEAD = re.compile(r"(?:giay moi|thu moi|kinh moi)(?: hop)?[.:]?$")


@dataclass(frozen=True, slots=True)
class Invitation:
    """What an invitation says, each as far as it is sure; ``doubts`` names what is written and not sure."""

    title: str = ""
    day: date | None = None
    start: time | None = None
    end: time | None = None
    place: str = ""
    chair: str = ""
    agenda: tuple[str, ...] = ()
    when_text: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(slots=True)
class _Parts:
    found: dict[str, list[str]] = field(default_factory=dict)
    head: list[str] = field(default_factory=list)


def read_invitation(text: str) -> Invitation:
    """What an invitation says."""
    lines = [line.strip() for line in clean(text[:_LIMIT], multiline=True).split("\n") if line.strip()]
    parts = _parts(lines)
    when = " ".join(parts.found.get("when", [])) or _sentence_with_time(lines)
    day, day_doubts = _day(fold(when))
    start, end, hour_doubts = _hours(fold(when))
    return Invitation(
        title=_title(parts),
        day=day,
        start=start,
        end=end,
        place=_place(parts, when),
        chair=_chair(parts, lines),
        agenda=tuple(_agenda(parts))[:_MOST_ITEMS],
        when_text=when,
        doubts=(*day_doubts, *hour_doubts),
    )


def _parts(lines: Iterable[str]) -> _Parts:
    """The lines under the labels they stand below; those before the first one apart."""
    parts, current = _Parts(), ""
    for line in lines:
        folded = fold(line)
        if found := _LABEL.match(folded):
            current = found.lastgroup or ""
            rest = _rest(line, folded, found.end())
            parts.found.setdefault(current, [])
            if rest:
                parts.found[current].append(rest)
        elif current:
            parts.found[current].append(line)
        else:
            parts.head.append(line)
    return parts


def _rest(line: str, folded: str, at: int) -> str:
    """What follows in the line itself; folding keeps each letter in its place once blanks are single."""
    plain = re.sub(r"\s+", " ", line)
    return plain[at:].strip(" .;") if len(plain) == len(folded) else line.partition(":")[2].strip(" .;")


def _sentence_with_time(lines: Iterable[str]) -> str:
    """The one line that tells both an hour and a day, where no label does."""
    told = [line for line in lines if _TIME.search(fold(line)) and _DATE.search(_without_hours(fold(line)))]
    return told[0] if len(told) == 1 else ""


def _without_hours(folded: str) -> str:
    return _TIME.sub(" ", folded)


def _day(folded: str) -> tuple[date | None, list[str]]:
    found = {
        tuple(part for part in (match.groups()[:3] if match[1] else match.groups()[3:]))
        for match in _DATE.finditer(_without_hours(folded))
    }
    if len(found) != 1:
        return None, ["two_days"] if found else ["no_day"]
    day, month, year = found.pop()
    if not year:
        return None, ["no_year"]
    try:
        whole = date(int(year), int(month), int(day))
    except ValueError:
        return None, ["no_such_day"]
    said = {6 if match[2] else _WEEKDAYS[match[1]] for match in _WEEKDAY.finditer(folded)}
    return (None, ["other_weekday"]) if said and said != {whole.weekday()} else (whole, [])


def _hours(folded: str) -> tuple[time | None, time | None, list[str]]:
    found = list(_TIME.finditer(folded))
    times = [_hour(match) for match in found]
    if not times:
        return None, None, ["no_hour"]
    if times[0] is None:
        return None, None, ["unsure_hour"]
    between = folded[found[0].end() : found[1].start()] if len(found) > 1 else ""
    is_span = len(found) == 2 and re.fullmatch(r"[\s,;]*(?:den|-|–|toi)?[\s,]*(?:het)?\s*", between) is not None
    later = times[1] if is_span and times[1] is not None and times[1] > times[0] else None
    return times[0], later, ["two_hours"] if len(found) > 2 or (len(found) == 2 and not is_span) else []


def _hour(match: re.Match[str]) -> time | None:
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half in ("chieu", "toi") and hour < 12:
        hour += 12
    if hour > 23 or minute > 59 or (hour < 6 and half is None):
        return None
    return time(hour, minute)


def _title(parts: _Parts) -> str:
    about = parts.found.get("about", [])
    if about and not _ITEM.match(about[0]):
        return about[0].strip(" .;")[:300]
    for place, line in enumerate(parts.head):
        if _HEAD.fullmatch(fold(line)) and place + 1 < len(parts.head):
            return parts.head[place + 1].strip(" .;")[:300]
    return ""


def _place(parts: _Parts, when: str) -> str:
    told = parts.found.get("place", [])
    if told:
        return told[0].strip(" .;")[:160]
    found = _PLACE_IN.search(fold(when))
    return _rest(when, fold(when), found.end())[:160] if found else ""


def _chair(parts: _Parts, lines: Iterable[str]) -> str:
    told = parts.found.get("chair", [])
    if not told:
        for line in lines:
            plain = re.sub(r"\s+", " ", line)
            found = re.search(r"\bdo (.+?) chu tri\b", fold(line))
            if found and len(plain) == len(fold(line)):
                told = [plain[found.start(1) : found.end(1)]]
                break
    if not told:
        return ""
    folded = fold(told[0])
    honour = _HONOUR.match(folded)
    name = re.sub(r"\s+", " ", told[0])[honour.end() if honour else 0 :]
    return re.split(r"\s*[,;–(]|\s-\s", name)[0].strip(" .")[:120]


def _agenda(parts: _Parts) -> Iterator[str]:
    """The numbered or dashed lines below the agenda, else below what the meeting is about."""
    about = parts.found.get("about", [])
    for line in parts.found.get("agenda") or about:
        found = _ITEM.match(line)
        if found:
            yield line[found.end() :].strip(" .;")[:500]
