"""A plan that came as a template has no days: nothing of it is late, and the office sets many days at once."""

from datetime import date

import pytest
from sqlalchemy import select, update

from models import clock, offices
from models.accounts import actions as account_actions
from models.accounts import queries as accounts
from models.accounts.rules import Role, Viewer
from models.accounts.tables import Commune
from models.base import db
from models.duties.rows import DutyPick, count
from models.duties.rules import DutyState
from models.duties.tables import Duty
from models.journal.tables import JournalEntry
from models.plan import days, queries
from models.plan.rules import may_set_day
from models.plan.tables import Plan, PlanTask, Step
from models.text import fold
from tests.factories import Office
from tests.shipped import load_plan

TODAY, BEFORE, AHEAD = date(2026, 11, 30), date(2026, 6, 30), date(2026, 12, 1)


@pytest.mark.parametrize(
    ("day", "is_extended", "is_decided", "joined_on", "says"),
    [
        (None, False, False, None, True),
        (None, False, True, TODAY, True),
        (AHEAD, False, True, TODAY, True),
        (TODAY, False, True, TODAY, True),
        (AHEAD, True, False, TODAY, False),
        (BEFORE, False, False, date(2026, 1, 1), False),
        (BEFORE, False, False, TODAY, True),
        (BEFORE, False, True, TODAY, False),
        (BEFORE, True, False, TODAY, False),
        (BEFORE, False, False, None, False),
    ],
)
def test_which_days_the_office_may_set(day, is_extended, is_decided, joined_on, says) -> None:
    assert may_set_day(day, is_extended, is_decided, joined_on, TODAY) is says


@pytest.fixture
def template(office: Office) -> Office:
    load_plan(office.commune, has_days=False)
    db.session.commit()
    return office


@pytest.mark.parametrize(("name", "kind"), [("Phường Thử Mới", "phường"), ("Xã Thử Mới", "xã")])
@pytest.mark.usefixtures("app")
def test_a_new_commune_begins_without_days_and_under_its_own_kind(name: str, kind: str) -> None:
    shipped = offices.shipped()
    offices.load_everything(shipped)
    commune = account_actions.add_commune(name, "Tỉnh Gia Lai")
    for _ in range(2):
        offices.join(commune, shipped)
        offices.load_everything(shipped)
    db.session.commit()
    eyes = Viewer(0, Role.LEADER, "", commune.id)
    tasks, steps = queries.short_rows(eyes)
    assert (len(tasks), len(steps)) == (37, 37)
    assert {row.standing.state for row in (*tasks, *steps)} == {DutyState.NO_DATE}
    plan = queries.plan(eyes)
    assert (plan.due_on, plan.decided_on, plan.due_text, plan.script_decided_on) == (None, None, "", None)
    own = select(PlanTask.due_text).where(PlanTask.commune_id == commune.id)
    assert set(db.session.scalars(own)) | set(
        db.session.scalars(select(Step.due_text).where(Step.commune_id == commune.id))
    ) == {""}
    units = [unit.name for unit in accounts.units(eyes)]
    assert f"Công an {kind}" in units and f"Lãnh đạo UBND {kind}" in units
    first = commune.name[:1].lower() + commune.name[1:]
    partners = [body for row in queries.task_rows(eyes) for body in row.partners if body.startswith("UBND ")]
    assert set(partners) - {"UBND tỉnh"} == {f"UBND {first}", f"UBND {kind}"}
    issued = db.session.scalars(select(Commune).where(Commune.fold == fold("Xã Tây Sơn"))).one()
    of_own = db.session.scalars(select(Plan).where(Plan.commune_id == issued.id)).one()
    assert of_own.due_on == date(2026, 6, 30), "whom the plan was issued for has its days"


def test_nothing_is_late_and_the_lists_say_so(template: Office, browse) -> None:
    leader = browse("leader")
    page = leader.get("/ke-hoach/nhiem-vu").text
    assert "37 nhiệm vụ chưa đặt hạn" in page and "Đặt hạn cho nhiều việc" in page
    assert page.count("chưa đặt</span>") == 37
    assert "0 quá hạn" in leader.get("/ke-hoach/kich-ban").text
    assert "Đặt hạn cho nhiều việc" not in browse("secretary").get("/ke-hoach/nhiem-vu").text
    rows = queries.task_rows(template.viewer("leader"))
    assert count(rows, DutyPick.OVERDUE) == 0


