"""Further reports: corrections of sent weeks and the month's report on AI; written, sent once, numbered afterwards."""

import re
from datetime import date
from typing import Any

from flask import abort, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.document_kept import keep, kept
from blueprints.documents import Document, as_docx, as_print
from blueprints.labels import refusal
from blueprints.one_commune import in_one_commune
from blueprints.pages import download, go_to, render_page
from blueprints.reports import bp
from blueprints.reports.forms import AiMonthForm, CorrectionForm, NumberForm
from blueprints.reports.further_papers import ai_paper, ai_sentences, correction_paper
from blueprints.reports.labels import REFUSALS, STATE
from blueprints.reports.papers import numbered, sheet_lines
from blueprints.reports.reading import read_week, sender
from blueprints.spreadsheets import XLSX, workbook
from blueprints.transactions import conflict, refuse, rollback, saved
from models import clock
from models.accounts.rules import Role
from models.errors import NotFound, RuleBroken
from models.reports import frozen, further_queries, queries
from models.reports.further import AiFacts, FurtherKind, due_day, kept_facts, moved, read_changes, read_facts
from models.reports.further_queries import AI_STEP
from models.reports.further_tables import FurtherReport

MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)


@bp.post("/bao-cao/tuan/<week>/dinh-chinh")
@requires(Permission.WRITE_REPORTS)
def begin_correction(week: str) -> AnyResponse:
    """Begin the correction of a sent report; what the records tell otherwise now is proposed."""
    year, number = read_week(week)
    report = queries.report(viewer(), year, number)
    if report is None:
        raise NotFound("week_report")
    proposed = ""
    if report.is_sent:
        found = moved(frozen.kept(report.facts), queries.facts(viewer(), year, number))
        proposed = "\n".join(f"Chỉ tiêu {no} ({title}): {old} → {new}" for no, title, old, new in found)
    try:
        begun = further_queries.begin_correction(viewer(), report, proposed)
        return saved(url_for(".further", report_id=begun.id), "Đã mở bản đính chính.", "idle")
    except RuleBroken as broken:
        rollback()
        return go_to(url_for(".week", week=week), refusal(broken, REFUSALS), "warn")


@bp.get("/bao-cao/ai")
@requires(Permission.READ_REPORTS)
@in_one_commune("báo cáo")
def months() -> AnyResponse:
    """The months, each with its last good day and what became of its report."""
    lines = [(year, month, due_day(year, month), row) for year, month, row in further_queries.months(viewer())]
    is_province = viewer().role is Role.PROVINCE
    shown = [line for line in lines if line[3] or not is_province]
    return render_page("reports/months.html", lines=shown, states=STATE, today=clock.today(), step=AI_STEP)


@bp.post("/bao-cao/ai/<month>")
@requires(Permission.WRITE_REPORTS)
def begin_month(month: str) -> AnyResponse:
    """Begin the report of a month, or go on with it."""
    found = MONTH.fullmatch(month) or abort(404)
    begun = further_queries.begin_month(viewer(), int(found[1]), int(found[2]))
    return saved(url_for(".further", report_id=begun.id))


@bp.route("/bao-cao/khac/<int:report_id>", methods=["GET", "POST"])
@requires(Permission.READ_REPORTS)
@in_one_commune("báo cáo")
def further(report_id: int) -> AnyResponse:
    """One further report: what is written, its paper, and what to do with it."""
    report = further_queries.report(viewer(), report_id)
    form = _form(report)
    if form.is_submitted() and (gone := _refused(report)):
        return gone
    if form.validate_on_submit():
        if form.is_stale(report):
            return conflict("reports/further.html", form=form, row=report, **_shown(report))
        try:
            reason = form.reason.data or "" if isinstance(form, CorrectionForm) else ""
            report.write(form.text.data or "", reason)
            return saved(url_for(".further", report_id=report_id), "Đã lưu.")
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS)
            report = further_queries.report(viewer(), report_id)
    return render_page("reports/further.html", form=form, status=form.status, **_shown(report))


def _refused(report: FurtherReport) -> AnyResponse | None:
    """Where what was typed cannot be written at all: by these eyes, or into a report that was sent meanwhile."""
    if not viewer().may(Permission.WRITE_REPORTS):
        abort(403)
    try:
        report.require_draft()
    except RuleBroken as broken:
        return go_to(url_for(".further", report_id=report.id), refusal(broken, REFUSALS), "bad")
    return None


def _form(report: FurtherReport, **how: Any) -> CorrectionForm | AiMonthForm:
    kind = CorrectionForm if report.kind is FurtherKind.CORRECTION else AiMonthForm
    return kind(obj=report, **how)


