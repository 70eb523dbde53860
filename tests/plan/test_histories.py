"""Whatever happens to tasks and steps: where they stand is what their notes and extensions tell, told anew."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import select

from models import clock
from models.base import db
from models.duties import actions
from models.duties.actions import Evidence
from models.duties.rows import DutyRow
from models.duties.rules import DutyAct, DutyState
from models.duties.tables import Duty, DutyExtension, DutyNote
from models.errors import NotAllowed, NotFound, RuleBroken
from models.measures.queries import Look
from models.plan import queries
from tests.factories import Office

pytestmark = pytest.mark.slow

ROLES = ("secretary", "auditor", "leader", "counter", "admin")
BEGUN = date(2026, 6, 1)
IN_TIME = {DutyState.DONE, DutyState.LATER, DutyState.DUE_SOON}
LINK = Evidence(link="https://minh-hoa.example/san-pham")


def act_at_random(chance: Random, office: Office, duty: Duty, today: date) -> None:
    """One thing that somebody does to a duty; what the rules refuse leaves no trace."""
    eyes, at = office.viewer(chance.choice(ROLES)), clock.at_office(today, chance.randint(7, 17))
    acts: list[Callable[[], object]] = [
        lambda: actions.write_note(eyes, duty, "Đang làm.", chance.choice([None, 10, 60]), at=at),
        lambda: actions.report_done(eyes, duty, today - timedelta(chance.randint(0, 20)), "Xong.", LINK, at),
        lambda: actions.confirm(eyes, duty, at=at),
        lambda: actions.send_back(eyes, duty, "Thiếu phụ lục.", at),
        lambda: actions.reopen(eyes, duty, "Số liệu chưa đúng.", at),
        lambda: actions.ask_extension(eyes, duty, today + timedelta(chance.randint(1, 40)), "Chờ kinh phí.", at),
        lambda: actions.decide_extension(eyes, duty, chance.random() < 0.6, at),
    ]
    try:
        chance.choice(acts)()
        db.session.commit()
    except (RuleBroken, NotAllowed, NotFound):
        db.session.rollback()


def told(duty: Duty, today: date) -> tuple[DutyState, int]:
    """Where a duty stands by its notes and extensions alone, counted here once more."""
    notes = db.session.scalars(select(DutyNote).where(DutyNote.duty_id == duty.id).order_by(DutyNote.id)).all()
    wishes = select(DutyExtension).where(DutyExtension.duty_id == duty.id, DutyExtension.is_granted.is_(True))
    granted = [wish.new_due for wish in db.session.scalars(wishes.order_by(DutyExtension.decided_at))]
    due = max([*granted, duty.first_due_on]) if duty.first_due_on else None
    last = next((note for note in reversed(notes) if note.act not in (DutyAct.PROGRESS, DutyAct.KEPT)), None)
    if last is None or last.act in (DutyAct.SENT_BACK, DutyAct.REOPENED):
        return open_state(due, today)
    report = next(note for note in reversed(notes) if note.act is DutyAct.REPORTED)
    late = max((clock.local(report.created_at).date() - due).days, 0) if due else 0
    if last.act is DutyAct.REPORTED:
        return DutyState.WAITING, late
    return (DutyState.DONE_LATE, late) if late else (DutyState.DONE, 0)


def open_state(due: date | None, today: date) -> tuple[DutyState, int]:
    """Work that is still owed."""
    if due is None:
        return DutyState.NO_DATE, 0
    if today > due:
        return DutyState.OVERDUE, (today - due).days
    left = (due - today).days
    return (DutyState.DUE_SOON if left <= 7 else DutyState.LATER), left


def lives(chance: Random, office: Office, duties: list[Duty], hold: Callable[[str], None]) -> Iterator[date]:
    """Eight weeks in which much goes on, looked at after each of them."""
    for week in range(8):
        for _ in range(30):
            today = BEGUN + timedelta(week * 7 + chance.randint(0, 4))
            hold(f"{today} 18:00")
            act_at_random(chance, office, chance.choice(duties), today)
        today = BEGUN + timedelta(week * 7 + 6)
        hold(f"{today} 20:00")
        yield today


@pytest.mark.parametrize("seed", ["xã", "phường", "đặc khu"])
def test_tasks_and_steps_stand_where_their_records_say(planned: Office, hold: Callable[[str], None], seed: str) -> None:
    chance, eyes = Random(seed), planned.viewer("leader")
    hold(f"{BEGUN} 08:00")
    rows: list[DutyRow] = [*queries.task_rows(eyes), *queries.step_rows(eyes)]
    watched = {row.id for row in chance.sample([row for row in rows if not row.comes_back], 8)}
    duties = [db.session.get_one(Duty, key) for key in sorted(watched)]
    for number, duty in enumerate(duties):
        duty.unit_id = planned.units[number % len(planned.units)].id
    db.session.commit()
    seen = set()
    for today in lives(chance, planned, duties, hold):
        tasks, steps = queries.task_rows(eyes), queries.step_rows(eyes)
        shown = {row.id: (row.standing.state, row.standing.days) for row in [*tasks, *steps] if row.id in watched}
        assert shown == {duty.id: told(duty, today) for duty in duties}, today
        seen |= {state for state, _days in shown.values()}
        of_tasks = [told(db.session.get_one(Duty, row.id), today) for row in tasks]
        on_time = sum(state in IN_TIME or (state is DutyState.WAITING and not late) for state, late in of_tasks)
        measure = Look(eyes).measure("plan.tasks_on_time")
        assert (measure.numerator, measure.denominator) == (on_time, len(tasks)), today
    assert {DutyState.WAITING, DutyState.OVERDUE, DutyState.DONE_LATE} <= seen, "the chance did not try enough"
