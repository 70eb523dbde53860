"""What can be found of the plan: targets, tasks and steps, by their words or as "CT 8", "NV 29", "II.7"."""

from collections.abc import Iterator

from sqlalchemy import or_, select

from models.accounts.rules import Permission, Viewer
from models.base import read
from models.duties.tables import Duty
from models.plan.queries import current_plan_id
from models.plan.tables import PlanTask, Step, Target
from models.searching import MOST, Hit, Needle


def find(viewer: Viewer, needle: Needle) -> list[Hit]:
    """Three statements."""
    if not viewer.may(Permission.READ_PLAN):
        return []
    return [*_targets(viewer, needle), *_tasks(viewer, needle), *_steps(viewer, needle)]


def _targets(viewer: Viewer, needle: Needle) -> Iterator[Hit]:
    """A plan has a handful of targets: they are looked through here, with their official wording."""
    number = needle.number("ct", "chi tieu")
    columns = (Target.no, Target.title, Target.official)
    for row in read(select(*columns).where(Target.plan_id == current_plan_id(viewer)).order_by(Target.no).limit(200)):
        if row.no == number or (number is None and needle.is_in(f"{row.title} {row.official}")):
            yield Hit("target", {"no": row.no}, row.title, str(row.no), is_exact=row.no == number)


def _tasks(viewer: Viewer, needle: Needle) -> Iterator[Hit]:
    number = needle.number("nv", "nhiem vu")
    wanted = PlanTask.no == number if number is not None else needle.within(Duty.fold)
    query = select(PlanTask.no, PlanTask.title, PlanTask.due_text).join(Duty, Duty.id == PlanTask.duty_id)
    query = query.where(PlanTask.plan_id == current_plan_id(viewer), wanted).order_by(PlanTask.no).limit(MOST + 1)
    for row in read(query):
        yield Hit("task", {"no": row.no}, row.title, str(row.no), row.due_text, row.no == number)


def _steps(viewer: Viewer, needle: Needle) -> Iterator[Hit]:
    query = select(Step.code, Step.title, Step.due_text).join(Duty, Duty.id == Step.duty_id)
    wanted = or_(Step.code == needle.code[:16], needle.within(Duty.fold))
    query = query.where(Step.plan_id == current_plan_id(viewer), wanted)
    for row in read(query.order_by(Step.code != needle.code[:16], Step.id).limit(MOST + 1)):
        code = row.code.replace(".", "-")
        yield Hit("step", {"code": code}, row.title, row.code, row.due_text, row.code == needle.code)
