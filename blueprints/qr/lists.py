"""Where the posters behind a figure are listed."""

from collections.abc import Callable

from flask import url_for


def late() -> str:
    """What must be printed anew, at the head of all posters."""
    return url_for("qr.index", _anchor="late")


LISTS: dict[str, Callable[..., str]] = {"late_posters": late}
