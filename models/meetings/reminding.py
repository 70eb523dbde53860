"""Reminding by itself: who is reminded today of meetings, notices and tasks, and what a person finds of that."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from models import clock, journal
from models.accounts.rules import Viewer
from models.accounts.tables import Account, Commune
from models.base import read, seen_by
from models.duties.rules import UNFINISHED, DutyKind
from models.duties.tables import Duty
from models.holidays.queries import calendar_of
from models.jobs import queue
from models.jobs.queue import Claimed
from models.jobs.worker import JobContext
from models.meetings.paper_rules import SETTLED
from models.meetings.queries import open_to
from models.meetings.reminders import MeetingReminder
from models.meetings.reminding_rules import ReminderAbout, ReminderStep, step_on
from models.meetings.rules import Convenor, Platform
from models.meetings.seats import Presence
from models.meetings.states import HAPPENED, TOLD, State
from models.meetings.tables import Attendance, Body, Conclusion, Meeting, MeetingNotice

KIND = "meeting_reminders"
AHEAD, BACK, NOTICES_BACK = timedelta(days=21), timedelta(days=30), timedelta(days=150)
AWAITED = (*TOLD, State.IN_SESSION)


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody who has to be reminded of something that is due on a day."""

    about: ReminderAbout
    meeting_id: int
    subject_id: int
    person_id: int
    step: ReminderStep
    due_on: date


def ask_soon(meeting: Meeting) -> None:
    """Ask that the invited are reminded before the next night, where a meeting is near; the caller commits."""
    if meeting.held_on - clock.today() <= AHEAD:
        period = f"{clock.local(meeting.starts_at):%Y-%m-%dT%H:%M}"
        key = f"meeting-{meeting.id}-{len(meeting.attendance)}"
        queue.enqueue(KIND, key, period, commune_id=meeting.commune_id)


def run(job: Claimed, step: JobContext) -> str:
    """Give every reminder that is due today and was not given yet, commune by commune.

    Begun again after a kill it goes on with the commune it stood at; what was written stays and is not written again.
    """
    with step.reading():
        communes = [job.commune_id] if job.commune_id else list(_communes())
    for commune_id in communes[step.done :]:
        with step.reading():
            wanted = list(due_today(commune_id, clock.today()))
        with step.writing(step.done + 1, len(communes)):
            give(commune_id, wanted, clock.now())
    return "reminded"


def _communes() -> Iterator[int]:
    yield from (row.id for row in read(select(Commune.id).where(Commune.joined_on.is_not(None)).order_by(Commune.id)))


def give(commune_id: int, wanted: Sequence[Due], now: datetime) -> int:
    """Keep those reminders that nobody has had yet; how many they were. The caller commits."""
    if not wanted:
        return 0
    row = MeetingReminder
    first = min(one.due_on for one in wanted)
    query = select(row.about, row.subject_id, row.person_id, row.step, row.due_on)
    query = query.where(row.commune_id == commune_id, row.due_on >= first)
    known = {(one.about, one.subject_id, one.person_id, one.step, one.due_on) for one in read(query)}
    new = {(one.about, one.subject_id, one.person_id, one.step, one.due_on): one.meeting_id for one in wanted}
    rows = [
        MeetingReminder(
            commune_id=commune_id,
            meeting_id=meeting_id,
            about=key[0],
            subject_id=key[1],
            person_id=key[2],
            step=key[3],
            due_on=key[4],
            sent_at=now,
        )
        for key, meeting_id in new.items()
        if key not in known
    ]
    journal.insert_many(rows)
    return len(rows)


def due_today(commune_id: int, today: date) -> Iterator[Due]:
    """Who has to be reminded today in one commune, by its own calendar of working days (five statements)."""
    known = calendar_of(commune_id)
    near = [(row, step_on(row.held_on, today, known)) for row in read(_meetings(commune_id, today)).all()]
    invited = _invited([row.id for row, step in near if step in (ReminderStep.BEFORE, ReminderStep.DAY)])
    for row, step in near:
        if step is not None:
            people = {row.secretary_id or row.keeper_id, *invited.get(row.id, ())}
            yield from _each(ReminderAbout.MEETING, row.id, row.id, people, step, row.held_on)
    for row in read(_notices(commune_id, today)):
        due = known.after(row.held_on, row.days)
        if (step := step_on(due, today, known)) is not None:
            yield from _each(ReminderAbout.NOTICE, row.id, row.id, {row.secretary_id or row.keeper_id}, step, due)
    for row in read(_tasks(commune_id, today)):
        if (step := step_on(row.due_on, today, known)) is not None:
            chaser = {row.secretary_id or row.keeper_id} if step is ReminderStep.AFTER else set()
            yield from _each(ReminderAbout.TASK, row.id, row.duty_id, {row.person_id} | chaser, step, row.due_on)


def _each(
    about: ReminderAbout, meeting_id: int, subject_id: int, people: Iterable[int | None], step: ReminderStep, day: date
) -> Iterator[Due]:
    for person_id in sorted(one for one in people if one is not None):
        yield Due(about, meeting_id, subject_id, person_id, step, day)


_KEEPER = (Meeting.id, Meeting.held_on, Meeting.secretary_id, Account.person_id.label("keeper_id"))


def _no_notice() -> ColumnElement[bool]:
    """Whether a meeting that has to tell its conclusions has not done so."""
    told = exists().where(MeetingNotice.meeting_id == Meeting.id, MeetingNotice.state.in_(SETTLED))
    return and_(Meeting.platform != Platform.SECRET, Meeting.convenor == Convenor.OWN, ~told)


