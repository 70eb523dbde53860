"""The words of a sheet of readings: names, codes, amounts and papers, read as written or not at all."""

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from models.plan.rules import PERCENT
from models.text import fold

_NUMBER = re.compile(r"(-?\d{1,3}(?:\.\d{3})+(?:,\d{1,4})?|-?\d{1,10}(?:[.,]\d{1,4})?)\s*(.*)")
_FULL = Decimal(100)


class ReadingDoubt(StrEnum):
    """Why a cell of a reading waits for a decision."""

    SUBJECT = "subject"
    SEVERAL = "several"
    COUNTED = "counted"
    NO_NUMBER = "no_number"
    TWO_WAYS = "two_ways"
    SIDE = "side"
    SHARE = "share"
    UNIT = "unit"
    DIFFERS = "differs"
    MISSING = "missing"
    RANGE = "range"
    DAY = "day"
    FUTURE = "future"
    PAPER = "paper"
    LONG = "long"
    TWICE = "twice"
    GONE = "gone"
    DAY_TAKEN = "day_taken"


class Doubtful(Exception):
    """A cell that nobody can be sure of."""

    def __init__(self, doubt: ReadingDoubt) -> None:
        self.doubt = doubt


def plain_name(text: str) -> str:
    """A name as it is compared: no marks, no case, no number before it, no full stop behind."""
    bare = re.sub(r"^(?:chi tieu|buoc|chi so)?\s*\d{1,3}\s*[.):-]\s*", "", fold(" ".join(text.split())))
    return " ".join(re.sub(r"[^\w%]+", " ", bare).split())


def plain_code(text: str) -> str:
    """A code as it is compared: "CT 02" is CT2, "v.2" and "V-2" are V.2."""
    bare = fold(text).upper().replace(" ", "").replace("-", ".")
    found = re.fullmatch(r"(CT|CS)\.?0*(\d{1,6})", bare)
    return f"{found[1]}{found[2]}" if found else bare.strip(".")


def read_amount(cell: Any, text: str, unit: str) -> Decimal:
    """The number of a cell in its unit; Doubtful where it could mean two things or another unit."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        number = Decimal(repr(cell)) if abs(cell) < 10**10 else None
        if number is None or not number.is_finite():
            raise Doubtful(ReadingDoubt.NO_NUMBER)
        if unit == PERCENT and 0 < number <= 1 and isinstance(cell, float):
            raise Doubtful(ReadingDoubt.SHARE)
        return round(number, 4).normalize() + 0
    found = _NUMBER.fullmatch(" ".join(text.split()))
    if found is None:
        is_side = re.match(r"[≥≤><=]|(?:tu|tren|duoi|khong|toi|it nhat)\b", fold(text))
        raise Doubtful(ReadingDoubt.SIDE if is_side else ReadingDoubt.NO_NUMBER)
    if found[2] and fold(found[2]).strip(" .") != fold(unit).strip(" ."):
        raise Doubtful(ReadingDoubt.UNIT)
    if re.fullmatch(r"-?\d{1,3}\.\d{3}", found[1]):
        raise Doubtful(ReadingDoubt.TWO_WAYS)
    is_grouped = "," in found[1] or found[1].count(".") > 1
    return Decimal(found[1].replace(".", "").replace(",", ".") if is_grouped else found[1])


def agrees(value: Decimal, numerator: int, denominator: int, unit: str) -> bool:
    """Whether a value is its two counts divided, rounded as it is written."""
    exact = Decimal(numerator) * (_FULL if unit == PERCENT else 1) / denominator
    exponent = value.as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return abs(exact - value) <= Decimal(1).scaleb(-places)


def amount_words(value: Decimal | None, numerator: int | None, denominator: int | None, unit: str) -> dict[str, str]:
    """The amount of a reading as cells: per cent with its sign, so that nobody takes it for a share."""
    number = "" if value is None else f"{value.normalize():f}".replace(".", ",") + ("%" if unit == PERCENT else "")
    told = {"value": number, "numerator": numerator, "denominator": denominator}
    return {name: "" if one is None else str(one) for name, one in told.items()}


def document_words(no: str, on: date | None) -> str:
    """A source document as one cell says it."""
    return f"{no} ({day_words(on)})" if on else no


def day_words(day: date | None) -> str:
    """A day as a cell says it."""
    return f"{day.day}/{day.month}/{day.year}" if day else ""
