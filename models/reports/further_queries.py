"""Reading and beginning further reports: corrections of sent weeks, and the months of working with AI."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from models import clock
from models.accounts.rules import Role, Viewer
from models.base import db, read, seen_by
from models.errors import NotFound, RuleBroken
from models.measures.queries import Look
from models.percent import show
from models.plan import queries as plan
from models.reports.further import AiFact, AiFacts, FurtherKind, months_back
from models.reports.further_tables import FurtherReport
from models.reports.rules import ReportState
from models.reports.tables import WeekReport

AnyRow = Row[*tuple[Any, ...]]
AI_STEP = "I.5"  # the step of the script that asks for the report
# the figures of the month: measure, and what it is narrowed to
FIGURES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("attended", "training.ai.attended_share", {}),
    ("products", "training.ai.products_per_person_min", {}),
    ("basic", "training.ai.share_scoring_at_least", {"exam": "basic", "score": 80}),
    ("advanced", "training.ai.share_scoring_at_least", {"exam": "advanced", "score": 80}),
    ("applied", "training.ai_applied", {}),
)


def report(viewer: Viewer, report_id: int) -> FurtherReport:
    """One further report; NotFound for other eyes, and of a draft for the province."""
    query = select(FurtherReport).where(seen_by(viewer, FurtherReport), FurtherReport.id == report_id)
    found = db.session.scalars(query).one_or_none()
    if found is None or (viewer.role is Role.PROVINCE and not found.is_sent):
        raise NotFound("further_report")
    return found


def corrected(found: FurtherReport) -> WeekReport:
    """The report of a week that a correction is of."""
    return db.session.get_one(WeekReport, found.corrects_id)


def corrections(viewer: Viewer) -> Sequence[AnyRow]:
    """The corrections with the weeks that they are of, oldest first (one statement)."""
    f, w = FurtherReport, WeekReport
    query = select(f.id, f.state, f.number, f.dated, f.sent_at, w.year, w.week).join(w, w.id == f.corrects_id)
    if viewer.role is Role.PROVINCE:
        query = query.where(f.state == ReportState.SENT)
    return read(query.where(seen_by(viewer, f)).order_by(f.id)).all()


def begin_correction(viewer: Viewer, of: WeekReport, text: str) -> FurtherReport:
    """A draft that corrects a sent report, or the one that is being written already.

    RuleBroken report_not_sent, correction_unnumbered while the report has no number to be named by.
    """
    if not of.is_sent:
        raise RuleBroken("report_not_sent")
    if not of.number or of.dated is None:
        raise RuleBroken("correction_unnumbered")
    open_ = (FurtherReport.corrects_id == of.id, FurtherReport.state == ReportState.DRAFT)
    found = db.session.scalars(select(FurtherReport).where(seen_by(viewer, FurtherReport), *open_)).first()
    return found or _add(viewer, FurtherKind.CORRECTION, corrects_id=of.id, text=text)


def begin_month(viewer: Viewer, year: int, month: int) -> FurtherReport:
    """The report of a month, begun where nobody has; NotFound for a month to come."""
    today = clock.today()
    if (year, month) > (today.year, today.month):
        raise NotFound("month")
    own = (FurtherReport.kind == FurtherKind.AI_MONTH, FurtherReport.year == year, FurtherReport.month == month)
    found = db.session.scalars(select(FurtherReport).where(seen_by(viewer, FurtherReport), *own)).first()
    return found or _add(viewer, FurtherKind.AI_MONTH, year=year, month=month)


def _add(viewer: Viewer, kind: FurtherKind, **said: Any) -> FurtherReport:
    added = FurtherReport(commune_id=viewer.home_id, kind=kind, state=ReportState.DRAFT, **said)
    db.session.add(added)
    db.session.flush()
    return added


def months(viewer: Viewer) -> list[tuple[int, int, AnyRow | None]]:
    """The months since the script began with what became of their report, newest first (two statements)."""
    f, today, current = FurtherReport, clock.today(), plan.plan(viewer)
    if current is None:
        return []
    query = select(f.id, f.year, f.month, f.state, f.number, f.dated, f.sent_at).where(f.kind == FurtherKind.AI_MONTH)
    if viewer.role is Role.PROVINCE:
        query = query.where(f.state == ReportState.SENT)
    kept = {(row.year, row.month): row for row in read(query.where(seen_by(viewer, f)))}
    since = current.script_decided_on or current.decided_on or today
    return [(*month, kept.get(month)) for month in months_back(today, since)]


def ai_facts(viewer: Viewer, year: int, month: int) -> AiFacts:
    """What training counts of working with AI today; a figure that nobody has counted has no terms."""
    look, known = Look(viewer), []
    for key, name, asks in FIGURES:
        found = look.measure(name, **asks)
        if found.value is None or not found.denominator:
            known.append(AiFact(key))
            continue
        share = show(found.numerator or 0, found.denominator)
        known.append(AiFact(key, found.numerator, found.denominator, share, asks.get("score")))
    return AiFacts(year, month, clock.today().isoformat(), tuple(known))
