"""Where the rooms behind a figure are listed."""

from collections.abc import Callable

from flask import url_for


def rooms() -> str:
    """The rooms with the light of each meeting."""
    return url_for("places.rooms")


LISTS: dict[str, Callable[..., str]] = {"rooms": rooms}
