"""The reports of the weeks: their list, one of them to read, print and take along."""

from datetime import timedelta
from typing import Any

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.documents import as_docx, as_page, as_print
from blueprints.filters import int_arg
from blueprints.labels import GRADE, NO_GRADE
from blueprints.one_commune import in_one_commune
from blueprints.pages import download, render_page
from blueprints.reports import bp
from blueprints.reports.forms import NumberForm
from blueprints.reports.labels import STATE, WORD_OF
from blueprints.reports.papers import sheet_lines
from blueprints.reports.reading import WeekView, paper, read_week, seen
from blueprints.reports.wording import points, terms
from blueprints.spreadsheets import XLSX, workbook
from models import clock
from models.accounts.rules import Role
from models.periods import shift_week, week_days, week_of_day
from models.reports import further_queries, queries
from models.reports.rules import RESULTS, code_of, grades

WEEKS = 26
bp.add_app_template_filter(terms, "figure_terms")
bp.add_app_template_filter(points, "figure_points")


@bp.get("/bao-cao")
@requires(Permission.READ_REPORTS)
@in_one_commune("báo cáo")
def index() -> AnyResponse:
    """The weeks, the present one first: which report is written, which was sent under which number."""
    this = week_of_day(clock.today())
    back = int_arg("lui", 0, high=400) * WEEKS
    wanted = [shift_week(*this, -by) for by in range(back, back + WEEKS)]
    kept = {(row.year, row.week): row for row in queries.kept(viewer(), wanted[-1])}
    mended: dict[tuple[int, int], list[Any]] = {}
    for row in further_queries.corrections(viewer()):
        mended.setdefault((row.year, row.week), []).append(row)
    lines = [(*week, *week_days(*week), kept.get(week), mended.get(week, [])) for week in wanted]
    return render_page(
        "reports/index.html",
        lines=lines,
        this=this,
        back=back // WEEKS,
        states=STATE,
        code_of=code_of,
        is_province=viewer().role is Role.PROVINCE,
    )


@bp.get("/bao-cao/tuan/<week>")
@requires(Permission.READ_REPORTS)
@in_one_commune("báo cáo")
def week(week: str) -> AnyResponse:
    """One week: the sentences with what stands behind them, and what to do with the report."""
    return week_page(seen(*read_week(week)))


def week_page(view: WeekView, form: NumberForm | None = None) -> AnyResponse:
    """The page of a week, with what was typed."""
    this = week_of_day(clock.today())
    after = shift_week(view.year, view.week, 1)
    corrections = further_queries.corrections(viewer()) if view.is_sent else ()
    return render_page(
        "reports/week.html",
        status=200 if form is None else 409 if form.was_merged else form.status,
        view=view,
        corrections=[one for one in corrections if (one.year, one.week) == (view.year, view.week)],
        days=week_days(view.year, view.week),
        friday=week_days(view.year, view.week)[0] + timedelta(days=4),
        is_over=(view.year, view.week) < this,
        results=RESULTS,
        word_of=WORD_OF,
        grades=grades(view.facts.targets),
        grade_words={**GRADE, None: NO_GRADE},
        form=form or NumberForm(formdata=None, obj=view.report),
        before=code_of(*shift_week(view.year, view.week, -1)),
        after=code_of(*after) if after <= this else "",
    )


@bp.get("/bao-cao/tuan/<week>/van-ban")
@requires(Permission.READ_REPORTS)
@in_one_commune("báo cáo")
def document(week: str) -> AnyResponse:
    """The paper inside the site."""
    view = seen(*read_week(week))
    back, docx = (url_for(".week", week=week), "Báo cáo tuần"), url_for(".docx", week=week)
    return as_page(paper(view), back, docx, url_for(".sheet", week=week), "Đã gửi" if view.is_sent else "Dự thảo")


@bp.get("/bao-cao/tuan/<week>/in")
@requires(Permission.READ_REPORTS)
@in_one_commune("báo cáo")
def sheet(week: str) -> AnyResponse:
    """The paper on A4."""
    return as_print(
        paper(seen(*read_week(week))), (url_for(".week", week=week), "Báo cáo tuần"), url_for(".docx", week=week)
    )


@bp.get("/bao-cao/tuan/<week>.docx")
@requires(Permission.READ_REPORTS)
@in_one_commune("báo cáo")
def docx(week: str) -> AnyResponse:
    """The paper as a file, to be numbered and signed in the system of documents."""
    return as_docx(paper(seen(*read_week(week))))


@bp.get("/bao-cao/tuan/<week>.xlsx")
@requires(Permission.READ_REPORTS)
@in_one_commune("báo cáo")
def xlsx(week: str) -> AnyResponse:
    """The same as a sheet."""
    content = workbook("Báo cáo tuần", sheet_lines(paper(seen(*read_week(week)))))
    return download(content, XLSX, f"bao-cao-tuan-{week.lower()}.xlsx")
