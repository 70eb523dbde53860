"""Where the answers behind a figure are listed."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import url_for

from models.satisfaction.rules import Mode


def responses(since: date, until: date, mode: Mode | None = None) -> str:
    """The answers from one day to another, of one mode or of both."""
    narrowed: dict[str, Any] = {"hinh-thuc": mode.value} if mode is not None else {}
    return url_for("satisfaction.responses", tu=since.isoformat(), den=until.isoformat(), **narrowed)


LISTS: dict[str, Callable[..., str]] = {"responses": responses}
