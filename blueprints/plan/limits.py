"""How long readings by hand hold: what the plan says, and what the office sets where it does not."""

from collections.abc import Sequence

from flask import request, url_for
from werkzeug.wrappers import Response

from blueprints.access import Permission, requires, viewer
from blueprints.forms import OfficeForm
from blueprints.labels import refusal
from blueprints.pages import render_page
from blueprints.plan import bp
from blueprints.plan.labels import REFUSALS
from blueprints.transactions import rollback, saved
from models.errors import RuleBroken
from models.plan import limits
from models.plan.limits import AgeLimit


@bp.route("/ke-hoach/han-so-lieu", methods=["GET", "POST"])
@requires(Permission.SET_AGE_LIMITS)
def age_limits() -> Response:
    """Every target and indicator that is read by hand, with how many days a reading of it holds."""
    form, rows = OfficeForm(), limits.limits(viewer())
    typed = {row.key: request.form.get(row.key, "" if row.days is None else str(row.days))[:12] for row in rows}
    errors: dict[str, str] = {}
    trouble = ""
    if form.validate_on_submit():
        wanted, errors = _read(rows, typed)
        if not errors:
            seen = {row.key: _seen(row.key) for row in rows}
            try:
                count = limits.set_limits(viewer(), seen, wanted)
                return saved(url_for(".age_limits"), f"Đã lưu {count} thay đổi." if count else "Không có gì thay đổi.")
            except RuleBroken as broken:
                rollback()
                trouble, rows = refusal(broken, REFUSALS), limits.limits(viewer())
    status = 409 if trouble else 422 if errors else 200
    return render_page(
        "plan/limits.html", status=status, form=form, rows=rows, typed=typed, errors=errors, trouble=trouble
    )


def _seen(key: str) -> int | None:
    said = request.form.get(f"cu-{key}", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) <= 4 else None


def _read(rows: Sequence[AgeLimit], typed: dict[str, str]) -> tuple[dict[str, int | None], dict[str, str]]:
    """The days of those that may be set, and what is wrong with the others."""
    wanted: dict[str, int | None] = {}
    errors: dict[str, str] = {}
    for row in rows:
        if row.is_open and row.key in request.form:
            try:
                wanted[row.key] = limits.read_days(typed[row.key], row.is_needed)
            except RuleBroken as broken:
                errors[row.key] = refusal(broken, REFUSALS)
    return wanted, errors
