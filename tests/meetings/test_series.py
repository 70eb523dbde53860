"""A series: this one, or this one and those after it, moved and cancelled; what was off is called anew."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from models import clock
from models.base import db
from models.meetings import planning, seating
from models.meetings.seats import Presence, Seat
from models.meetings.states import State
from models.meetings.tables import Body, Meeting
from tests.browser import Browser
from tests.factories import Office
from tests.meetings.conftest import MONDAY, make_meeting
from tests.meetings.test_room import by_role
from tests.meetings.test_states import planned

Browse = Callable[..., Browser]


@pytest.fixture(autouse=True)
def _monday(hold: Callable[[str], None]) -> None:
    hold("2026-03-30 16:00")


def weekly(office: Office, body: Body, weeks: int = 4) -> list[int]:
    """The ids of a series of Mondays that everybody is invited to, the first one of them held."""
    first = make_meeting(office, body)
    seats = [Seat(person.id, status=Presence.EXPECTED) for person in office.people.values()]
    days = [MONDAY + timedelta(weeks=number) for number in range(1, weeks)]
    series = planning.plan_series(office.viewer("secretary"), first, seats, days)
    for one in series[:-1]:
        one.invite(clock.now())
    db.session.commit()
    return [first.id, *(one.id for one in series)]


def days_of(ids: list[int]) -> list[tuple[date, State]]:
    rows = db.session.scalars(select(Meeting).where(Meeting.id.in_(ids)).order_by(Meeting.id))
    return [(one.held_on, one.state) for one in rows]


def hidden(browser: Browser, url: str) -> str:
    return browser.hidden_fields(url)["cac-cuoc"]


def test_this_one_and_those_after_it_are_cancelled_by_their_dates(browse: Browse, office: Office, body: Body) -> None:
    ids, browser = weekly(office, body), browse("secretary")
    url = f"/hop/{ids[2]}/huy"
    page = browser.get(url).text
    assert "20/4/2026" in page and "6/4/2026" not in page and hidden(browser, url) == str(ids[3])
    assert browser.post_form(url, {"pham-vi": "sau", "reason": ""}).status_code == 422
    assert browser.post_form(url, {"pham-vi": "sau", "reason": "Nghỉ lễ"}).status_code == 303
    states = [state for _, state in days_of(ids)]
    assert states == [State.HELD, State.INVITED, State.CANCELLED, State.CANCELLED]
    assert {one.state_reason for one in db.session.scalars(select(Meeting).where(Meeting.id.in_(ids[2:])))} == {
        "Nghỉ lễ"
    }


def test_cancel_this_one_cancels_no_other(browse: Browse, office: Office, body: Body) -> None:
    ids = weekly(office, body)
    browse("secretary").post_form(f"/hop/{ids[1]}/huy", {"reason": "Trùng lịch"})
    assert [state for _, state in days_of(ids)] == [State.HELD, State.CANCELLED, State.INVITED, State.DRAFT]


def test_what_came_in_between_is_not_cancelled_unseen(browse: Browse, office: Office, body: Body) -> None:
    ids, browser = weekly(office, body), browse("secretary")
    answer = browser.post_form(f"/hop/{ids[1]}/huy", {"pham-vi": "sau", "reason": "Nghỉ lễ", "cac-cuoc": str(ids[2])})
    assert answer.status_code in (409, 422) and "Chuỗi cuộc họp vừa thay đổi" in answer.text
    assert [state for _, state in days_of(ids)][1:] == [State.INVITED, State.INVITED, State.DRAFT]


def test_a_series_moves_by_as_many_days_and_the_past_stays(browse: Browse, office: Office, body: Body) -> None:
    ids, browser = weekly(office, body), browse("secretary")
    move = {"day": "13/4/2026", "start": "9:00", "end": "10:30", "reason": "Đổi lịch cả tháng", "pham-vi": "sau"}
    assert browser.post_form(f"/hop/{ids[1]}/doi", {**move, "place": "Hội trường"}).status_code == 303
    assert days_of(ids) == [
        (MONDAY, State.HELD),
        (date(2026, 4, 13), State.MOVED),
        (date(2026, 4, 20), State.MOVED),
        (date(2026, 4, 27), State.DRAFT),
    ]
    moved = [db.session.get_one(Meeting, key) for key in ids]
    assert [len(one.moves) for one in moved] == [0, 1, 1, 0], "nobody was told of the draft"
    assert {clock.local(one.starts_at).hour for one in moved[1:]} == {9}


def test_a_series_that_meets_another_meeting_moves_not_at_all(browse: Browse, office: Office, body: Body) -> None:
    ids, browser = weekly(office, body), browse("secretary")
    planned(office, body, date(2026, 4, 21), 8)
    before = days_of(ids)
    move = {"day": "7/4/2026", "start": "8:00", "end": "9:00", "reason": "Đổi sang thứ Ba", "pham-vi": "sau"}
    refused = browser.post_form(f"/hop/{ids[1]}/doi", move)
    assert refused.status_code in (409, 422) and "cùng giờ bắt đầu" in refused.text
    assert days_of(ids) == before


def test_a_cancelled_meeting_is_called_anew_with_people_and_agenda_only(
    browse: Browse, office: Office, body: Body
) -> None:
    meeting = planned(office, body)
    planning.add_topics(meeting, [planning.Topic("Ngân sách", 20), planning.Topic("Chợ")])
    seating.invite_guest(meeting, "Bà Lê Thị Mai", "Phó Trạm trưởng")
    meeting.invite(clock.now())
    meeting.items[1].needs_talk = True
    seating.send(office.viewer("secretary"), by_role(office, meeting, "auditor"), None, "Ông Bảy")
    db.session.flush()
    meeting.cancel("Bão", clock.now())
    db.session.commit()
    key, browser = meeting.id, browse("secretary")
    assert "Tổ chức lại" in browser.get(f"/hop/{key}").text
    assert browser.post_form(f"/hop/{key}/to-chuc-lai", {"day": "", "start": "8:00", "end": "9:00"}).status_code == 422
    again = {"day": "9/4/2026", "start": "8:00", "end": "9:00"}
    answer = browser.post_form(f"/hop/{key}/to-chuc-lai", again)
    assert answer.status_code == 303
    made = db.session.scalars(select(Meeting).where(Meeting.renews_id == key)).one()
    assert (made.state, made.held_on, made.title) == (State.DRAFT, date(2026, 4, 9), "Giao ban tuần sau")
    assert {line.status for line in made.attendance} == {Presence.EXPECTED} and len(made.attendance) == 6
    assert "Ông Bảy" not in {line.name for line in made.attendance}
    assert [(item.no, item.title, item.minutes, item.needs_talk) for item in made.items] == [
        (1, "Ngân sách", 20, False),
        (2, "Chợ", None, False),
    ]
    new = made.id
    assert (
        f'href="/hop/{new}"' in browser.get(f"/hop/{key}").text
        and f'href="/hop/{key}"' in browser.get(f"/hop/{new}").text
    )
    twice = browser.post_form(f"/hop/{key}/to-chuc-lai", {**again, "day": "10/4/2026"})
    assert twice.status_code in (409, 422) and "đã được tổ chức lại" in twice.text


def test_a_meeting_that_takes_place_is_not_called_anew(browse: Browse, office: Office, body: Body) -> None:
    key = planned(office, body).id
    again = {"day": "9/4/2026", "start": "8:00", "end": "9:00"}
    assert browse("secretary").post_form(f"/hop/{key}/to-chuc-lai", again).status_code in (409, 422)
    assert db.session.scalars(select(Meeting).where(Meeting.renews_id.is_not(None))).all() == []
