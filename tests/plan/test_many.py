"""Many tasks and steps given at once: what changes with each, what is refused, and one act that writes it."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from models import clock
from models.accounts.rules import Role, Viewer
from models.base import db
from models.duties import actions
from models.duties.rows import Extension
from models.duties.rules import DutyStatus
from models.duties.tables import Duty, DutyExtension, DutyUnit
from models.errors import RuleBroken
from models.journal import JournalEntry
from models.plan import assigning, queries
from models.plan.assigning import Beside, ManyChange, ManyWish, line
from tests.duties.conftest import finish
from tests.factories import Office
from tests.plan.test_rows import TODAY
from tests.plan.test_rows import line as row_of

LEADER = Viewer(9, Role.LEADER, "Chủ tịch", 1, person_id=1, unit_id=3)
SECRETARY = Viewer(8, Role.SECRETARY, "Văn phòng", 1, person_id=2, unit_id=4)
LATER, PAST = date(2026, 8, 1), date(2026, 6, 1)
URL = "/ke-hoach/giao-viec"


@pytest.mark.parametrize(
    ("facts", "wish", "known", "eyes", "changes", "refusal"),
    [
        ({"unit_id": 3}, ManyWish(unit_id=3), Beside(), LEADER, set(), ""),
        ({"unit_id": 3}, ManyWish(unit_id=4), Beside(), LEADER, {ManyChange.UNIT}, ""),
        ({"unit_id": 3, "person_id": 7}, ManyWish(unit_id=4), Beside((), 4), LEADER, {ManyChange.UNIT}, ""),
        (
            {"unit_id": 3, "person_id": 7},
            ManyWish(unit_id=4),
            Beside((), 3),
            LEADER,
            {ManyChange.UNIT, ManyChange.NO_PERSON},
            "",
        ),
        ({"person_id": 7}, ManyWish(person_id=8), Beside(), LEADER, {ManyChange.PERSON}, ""),
        ({"unit_id": 3}, ManyWish(joining=frozenset({3, 5})), Beside((5,)), LEADER, set(), ""),
        ({"unit_id": 3}, ManyWish(joining=frozenset({5, 6})), Beside((5,)), LEADER, {ManyChange.JOINING}, ""),
        ({"due": None}, ManyWish(due_on=LATER), Beside(), LEADER, {ManyChange.DUE}, ""),
        ({"due": None}, ManyWish(due_on=PAST), Beside(), LEADER, set(), "day_passed"),
        ({"due": None}, ManyWish(due_on=LATER), Beside(), SECRETARY, set(), "day_not_yours"),
        ({"unit_id": 3}, ManyWish(due_on=LATER), Beside(), LEADER, {ManyChange.EXTENSION}, ""),
        ({"unit_id": 3}, ManyWish(due_on=LATER), Beside(), SECRETARY, set(), "extension_not_yours"),
        ({"unit_id": 3}, ManyWish(due_on=PAST), Beside(), LEADER, set(), "extension_no_later"),
        ({"unit_id": 3}, ManyWish(due_on=date(2026, 6, 30)), Beside(), LEADER, set(), ""),
        (
            {"unit_id": 3, "extension": Extension(LATER, "Chờ", 5)},
            ManyWish(due_on=LATER),
            Beside(),
            LEADER,
            set(),
            "extension_pending",
        ),
        ({"done": date(2026, 6, 2)}, ManyWish(due_on=LATER), Beside(), LEADER, set(), "duty_done"),
        ({"done": date(2026, 6, 2)}, ManyWish(unit_id=4), Beside(), LEADER, {ManyChange.UNIT}, ""),
        ({"status": DutyStatus.VOID}, ManyWish(unit_id=4), Beside(), LEADER, set(), "duty_void"),
    ],
)
def test_what_changes_with_one_of_many(
    facts: dict[str, Any], wish: ManyWish, known: Beside, eyes: Viewer, changes: set[ManyChange], refusal: str
) -> None:
    found = line(row_of(**{"due": date(2026, 6, 30), **facts}), wish, known, eyes, TODAY)
    assert (found.changes, found.refusal) == (changes, refusal)


def test_a_monthly_step_gets_its_own_last_day_of_the_month() -> None:
    found = line(row_of(due=None), ManyWish(due_on=LATER), Beside(monthly_before=25), LEADER, TODAY)
    assert found.due_on == date(2026, 8, 24)


# ---- in the browser


def ids_of(office: Office, *numbers: int) -> list[int]:
    return [queries.task(office.viewer("leader"), no).duty_id for no in numbers]


def send(browser, ids: list[int], step: str, **fields: Any):
    """Fill in the form of these pieces of work as a browser would; a preview that was shown goes along."""
    page = f"{URL}?" + "&".join(f"viec={one}" for one in ids)
    hidden = browser.hidden_fields(page, URL)
    shown = fields.pop("shown", "")
    data = {**hidden, "viec": [str(one) for one in ids], "buoc": step, "shown": shown, **fields}
    return browser.post_raw(URL, data)


def shown_by(answer) -> str:
    return BeautifulSoup(answer.text, "lxml").select_one("input[name=shown]")["value"]


def give(browser, ids: list[int], **fields: Any):
    preview = send(browser, ids, "xem", **fields)
    assert preview.status_code == 200
    return send(browser, ids, "giao", shown=shown_by(preview), **fields)


def test_a_preview_writes_nothing_and_names_what_is_refused(planned: Office, browse) -> None:
    ids = ids_of(planned, 5, 6, 7)
    unit = planned.units[2]
    queries.task(planned.viewer("leader"), 7).duty.call_off()
    db.session.commit()
    before = db.session.scalar(select(func.count()).select_from(JournalEntry))
    answer = send(browse("leader"), ids, "xem", unit_id=str(unit.id), joining=[str(planned.units[1].id)])
    page = BeautifulSoup(answer.text, "lxml")
    rows = [" ".join(row.text.split()) for row in page.select("#chosen tbody tr")]
    assert answer.status_code == 200 and len(rows) == 3
    assert all(unit.name in row and planned.units[1].name in row for row in rows[:2])
    assert "Không giao được" in rows[2] and "không còn phải làm" in rows[2]
    assert "Chưa ghi gì" in answer.text and "Giao 2 việc" in answer.text
    assert db.session.scalar(select(func.count()).select_from(JournalEntry)) == before


def test_many_are_given_in_one_act_and_told_in_the_journal(planned: Office, browse) -> None:
    ids = ids_of(planned, 5, 6, 7)
    unit, joins = planned.units[2].id, [planned.units[0].id, planned.units[1].id]
    answer = give(browse("secretary"), ids, unit_id=str(unit), joining=[str(one) for one in joins])
    assert (answer.status_code, answer.location) == (303, "/ke-hoach/nhiem-vu")
    assert set(db.session.scalars(select(Duty.unit_id).where(Duty.id.in_(ids)))) == {unit}
    assert db.session.scalar(select(func.count()).select_from(DutyUnit)) == 6
    told = db.session.scalars(select(JournalEntry).where(JournalEntry.entity == "duty_unit")).all()
    assert len(told) == 1 and json.loads(told[0].changes)["count"] == 6
    page = browse("leader").get("/ke-hoach/nhiem-vu/5").text
    assert "Đơn vị phối hợp" in page and planned.units[0].name in page


def test_a_day_is_asked_for_where_there_is_one_and_the_first_stays(planned: Office, browse, hold) -> None:
    hold("2026-06-10 09:00")
    ids = ids_of(planned, 5, 6, 7)
    eyes = planned.viewer("leader")
    own, other, undated = (queries.task(eyes, no).duty for no in (5, 6, 7))
    own.unit_id, other.unit_id = eyes.unit_id, planned.units[-1].id
    undated.due_on = undated.first_due_on = None
    assert own.unit_id is not None and own.unit_id != other.unit_id
    db.session.commit()
    browser = browse("leader")
    preview = send(browser, ids, "xem", due_on="15/8/2026")
    rows = [" ".join(row.text.split()) for row in BeautifulSoup(preview.text, "lxml").select("#chosen tbody tr")]
    assert "Đề nghị gia hạn đến 15/8/2026" in rows[0] and "hạn gốc 30/6/2026 vẫn giữ" in rows[0]
    assert "Không giao được" in rows[1] and "Đặt hạn 15/8/2026" in rows[2]
    bare = send(browser, ids, "giao", shown=shown_by(preview), due_on="15/8/2026")
    assert bare.status_code == 422 and "Xin ghi lý do" in bare.text
    assert db.session.scalar(select(func.count()).select_from(DutyExtension)) == 0
    assert give(browser, ids, due_on="15/8/2026", reason="Chờ vốn").status_code == 303
    db.session.expire_all()
    days = {one.id: (one.due_on, one.first_due_on) for one in db.session.scalars(select(Duty).where(Duty.id.in_(ids)))}
    june, august = date(2026, 6, 30), date(2026, 8, 15)
    assert [days[one] for one in ids] == [(june, june), (june, june), (august, august)]
    wish = db.session.scalars(select(DutyExtension)).one()
    assert (wish.duty_id, wish.old_due, wish.new_due, wish.reason) == (ids[0], june, august, "Chờ vốn")
    with pytest.raises(RuleBroken, match="own_extension"):
        actions.decide_extension(eyes, db.session.get(Duty, ids[0]), True)


def test_what_moved_since_the_preview_is_looked_at_again(planned: Office, browse) -> None:
    ids = ids_of(planned, 5, 6)
    browser, unit = browse("leader"), planned.units[2].id
    preview = send(browser, ids, "xem", unit_id=str(unit))
    db.session.get(Duty, ids[0]).unit_id = planned.units[1].id
    db.session.commit()
    answer = send(browser, ids, "giao", shown=shown_by(preview), unit_id=str(unit))
    assert answer.status_code == 422 and "vừa có người lưu thêm" in answer.text
    assert unit not in set(db.session.scalars(select(Duty.unit_id).where(Duty.id.in_(ids))))
    assert send(browser, ids, "giao", unit_id=str(unit)).status_code == 422, "never without a preview"
    assert send(browser, ids, "giao", shown=shown_by(answer), unit_id=str(planned.units[1].id)).status_code == 422
    assert send(browser, ids, "giao", shown=shown_by(answer), unit_id=str(unit)).status_code == 303


def test_the_same_form_twice_gives_once(planned: Office, browse) -> None:
    ids = ids_of(planned, 5, 6)
    browser = browse("leader")
    page = f"{URL}?viec={ids[0]}&viec={ids[1]}"
    fields = {"joining": [str(planned.units[2].id)]}
    shown = shown_by(send(browser, ids, "xem", **fields))
    data = {**browser.hidden_fields(page, URL), "viec": [str(one) for one in ids], "buoc": "giao", "shown": shown}
    first, second = (browser.post_raw(URL, {**data, **fields}) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert db.session.scalar(select(func.count()).select_from(DutyUnit)) == 2


def test_only_those_who_give_work_and_only_their_own(planned: Office, planned_elsewhere: Office, browse) -> None:
    ids = ids_of(planned, 5)
    own_unit, foreign_unit = planned.units[2].id, planned_elsewhere.units[0].id
    for role in ("counter", "auditor", "admin", "province"):
        assert browse(role).get(f"{URL}?viec={ids[0]}").status_code == 403, role
        assert browse(role).post(URL, {"viec": str(ids[0]), "buoc": "giao"}).status_code == 403, role
    assert 'name="viec"' not in browse("counter").get("/ke-hoach/nhiem-vu").text
    assert 'name="viec"' in browse("secretary").get("/ke-hoach/kich-ban").text
    foreign = queries.task(planned_elsewhere.viewer("leader"), 5).duty_id
    preview = send(browse("leader"), [*ids, foreign], "xem", unit_id=str(own_unit))
    assert len(BeautifulSoup(preview.text, "lxml").select("#chosen tbody tr")) == 1
    assert send(browse("leader"), ids, "xem", unit_id=str(foreign_unit)).status_code == 422
    assert send(browse("leader"), ids, "xem", joining=[str(foreign_unit)]).status_code == 422, "nothing is left of it"


@pytest.mark.parametrize("query", ["", "?viec=abc", "?viec=%F0", "?viec=99999999999999999999", "?viec=-1"])
def test_nothing_ticked_leads_back_to_the_list(planned: Office, browse, query: str) -> None:
    answer = browse("leader").get(f"{URL}{query}")
    assert (answer.status_code, answer.location) == (303, "/ke-hoach/nhiem-vu")


def test_too_many_are_refused_in_words(planned: Office, browse) -> None:
    query = "&".join(f"viec={one}" for one in range(1, assigning.MOST_AT_ONCE + 2))
    browser = browse("leader")
    assert browser.get(f"{URL}?{query}").status_code == 303
    assert "nhiều nhất 200 việc" in browser.get("/ke-hoach/nhiem-vu").text


def test_an_empty_wish_and_odd_days_are_refused(planned: Office, browse) -> None:
    ids = ids_of(planned, 5)
    for fields in ({}, {"due_on": "31/2/2026"}, {"person_id": "999999"}, {"reason": "a" * 501, "due_on": "1/1/2027"}):
        assert send(browse("leader"), ids, "xem", **fields).status_code == 422, fields


def test_the_single_page_takes_a_unit_that_joins_in_away_again(planned: Office, browse) -> None:
    ids = ids_of(planned, 5)
    give(browse("leader"), ids, joining=[str(planned.units[1].id), str(planned.units[2].id)])
    url = "/ke-hoach/nhiem-vu/5/phan-cong"
    answer = browse("leader").post_form(url, {"joining": [str(planned.units[2].id)]}, page=url)
    assert answer.status_code == 303
    assert list(db.session.scalars(select(DutyUnit.unit_id))) == [planned.units[2].id]


def test_work_that_is_done_may_change_hands_but_gets_no_day(planned: Office, browse, hold) -> None:
    hold("2026-06-10 09:00")
    finish(planned, queries.task(planned.viewer("secretary"), 5).duty, date(2026, 6, 2))
    db.session.commit()
    late = (clock.today() + timedelta(days=60)).isoformat()
    answer = send(browse("leader"), ids_of(planned, 5), "xem", due_on=late)
    assert "đã hoàn thành và được xác nhận" in answer.text
