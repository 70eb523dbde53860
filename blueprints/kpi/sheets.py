"""One officer's sheet: counted lines with what lies behind them, his own note, the head's word. No list of figures."""

from typing import Any

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.filters import text_arg
from blueprints.forms import OfficeForm, SelectWordField, TextField
from blueprints.kpi import bp
from blueprints.kpi.labels import GRADES, NOUN, REFUSALS, RULE, quarter_words
from blueprints.labels import refusal
from blueprints.pages import go_to, render_page
from blueprints.transactions import rollback, saved
from models import clock
from models.base import db
from models.duties.rules import standing
from models.errors import NotFound, RuleBroken
from models.kpi import queries
from models.kpi.queries import Officer
from models.kpi.rules import TOPIC_OF, KpiTopic, kept_lines, read_quarter
from models.spans import Period, SpanKind, span_on

bp.add_app_template_filter(quarter_words, "quarter_words")


class KpiNoteForm(OfficeForm):
    """What the officer says of the quarter himself."""

    own_note = TextField("Ý kiến của tôi về quý này", max=2000)


class KpiConfirmForm(OfficeForm):
    """The head's word."""

    head_note = TextField("Nhận xét", max=2000)
    grade = SelectWordField("Mức xếp loại", choices=GRADES, blank="— chưa chọn —")


def _asked() -> Period:
    return read_quarter(text_arg("ky", 10), clock.today())


@bp.get("/kpi")
@requires(Permission.READ_KPI)
def index() -> AnyResponse:
    """One's own sheet, and the names of those whose sheets one may open: no figure of theirs stands here."""
    eyes, quarter = viewer(), _asked()
    people = queries.officers(eyes)
    return render_page(
        "kpi/index.html",
        quarter=quarter,
        earlier=quarter.shifted(-1),
        later=quarter.shifted(1) if quarter != span_on(SpanKind.QUARTER, clock.today()) else None,
        own=next((one for one in people if one.is_self), None),
        others=[one for one in people if not one.is_self],
        confirmed=queries.confirmed(eyes, quarter),
    )


@bp.get("/kpi/<int:person_id>")
@requires(Permission.READ_KPI)
def sheet(person_id: int) -> AnyResponse:
    """The sheet of oneself, or of somebody whose head one is."""
    return _page(queries.officer(viewer(), person_id), _asked())


def _page(person: Officer, quarter: Period, status: int = 200, **forms: Any) -> AnyResponse:
    today, written = clock.today(), queries.sheet(person, quarter)
    rows = queries.owed(person, quarter, today)
    now = queries.lines(person, quarter, rows, today)
    is_kept = written is not None and written.is_confirmed
    behind: dict[KpiTopic, list[Any]] = {topic: [] for topic in KpiTopic}
    for row in rows:
        behind[TOPIC_OF.get(row.kind, KpiTopic.WORK)].append(
            (row, standing(row.status, row.due_on, row.judged_on, today))
        )
    return render_page(
        "kpi/sheet.html",
        status=status,
        person=person,
        quarter=quarter,
        written=written,
        lines=kept_lines(written.facts) if written and is_kept else now,
        is_kept=is_kept,
        is_over=quarter.last < today,
        confirmer=queries.account_name(written.confirmed_by) if written and is_kept else "",
        behind=behind,
        rule=RULE,
        noun=NOUN,
        note_form=forms.get("note_form") or KpiNoteForm(None, obj=written),
        confirm_form=forms.get("confirm_form") or KpiConfirmForm(None, obj=written),
    )


def _back(person: Officer, quarter: Period) -> str:
    return url_for(".sheet", person_id=person.id, ky=quarter.code)


def _refused(person: Officer, quarter: Period, broken: RuleBroken) -> AnyResponse:
    rollback()
    return go_to(_back(person, quarter), refusal(broken, REFUSALS), "warn")


@bp.post("/kpi/<int:person_id>/y-kien")
@requires(Permission.READ_KPI)
def note(person_id: int) -> AnyResponse:
    """The officer's own note; nobody writes it for him."""
    person, quarter, form = queries.officer(viewer(), person_id), _asked(), KpiNoteForm()
    if not person.is_self:
        raise NotFound("kpi_sheet")
    if not form.validate_on_submit():
        return _page(person, quarter, 422, note_form=form)
    try:
        queries.sheet_to_write(person, quarter).note(form.own_note.data or "")
    except RuleBroken as broken:
        return _refused(person, quarter, broken)
    return saved(_back(person, quarter), "Đã ghi ý kiến.")


def _to_confirm(person_id: int) -> Officer:
    person = queries.officer(viewer(), person_id)
    if not person.may_confirm:
        raise NotFound("kpi_sheet")
    return person


@bp.post("/kpi/<int:person_id>/xac-nhan")
@requires(Permission.READ_KPI)
def confirm(person_id: int) -> AnyResponse:
    """The head's word, with the counts as they stand now."""
    person, quarter, form = _to_confirm(person_id), _asked(), KpiConfirmForm()
    if not form.validate_on_submit():
        return _page(person, quarter, 422, confirm_form=form)
    told = queries.lines(person, quarter, queries.owed(person, quarter, clock.today()), clock.today())
    try:
        written = queries.sheet_to_write(person, quarter)
        written.confirm(viewer(), form.grade.data, form.head_note.data or "", told, quarter)
    except RuleBroken as broken:
        return _refused(person, quarter, broken)
    return saved(_back(person, quarter), "Đã xác nhận phiếu.")


@bp.post("/kpi/<int:person_id>/mo-lai")
@requires(Permission.READ_KPI)
def reopen(person_id: int) -> AnyResponse:
    """Take the head's word back."""
    person, quarter = _to_confirm(person_id), _asked()
    written = queries.sheet(person, quarter)
    if written is None:
        return go_to(_back(person, quarter), REFUSALS["kpi_not_confirmed"], "warn")
    try:
        written.reopen()
        db.session.flush()
    except RuleBroken as broken:
        return _refused(person, quarter, broken)
    return saved(_back(person, quarter), "Đã mở lại phiếu.", "idle")
