"""Conclusions as rows of their own: taken over from a pasted notice, given to somebody as a task, or taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from models.accounts.rules import Viewer
from models.accounts.tables import Person, Unit
from models.base import db, seen_by
from models.duties.queries import has_work
from models.duties.rules import DutyKind, headline
from models.duties.tables import Duty
from models.errors import NotFound, RuleBroken, RulesBroken
from models.meetings.paper_rules import PaperState
from models.meetings.paper_tables import ConclusionUnit, MeetingNotice
from models.meetings.points import DueRule, PointKind, effective_due, label_key, numbered
from models.meetings.points import Point as Read
from models.meetings.queries import open_to
from models.meetings.rules import State
from models.meetings.tables import Conclusion, Meeting
from models.text import fold


@dataclass(frozen=True, slots=True)
class Taken:
    """One block of a notice that a person confirmed; ``named`` and ``due_text`` are its printed words."""

    label: str
    text: str
    due_on: date | None = None
    due_rule: DueRule = DueRule.BEFORE
    named: str = ""
    due_text: str = ""


@dataclass(frozen=True, slots=True)
class SixClear:
    """What makes a task clear: who, what, by when, which unit answers for it, what comes of it, on whose authority."""

    person_id: int | None
    title: str
    due_on: date | None
    due_rule: DueRule
    unit_id: int | None
    product: str
    authority: str
    joining: tuple[int, ...] = ()

    @property
    def missing(self) -> list[str]:
        """Which of the six are not said."""
        said: dict[str, object] = {
            "person_id": self.person_id,
            "title": self.title.strip(),
            "due_on": self.due_on,
            "unit_id": self.unit_id,
            "product": self.product.strip(),
            "authority": self.authority.strip(),
        }
        return [name for name, value in said.items() if not value]


def conclusion(viewer: Viewer, conclusion_id: int) -> Conclusion:
    """One conclusion with its meeting; NotFound for eyes that may not know of it."""
    query = select(Conclusion).join(Meeting, Meeting.id == Conclusion.meeting_id)
    query = query.where(Conclusion.id == conclusion_id, seen_by(viewer, Meeting), open_to(viewer))
    found = db.session.scalar(query.options(joinedload(Conclusion.meeting)))
    if found is None:
        raise NotFound("meeting_conclusion")
    return found


def is_told(meeting_id: int) -> bool:
    """Whether a notice in force tells the conclusions of a meeting, and no later one is being written."""
    query = select(MeetingNotice.state).where(
        MeetingNotice.meeting_id == meeting_id, MeetingNotice.state != PaperState.REPLACED
    )
    states = set(db.session.scalars(query))
    return states == {PaperState.ISSUED}


def require_writable(meeting: Meeting) -> None:
    """Refuse new words where none may be kept, or where a notice has told the old ones."""
    if meeting.is_secret:
        raise RuleBroken("secret_keeps_no_words")
    if meeting.state is State.CANCELLED:
        raise RuleBroken("meeting_cancelled")
    meeting.require_open()
    if is_told(meeting.id):
        raise RuleBroken("notice_issued")


def take_over(viewer: Viewer, meeting: Meeting, blocks: Sequence[Taken]) -> list[Conclusion]:
    """Keep the blocks of a notice as conclusions beside those that the meeting has; RulesBroken names used labels.

    The conclusions come back in the order of their blocks.
    """
    require_writable(meeting)
    points = numbered([Read(block.label, block.text, row=row) for row, block in enumerate(blocks)])
    used = {line.label.casefold() for line in meeting.conclusions}
    broken: list[RuleBroken] = []
    for point in points:
        if point.label.casefold() in used:
            broken.append(RuleBroken("label_twice", "label", row=point.row, label=point.label))
        used.add(point.label.casefold())
    if broken:
        raise RulesBroken(broken)
    made = {point.row: _taken(viewer, point, blocks[point.row]) for point in points}
    meeting.conclusions = sorted([*meeting.conclusions, *made.values()], key=lambda line: label_key(line.label))
    for position, line in enumerate(meeting.conclusions, start=1):
        line.position = position
    db.session.flush()
    return [made[row] for row in sorted(made)]


def _taken(viewer: Viewer, point: Read, block: Taken) -> Conclusion:
    return Conclusion(
        commune_id=viewer.home_id,
        label=point.label,
        position=0,
        text=block.text,
        kind=PointKind.GENERAL,
        due_on=block.due_on,
        due_rule=block.due_rule,
        named=block.named[:600],
        due_text=block.due_text[:200],
    )


def assign(viewer: Viewer, line: Conclusion, task: SixClear) -> Duty:
    """Make a task of a conclusion, once all six are clear; RulesBroken names what is missing or cannot be."""
    if line.meeting.state is State.CANCELLED:
        raise RuleBroken("meeting_cancelled")
    if line.meeting.is_closed:
        raise RuleBroken("closed_gives_no_tasks")
    broken = [RuleBroken("not_clear", name) for name in task.missing] or _wrong(viewer, task)
    if broken:
        raise RulesBroken(broken)
    line.kind, line.product, line.authority, line.due_rule = (
        PointKind.TASK,
        task.product.strip(),
        task.authority.strip(),
        task.due_rule,
    )
    line.lead_unit_id = line.due_on = None
    duty = line.duty or Duty(commune_id=line.commune_id, kind=DutyKind.CONCLUSION)
    duty.name_it(line.label, headline(task.title), line.meeting.title, line.meeting.held_on, line.product)
    duty.unit_id, duty.person_id = task.unit_id, task.person_id
    duty.promise(effective_due(task.due_on, task.due_rule) if task.due_on else None)
    line.duty = duty
    _join(line, task.joining)
    db.session.flush()
    return duty


def _wrong(viewer: Viewer, task: SixClear) -> list[RuleBroken]:
    """The leading person works in the leading unit, which does not join itself; all of them are of this office."""
    query = select(Person.unit_id).where(Person.id == task.person_id, Person.commune_id == viewer.home_id)
    units = {task.unit_id, *task.joining}
    own = select(func.count(Unit.id)).where(Unit.id.in_(units), Unit.commune_id == viewer.home_id)
    of_person = db.session.execute(query).first()
    if of_person is None or db.session.scalar(own) != len(units):
        raise NotFound("unit")
    broken = [] if of_person.unit_id == task.unit_id else [RuleBroken("person_elsewhere", "person_id")]
    return broken + ([RuleBroken("lead_joins_itself", "joining")] if task.unit_id in task.joining else [])


def _join(line: Conclusion, units: Sequence[int]) -> None:
    """The units that join in: those that stay keep their rows."""
    known = {one.unit_id: one for one in line.joining}
    line.joining = [known.get(key) or ConclusionUnit(commune_id=line.commune_id, unit_id=key) for key in units]


def make_general(line: Conclusion) -> None:
    """Let a conclusion be a general direction again, while nobody has worked on its task."""
    if line.duty is None:
        return
    if has_work([line.duty]):
        raise RuleBroken("task_has_work", label=line.label)
    line.due_on = line.printed_due
    line.kind, line.duty, line.joining = PointKind.GENERAL, None, []
    db.session.flush()


def own_units(names: Sequence[str], units: Mapping[int, str]) -> list[int]:
    """The office's own units behind the names of a notice: alike, or one the only beginning of the other."""
    folded = {key: fold(name) for key, name in units.items()}
    found: list[int] = []
    for name in map(fold, names):
        alike = [key for key, own in folded.items() if own == name]
        near = [key for key, own in folded.items() if own.startswith(f"{name} ") or name.startswith(f"{own} ")]
        found += alike or (near if len(near) == 1 else [])
    return list(dict.fromkeys(found))