def _shown(report: FurtherReport, number: NumberForm | None = None) -> dict[str, Any]:
    """What the page shows of a report; a draft that cannot be drawn yet says why."""
    week = further_queries.corrected(report) if report.corrects_id else None
    drawn, lacks = None, ""
    try:
        drawn = paper(report)
    except RuleBroken as broken:
        lacks = refusal(broken, REFUSALS)
    told = [] if week else ai_sentences(_facts(report))
    return {
        "report": report,
        "of": week,
        "told": told,
        "document": drawn,
        "lacks": lacks,
        "step": AI_STEP,
        "due": None if week else due_day(report.year or 0, report.month or 0),
        "number_form": number or NumberForm(formdata=None, obj=report),
    }


def _facts(report: FurtherReport) -> AiFacts:
    if report.is_sent:
        return read_facts(report.facts)
    return further_queries.ai_facts(viewer(), report.year or 0, report.month or 0)


def paper(report: FurtherReport) -> Document:
    """The paper as it was sent, with the number entered since; of a draft as it would be sent now.

    RuleBroken where what is written is no correction yet.
    """
    if report.is_sent:
        return numbered(kept(report.paper), report.number, report.dated)
    if report.kind is FurtherKind.AI_MONTH:
        return ai_paper(sender(viewer()), _facts(report), report.lines)
    of, changes = further_queries.corrected(report), read_changes(report.text)
    if not report.reason.strip():
        raise RuleBroken("correction_reason_missing", field="reason")
    named = (of.week, of.number, of.dated or date.min)
    return correction_paper(sender(viewer()), *named, changes, report.reason, clock.today())


@bp.post("/bao-cao/khac/<int:report_id>/gui")
@requires(Permission.SEND_REPORTS)
def send_further(report_id: int) -> AnyResponse:
    """Send it: its figures and sentences stay from now on."""
    report = further_queries.report(viewer(), report_id)
    back = url_for(".further", report_id=report_id)
    try:
        report.require_draft()
        drawn = paper(report)
        facts = kept_facts(_facts(report)) if report.kind is FurtherKind.AI_MONTH else {}
        if report.kind is FurtherKind.AI_MONTH and not (report.lines or ai_sentences(_facts(report))):
            raise RuleBroken("report_empty")
        report.send(viewer(), facts, keep(drawn), clock.now())
    except RuleBroken as broken:
        rollback()
        return go_to(back, refusal(broken, REFUSALS), "bad")
    return saved(back, "Đã gửi. Từ nay số liệu và câu chữ không đổi.")


@bp.post("/bao-cao/khac/<int:report_id>/so")
@requires(Permission.WRITE_REPORTS)
def number_further(report_id: int) -> AnyResponse:
    """Note the number and the day that the registry gave."""
    report = further_queries.report(viewer(), report_id)
    form = NumberForm()
    if form.validate_on_submit():
        try:
            report.enter_number(form.number.data, form.dated.data, clock.today())
            return saved(url_for(".further", report_id=report_id), "Đã ghi số và ngày văn bản.")
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS)
    rollback()
    report = further_queries.report(viewer(), report_id)
    shown = _shown(report, form)
    return render_page("reports/further.html", form=_form(report, formdata=None), status=form.status, **shown)


def _drawn(report_id: int) -> Document:
    """The paper of a report; one that cannot be drawn yet leads nowhere."""
    try:
        return paper(further_queries.report(viewer(), report_id))
    except RuleBroken as broken:
        raise NotFound("further_report") from broken


@bp.get("/bao-cao/khac/<int:report_id>/in")
@requires(Permission.READ_REPORTS)
@in_one_commune("báo cáo")
def further_sheet(report_id: int) -> AnyResponse:
    """The paper on A4."""
    back = (url_for(".further", report_id=report_id), "Báo cáo")
    return as_print(_drawn(report_id), back, url_for(".further_docx", report_id=report_id))


@bp.get("/bao-cao/khac/<int:report_id>.docx")
@requires(Permission.READ_REPORTS)
@in_one_commune("báo cáo")
def further_docx(report_id: int) -> AnyResponse:
    """The paper as a file, to be numbered and signed in the system of documents."""
    return as_docx(_drawn(report_id))


@bp.get("/bao-cao/khac/<int:report_id>.xlsx")
@requires(Permission.READ_REPORTS)
@in_one_commune("báo cáo")
def further_xlsx(report_id: int) -> AnyResponse:
    """The same as a sheet."""
    return download(workbook("Báo cáo", sheet_lines(_drawn(report_id))), XLSX, f"bao-cao-{report_id}.xlsx")
