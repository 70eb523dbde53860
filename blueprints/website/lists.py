"""Where the sections and ranks behind a figure are listed."""

from collections.abc import Callable

from flask import url_for

from blueprints.website.labels import MEDIUM_WORD, PICK_WORD
from models.website.rules import Medium, SectionPick


def sections(pick: SectionPick, medium: Medium) -> str:
    """The sections of a medium that belong to a set."""
    return url_for("website.index", loc=PICK_WORD[pick], kenh=MEDIUM_WORD[medium])


def ranks() -> str:
    """The ranks that were entered."""
    return url_for("website.ranks")


LISTS: dict[str, Callable[..., str]] = {"website_sections": sections, "province_ranks": ranks}
