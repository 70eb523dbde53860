"""Unfinished conclusions come back once, in the next meeting of their body that takes place."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models.base import db
from models.duties import actions as duties
from models.duties.rules import DutyStatus
from models.duties.tables import Duty
from models.meetings import queries, reviewing
from models.meetings.paper_rules import ReviewOutcome
from models.meetings.paper_tables import Review
from models.meetings.points import DueRule, Point, PointKind
from models.meetings.reviewing import Stop, place
from models.meetings.rules import State
from models.meetings.tables import Body, Meeting
from tests.browser import Browser
from tests.factories import Office
from tests.meetings.conftest import MONDAY, make_body, make_meeting

Browse = Callable[..., Browser]
START = datetime(2026, 3, 30, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _then(hold: Callable[[str], None]) -> None:
    hold("2026-04-20 16:00")


def stop(number: int, has_happened: bool = True) -> Stop:
    return Stop(number, START + timedelta(weeks=number), has_happened)


@pytest.mark.parametrize(
    ("stops", "since", "where"),
    [
        ([], 0, None),
        ([stop(0)], 0, None),  # its own meeting is none
        ([stop(0), stop(1, False)], 0, 1),
        ([stop(0), stop(1, False), stop(2, False)], 0, 1),  # once, in the next one alone
        ([stop(0), stop(1), stop(2, False)], 0, 1),
        ([stop(0), stop(1), stop(2, False)], 1, 2),  # carried on from there
        ([stop(0), stop(1), stop(2)], 0, 2),  # nobody looked at it in the one that took place
        ([stop(0), stop(1, False), stop(2)], 0, 2),  # the planned one was overtaken
        ([stop(0), stop(2), stop(3)], 3, None),
    ],
)
def test_a_conclusion_has_one_place_at_a_time(stops: list[Stop], since: int, where: int | None) -> None:
    assert place(stops, START + timedelta(weeks=since)) == where


def task(office: Office, label: str, due: date = date(2026, 4, 10)) -> Point:
    return Point(
        label, f"Việc {label}.", PointKind.TASK, office.units[3].id, "Báo cáo", "Chủ tịch", due, DueRule.BY_END_OF
    )


def labels(office: Office, meeting_id: int) -> list[str]:
    found = reviewing.items(office.viewer("secretary"), queries.meeting(office.viewer("secretary"), meeting_id))
    return [item.line.label for item in found if item.decided is None]


@pytest.fixture
def first(office: Office, body: Body) -> int:
    points = [task(office, "1"), task(office, "2", date(2026, 5, 4)), Point("3", "Chung.")]
    return make_meeting(office, body, points=points).id


def later(office: Office, body: Body, weeks: int, **changes: Any) -> int:
    return make_meeting(office, body, MONDAY + timedelta(weeks=weeks), **changes).id


def test_unfinished_tasks_alone_come_back_and_only_in_their_body(office: Office, body: Body, first: int) -> None:
    other = make_body(office, "Họp UBND xã")
    elsewhere, second = later(office, other, 1), later(office, body, 1)
    assert labels(office, first) == []
    assert labels(office, elsewhere) == []
    assert labels(office, second) == ["1", "2"]


def test_a_cancelled_meeting_hands_them_on(office: Office, body: Body, first: int) -> None:
    second, third = later(office, body, 1), later(office, body, 2)
    assert (labels(office, second), labels(office, third)) == ([], ["1", "2"])
    db.session.get_one(Meeting, third).cancel("Trùng lịch")
    db.session.commit()
    assert (labels(office, second), labels(office, third)) == (["1", "2"], [])


def test_a_planned_meeting_prepares_the_list_and_decides_nothing(
    office: Office, body: Body, first: int, browse: Browse
) -> None:
    second = later(office, body, 1)
    db.session.get_one(Meeting, second).state = State.INVITED
    db.session.commit()
    assert labels(office, second) == ["1", "2"]
    browser, url = browse("secretary"), f"/hop/{second}/ra-soat"
    assert "để chuẩn bị" in browser.get(url).text
    assert browser.post(f"{url}/ghi", {}).status_code == 303
    assert db.session.scalars(select(Review)).all() == []


def test_what_was_reviewed_comes_back_once_more_in_the_following_meeting(
    office: Office, body: Body, first: int, browse: Browse
) -> None:
    second, third = later(office, body, 1), later(office, body, 2)
    db.session.get_one(Meeting, third).state = State.INVITED
    db.session.commit()
    browser, url = browse("secretary"), f"/hop/{second}/ra-soat"
    page = browser.get(url).text
    assert "Quá hạn 10 ngày" in page and "Cần quyết định hôm nay" in page and "không phải bàn" in page
    for _ in range(2):
        assert browser.post(f"{url}/ghi", {}).status_code == 303
    rows = db.session.scalars(select(Review)).all()
    assert len(rows) == 2, "said twice it is written once"
    assert {row.outcome for row in rows} == {ReviewOutcome.CARRIED, ReviewOutcome.NOTED}
    assert (labels(office, second), labels(office, third)) == ([], ["1", "2"])
    assert "đã chuyển tiếp 1 lần" in browser.get(f"/hop/{third}/ra-soat").text
    assert "Chuyển tiếp" in browser.get(url).text, "what was decided stays readable"


def test_done_needs_a_product_and_a_second_person(office: Office, body: Body, first: int, browse: Browse) -> None:
    second = later(office, body, 1)
    duty = db.session.scalars(select(Duty).where(Duty.ref == "1")).one()
    proof = duties.Evidence(link="https://minh-hoa.example/1")
    duties.report_done(office.viewer("counter"), duty, date(2026, 4, 9), "Đã gửi báo cáo.", proof)
    db.session.commit()
    line = reviewing.items(office.viewer("secretary"), queries.meeting(office.viewer("secretary"), second))[0].line.id
    url = f"/hop/{second}/ra-soat"
    clerk, leader = browse("counter"), browse("leader")
    assert clerk.post(f"{url}/ghi", {"ket-luan": str(line), "viec": "xong"}).status_code == 403
    assert "Xác nhận xong" in leader.get(url).text
    leader.post_form(f"{url}/ghi", {"ket-luan": str(line), "viec": "xong"}, page=url)
    assert db.session.scalars(select(Duty).where(Duty.ref == "1")).one().status is DutyStatus.DONE
    (row,) = db.session.scalars(select(Review)).all()
    assert (row.conclusion_id, row.outcome) == (line, ReviewOutcome.DONE)
    assert labels(office, second) == ["2"]


def test_the_original_day_stays_whatever_is_carried(office: Office, body: Body, first: int, browse: Browse) -> None:
    second = later(office, body, 1)
    duty = db.session.scalars(select(Duty).where(Duty.ref == "1")).one()
    duty.extend(date(2026, 5, 20))
    db.session.commit()
    page = " ".join(browse("leader").get(f"/hop/{second}/ra-soat").text.split())
    assert "hạn gốc: hết ngày 10/4/2026, gia hạn đến 20/5/2026" in page
