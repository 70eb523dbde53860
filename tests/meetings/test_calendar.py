"""The calendar: week and month, what was moved away, what eyes may not know of; the next one after the last."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest

from models import clock
from models.base import db
from models.errors import RuleBroken
from models.meetings import calendar, planning
from models.meetings.repeating import dates, next_day, next_title
from models.meetings.rules import Confidentiality, Platform
from models.meetings.seats import Seat
from models.meetings.states import State
from models.meetings.tables import Body, MeetingMove
from models.places.actions import add_room
from tests.browser import Browser
from tests.factories import Office
from tests.meetings.conftest import MONDAY, make_meeting
from tests.meetings.test_states import planned

Browse = Callable[..., Browser]
NEXT = MONDAY + timedelta(days=7)


@pytest.fixture(autouse=True)
def _monday(hold: Callable[[str], None]) -> None:
    hold("2026-03-30 16:00")


@pytest.mark.parametrize(
    ("last", "today", "taken", "day"),
    [
        (date(2026, 3, 30), date(2026, 3, 30), [], date(2026, 4, 6)),
        (date(2026, 3, 23), date(2026, 3, 30), [], date(2026, 3, 30)),  # not met yet this week
        (date(2026, 3, 23), date(2026, 4, 1), [], date(2026, 3, 30)),  # on Wednesday Monday's may still be written down
        (date(2026, 3, 9), date(2026, 3, 30), [], date(2026, 3, 30)),
        (date(2026, 3, 23), date(2026, 3, 30), [date(2026, 4, 1)], date(2026, 4, 6)),
        (date(2026, 12, 28), date(2026, 12, 30), [], date(2027, 1, 4)),
        (date(2026, 3, 29), date(2026, 3, 31), [], date(2026, 4, 5)),  # Sundays
    ],
)
def test_the_next_one_is_on_its_weekday_in_a_week_without_one(
    last: date, today: date, taken: list[date], day: date
) -> None:
    assert next_day(last, today, taken) == day


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Giao ban tuần 14", "Giao ban tuần 15"),
        ("Giao ban tuần thứ 14, rà soát", "Giao ban tuần thứ 15, rà soát"),
        ("Việc tồn của tuần 9", "Việc tồn của tuần 9"),
        ("Họp UBND xã", "Họp UBND xã"),
    ],
)
def test_the_title_takes_the_number_of_its_week(title: str, said: str) -> None:
    assert next_title(title, MONDAY, NEXT) == said


def test_the_days_of_a_series() -> None:
    assert dates(MONDAY, 2, 3) == [date(2026, 3, 30), date(2026, 4, 13), date(2026, 4, 27)]


def test_week_and_month_show_what_is_ahead_and_what_was(browse: Browse, office: Office, body: Body) -> None:
    make_meeting(office, body, title="Họp sáng đầu tuần")
    planned(office, body)
    browser = browse("secretary")
    assert "Họp sáng đầu tuần" in browser.get("/hop/lich").text
    following = browser.get("/hop/lich?tuan=2026-W15").text
    assert "Giao ban tuần sau" in following and "Nháp" in following
    assert "Giao ban tuần sau" in browser.get("/hop/lich/thang?thang=2026-04").text
    assert "Giao ban tuần sau" not in browse("counter").get("/hop/lich?tuan=2026-W15").text, "a draft tells nobody"


@pytest.mark.parametrize("query", ["tuan=abc", "tuan=9999-W10", "tuan=1900-W01", "tuan=%00"])
def test_odd_weeks_and_months_are_a_page(browse: Browse, body: Body, query: str) -> None:
    assert browse("counter").get(f"/hop/lich?{query}").status_code == 200
    assert browse("counter").get(f"/hop/lich/thang?{query.replace('tuan', 'thang')}").status_code == 200


def test_of_a_closed_meeting_others_see_a_taken_room_and_nothing_else(
    browse: Browse, office: Office, body: Body
) -> None:
    room = add_room(office.viewer("secretary"), "Phòng họp số 1", "", "", 20)
    seats = [Seat(office.account("leader").person_id)]
    closed = {"confidentiality": Confidentiality.CLOSED, "room_id": room.id, "title": "Kiểm điểm nội bộ"}
    make_meeting(office, body, hour=14, seats=seats, **closed)
    page = browse("counter").get("/hop/lich").text
    assert "Phòng bận" in page and "14:00" in page and "Phòng họp số 1" in page
    assert "Kiểm điểm" not in page and "Giao ban tuần" not in page
    assert "Kiểm điểm" in browse("leader").get("/hop/lich").text
    (entry,) = calendar.entries(office.viewer("counter"), MONDAY, MONDAY)
    assert (entry.id, entry.title, entry.body, entry.invited) == (None, "", "", 0)


def test_moved_is_one_record_with_its_reason_and_stands_in_both_weeks(office: Office, body: Body) -> None:
    meeting = planned(office, body)
    meeting.invite(clock.now())
    db.session.commit()
    start = clock.at_office(NEXT + timedelta(days=8), 14)
    eyes = office.viewer("secretary")
    planning.move(eyes, meeting, start, start + timedelta(hours=1), None, "Hội trường", "Trùng lịch tỉnh")
    db.session.commit()
    assert (meeting.state, meeting.held_on, meeting.starts_at) == (State.MOVED, NEXT + timedelta(days=8), start)
    (line,) = db.session.query(MeetingMove).all()
    assert (line.from_start, line.to_start, line.reason) == (clock.at_office(NEXT, 8), start, "Trùng lịch tỉnh")
    (old,) = calendar.entries(eyes, NEXT, NEXT + timedelta(days=6))
    (new,) = calendar.entries(eyes, NEXT + timedelta(days=7), NEXT + timedelta(days=13))
    assert (old.moved_to, new.moved_from, old.id) == (start, clock.at_office(NEXT, 8), new.id)


def test_a_move_is_refused_whole(office: Office, body: Body) -> None:
    meeting = planned(office, body)
    meeting.invite(clock.now())
    planned(office, body, NEXT, 14)
    db.session.commit()
    eyes, start = office.viewer("secretary"), clock.at_office(NEXT, 14)
    for day, hours, why, code in (
        (start, 1, "Vì", "same_meeting"),
        (start + timedelta(hours=1), 1, " ", "reason_missing"),
        (clock.at_office(MONDAY, 8), 1, "Vì", "move_into_past"),
        (meeting.starts_at, 1, "Vì", "move_to_nothing"),
    ):
        with pytest.raises(RuleBroken) as refused:
            planning.move(eyes, meeting, day, day + timedelta(hours=hours), None, "", why)
        assert refused.value.code == code
    assert db.session.query(MeetingMove).count() == 0 and meeting.starts_at == clock.at_office(NEXT, 8)


def test_the_database_keeps_moves_and_votes_as_they_are(office: Office, body: Body) -> None:
    from sqlalchemy import text
    from sqlalchemy.exc import DBAPIError

    meeting = planned(office, body)
    meeting.invite(clock.now())
    start = clock.at_office(NEXT, 15)
    planning.move(office.viewer("secretary"), meeting, start, start + timedelta(hours=1), None, "", "Vì")
    db.session.commit()
    for statement in ("UPDATE meeting_move SET reason = 'x'", "DELETE FROM meeting_move"):
        with pytest.raises(DBAPIError):
            db.session.execute(text(statement))
        db.session.rollback()


def test_twenty_meetings_cost_as_many_statements_as_one(
    office: Office, body: Body, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    costs = []
    for wanted in (1, 20):
        for number in range(len(calendar.entries(office.viewer("leader"), MONDAY, MONDAY)), wanted):
            hours = {"starts_at": clock.at_office(MONDAY, 6, number), "ends_at": clock.at_office(MONDAY, 9)}
            make_meeting(office, body, **hours)
        with statements() as seen:
            assert len(calendar.entries(office.viewer("leader"), MONDAY, MONDAY)) == wanted
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 3


def test_a_secret_meeting_has_no_title_in_the_calendar(browse: Browse, office: Office, body: Body) -> None:
    secret = {"platform": Platform.SECRET, "title": "", "ecabinet_ref": "", "printed_pages": None}
    make_meeting(office, body, **secret)
    assert "Nội dung bí mật nhà nước" in browse("leader").get("/hop/lich").text
