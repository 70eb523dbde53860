"""What people report on the plan: progress with evidence, finished work with its product, readings of targets."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from models import clock
from models.accounts.rules import Viewer
from models.base import db
from models.errors import RuleBroken
from models.plan.loading import load_all, load_organisations, load_plan, load_script, open_office
from models.plan.rules import check_figure
from models.plan.tables import Figure, PlanTask, ProgressNote, Step, Target

__all__ = [
    "Evidence",
    "deliver",
    "finish",
    "load_all",
    "load_organisations",
    "load_plan",
    "load_script",
    "open_office",
    "report",
    "set_figure",
]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What proves a report: a stored file, an address, or both."""

    file_id: int | None = None
    link: str = ""

    def __bool__(self) -> bool:
        return self.file_id is not None or bool(self.link)


def report(
    viewer: Viewer,
    work: PlanTask | Step,
    text: str,
    percent: int | None = None,
    evidence: Evidence | None = None,
    is_product: bool = False,
) -> ProgressNote:
    """Add a progress note; the first one shows that work has begun."""
    evidence = evidence or Evidence()
    note = ProgressNote(
        commune_id=viewer.home_id, text=text, percent=percent, is_product=is_product, written_by=viewer.account_id,
        evidence_file_id=evidence.file_id, evidence_link=evidence.link,
        task_id=work.id if isinstance(work, PlanTask) else None, step_id=work.id if isinstance(work, Step) else None,
    )  # fmt: skip
    work.begin()
    db.session.add(note)
    db.session.flush()
    return note


def finish(viewer: Viewer, work: PlanTask | Step, day: date, text: str, evidence: Evidence) -> ProgressNote:
    """Close a task or step with its product; without a file or an address there is nothing to show for it."""
    if not evidence:
        raise RuleBroken("evidence_missing", field="evidence_link")
    work.finish(day, clock.today())
    return report(viewer, work, text, 100, evidence, is_product=True)


def deliver(viewer: Viewer, step: Step, day: date, text: str, evidence: Evidence) -> ProgressNote:
    """Note this month's delivery of a step that comes back every month."""
    if not evidence:
        raise RuleBroken("evidence_missing", field="evidence_link")
    step.deliver(day, clock.today())
    return report(viewer, step, text, None, evidence, is_product=True)


def set_figure(
    viewer: Viewer,
    target: Target,
    as_of: date,
    value: Decimal | None = None,
    numerator: int | None = None,
    denominator: int | None = None,
    complaints: int | None = None,
    note: str = "",
    evidence: Evidence | None = None,
) -> Figure:
    """Enter a reading of a target that is counted elsewhere; one that the office counts itself is refused."""
    if target.measure_key is not None:
        raise RuleBroken("counted_by_system")
    if target.is_spoiled_by_complaint and complaints is None:
        raise RuleBroken("complaints_missing", field="complaints")
    check_figure(value, numerator, denominator, as_of, clock.today())
    evidence = evidence or Evidence()
    figure = Figure(
        commune_id=viewer.home_id, target_id=target.id, value=value, numerator=numerator, denominator=denominator,
        complaints=complaints if target.is_spoiled_by_complaint else None, as_of=as_of, note=note,
        evidence_file_id=evidence.file_id, evidence_link=evidence.link, entered_by=viewer.account_id,
    )  # fmt: skip
    db.session.add(figure)
    db.session.flush()
    return figure
