"""One breakdown of a month by itself, and its files: the page and CSV, Excel and JSON draw the same table."""

from typing import Any

from flask import abort, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.filters import day
from blueprints.pages import render_page
from blueprints.satisfaction import bp
from blueprints.satisfaction.breakdowns import BREAKDOWNS, breakdown
from blueprints.satisfaction.exports import FORMATS, as_file, export_of
from blueprints.satisfaction.periods import asked_month, month_arg, offered_months
from blueprints.satisfaction.reading import goal, reader
from models import clock, periods
from models.accounts.rules import Viewer
from models.satisfaction import catalogue
from models.satisfaction import figures as reading
from models.satisfaction.figures import Month
from models.satisfaction.tables import CountKind
from models.satisfaction.weighting import Stratum, Weighted, weighted

HIDDEN_NOTE = "“ẩn”: dưới 10 phiếu, hoặc ẩn kèm để không tính ngược ra ô đó."


def may_see(eyes: Viewer, name: str) -> bool:
    """Whether a table is for these eyes: those of single people are for few."""
    return not BREAKDOWNS[name].for_few or eyes.may(Permission.READ_STAFF_FIGURES)


def _known(name: str) -> None:
    if name not in BREAKDOWNS or not may_see(viewer(), name):
        abort(404)


@bp.get("/hai-long/bang/<name>")
@requires(Permission.READ_SATISFACTION)
def table(name: str) -> AnyResponse:
    """One breakdown of a month by itself; procedures stand beside their files."""
    _known(name)
    month = asked_month()
    return render_page(
        "satisfaction/table.html",
        name=name,
        one=BREAKDOWNS[name],
        table=breakdown(viewer(), name, month),
        period=_period(name, month),
        month=month,
        month_arg=month_arg(month),
        months=offered_months(),
        files_of=files_of,
        reading=reader(month.until, goal(viewer())),
        policy=catalogue.policy(month.until),
        weighted=_weighted(viewer(), month) if name == "thu-tuc" else None,
        tables=[
            (other.title, url_for(".table", name=key, ky=month_arg(month)), key == name)
            for key, other in BREAKDOWNS.items()
            if may_see(viewer(), key)
        ],
    )


def _period(name: str, month: Month) -> str:
    since, until = BREAKDOWNS[name].span(month)
    last = periods.month_days(until.year, until.month)[1] if BREAKDOWNS[name].kind is not CountKind.COUNTER else until
    return f"{day(since)} – {day(last)}" if since <= last else "chưa có tuần nào hết"


def _weighted(eyes: Viewer, month: Month) -> Weighted | None:
    """The rate as it would be if every procedure had answered as often as it has files."""
    closed = month.closed
    found = reading.by_key(
        reading.counts(eyes, {CountKind.PROCEDURE: (closed.first, closed.first)}), CountKind.PROCEDURE
    )
    files = reading.files_by_procedure(eyes, closed.first, closed.last)
    tallies = {key: reading.tally(found.get(key, ())) for key in files}
    return weighted(Stratum(one.satisfied, one.n, files[key]) for key, one in tallies.items())


@bp.get("/hai-long/bang/<name>.<ending>")
@requires(Permission.READ_SATISFACTION)
def table_file(name: str, ending: str) -> AnyResponse:
    """The same table as a file for Excel or for another program."""
    _known(name)
    if ending not in FORMATS:
        abort(404)
    month, one = asked_month(), BREAKDOWNS[name]
    notes = (f"Kỳ: {_period(name, month)}", f"Lập lúc {clock.local(clock.now()):%H:%M, %d/%m/%Y}", HIDDEN_NOTE)
    aim, file_name = goal(viewer()), f"hai-long-{name}-{month_arg(month)}"
    found = breakdown(viewer(), name, month)
    return as_file(export_of(found, file_name, one.title, one.head, notes, aim.percent if aim else None), ending)


def files_of(name: str, month: Month) -> dict[str, str]:
    """The addresses of a table's files."""
    args: dict[str, Any] = {"name": name, "ky": month_arg(month)}
    return {ending: url_for("satisfaction.table_file", ending=ending, **args) for ending in FORMATS}
