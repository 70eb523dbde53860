"""What people report on the plan: monthly deliveries, and readings of targets with their evidence."""

from datetime import date, datetime
from decimal import Decimal

from models import clock
from models.accounts.rules import Viewer
from models.base import db
from models.duties import actions as duties
from models.duties.actions import NOTHING, Evidence
from models.duties.tables import DutyNote
from models.errors import RuleBroken
from models.plan.loading import load_all, load_organisations, load_plan, load_script, open_office
from models.plan.rules import check_figure
from models.plan.tables import Figure, Step, Target

__all__ = [
    "Evidence",
    "deliver",
    "load_all",
    "load_organisations",
    "load_plan",
    "load_script",
    "open_office",
    "set_figure",
]


def deliver(
    viewer: Viewer, step: Step, day: date, text: str, evidence: Evidence, at: datetime | None = None
) -> DutyNote:
    """Note this month's delivery of a step that comes back every month."""
    step.deliver(day, clock.local(at or clock.now()).date())
    return duties.deliver(viewer, step.duty, text, evidence, at)


def set_figure(
    viewer: Viewer,
    target: Target,
    as_of: date,
    value: Decimal | None = None,
    numerator: int | None = None,
    denominator: int | None = None,
    complaints: int | None = None,
    note: str = "",
    evidence: Evidence = NOTHING,
) -> Figure:
    """Enter a reading of a target that is counted elsewhere; one that the office counts itself is refused."""
    if target.measure_key is not None:
        raise RuleBroken("counted_by_system")
    if target.is_spoiled_by_complaint and complaints is None:
        raise RuleBroken("complaints_missing", field="complaints")
    check_figure(value, numerator, denominator, as_of, clock.today())
    figure = Figure(
        commune_id=viewer.home_id,
        target_id=target.id,
        value=value,
        numerator=numerator,
        denominator=denominator,
        complaints=complaints if target.is_spoiled_by_complaint else None,
        as_of=as_of,
        note=note,
        evidence_file_id=evidence.file_id,
        evidence_link=evidence.link,
        entered_by=viewer.account_id,
    )
    db.session.add(figure)
    db.session.flush()
    return figure
