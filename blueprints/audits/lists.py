"""Where the criteria behind a figure are listed."""

from collections.abc import Callable
from typing import Any

from flask import url_for

from blueprints.audits.labels import Pick

PICKS = {"owed": Pick.OWED, "problems": Pick.PROBLEMS}


def rounds() -> str:
    """All rounds, where a set has none yet."""
    return url_for("audits.index")


def items(round_id: int, pick: str = "") -> str:
    """The criteria of a round, all of them or a set."""
    narrowed: dict[str, Any] = {"trang-thai": PICKS[pick].value} if pick else {}
    return url_for("audits.round", round_id=round_id, **narrowed)


LISTS: dict[str, Callable[..., str]] = {"rounds": rounds, "round": items}
