"""The catalogue in the database: complete, under each commune's own name, and harmless to load again."""

import re
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from models.accounts import queries as accounts
from models.accounts.tables import Commune, Unit
from models.base import db
from models.catalogue import FOLDER
from models.duties.actions import Evidence
from models.duties.tables import Duty
from models.plan import actions, loading, queries
from models.plan.tables import Pillar, Plan, PlanTask, Step, Target, Workstream
from tests.duties.conftest import finish
from tests.factories import Office
from tests.shipped import PROGRAMME, load_plan

COUNTS = {Plan: 1, Pillar: 5, Target: 10, PlanTask: 37, Workstream: 6, Step: 37, Duty: 74}


def counts() -> dict[type, int]:
    return {kind: db.session.scalar(select(func.count()).select_from(kind)) or 0 for kind in COUNTS}


def test_plan_and_script_are_complete(planned: Office) -> None:
    assert counts() == COUNTS
    eyes = planned.viewer("leader")
    assert [row.no for row in queries.target_rows(eyes)] == list(range(1, 11))
    assert [row.ref for row in queries.task_rows(eyes)] == [str(no) for no in range(1, 38)]
    assert {row.due_on for row in queries.task_rows(eyes)} == {date(2026, 6, 30)}
    target = queries.target(eyes, 8)
    assert (target.value, target.comparator) == (Decimal(80), ">=")
    meeting = queries.step(eyes, "III.4")
    assert (meeting.duty.due_on, meeting.duty.first_due_on) == (date(2026, 3, 30), date(2026, 3, 30))
    assert [point.key for point in next(row for row in queries.step_rows(eyes) if row.ref == "III.4").points] == [
        "meetings.ecabinet_per_week",
        "meetings.ecabinet_share",
    ]
    monthly = queries.step(eyes, "I.5")
    assert (monthly.monthly_before, monthly.duty.due_on) == (25, date(2026, 4, 24))
    assert [row.no for row in queries.target_rows(eyes) if row.is_spoiled_by_complaint] == [5]


def test_loading_again_changes_nothing_and_keeps_what_people_entered(planned: Office) -> None:
    eyes = planned.viewer("leader")
    task = queries.task(eyes, 5)
    finish(planned, task.duty, date(2026, 6, 2))
    task.duty.unit_id = planned.units[1].id
    queries.task(eyes, 6).duty.extend(date(2026, 9, 1))
    db.session.commit()
    before = task.duty.version
    load_plan(planned.commune)
    db.session.commit()
    assert counts() == COUNTS
    duty = queries.task(eyes, 5).duty
    assert (duty.unit_id, duty.done_on, duty.version) == (planned.units[1].id, date(2026, 6, 2), before)
    extended = queries.task(eyes, 6).duty
    assert (extended.due_on, extended.first_due_on) == (date(2026, 9, 1), date(2026, 6, 30))


def test_another_commune_gets_the_plan_under_its_own_name(planned: Office) -> None:
    plan = queries.plan(planned.viewer("leader"))
    assert plan is not None
    assert plan.title == "Xây dựng mô hình Xã hạt nhân số tại xã Thử Nghiệm"
    assert (plan.decision, plan.issued_by, plan.script_decision) == ("", "", "")
    assert queries.task(planned.viewer("leader"), 8).partners == ["UBND xã Thử Nghiệm"]
    assert {tuple(row.commune_contacts) for row in queries.step_rows(planned.viewer("leader"))} == {()}


@pytest.mark.usefixtures("app")
def test_the_whole_catalogue_twice() -> None:
    for _ in range(2):
        loading.load_all(PROGRAMME)
        db.session.commit()
    assert db.session.scalar(select(func.count()).select_from(Commune)) == 30
    joined = accounts.joined_communes()
    assert [commune.name for commune in joined] == ["Xã Tây Sơn"]
    assert db.session.scalar(select(func.count()).select_from(Unit)) == 11
    assert counts() == COUNTS
    assert db.session.scalars(select(Plan.decision)).all() == ["1899/QĐ-UBND"]
    contacts = db.session.execute(select(Workstream.province_contacts).where(Workstream.code == "III")).scalar_one()
    assert contacts == ["Nguyễn Ngọc Chính"]


def test_the_catalogue_has_no_telephone_numbers() -> None:

    for name in ("plan_tay_son", "script_tay_son", "organisations", "programme"):
        text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
        assert not re.search(r"\b0\d{8,10}\b|\b0\d{2,3}[ .]\d{3}", text)


def test_loading_again_keeps_the_month_that_is_owed(planned: Office, hold) -> None:
    hold("2026-05-03 09:00")
    eyes = planned.viewer("secretary")
    actions.deliver(eyes, queries.step(eyes, "I.5"), date(2026, 5, 3), "Báo cáo tháng 4", Evidence(link="https://a.vn"))
    db.session.commit()
    load_plan(planned.commune)
    db.session.commit()
    assert queries.step(eyes, "I.5").duty.due_on == date(2026, 5, 24)
