"""The invented progress looks like an office at work: mostly done, some late, some still to do, on any later day."""

import random

import pytest
from sqlalchemy import select

from models import clock
from models.base import db
from models.measures.queries import Look
from models.measures.targets import read_targets
from models.plan import demo, queries
from models.plan.rows import Pick, count
from models.plan.rules import Verdict
from models.plan.tables import Figure, ProgressNote
from tests.factories import Office


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
    assert count(steps, Pick.DONE) > 10
    if today > "2026-07":
        assert 20 < count(tasks, Pick.DONE) < 37
        assert count(tasks, Pick.OVERDUE) >= 2
        assert count(tasks, Pick.DONE_LATE) >= 1
    verdicts = {item.verdict for item in read_targets(Look(eyes))}
    assert {Verdict.MET, Verdict.NEAR, Verdict.NOT_MET, Verdict.NO_DATA} <= verdicts
    for kind in (ProgressNote, Figure):
        assert max(db.session.scalars(select(kind.created_at))) <= clock.at_office(clock.today(), 23)
