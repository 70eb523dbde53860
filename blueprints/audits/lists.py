"""Where the criteria behind a figure are listed."""

from collections.abc import Callable
from typing import Any

from flask import url_for

from blueprints.audits.labels import PICK_WORD
from models.audits.rules import ItemPick


def rounds() -> str:
    """All rounds, where a set has none yet."""
    return url_for("audits.index")


def items(round_id: int, pick: ItemPick = ItemPick.ALL, group: str = "") -> str:
    """The criteria of a round or of one of its groups, all of them or a set."""
    narrowed: dict[str, Any] = {} if pick is ItemPick.ALL else {"trang-thai": PICK_WORD[pick]}
    return url_for("audits.round", round_id=round_id, nhom=group or None, **narrowed)


def findings(round_id: int, group: str = "") -> str:
    """What is not mended yet of a round or of one of its groups."""
    return url_for("audits.listed", dot=round_id, nhom=group or None)


def needs(round_id: int) -> str:
    """What is lacking, and how each lack is to be mended."""
    return url_for("audits.needs", round_id=round_id)


LISTS: dict[str, Callable[..., str]] = {"rounds": rounds, "round": items, "findings": findings, "needs": needs}
