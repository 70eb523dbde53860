"""What every room of the plan does at its window: one commune at a time."""

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from flask import url_for

from blueprints.access import viewer
from blueprints.pages import go_to

View = TypeVar("View", bound=Callable[..., Any])


def in_one_commune(view: View) -> View:
    """A province account that looks at all communes chooses one first."""

    @functools.wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if viewer().commune_id is None:
            wish = "Xin chọn một xã hoặc phường để xem kế hoạch của nơi đó."
            return go_to(url_for("dashboard.province"), wish, "idle")
        return view(*args, **kwargs)

    return guarded  # type: ignore[return-value]
