"""What somebody saw when a form was opened, so that of two savers each changes only what he touched himself."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any


def _plain(value: Any) -> str:
    """A value as one text, alike whether it comes from the table or from a browser."""
    if value is None or value is False:
        return ""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return repr(sorted((name, _plain(part)) for name, part in value.items()))
    if isinstance(value, (list, tuple)):
        return repr([_plain(part) for part in value])
    return str(value).replace("\r\n", "\n")


def mark(value: Any) -> str:
    """A short mark of a value; equal values have equal marks."""
    return hashlib.sha256(_plain(value).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def is_same(one: Any, other: Any) -> bool:
    """Whether two values are written alike."""
    return _plain(one) == _plain(other)


def written(marks: Mapping[str, str]) -> str:
    """Marks by the names of their fields, as a hidden field carries them."""
    return ",".join(f"{name}:{said}" for name, said in marks.items())


def read(text: str) -> dict[str, str]:
    """What a hidden field carried; whatever else it says is nothing."""
    parts = (part.partition(":") for part in text.split(","))
    return {name: said for name, colon, said in parts if colon}
