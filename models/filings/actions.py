"""What was sent is entered: by a commune itself, today, or by the province with the day on which it came."""

from datetime import date
from typing import Any, TypeVar

from models import clock
from models.accounts.rules import Viewer
from models.base import db
from models.duties.actions import Evidence
from models.errors import RuleBroken
from models.filings.tables import PlanFiling, ProvincialBody, ScriptFiling
from models.plan.rules import SourcePaper

Kind = TypeVar("Kind", PlanFiling, ScriptFiling)


def _check(received_on: date, paper: SourcePaper, evidence: Evidence) -> None:
    if received_on > clock.today():
        raise RuleBroken("day_in_future", field="received_on")
    paper.check(clock.today())
    if not evidence:
        raise RuleBroken("filing_missing", field="evidence_file")


def _told(viewer: Viewer, received_on: date, paper: SourcePaper, note: str, evidence: Evidence) -> dict[str, Any]:
    _check(received_on, paper, evidence)
    return {
        "received_on": received_on,
        "document_no": paper.no,
        "document_on": paper.on,
        "note": note.strip(),
        "evidence_file_id": evidence.file_id,
        "evidence_link": evidence.link,
        "entered_by": viewer.account_id,
    }


def send_plan(viewer: Viewer, paper: SourcePaper, note: str, evidence: Evidence) -> PlanFiling:
    """A commune sends its own plan: it counts from today."""
    told = _told(viewer, clock.today(), paper, note, evidence)
    return _add(PlanFiling(commune_id=viewer.home_id, is_by_province=False, **told))


def record_plan(
    viewer: Viewer, commune_id: int, received_on: date, paper: SourcePaper, note: str, evidence: Evidence
) -> PlanFiling:
    """The province enters a plan that it has received otherwise."""
    told = _told(viewer, received_on, paper, note, evidence)
    return _add(PlanFiling(commune_id=commune_id, is_by_province=True, **told))


def record_script(
    viewer: Viewer, body: ProvincialBody, received_on: date, paper: SourcePaper, note: str, evidence: Evidence
) -> ScriptFiling:
    """The province enters a script that one of its bodies has sent."""
    return _add(ScriptFiling(body_id=body.id, **_told(viewer, received_on, paper, note, evidence)))


def _add(row: Kind) -> Kind:
    db.session.add(row)
    db.session.flush()
    return row
