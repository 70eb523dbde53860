"""How days, instants, numbers and shares are written for people, and how query arguments are read without failing."""

import re
from datetime import date, datetime, timedelta
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app, request

from blueprints.labels import verdict_badge, word
from models import clock, percent, periods
from models.text import clean, hidden_in, turns

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
DASH = "—"
LONG_WORD = re.compile(r"\S{20,}")


def _local_day(value: date | datetime) -> date:
    return clock.local(value).date() if isinstance(value, datetime) else value


def day(value: date | datetime | None) -> str:
    """30/3/2026."""
    if value is None:
        return DASH
    found = _local_day(value)
    return f"{found.day}/{found.month}/{found.year}"


def short_day(value: date | datetime | None) -> str:
    """30/3."""
    if value is None:
        return DASH
    found = _local_day(value)
    return f"{found.day}/{found.month}"


def short_days(since: date, until: date) -> str:
    """2/11–8/11; of one day 2/11."""
    return short_day(since) if since == until else f"{short_day(since)}–{short_day(until)}"


def weekday(value: date | datetime) -> str:
    """thứ Hai."""
    return WEEKDAYS[_local_day(value).weekday()]


def clock_time(value: datetime | None) -> str:
    """16:20, at the office."""
    return DASH if value is None else clock.local(value).strftime("%H:%M")


def hour(value: datetime) -> str:
    """16 giờ, at the office: no nearer than that, where a minute might tell who it was."""
    return f"{clock.local(value).hour} giờ"


def to_the_second(value: datetime | None) -> str:
    """16:20:08, at the office."""
    return DASH if value is None else clock.local(value).strftime("%H:%M:%S")


def moment(value: datetime | None) -> str:
    """16:20, 30/3/2026."""
    return DASH if value is None else f"{clock_time(value)}, {day(value)}"


def deadline(value: datetime) -> str:
    """The last moment of something: trước 16:00, 30/3/2026; at midnight the whole day before: hết ngày 29/3/2026."""
    wall = clock.local(value)
    is_midnight = (wall.hour, wall.minute) == (0, 0)
    return f"hết ngày {day(wall.date() - timedelta(days=1))}" if is_midnight else f"trước {moment(value)}"


def _exact(value: int | float | Decimal | Fraction) -> Decimal:
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return Decimal(str(value))


_SWAPPED = str.maketrans(",.", ".,")


def number(value: int | float | Decimal | Fraction | None, places: int | None = None) -> str:
    """1.234,5: cut off, never rounded up; ``places`` fixes the decimals, else those that are there (at most two)."""
    if value is None:
        return DASH
    if type(value) is int and not places:
        return f"{value:,}".replace(",", ".")
    exact = _exact(value)
    cut = exact.quantize(Decimal(1).scaleb(-(2 if places is None else places)), rounding=ROUND_DOWN)
    text = f"{cut:,f}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(_SWAPPED)


def file_size(value: int) -> str:
    """1,2 MB."""
    return f"{number(Decimal(value) / 1024 / 1024, 1)} MB" if value >= 1024 * 1024 else f"{max(value // 1024, 1)} KB"


def typed(value: str | None) -> str:
    """What somebody typed; letters that turn the direction stay inside, letters nobody sees are told."""
    if value is None or not turns(value):
        return "" if value is None else value
    words: Any = current_app.jinja_env.get_template("ui/words.html").module
    said: str = words.typed(value, hidden_in(value))
    return said


def breakable(text: str) -> str:
    """A long address may go on in the next line after each of its slashes."""
    return LONG_WORD.sub(lambda word: word[0].replace("/", "/\u200b"), text)


def _arg(name: str) -> str:
    said = request.args.getlist(name)
    return said[0] if said else ""


def int_arg(name: str, default: int, low: int = 0, high: int = 2**31) -> int:
    """A whole number of the query, kept within bounds; the default when it is none."""
    text = _arg(name)
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        return default
    return min(max(int(text), low), high)


def day_arg(name: str) -> date | None:
    """A day of the query (2026-03-30, 30/3/2026, or 30/3 of this year); None when it is none."""
    try:
        found = periods.read_day(text_arg(name, 12), clock.today().year)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2100 else None


def odd_day(*names: str) -> str:
    """The first of these arguments of the query that says something, but no day."""
    return next((said for name in names if (said := text_arg(name, 40)) and day_arg(name) is None), "")


def text_arg(name: str, most: int = 100) -> str:
    """A text of the query, cleaned and cut; empty when there is none."""
    return clean(_arg(name))[:most]


def this_url(**args: Any) -> str:
    """The address of the page that is shown, with these query arguments; those without a value are left out."""
    said = {name: value for name, value in args.items() if value is not None}
    query = f"?{urlencode(said)}" if said else ""
    return f"{request.script_root}{request.path}{query}"


def page_url(word: str, value: object) -> str:
    """The address of another page of the list that is shown, with the same filters."""
    return this_url(**{**request.args.to_dict(), word: value})


def same_list(url: str) -> str:
    """An address under which the list that is shown comes in another shape, with the same filters."""
    query = urlencode(request.args.to_dict())
    return f"{url}?{query}" if query else url


def install(app: Flask) -> None:
    """Make the filters and globals known to all templates."""
    filters: dict[str, Any] = {
        "day": day,
        "short_day": short_day,
        "weekday": weekday,
        "clock": clock_time,
        "moment": moment,
        "deadline": deadline,
        "to_the_second": to_the_second,
        "hour": hour,
        "breakable": breakable,
        "typed": typed,
        "number": number,
        "score": percent.score,
        "file_size": file_size,
        "word": word,
        "verdict_badge": verdict_badge,
    }
    app.jinja_env.filters.update(filters)
    app.jinja_env.globals.update(today=clock.today, now=clock.now, as_percent=percent.show, same_list=same_list)
