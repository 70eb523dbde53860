"""What every room of the plan does at its window: one commune at a time, evidence taken in, refusals in words."""

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from flask import flash, redirect, url_for

from blueprints import uploads
from blueprints.access import viewer
from blueprints.forms import OfficeForm
from blueprints.plan.labels import REFUSALS
from blueprints.saving import refuse
from models.errors import RuleBroken
from models.plan.actions import Evidence

View = TypeVar("View", bound=Callable[..., Any])


def in_one_commune(view: View) -> View:
    """A province account that looks at all communes chooses one first."""

    @functools.wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if viewer().commune_id is None:
            flash("Xin chọn một xã để xem kế hoạch của xã đó.", "idle")
            return redirect(url_for("dashboard.province"), 303)
        return view(*args, **kwargs)

    return guarded  # type: ignore[return-value]


def evidence_of(form: OfficeForm) -> Evidence:
    """The evidence of a form, with its file stored; RuleBroken when the file cannot be taken."""
    upload = form["evidence_file"].data
    stored = uploads.keep(upload, viewer()) if uploads.is_given(upload) else None
    return Evidence(None if stored is None else stored.id, form["evidence_link"].data or "")


def say_no(form: OfficeForm, broken: RuleBroken) -> None:
    """Write a refusal beside its field; what is wrong with a file stands beside the file."""
    refuse(form, broken, REFUSALS, "evidence_file" if broken.code.startswith("file_") else None)
