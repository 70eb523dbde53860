"""The invented progress looks like an office at work: mostly done, some late, some still to do, on any later day."""

import random

import pytest
from sqlalchemy import select

from models import clock
from models.base import db
from models.duties.rows import DutyPick, count
from models.duties.tables import Duty, DutyExtension, DutyNote
from models.measures.queries import Look
from models.measures.targets import read_targets
from models.plan import demo, queries
from models.plan.tables import Figure
from models.verdicts import Verdict
from tests.factories import Office

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("today", ["2026-04-10 09:00", "2026-06-20 09:00", "2026-11-21 09:00"])
def test_seed(planned: Office, hold, today: str) -> None:
    hold(today)
    people = list(planned.people.values())
    demo.seed(planned.commune, people, planned.accounts, random.Random("xa-2026"), 0)
    db.session.commit()
    eyes = planned.viewer("secretary")
    tasks, steps = queries.task_rows(eyes), queries.step_rows(eyes)
    assert sum(row.unit is not None for row in tasks) > 15
    assert any(row.person_id == eyes.person_id for row in [*tasks, *steps])
    assert count(steps, DutyPick.DONE) > 10
    if today > "2026-07":
        assert 20 < count(tasks, DutyPick.DONE) < 37
        assert count(tasks, DutyPick.OVERDUE) >= 2
        assert count(tasks, DutyPick.DONE_LATE) >= 1
    verdicts = {item.verdict for item in read_targets(Look(eyes))}
    assert {Verdict.MET, Verdict.NOT_MET, Verdict.NO_DATA, Verdict.STALE, Verdict.UNPROVEN} <= verdicts
    assert count(tasks, DutyPick.WAITING) >= 2
    assert any(row.return_reason and row.standing.is_open for row in tasks)
    assert any(row.is_backdated for row in tasks) or today < "2026-07"
    duties = db.session.scalars(select(Duty)).all()
    assert any(duty.is_extended for duty in duties)
    assert {wish.is_granted for wish in db.session.scalars(select(DutyExtension))} == {True, None}
    for duty in duties:
        assert duty.confirmed_by is None or duty.confirmed_by != duty.reported_by
    for kind in (DutyNote, Figure):
        assert max(db.session.scalars(select(kind.created_at))) <= clock.at_office(clock.today(), 23)
