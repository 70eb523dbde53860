"""The calendar of working days: an administrator enters what the government decides for each year."""

from datetime import date

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.filters import day, int_arg
from blueprints.holidays import bp
from blueprints.holidays.forms import HolidayForm
from blueprints.holidays.labels import FIXED, REFUSALS
from blueprints.pages import render_page
from blueprints.transactions import created, once, refuse, saved
from models import clock
from models.base import db
from models.errors import RuleBroken
from models.holidays import actions, queries, rules

FIRST, LAST = 2000, 2100


def _shown(found: RuleBroken) -> RuleBroken:
    """A refusal with its day as people write it."""
    details = {name: day(value) if isinstance(value, date) else value for name, value in found.details.items()}
    return RuleBroken(found.code, found.field, **details)


@bp.route("/quan-tri/ngay-nghi", methods=["GET", "POST"])
@requires(Permission.MANAGE_HOLIDAYS)
@once
def days() -> AnyResponse:
    """The days of one year, and a form for more of them."""
    year = int_arg("nam", clock.today().year, low=FIRST, high=LAST)
    form = HolidayForm()
    if form.validate_on_submit():
        try:
            made = actions.add(viewer(), form.first.data, form.last.data, form.kind.data, form.name.data)
            return created(url_for(".days", nam=made[0].day.year), f"Đã thêm {len(made)} ngày.")
        except RuleBroken as broken:
            refuse(form, _shown(broken), REFUSALS)
    found = queries.of_year(viewer(), year)
    fixed = list(rules.fixed_days(year, [row.day for row in found]))
    return render_page(
        "holidays/days.html", form=form, days=found, year=year, fixed=fixed, names=FIXED, status=form.status
    )


@bp.post("/quan-tri/ngay-nghi/co-dinh/<int:year>")
@requires(Permission.MANAGE_HOLIDAYS)
def add_fixed(year: int) -> AnyResponse:
    """The holidays that have the same day each year, as far as they are missing."""
    wanted = min(max(year, FIRST), LAST)
    known = [row.day for row in queries.of_year(viewer(), wanted)]
    actions.put(viewer(), [(found, FIXED[name]) for found, name in rules.fixed_days(wanted, known)])
    return saved(url_for(".days", nam=wanted), f"Đã thêm ngày lễ cố định của năm {wanted}.")


@bp.post("/quan-tri/ngay-nghi/<int:holiday_id>/bo")
@requires(Permission.MANAGE_HOLIDAYS)
def remove(holiday_id: int) -> AnyResponse:
    """A day that is again as its weekday says."""
    row = queries.holiday(viewer(), holiday_id)
    found = row.day
    db.session.delete(row)
    return saved(url_for(".days", nam=found.year), f"Đã bỏ ngày {day(found)}.")
