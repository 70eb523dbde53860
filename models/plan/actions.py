"""What people report on the plan: monthly deliveries, and readings of targets with their evidence."""

from datetime import date, datetime

from models import clock
from models.accounts.rules import Viewer
from models.duties import actions as duties
from models.duties.actions import Evidence
from models.duties.tables import DutyNote
from models.plan.figures import set_figure
from models.plan.loading import load_all, load_organisations, load_plan, load_script, open_office
from models.plan.tables import Step

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
