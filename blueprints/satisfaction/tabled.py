"""One breakdown of a month by itself, and its files: the page and CSV, Excel and JSON draw the same table."""

from collections.abc import Sequence
from typing import Any

from flask import abort, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.filters import day, number
from blueprints.one_commune import in_one_commune
from blueprints.pages import render_page
from blueprints.satisfaction import bp
from blueprints.satisfaction.breakdowns import BREAKDOWNS, breakdown, read_month
from blueprints.satisfaction.comparing import changes
from blueprints.satisfaction.exports import FORMATS, Export, as_file, export_of, export_of_changes
from blueprints.satisfaction.few import after_words
from blueprints.satisfaction.periods import asked_month, month_arg, month_word, offered_months
from blueprints.satisfaction.reading import goal, reader
from models import clock, periods
from models.accounts.rules import Viewer
from models.percent import show
from models.satisfaction import catalogue, late, queries, service
from models.satisfaction import figures as reading
from models.satisfaction.figures import Month
from models.satisfaction.tables import CountKind
from models.satisfaction.tabling import FigureTable
from models.satisfaction.told import told_days
from models.satisfaction.weighting import Stratum, Weighted, weighted

CHANGES, WEIGHED = "thang", "thu-tuc"
INTERVAL_NOTE = "Chênh lệch chỉ chắc chắn khi cả khoảng từ–đến nằm một phía số 0."
WITHHELD_NOTE = "Không chia ra, vì trừ đi sẽ lộ một nhóm dưới 10 phiếu."
HIDDEN_NOTE = "“ẩn”: dưới 10 phiếu, hoặc ẩn kèm để không tính ngược ra ô đó."


def may_see(eyes: Viewer, name: str) -> bool:
    """Whether a table is for these eyes: those of single people are for few."""
    return not BREAKDOWNS[name].for_few or eyes.may(Permission.READ_STAFF_FIGURES)


def after_of(eyes: Viewer, month: Month) -> str:
    """What came to a month after its end, in words; nothing while it runs."""
    if not month.is_closed:
        return ""
    return after_words(late.after(eyes, month.first, month.last), catalogue.policy(month.last).min_group)


def _known(name: str) -> None:
    if name not in BREAKDOWNS or not may_see(viewer(), name):
        abort(404)


@bp.get("/hai-long/bang/<name>")
@requires(Permission.READ_SATISFACTION)
@in_one_commune("số liệu hài lòng")
def table(name: str) -> AnyResponse:
    """One breakdown of a month by itself; procedures stand beside their files."""
    _known(name)
    month = asked_month()
    found = _made_of(name, month.closed)
    return render_page(
        "satisfaction/table.html",
        name=name,
        one=BREAKDOWNS[name],
        table=found,
        period=days_of(name, month),
        after=after_of(viewer(), month.closed),
        month=month,
        month_arg=month_arg(month),
        months=offered_months(),
        files_of=files_of,
        reading=reader(month.until, goal(viewer())),
        policy=catalogue.policy(month.until),
        weighed=_weighed(viewer(), month, found) if name == WEIGHED else None,
        tables=[
            (other.title, url_for(".table", name=key, ky=month_arg(month)), key == name)
            for key, other in BREAKDOWNS.items()
            if may_see(viewer(), key)
        ],
    )


def _made_of(name: str, closed: Month) -> FigureTable:
    return breakdown(viewer(), name, read_month(viewer(), closed))


def days_of(name: str, month: Month) -> str:
    """The days that a table of a month is made of: those of the last month, or two, that are over."""
    since, until = BREAKDOWNS[name].span(month)
    return f"{day(since)} – {day(periods.month_days(until.year, until.month)[1])}"


def _weighed(eyes: Viewer, month: Month, shown: FigureTable) -> tuple[Weighted | None, list[tuple[str, int]]]:
    """The rate as it would be if every line of the table had answered as often as it has files, and these weights.

    Procedures that the table joins are one line here too, so that nothing can be computed back.
    """
    if shown.is_withheld:
        return None, []
    closed, names = month.closed, service.procedure_names(eyes)
    span = {CountKind.PROCEDURE: (closed.first, closed.first)}
    heard = reading.by_key(reading.counts(eyes, span), CountKind.PROCEDURE)
    weights: dict[str, int] = dict.fromkeys(shown.rows, 0)
    silent = 0
    for key, n in reading.files_by_procedure(eyes, closed.first, closed.last).items():
        title = names.get(key, "")
        line = (
            title if title in weights else next((row for row in reversed(shown.rows) if row not in names.values()), "")
        )
        if key in heard and line:
            weights[line] += n
        else:
            silent += n
    strata = [
        Stratum(tally.satisfied, tally.n, weights[row])
        for row, tally in zip(shown.rows, shown.row_totals, strict=True)
        if weights[row]
    ]
    found = weighted([*strata, Stratum(0, 0, silent)]) if strata else None
    return found, [(row, n) for row, n in weights.items() if n]


def _weighed_note(found: Weighted, weights: Sequence[tuple[str, int]]) -> tuple[str, str]:
    told = f"{show(found.rate, 1)}, khoảng từ {show(found.low, 1)} đến {show(found.high, 1)}"
    return (
        f"Nếu mỗi thủ tục nặng theo số hồ sơ có thật: {told}. Không thay cho tỷ lệ của bảng.",
        "Trọng số, theo số hồ sơ: " + "; ".join(f"{row}: {number(n)}" for row, n in weights),
    )


@bp.get("/hai-long/bang/<name>.<ending>")
@requires(Permission.READ_SATISFACTION)
@in_one_commune("số liệu hài lòng")
def table_file(name: str, ending: str) -> AnyResponse:
    """The same table as a file for Excel or for another program; and a month beside the one before."""
    if ending not in FORMATS:
        abort(404)
    month = asked_month()
    return as_file(_changes_file(month) if name == CHANGES else _table_file(name, month), ending)


def _made() -> str:
    return f"Lập lúc {clock.local(clock.now()):%H:%M, %d/%m/%Y}"


def _table_file(name: str, month: Month) -> Export:
    _known(name)
    eyes, one = viewer(), BREAKDOWNS[name]
    aim, found = goal(eyes), _made_of(name, month.closed)
    notes = [
        f"Kỳ: {days_of(name, month)}",
        _made(),
        HIDDEN_NOTE,
        *([WITHHELD_NOTE] if found.is_withheld else []),
        *([one.note] if one.note else []),
        *filter(None, [after_of(eyes, month.closed)]),
    ]
    if name == WEIGHED:
        rate, weights = _weighed(eyes, month, found)
        notes += _weighed_note(rate, weights) if rate else ()
    file_name = f"hai-long-{name}-{month_arg(month)}"
    return export_of(found, file_name, one.title, one.head, tuple(notes), aim.percent if aim else None)


def _changes_file(month: Month) -> Export:
    eyes, aim = viewer(), goal(viewer())
    days = queries.daily(eyes, month.before.first, month.until)
    found = changes(*(told_days(eyes, one, days) for one in (month.before, month)))
    notes = (_made(), INTERVAL_NOTE, HIDDEN_NOTE)
    names = (month_word(month.before), month_word(month), f"hai-long-thang-{month_arg(month)}")
    return export_of_changes(found, *names, notes, aim.percent if aim else None)


def files_of(name: str, month: Month) -> dict[str, str]:
    """The addresses of a table's files."""
    args: dict[str, Any] = {"name": name, "ky": month_arg(month)}
    return {ending: url_for("satisfaction.table_file", ending=ending, **args) for ending in FORMATS}