def _has_conclusions() -> ColumnElement[bool]:
    return exists().where(Conclusion.meeting_id == Meeting.id)


def _meetings(commune_id: int, today: date) -> Any:
    """Meetings near today that are still to come, or of which nothing is written down."""
    unwritten = and_(Meeting.state == State.HELD, ~_has_conclusions())
    return (
        select(*_KEEPER)
        .outerjoin(Account, Account.id == Meeting.recorded_by)
        .where(Meeting.commune_id == commune_id, Meeting.held_on.between(today - BACK, today + AHEAD))
        .where(or_(Meeting.state.in_(AWAITED), unwritten))
        .order_by(Meeting.id)
    )


def _invited(meetings: Sequence[int]) -> dict[int, list[int]]:
    """The people of the office who are invited, or come in somebody's place."""
    found: dict[int, list[int]] = {}
    query = select(Attendance.meeting_id, Attendance.person_id).where(
        Attendance.meeting_id.in_(meetings),
        Attendance.person_id.is_not(None),
        Attendance.status != Presence.REPRESENTED,
    )
    for row in read(query) if meetings else ():
        found.setdefault(row.meeting_id, []).append(row.person_id)
    return found


def _notices(commune_id: int, today: date) -> Any:
    """Meetings with conclusions that no notice has told yet."""
    return (
        select(*_KEEPER, Body.notice_workdays.label("days"))
        .join(Body, Body.id == Meeting.body_id)
        .outerjoin(Account, Account.id == Meeting.recorded_by)
        .where(Meeting.commune_id == commune_id, Meeting.held_on.between(today - NOTICES_BACK, today))
        .where(Meeting.state.in_(HAPPENED), _has_conclusions(), _no_notice())
        .order_by(Meeting.id)
    )


def _tasks(commune_id: int, today: date) -> Any:
    """Tasks of meetings that are due near today and not reported as done."""
    return (
        select(*_KEEPER, Duty.id.label("duty_id"), Duty.person_id, Duty.due_on)
        .join(Conclusion, Conclusion.meeting_id == Meeting.id)
        .join(Duty, Duty.id == Conclusion.duty_id)
        .outerjoin(Account, Account.id == Meeting.recorded_by)
        .where(Duty.commune_id == commune_id, Duty.kind == DutyKind.CONCLUSION, Duty.status.in_(UNFINISHED))
        .where(Duty.due_on.between(today - BACK, today + AHEAD))
        .order_by(Duty.id)
    )


@dataclass(frozen=True, slots=True)
class Reminded:
    """One thing that somebody was reminded of and that is still open, as it stands now."""

    about: ReminderAbout
    step: ReminderStep
    due_on: date
    meeting_id: int
    duty_id: int | None
    title: str
    starts_at: datetime
    state: State


def reminded(viewer: Viewer) -> list[Reminded]:
    """What a person was reminded of and has not settled, each thing once, the nearest day first (one statement)."""
    if viewer.person_id is None:
        return []
    row, today = MeetingReminder, clock.today()
    later = aliased(MeetingReminder)
    same = and_(later.about == row.about, later.subject_id == row.subject_id, later.person_id == row.person_id)
    is_old = exists().where(same, later.id > row.id)
    is_task = and_(row.about == ReminderAbout.TASK, Duty.id == row.subject_id)
    of_meeting = and_(
        row.about == ReminderAbout.MEETING,
        Meeting.held_on == row.due_on,
        or_(
            and_(row.step != ReminderStep.AFTER, Meeting.state.in_(AWAITED), row.due_on >= today),
            and_(row.step == ReminderStep.AFTER, Meeting.state.in_(AWAITED)),
            and_(row.step == ReminderStep.AFTER, Meeting.state == State.HELD, ~_has_conclusions()),
        ),
    )
    of_notice = and_(row.about == ReminderAbout.NOTICE, Meeting.state.in_(HAPPENED), _no_notice())
    of_task = and_(row.about == ReminderAbout.TASK, Duty.status.in_(UNFINISHED), Duty.due_on == row.due_on)
    query = (
        select(row.about, row.step, row.due_on, row.meeting_id, Duty.id.label("duty_id"))
        .add_columns(Meeting.title, Meeting.starts_at, Meeting.state)
        .join(Meeting, Meeting.id == row.meeting_id)
        .outerjoin(Duty, is_task)
        .where(row.person_id == viewer.person_id, row.due_on >= today - NOTICES_BACK, ~is_old)
        .where(seen_by(viewer, Meeting), open_to(viewer), or_(of_meeting, of_notice, of_task))
        .order_by(row.due_on, Meeting.starts_at, row.id)
    )
    return [Reminded(**one._mapping) for one in read(query)]


def called_off(viewer: Viewer) -> list[tuple[int, str, datetime]]:
    """Meetings that a person was told of, and that will not take place: their ids, words and hours (one statement)."""
    if viewer.person_id is None:
        return []
    sits = exists().where(Attendance.meeting_id == Meeting.id, Attendance.person_id == viewer.person_id)
    query = (
        select(Meeting.id, Meeting.title, Meeting.starts_at)
        .where(seen_by(viewer, Meeting), Meeting.held_on >= clock.today(), Meeting.state == State.CANCELLED)
        .where(Meeting.invited_at.is_not(None), sits)
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return [(row.id, row.title, row.starts_at) for row in read(query)]
