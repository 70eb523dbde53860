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


def service_days(month: date) -> str:
    """The files of the days of a month."""
    return url_for("satisfaction.service", ky=f"{month:%Y-%m}")


LISTS: dict[str, Callable[..., str]] = {"responses": responses, "service_days": service_days}
