"""What each page is for, in a few plain sentences: read once from the file ``guidance.yaml`` of each capability."""

import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask

import blueprints
from models.catalogue import parsed

HERE = Path(blueprints.__path__[0])


@dataclass(frozen=True, slots=True)
class Guide:
    """The guidance of a page, or of a few that are alike: what it is for, what one does here, what happens with it."""

    room: str
    title: str
    purpose: str
    acts: tuple[str, ...]
    outcome: str
    endpoints: tuple[str, ...]

    @property
    def anchor(self) -> str:
        """Where it stands in the manual."""
        return self.endpoints[0].replace(".", "-").replace("_", "-")

    @property
    def words(self) -> int:
        """How long it is."""
        return len(" ".join((self.purpose, *self.acts, self.outcome)).split())


@cache
def guides() -> tuple[Guide, ...]:
    """The guidance of all pages, room by room in the order of the menu."""
    folders = [HERE / folder.name for folder in pkgutil.iter_modules([str(HERE)]) if folder.ispkg]
    files = [folder / "guidance.yaml" for folder in folders if (folder / "guidance.yaml").is_file()]
    rooms = [(path.parent.name, parsed(path)) for path in files]
    ordered = sorted(rooms, key=lambda room: (room[1]["order"], room[0]))
    return tuple(guide for name, told in ordered for guide in _guides(name, told))


def _guides(name: str, told: dict[str, Any]) -> Iterator[Guide]:
    for one in told["guides"]:
        endpoints = tuple(f"{name}.{page}" for page in one["pages"])
        yield Guide(told["room"], one["title"], one["for"], tuple(one["do"]), one.get("then", ""), endpoints)


@cache
def _by_endpoint() -> dict[str, Guide]:
    return {endpoint: guide for guide in guides() for endpoint in guide.endpoints}


def guide_of(endpoint: str | None) -> Guide | None:
    """The guidance of a page; None for what is no page of its own."""
    return _by_endpoint().get(endpoint or "")


def install(app: Flask) -> None:
    """Give every template the guidance of its page."""
    guides()  # parsed once, before anybody asks
    app.jinja_env.globals["guide_of"] = guide_of
