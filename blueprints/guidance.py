"""What each page is for, in a few plain sentences: read once from the file ``guidance.yaml`` of each capability."""

import json
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
TAKEN = HERE.parent / "static" / "guide" / "pictures.json"  # what was taken, and of what; written by "make pictures"


@dataclass(frozen=True, slots=True)
class PagePicture:
    """The picture of a page: whose page was taken, what is marked for each act (it may be nothing), how large."""

    file: str
    by: str
    at: str
    marks: tuple[tuple[str, ...], ...]
    hidden: tuple[str, ...] = ()  # what is left out, so that the rest is not too small to read
    last: str = ""  # what it ends with, where that is not what is marked
    width: int = 0
    height: int = 0

    @property
    def is_tall(self) -> bool:
        """Whether it needs a page of paper nearly for itself, to be read there."""
        return self.height * 4 > self.width * 3

    @property
    def is_numbered(self) -> bool:
        """Whether its marks bear the numbers of the acts."""
        return len(self.marks) > 1


@dataclass(frozen=True, slots=True)
class Guide:
    """The guidance of a page, or of a few that are alike: what it is for, what one does here, what happens with it."""

    room: str
    title: str
    purpose: str
    acts: tuple[str, ...]
    outcome: str
    endpoints: tuple[str, ...]
    picture: PagePicture | None = None

    @property
    def anchor(self) -> str:
        """Where it stands in the manual."""
        return _anchor(self.endpoints)

    @property
    def words(self) -> int:
        """How long it is."""
        return len(" ".join((self.purpose, *self.acts, self.outcome)).split())


def _anchor(endpoints: tuple[str, ...]) -> str:
    return endpoints[0].replace(".", "-").replace("_", "-")


@cache
def guides() -> tuple[Guide, ...]:
    """The guidance of all pages, room by room in the order of the menu."""
    folders = [HERE / folder.name for folder in pkgutil.iter_modules([str(HERE)]) if folder.ispkg]
    files = [folder / "guidance.yaml" for folder in folders if (folder / "guidance.yaml").is_file()]
    rooms = [(path.parent.name, parsed(path)) for path in files]
    ordered = sorted(rooms, key=lambda room: (room[1]["order"], room[0]))
    taken = json.loads(TAKEN.read_text("utf-8"))
    return tuple(guide for name, told in ordered for guide in _guides(name, told, taken))


def _guides(name: str, told: dict[str, Any], taken: dict[str, Any]) -> Iterator[Guide]:
    for one in told["guides"]:
        endpoints = tuple(f"{name}.{page}" for page in one["pages"])
        picture = _picture(_anchor(endpoints), one["picture"], taken) if "picture" in one else None
        yield Guide(told["room"], one["title"], one["for"], tuple(one["do"]), one.get("then", ""), endpoints, picture)


def _picture(anchor: str, told: dict[str, Any], taken: dict[str, Any]) -> PagePicture:
    is_there = anchor in taken and TAKEN.with_name(f"{anchor}.webp").is_file()  # not yet, or lost: nothing is shown
    size = taken[anchor] if is_there else {"width": 0, "height": 0}
    return PagePicture(
        f"guide/{anchor}.webp",
        told["by"],
        told["at"],
        tuple(tuple([mark] if isinstance(mark, str) else mark or ()) for mark in told["mark"]),
        tuple(told.get("hide", ())),
        told.get("last", ""),
        size["width"],
        size["height"],
    )


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
