"""The calendar of a phone: a personal key opens it, moved meetings move, closed and secret ones say little."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import select

from blueprints.meetings.feed import pace
from models import clock
from models.accounts.queries import token_hash
from models.accounts.tables import Account
from models.base import db
from models.meetings.personal import CalendarKey
from models.meetings.rules import Confidentiality, Platform
from models.meetings.seats import Seat
from models.meetings.states import State
from models.meetings.tables import Body, Meeting, Sitting
from tests.browser import Browser
from tests.factories import Office
from tests.meetings.conftest import MONDAY, make_meeting
from tests.meetings.test_papers_before import CANARY, closed  # noqa: F401
from tests.meetings.test_states import planned

Browse = Callable[..., Browser]
PAGE = "/hop/lich/dien-thoai"


@pytest.fixture(autouse=True)
def _monday(hold: Callable[[str], None]) -> None:
    hold("2026-03-30 16:00")
    pace.forget()


def key_for(browse: Browse, role: str) -> str:
    """Make a key as its owner would, and read it from the page that shows it once."""
    page = browse(role).post(f"{PAGE}/tao", {})
    assert page.status_code == 200
    return str(page.text.split("khoa=")[1].split("<")[0].strip())


def events(browse: Browse, key: str) -> list[Any]:
    """What a phone without any cookie reads."""
    answer = browse().get(f"/hop/lich.ics?khoa={key}")
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/calendar")
    assert "Set-Cookie" not in answer.headers
    calendar = Calendar.from_ical(answer.data)
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Ho_Chi_Minh"]
    return list(calendar.walk("VEVENT"))


def test_a_key_is_shown_once_renewed_and_withdrawn(browse: Browse, office: Office, body: Body) -> None:
    make_meeting(office, body)
    browser = browse("secretary")
    first = key_for(browse, "secretary")
    kept = db.session.scalars(select(CalendarKey)).one()
    assert kept.key_hash == token_hash(first) and first not in browser.get(PAGE).text
    assert len(events(browse, first)) == 1
    second = key_for(browse, "secretary")
    assert browse().get(f"/hop/lich.ics?khoa={first}").status_code == 404
    assert len(events(browse, second)) == 1
    assert browser.post(f"{PAGE}/thu-hoi", {}).status_code == 303
    assert browse().get(f"/hop/lich.ics?khoa={second}").status_code == 404


@pytest.mark.parametrize("query", ["", "?khoa=", "?khoa=x", f"?khoa={'a' * 5000}", "?khoa=%00", "?khoa=1&khoa=2"])
def test_a_wrong_key_is_no_page(query: str, browse: Browse) -> None:
    assert browse().get(f"/hop/lich.ics{query}").status_code == 404


def test_a_closed_account_has_no_calendar(browse: Browse, office: Office) -> None:
    account_id = office.account("counter").id
    key = key_for(browse, "counter")
    db.session.get_one(Account, account_id).is_active = False
    db.session.commit()
    assert browse().get(f"/hop/lich.ics?khoa={key}").status_code == 404


def test_a_caller_asks_only_so_often(browse: Browse) -> None:
    answers = [browse().get("/hop/lich.ics?khoa=x").status_code for _ in range(pace.most + 1)]
    assert answers[-2:] == [404, 429]


def test_a_moved_meeting_moves_and_a_cancelled_one_is_marked(browse: Browse, office: Office, body: Body) -> None:
    meeting = planned(office, body)
    meeting_id, start = meeting.id, clock.local(meeting.starts_at)
    key = key_for(browse, "counter")
    assert events(browse, key) == [], "nobody is told of a draft"
    db.session.get_one(Meeting, meeting_id).invite(clock.now())
    db.session.commit()
    (before,) = events(browse, key)
    meeting = db.session.get_one(Meeting, meeting_id)
    assert before["DTSTART"].dt == start and before["DTSTART"].params["TZID"] == "Asia/Ho_Chi_Minh"
    meeting.starts_at, meeting.ends_at = meeting.starts_at + timedelta(days=1), meeting.ends_at + timedelta(days=1)
    meeting.settle()
    meeting.state = State.MOVED
    db.session.commit()
    (after,) = events(browse, key)
    assert after["UID"] == before["UID"] and after["SEQUENCE"] > before["SEQUENCE"]
    assert after["DTSTART"].dt == start + timedelta(days=1) and after["STATUS"] == "CONFIRMED"
    db.session.get_one(Meeting, meeting_id).state = State.CANCELLED
    db.session.commit()
    (off,) = events(browse, key)
    assert (off["UID"], off["STATUS"]) == (before["UID"], "CANCELLED") and off["SEQUENCE"] > after["SEQUENCE"]


def test_each_sitting_is_an_event_of_its_own(browse: Browse, office: Office, body: Body) -> None:
    meeting = make_meeting(office, body)
    for number, hour in ((1, 8), (2, 14)):
        at = clock.at_office(MONDAY, hour)
        owner = {"commune_id": office.commune.id, "meeting_id": meeting.id}
        db.session.add(Sitting(**owner, no=number, starts_at=at, ends_at=at + timedelta(hours=1)))
    db.session.commit()
    found = events(browse, key_for(browse, "secretary"))
    assert len({str(one["UID"]) for one in found}) == 2
    assert [clock.local(one["DTSTART"].dt).hour for one in found] == [8, 14]


def test_only_own_meetings_and_of_closed_ones_the_hours(
    browse: Browse,
    office: Office,
    body: Body,
    closed: dict[str, int],  # noqa: F811
) -> None:
    outsider = events(browse, key_for(browse, "counter"))
    assert outsider == []
    leader = browse().get(f"/hop/lich.ics?khoa={key_for(browse, 'leader')}")
    assert CANARY not in leader.text, "titles of closed meetings do not leave the house"
    found = list(Calendar.from_ical(leader.data).walk("VEVENT"))
    assert {str(one["SUMMARY"]) for one in found} == {"Cuộc họp kín"} and len(found) == 2
    assert all(one["CLASS"] == "PRIVATE" for one in found)


def test_of_a_meeting_with_state_secrets_the_day_alone(browse: Browse, office: Office, body: Body) -> None:
    make_meeting(office, body, platform=Platform.SECRET, ecabinet_ref="", title="")
    (found,) = events(browse, key_for(browse, "leader"))
    assert found["DTSTART"].dt == MONDAY and "LOCATION" not in found and "URL" not in found
    assert "bản giấy" in found["SUMMARY"]


def test_words_survive_and_the_window_is_bounded(browse: Browse, office: Office, body: Body) -> None:
    title = "Họp UBND: giải ngân, thu ngân sách; \\ phương án “ứng phó”\nđợt 2 " + "đ" * 120
    make_meeting(office, body, title=title)
    make_meeting(office, body, date(2026, 1, 5), title="Cũ")
    key = key_for(browse, "leader")
    (found,) = events(browse, key)
    assert str(found["SUMMARY"]) == title
    raw = browse().get(f"/hop/lich.ics?khoa={key}").data
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))


def test_what_has_not_changed_is_not_sent_again(browse: Browse, office: Office, body: Body) -> None:
    meeting_id = make_meeting(office, body).id
    key = key_for(browse, "leader")
    first = browse().get(f"/hop/lich.ics?khoa={key}")
    tag = {"If-None-Match": first.headers["ETag"]}
    assert browse().get(f"/hop/lich.ics?khoa={key}", headers=tag).status_code == 304
    db.session.get_one(Meeting, meeting_id).title = "Giao ban, đổi nội dung"
    db.session.commit()
    assert browse().get(f"/hop/lich.ics?khoa={key}", headers=tag).status_code == 200


def test_confidentiality_rises_and_the_title_is_gone(browse: Browse, office: Office, body: Body) -> None:
    seats = [Seat(office.account("leader").person_id)]
    meeting_id = make_meeting(office, body, seats=seats, title="Nhân sự").id
    key = key_for(browse, "leader")
    assert str(events(browse, key)[0]["SUMMARY"]) == "Nhân sự"
    db.session.get_one(Meeting, meeting_id).confidentiality = Confidentiality.CLOSED
    db.session.commit()
    assert str(events(browse, key)[0]["SUMMARY"]) == "Cuộc họp kín"
