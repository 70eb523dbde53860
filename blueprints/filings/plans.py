"""The register of the communes' plans: who has sent, when, with the file; what came on paper is entered here."""

from dataclasses import replace

from flask import url_for
from werkzeug.wrappers import Response

from blueprints import uploads
from blueprints.access import Permission, focus_on, requires, viewer
from blueprints.duties.proof import evidence_of, refuse_at_field
from blueprints.filings import bp, register
from blueprints.filings.forms import ReceivedForm
from blueprints.filings.labels import REFUSALS
from blueprints.pages import download
from blueprints.spreadsheets import XLSX, workbook
from blueprints.transactions import created, once
from models import clock
from models.accounts import queries as accounts
from models.accounts.rules import Viewer
from models.errors import RuleBroken
from models.filings import actions, queries
from models.filings.queries import PLANS, FilingLine

TITLE = "Kế hoạch của các xã, phường"


def _all() -> Viewer:
    return replace(viewer(), commune_id=None)


def _record(line: FilingLine) -> str:
    return url_for(".record_plan", commune_id=line.id)


def _line(commune_id: int) -> FilingLine:
    found = accounts.commune(commune_id)  # NotFound for one that nobody knows
    return next(line for line in queries.plans_of_communes(_all()) if line.id == found.id)


@bp.get("/tinh/ke-hoach")
@requires(Permission.READ_FILINGS)
def plans() -> Response:
    """Every commune with the plan it has sent, those that have not first."""
    lines = queries.plans_of_communes(_all())
    return register.page(
        lines,
        queries.deadline(PLANS),
        True,
        title=TITLE,
        head="Xã, phường",
        kind="plans",
        record=_record,
    )


@bp.get("/tinh/ke-hoach.xlsx")
@requires(Permission.READ_FILINGS)
def plans_xlsx() -> Response:
    """The same as a sheet."""
    lines = register.narrowed(queries.plans_of_communes(_all()), True)
    return download(
        workbook("Kế hoạch đã gửi", register.sheet_lines(lines, "Xã, phường")), XLSX, "ke-hoach-cua-cac-xa.xlsx"
    )


@bp.route("/tinh/ke-hoach/<int:commune_id>/ghi", methods=["GET", "POST"])
@requires(Permission.RECORD_FILINGS)
@uploads.allowed(20, owner=lambda commune_id: commune_id)
@once
def record_plan(commune_id: int) -> Response:
    """Enter a plan that came otherwise, with its file and the day on which it came."""
    focus_on(None)
    line, form = _line(commune_id), ReceivedForm()
    if form.validate_on_submit():
        try:
            evidence = evidence_of(form)
            actions.record_plan(viewer(), commune_id, form.received_on.data, form.paper, form.note.data or "", evidence)
            return created(url_for(".plans"), f"Đã ghi kế hoạch của {line.name}.")
        except RuleBroken as broken:
            refuse_at_field(form, broken, REFUSALS)
            line = _line(commune_id)
    elif not form.is_submitted():
        form.received_on.data = clock.today()
    return register.record_page(
        line,
        form,
        title=TITLE,
        back=url_for(".plans"),
        post=url_for(".record_plan", commune_id=commune_id),
        void=lambda one: url_for(".void_plan", plan_filing_id=one.id),
    )


@bp.post("/tinh/ke-hoach/lan-gui/<int:plan_filing_id>/bo")
@requires(Permission.RECORD_FILINGS)
def void_plan(plan_filing_id: int) -> Response:
    """What was entered by mistake counts no longer, and says why."""
    found = queries.plan_filing(_all(), plan_filing_id)
    return register.call_off(found, url_for(".record_plan", commune_id=found.commune_id))
