"""Rooms that tell of one commune at a time: eyes on all of them choose one first."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import url_for

from blueprints.access import viewer
from blueprints.pages import go_to

View = TypeVar("View", bound=Callable[..., Any])


def in_one_commune(what: str) -> Callable[[View], View]:
    """A province account that looks at all communes chooses one; ``what`` it wants to see there is told beside."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if viewer().commune_id is None:
                return go_to(
                    url_for("dashboard.province"), f"Xin chọn một xã hoặc phường để xem {what} của nơi đó.", "idle"
                )
            return view(*args, **kwargs)

        guarded.of_one_commune = True  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return guard
