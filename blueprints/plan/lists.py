"""Where the work and the readings behind a figure are listed."""

from collections.abc import Callable
from typing import Any

from flask import url_for

from models.duties.rows import DutyPick


def tasks(pick: DutyPick) -> str:
    """The tasks of a set."""
    return url_for("plan.tasks", **dict[str, Any]({"trang-thai": pick.value}))


def target(no: int) -> str:
    """A target with the readings that were entered by hand."""
    return url_for("plan.target", no=no)


def step(code: str) -> str:
    """A step with the readings that were entered by hand."""
    return url_for("plan.step", code=code.replace(".", "-"))


def indicator(indicator_id: int) -> str:
    """An indicator of the commune with its readings."""
    return url_for("plan.indicator", indicator_id=indicator_id)


LISTS: dict[str, Callable[..., str]] = {"tasks": tasks, "target": target, "step": step, "indicator": indicator}
