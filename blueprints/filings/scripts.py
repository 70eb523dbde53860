"""The register of the scripts of provincial bodies: who has sent, when, with the file."""

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
from models.errors import RuleBroken
from models.filings import actions, queries
from models.filings.queries import SCRIPTS, FilingLine

TITLE = "Kịch bản của các sở, ngành"


def _record(line: FilingLine) -> str:
    return url_for(".record_script", body_id=line.id)


def _line(body_id: int) -> FilingLine:
    found = queries.body(body_id)  # NotFound for one that leads nothing
    return next(line for line in queries.scripts_of_bodies() if line.id == found.id)


@bp.get("/tinh/kich-ban-so-nganh")
@requires(Permission.READ_FILINGS)
def scripts() -> Response:
    """Every provincial body that leads a task, with the script it has sent, those that have not first."""
    lines = queries.scripts_of_bodies()
    return register.page(
        lines,
        queries.deadline(SCRIPTS),
        False,
        title=TITLE,
        head="Cơ quan",
        kind="scripts",
        record=_record,
    )


@bp.get("/tinh/kich-ban-so-nganh.xlsx")
@requires(Permission.READ_FILINGS)
def scripts_xlsx() -> Response:
    """The same as a sheet."""
    lines = register.narrowed(queries.scripts_of_bodies(), False)
    return download(workbook("Kịch bản đã gửi", register.sheet_lines(lines, "Cơ quan")), XLSX, "kich-ban-so-nganh.xlsx")


@bp.route("/tinh/kich-ban-so-nganh/<int:body_id>/ghi", methods=["GET", "POST"])
@requires(Permission.RECORD_FILINGS)
@uploads.allowed(20, owner=lambda body_id: None)
@once
def record_script(body_id: int) -> Response:
    """Enter a script with its file and the day on which it came."""
    focus_on(None)
    line, form = _line(body_id), ReceivedForm()
    if form.validate_on_submit():
        try:
            evidence = evidence_of(form)
            told = (form.received_on.data, form.paper, form.note.data or "", evidence)
            actions.record_script(viewer(), queries.body(body_id), *told)
            return created(url_for(".scripts"), f"Đã ghi kịch bản của {line.name}.")
        except RuleBroken as broken:
            refuse_at_field(form, broken, REFUSALS)
            line = _line(body_id)
    elif not form.is_submitted():
        form.received_on.data = clock.today()
    return register.record_page(
        line,
        form,
        title=TITLE,
        back=url_for(".scripts"),
        post=url_for(".record_script", body_id=body_id),
        void=lambda one: url_for(".void_script", script_filing_id=one.id),
    )


@bp.post("/tinh/kich-ban-so-nganh/lan-gui/<int:script_filing_id>/bo")
@requires(Permission.RECORD_FILINGS)
def void_script(script_filing_id: int) -> Response:
    """What was entered by mistake counts no longer, and says why."""
    found = queries.script_filing(script_filing_id)
    return register.call_off(found, url_for(".record_script", body_id=found.body_id))
