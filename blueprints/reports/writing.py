"""Writing a report: a part in one's own words, back to the office's own, sending, the number given afterwards."""

from dataclasses import dataclass
from typing import Any

from flask import abort, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.document_kept import keep
from blueprints.labels import refusal
from blueprints.pages import go_to, render_page
from blueprints.reports import bp
from blueprints.reports.forms import NumberForm, WeekSectionForm
from blueprints.reports.labels import KEY_OF, REFUSALS
from blueprints.reports.reading import ReportPart, WeekView, paper, read_week, seen
from blueprints.reports.weeks import week_page
from blueprints.transactions import conflict, refuse, rollback, saved
from models import clock
from models.errors import NotFound, RuleBroken
from models.reports import actions, queries
from models.reports.rules import SectionKey


@dataclass(frozen=True, slots=True)
class Prefilled:
    """A part that nobody has written himself yet, as a form shows it."""

    text: str
    version: int = 0


def _key(word: str) -> SectionKey:
    return KEY_OF[word] if word in KEY_OF else abort(404)


def _part(view: WeekView, word: str) -> ReportPart:
    key = _key(word)
    return next(part for part in view.parts if part.key is key)


@bp.route("/bao-cao/tuan/<week>/muc/<word>", methods=["GET", "POST"])
@requires(Permission.WRITE_REPORTS)
def section(week: str, word: str) -> AnyResponse:
    """One part, to be written in one's own words; two writers see each other's."""
    year, number = read_week(week)
    view = seen(year, number)
    part = _part(view, word)
    if view.is_sent:
        return go_to(url_for(".week", week=week), REFUSALS["report_sent"], "warn")
    stored = part.section or Prefilled(part.basis)
    form = WeekSectionForm(obj=stored)
    shown: dict[str, Any] = {"view": view, "part": part, "word": word, "week": week}
    if form.validate_on_submit():
        if form.is_stale(stored):
            return conflict("reports/section.html", form=form, row=stored, **shown)
        try:
            actions.write_section(viewer(), year, number, part.key, form.text.data or "", part.basis)
            return saved(f"{url_for('.week', week=week)}#{word}", "Đã lưu nội dung đã sửa.")
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS)
            view = seen(year, number)
            shown |= {"view": view, "part": _part(view, word)}
    return render_page("reports/section.html", form=form, status=form.status, **shown)


@bp.post("/bao-cao/tuan/<week>/muc/<word>/tra-lai")
@requires(Permission.WRITE_REPORTS)
def restore(week: str, word: str) -> AnyResponse:
    """The office's own sentences stand in the part again."""
    try:
        actions.restore_section(viewer(), *read_week(week), _key(word))
    except RuleBroken as broken:
        return _refused(week, broken)
    return saved(f"{url_for('.week', week=week)}#{word}", "Đã trả lại câu của hệ thống.")


def _refused(week: str, broken: RuleBroken) -> AnyResponse:
    rollback()
    return go_to(url_for(".week", week=week), refusal(broken, REFUSALS), "bad")


@bp.post("/bao-cao/tuan/<week>/gui")
@requires(Permission.SEND_REPORTS)
def send(week: str) -> AnyResponse:
    """Send the report: its figures and sentences stay from now on."""
    year, number = read_week(week)
    view = seen(year, number)
    try:
        if view.is_sent:
            raise RuleBroken("report_sent")
        actions.send(viewer(), year, number, view.facts, keep(paper(view)), view.odd)
    except RuleBroken as broken:
        return _refused(week, broken)
    said = f"Đã gửi báo cáo tuần {number}. Từ nay số liệu và câu chữ không đổi."
    return saved(url_for(".week", week=week), said)


@bp.post("/bao-cao/tuan/<week>/so")
@requires(Permission.WRITE_REPORTS)
def enter_number(week: str) -> AnyResponse:
    """Note the number and the day that the registry gave."""
    year, number = read_week(week)
    report = queries.report(viewer(), year, number)
    if report is None:
        raise NotFound("week_report")
    form = NumberForm()
    if form.validate_on_submit():
        if form.is_stale(report):
            form.show_theirs(report)
            rollback()
            return week_page(seen(year, number), form)
        try:
            report.enter_number(form.number.data, form.dated.data, clock.today())
            return saved(url_for(".week", week=week), "Đã ghi số và ngày văn bản.")
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS)
    rollback()
    return week_page(seen(year, number), form)
