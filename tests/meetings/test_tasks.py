"""A conclusion that is a task has its duty: made, followed, kept, and lost only while nobody has worked on it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from models import journal
from models.base import db
from models.duties import actions as duties
from models.duties import queries as duty_queries
from models.duties.rules import DutyKind, DutyStatus
from models.duties.tables import Duty
from models.errors import RulesBroken
from models.journal import JournalEntry
from models.meetings import actions
from models.meetings.points import DueRule, Point, PointKind
from models.meetings.rules import Platform
from models.meetings.seats import Seat
from models.meetings.tables import Body, Meeting
from tests.browser import Browser
from tests.duties.conftest import finish, report
from tests.factories import Office
from tests.meetings.conftest import make_meeting

Browse = Callable[..., Browser]


@pytest.fixture(autouse=True)
def _monday(hold: Callable[[str], None]) -> None:
    hold("2026-03-30 16:00")


def task(office: Office, label: str = "2", text: str = "Rà soát chỉ tiêu.", **changes: Any) -> Point:
    values: dict[str, Any] = {
        "lead_unit_id": office.units[3].id,
        "product": "Báo cáo",
        "authority": "Chủ tịch UBND xã",
        "due_on": date(2026, 4, 5),
        "due_rule": DueRule.BEFORE,
        **changes,
    }
    return Point(label, text, PointKind.TASK, **values)


def correct(office: Office, meeting: Meeting, points: list[Point], **changes: Any) -> None:
    seats = changes.pop("seats", [Seat(person.id) for person in office.people.values()])
    for name, value in changes.items():
        setattr(meeting, name, value)
    actions.correct(office.viewer("secretary"), meeting, seats, points)
    db.session.commit()


def only() -> Duty:
    return db.session.scalars(select(Duty)).one()


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Duty)) or 0


def test_a_task_gets_its_duty_and_a_direction_none(office: Office, body: Body) -> None:
    direction = Point("1", "Không in giấy.", lead_unit_id=office.units[1].id, due_on=date(2026, 4, 9))
    meeting = make_meeting(office, body, points=[direction, task(office)])
    duty = only()
    assert (duty.kind, duty.ref, duty.title, duty.origin, duty.origin_on) == (
        DutyKind.CONCLUSION,
        "2",
        "Rà soát chỉ tiêu.",
        "Giao ban công việc tuần",
        date(2026, 3, 30),
    )
    assert (duty.unit_id, duty.due_on, duty.first_due_on) == (
        office.units[3].id,
        date(2026, 4, 4),
        date(2026, 4, 4),
    )
    first, second = meeting.conclusions
    assert (first.duty, first.lead_unit_id, first.due_on) == (None, office.units[1].id, date(2026, 4, 9))
    assert (second.lead_unit_id, second.due_on, second.printed_due) == (None, None, date(2026, 4, 5))
    assert (first.point, second.point) == (direction, task(office)), "the form gets back what it gave"


def test_correcting_the_record_keeps_the_duty_and_its_work(office: Office, body: Body) -> None:
    meeting = make_meeting(office, body, points=[task(office)])
    key = only().id
    duties.write_note(office.viewer("counter"), only(), "Đang làm.")
    changed = task(office, text="Rà soát mười chỉ tiêu.", due_on=date(2026, 4, 8), due_rule=DueRule.BY_END_OF)
    correct(office, meeting, [changed], title="Giao ban tuần 14")
    duty = only()
    assert (duty.id, duty.title, duty.origin) == (key, "Rà soát mười chỉ tiêu.", "Giao ban tuần 14")
    assert (duty.due_on, duty.status) == (date(2026, 4, 8), DutyStatus.DOING)
    correct(office, meeting, [Point("1", "Chung."), task(office, "7", "Rà soát mười chỉ tiêu.")])
    assert (only().id, only().ref) == (key, "7"), "a new number is no new task"


def test_an_extended_day_stays_when_the_record_is_corrected(office: Office, body: Body) -> None:
    meeting = make_meeting(office, body, points=[task(office)])
    only().extend(date(2026, 5, 1))
    correct(office, meeting, [task(office, due_on=date(2026, 4, 6))])
    assert (only().due_on, only().first_due_on) == (date(2026, 5, 1), date(2026, 4, 5))
    assert meeting.conclusions[0].printed_due == date(2026, 4, 6)


@pytest.mark.parametrize("left", [[], [Point("2", "Rà soát chỉ tiêu.")]], ids=["taken out", "made a direction"])
def test_a_duty_is_lost_only_while_nobody_has_worked_on_it(office: Office, body: Body, left: list[Point]) -> None:
    meeting = make_meeting(office, body, points=[task(office)])
    correct(office, meeting, left)
    assert count() == 0
    correct(office, meeting, [task(office)])
    duties.write_note(office.viewer("counter"), only(), "Đang làm.")
    db.session.commit()
    with pytest.raises(RulesBroken) as refused:
        correct(office, meeting, left)
    assert [broken.code for broken in refused.value.broken] == ["task_has_work"]
    db.session.rollback()
    assert only().status is DutyStatus.DOING


def test_a_wish_for_a_later_day_is_work_too(office: Office, body: Body) -> None:
    meeting = make_meeting(office, body, points=[task(office)])
    duties.ask_extension(office.viewer("counter"), only(), date(2026, 5, 1), "Chờ số liệu")
    with pytest.raises(RulesBroken):
        correct(office, meeting, [])


def test_the_refusal_is_told_in_the_form(
    office: Office, body: Body, browse: Browse, filled: Callable[..., Any]
) -> None:
    meeting = make_meeting(office, body, hour=7, points=[task(office)])
    duties.write_note(office.viewer("counter"), only(), "Đang làm.")
    db.session.commit()
    row = {"label": "2", "text": "Rà soát chỉ tiêu.", "kind": "general", "due_rule": "before"}
    fields = filled(**{f"points-0-{name}": value for name, value in row.items()})
    answer = browse("secretary").post_form(f"/hop/{meeting.id}/sua", fields)
    assert answer.status_code == 422
    assert "Việc giao ở mục “2” đã có người ghi tiến độ" in answer.text


def test_a_cancelled_meeting_asks_for_nothing(office: Office, body: Body) -> None:
    meeting = make_meeting(office, body, points=[task(office)])
    clerk = office.viewer("counter")
    assert [row.ref for row in duty_queries.mine(clerk)] == ["2"]
    meeting.cancel("Ghi nhầm")
    db.session.commit()
    assert only().status is DutyStatus.VOID
    assert duty_queries.mine(clerk) == []


def test_a_meeting_that_turns_secret_takes_its_tasks_out_without_a_word(office: Office, body: Body) -> None:
    meeting = make_meeting(office, body, points=[task(office, text="Lời mật số một.", product="Sản phẩm mật")])
    told = db.session.scalar(select(func.max(JournalEntry.id)))
    correct(office, meeting, [], title="", platform=Platform.SECRET, ecabinet_ref="")
    assert count() == 0
    lines = db.session.scalars(select(JournalEntry).where(JournalEntry.id > told)).all()
    assert "duty" in {line.entity for line in lines if line.action == "deleted"}
    assert all("mật" not in line.changes.lower() and "mat" not in line.changes for line in lines)
    assert list(journal.broken_links()) == []


def test_the_page_of_the_meeting_shows_the_state_and_leads_to_the_duty(
    office: Office, body: Body, browse: Browse, hold: Callable[[str], None]
) -> None:
    meeting_id = make_meeting(office, body, points=[task(office)]).id
    duty_id = only().id
    browser = browse("counter")
    page = browser.get(f"/hop/{meeting_id}").text
    assert f'href="/viec/{duty_id}"' in page
    assert "Còn 5 ngày" in page
    assert "Theo dõi" not in browser.get(f"/hop/{meeting_id}/in").text, "the paper does not change"
    hold("2026-04-10 09:00")
    page = browse("counter").get(f"/hop/{meeting_id}").text
    assert "Quá hạn 6 ngày" in page
    report(office, only(), date(2026, 4, 10), "counter")
    db.session.commit()
    assert "Chờ xác nhận" in browse("leader").get(f"/hop/{meeting_id}").text


def test_work_on_a_conclusion_is_reported_at_its_own_page(office: Office, body: Body, browse: Browse) -> None:
    meeting_id = make_meeting(office, body, points=[task(office)]).id
    url = f"/viec/{only().id}"
    clerk, leader, auditor = browse("counter"), browse("leader"), browse("auditor")
    page = clerk.get(url).text
    assert "Rà soát chỉ tiêu." in page and "Báo cáo" in page and f'href="/hop/{meeting_id}"' in page
    assert clerk.post_form(f"{url}/tien-do", {"text": "Đã làm một nửa"}, page=url).location == url
    answer = {"done_on": "30/3/2026", "text": "Báo cáo đã gửi", "evidence_link": "https://minh-hoa.example/bc"}
    assert clerk.post_form(f"{url}/hoan-thanh", answer).location == url
    assert auditor.get(url).status_code == 200
    assert "Lưu ghi nhận" not in auditor.get(url).text
    assert auditor.post(f"{url}/tien-do", {"text": "Ghi hộ"}).status_code == 403
    assert auditor.post(f"{url}/xac-nhan").status_code == 403
    assert leader.post_form(f"{url}/xac-nhan", {}, page=url).location == url
    assert only().status is DutyStatus.DONE
    assert "Đã hoàn thành" in leader.get(url).text


def test_who_leads_a_conclusion_its_meeting_says_and_a_person_can_be_named(
    office: Office, body: Body, browse: Browse
) -> None:
    make_meeting(office, body, points=[task(office)])
    unit_id, person_id = office.units[3].id, office.account("counter").person_id
    url = f"/viec/{only().id}/phan-cong"
    browser = browse("secretary")
    assert 'name="unit_id"' not in browser.get(url).text
    assert browser.post_form(url, {"unit_id": "", "person_id": str(person_id)}).status_code == 303
    assert (only().unit_id, only().person_id) == (unit_id, person_id)


def test_the_record_of_a_meeting_takes_few_statements_whatever_it_concludes(
    office: Office, body: Body, browse: Browse, statements: Callable[..., Any]
) -> None:
    few = make_meeting(office, body, hour=7, points=[task(office)]).id
    many = [task(office, str(n), f"Việc {n}.", lead_unit_id=office.units[n % 4].id) for n in range(1, 21)]
    more = make_meeting(office, body, hour=9, points=many).id
    for duty in db.session.scalars(select(Duty).where(Duty.ref == "3")):
        finish(office, duty, date(2026, 3, 30), "auditor" if duty.unit_id == office.units[1].id else "counter")
    db.session.commit()
    browser = browse("leader")
    browser.get(f"/hop/{few}")

    def cost(meeting_id: int) -> int:
        with statements() as seen:
            assert browser.get(f"/hop/{meeting_id}").status_code == 200
        return len(seen)

    assert cost(few) == cost(more)