def test_days_are_set_for_many_at_once(template: Office, browse, hold) -> None:
    hold("2026-11-30 09:00")
    leader, eyes = browse("leader"), template.viewer("leader")
    one = next(row for row in queries.task_rows(eyes) if row.ref == "7")
    answer = leader.post("/ke-hoach/dat-han", {"day": "31/3/2027", "viec": str(one.id), "nhom": "step:I"})
    assert answer.status_code == 303
    tasks, steps = queries.short_rows(eyes)
    assert {row.ref: row.due_on for row in tasks if row.due_on} == {"7": date(2027, 3, 31)}
    dated = {row.ref: (row.due_on, row.first_due_on) for row in steps if row.due_on}
    assert set(dated) == {row.ref for row in steps if row.group == "I"}
    assert dated["I.1"] == (date(2027, 3, 31), date(2027, 3, 31))
    assert dated["I.5"][0] == date(2027, 4, 24), "monthly work is due in its month"
    leader.post("/ke-hoach/dat-han", {"day": "15/1/2027", "viec": str(one.id)})
    assert queries.task(eyes, 7).duty.due_on == date(2027, 1, 15), "a day that is not over may be mended"
    load_plan(accounts.commune(eyes.commune_id or 0), has_days=False)
    db.session.commit()
    assert queries.task(eyes, 7).duty.due_on == date(2027, 1, 15), "the catalogue leaves it alone"
    words = db.session.scalars(select(JournalEntry.changes).where(JournalEntry.entity == "duty")).all()
    assert any("2027-01-15" in str(one) for one in words)


def test_what_is_over_is_left_to_extensions(template: Office, browse, hold) -> None:
    hold("2026-11-30 09:00")
    leader, eyes = browse("leader"), template.viewer("leader")
    duty_id = queries.task(eyes, 7).duty_id
    queries.task(eyes, 7).duty.promise(date(2026, 11, 1))

    def asked(joined_on: date) -> int:
        db.session.execute(update(Commune).where(Commune.id == eyes.commune_id).values(joined_on=joined_on))
        db.session.commit()
        return leader.post("/ke-hoach/dat-han", {"day": "31/3/2027", "viec": str(duty_id)}).status_code

    assert asked(date(2026, 10, 1)) == 422
    assert asked(date(2026, 11, 20)) == 303
    assert queries.task(eyes, 7).duty.due_on == date(2027, 3, 31), "a day of the template gives way"


def test_odd_wishes_and_other_eyes(template: Office, other_office: Office, browse) -> None:
    load_plan(other_office.commune, has_days=False)
    db.session.commit()
    leader = browse("leader")
    foreign = queries.task(other_office.viewer("leader"), 7).duty_id
    far = {"day": "31/3/2099"}
    for odd in ({}, far, {"day": "1/1/2020", "nhom": "step:I"}, far | {"viec": str(foreign)}, far | {"viec": "x" * 99}):
        assert leader.post("/ke-hoach/dat-han", odd).status_code == 422, odd
    assert queries.task(other_office.viewer("leader"), 7).duty.due_on is None
    for role in ("secretary", "auditor", "counter", "province"):
        assert browse(role).get("/ke-hoach/dat-han").status_code == 403, role
        assert browse(role).post("/ke-hoach/dat-han", far | {"nhom": "step:I"}).status_code == 403, role
    assert browse("admin").get("/ke-hoach/dat-han").status_code == 200
    eyes = template.viewer("leader")
    db.session.execute(update(Duty).where(Duty.commune_id == eyes.commune_id).values(due_on=clock.today()))
    db.session.commit()
    assert days.groups(eyes) == []
    assert "Mọi việc của kế hoạch đã có hạn" in leader.get("/ke-hoach/dat-han").text
