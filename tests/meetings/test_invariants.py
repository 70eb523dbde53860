"""What holds of every meeting and stands in no other file of this folder: lists of people, secrecy, head counts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import select

from models import clock, searching
from models.base import db
from models.errors import RuleBroken, RulesBroken
from models.journal.tables import JournalEntry
from models.meetings import actions, discussing, queries, seating
from models.meetings.agenda import Stance
from models.meetings.course import broken_sittings
from models.meetings.queries import MeetingFilter
from models.meetings.quorum import is_there
from models.meetings.rules import Confidentiality
from models.meetings.seats import Seat
from models.meetings.tables import Attendance, Body, Meeting
from tests.browser import Browser
from tests.factories import Office
from tests.meetings.conftest import MONDAY, make_meeting
from tests.meetings.test_room import by_role, in_session

Browse = Callable[..., Browser]


@pytest.fixture(autouse=True)
def _monday(hold: Callable[[str], None]) -> None:
    hold("2026-03-30 16:00")


@given(some.lists(some.tuples(some.booleans(), some.integers(1, 9)), max_size=8), some.integers(0, 10))
def test_nobody_is_counted_twice_or_less_than_not_at_all(moves: list[tuple[bool, int]], item: int) -> None:
    """Each seat is one head or none at an item, so the heads are never below nothing nor above the seats."""
    assert is_there(moves, item) in (True, False)


@pytest.mark.parametrize(
    ("spans", "code"),
    [
        ([(8, 10), (10, 12)], ""),  # one ends when the other begins
        ([(8, 10), (9, 12)], "sittings_overlap"),
        ([(13, 15), (8, 14)], "sittings_overlap"),
        ([(8, 8), (9, 10)], "sitting_ends_before"),
        ([(10, 8)], "sitting_ends_before"),
        ([], ""),
    ],
)
def test_sittings_of_one_meeting(spans: list[tuple[int, int]], code: str) -> None:
    hours = [(clock.at_office(MONDAY, start), clock.at_office(MONDAY, end)) for start, end in spans]
    assert [one.code for one in broken_sittings(hours)] == ([code] if code else [])


def test_who_said_something_is_not_dropped_by_the_form(office: Office, body: Body) -> None:
    meeting = in_session(office, body)
    discussing.take_position(office.viewer("counter"), meeting.items[0], Stance.REMARK, "Xem lại", clock.now())
    seating.leave(by_role(office, meeting, "admin"), clock.now(), 2)
    db.session.commit()
    people = {role: office.account(role).person_id for role in ("leader", "secretary", "counter", "auditor", "admin")}
    for lost in ("counter", "admin"):
        kept = [Seat(key) for role, key in people.items() if role != lost]
        with pytest.raises(RulesBroken, match="seat_in_use"):
            actions.correct(office.viewer("secretary"), meeting, kept)
        db.session.rollback()
    actions.correct(
        office.viewer("secretary"), meeting, [Seat(key) for role, key in people.items() if role != "auditor"]
    )
    db.session.commit()
    assert len(meeting.attendance) == 4


def test_a_meeting_is_closed_at_any_time_and_opened_by_chair_or_secretary_with_a_reason(
    browse: Browse, office: Office, body: Body
) -> None:
    meeting = make_meeting(office, body, secretary_id=office.account("secretary").person_id)
    key = meeting.id
    meeting.confidentiality = Confidentiality.CLOSED
    actions.correct(office.viewer("secretary"), meeting, None)
    db.session.commit()
    meeting.confidentiality = Confidentiality.OPEN
    with pytest.raises(RulesBroken, match="use_open_up"):
        actions.correct(office.viewer("secretary"), meeting, None)
    db.session.rollback()
    with pytest.raises(RuleBroken, match="not_chair_nor_secretary"):
        meeting.open_up(office.account("admin").person_id, "Muốn xem")
    browser = browse("secretary")
    assert browser.post_form(f"/hop/{key}/bo-kin", {"reason": ""}).status_code == 422
    assert db.session.get_one(Meeting, key).is_closed
    assert browser.post_form(f"/hop/{key}/bo-kin", {"reason": "Đã công bố"}).status_code == 303
    assert not db.session.get_one(Meeting, key).is_closed
    told = db.session.scalars(select(JournalEntry).where(JournalEntry.action == "opened_up")).one()
    assert "Đã công bố" in told.changes and told.entity_id == str(key)


def test_lists_of_people_and_searches_follow_the_language(office: Office, body: Body) -> None:
    meeting = make_meeting(office, body, title="Rà soát đường truyền")
    ordered = [line.person.sort_key for line in sorted(meeting.attendance, key=lambda line: line.order) if line.person]
    ranks = [line.person.rank for line in sorted(meeting.attendance, key=lambda line: line.order) if line.person]
    assert ranks == sorted(ranks) and len(ordered) == 5
    for words in ("duong truyen", "ĐƯỜNG", "truyen duong"):
        assert len(queries.lines(office.viewer("counter"), MeetingFilter(text=words))) == 1


def test_typed_marks_come_first_and_other_marks_behind_them_on_every_page(
    browse: Browse, office: Office, body: Body
) -> None:
    """Đường must not drown among dương, however many of those are newer; without marks the newest is first."""
    titles = ["ĐƯỜNG làng", "Đường truyền", "Tọa đàm dương tính", "Dương lịch 2027", "Nghỉ tết dương lịch"]
    for back, title in zip(range(len(titles), 0, -1), titles, strict=True):
        make_meeting(office, body, MONDAY - timedelta(days=back), title=title)
    eyes = office.viewer("counter")

    def found(words: str, size: int) -> list[str]:
        told: list[str] = []
        after = None
        while page := queries.lines(eyes, MeetingFilter(text=words), limit=size, after=after):
            told, after = [*told, *(line.title for line in page)], page[-1].key
        return told

    for size in (1, 2, 50):
        assert found("đường", size) == [titles[1], titles[0], titles[4], titles[3], titles[2]]
        assert found("dương", size) == [titles[4], titles[3], titles[2], titles[1], titles[0]]
        assert found("duong", size) == titles[::-1]
    page = browse("counter").get("/hop?q=đường").text
    assert page.index("Đường truyền") < page.index("khác dấu") < page.index("Dương lịch 2027")
    assert "khác dấu" not in browse("counter").get("/hop?q=duong").text
    hits = searching.search(eyes, "đường")["meeting"]
    assert [hit.title for hit in hits[:2]] == [titles[1], titles[0]]


def test_what_has_a_history_is_never_deleted(office: Office, body: Body) -> None:
    """The database refuses it, whoever asks; there is no address for it either."""
    from sqlalchemy import delete
    from sqlalchemy.exc import IntegrityError

    from models.accounts.tables import Person

    make_meeting(office, body)
    for kind, key in ((Person, office.account("leader").person_id), (Body, body.id)):
        with pytest.raises(IntegrityError):
            db.session.execute(delete(kind).where(kind.id == key))
        db.session.rollback()


def test_a_cancelled_meeting_keeps_no_room_busy_and_shows_no_attendance(
    browse: Browse, office: Office, body: Body
) -> None:
    meeting = make_meeting(office, body, day=MONDAY - timedelta(days=7))
    meeting.cancel("Bão", clock.now())
    db.session.commit()
    page = browse("counter").get(f"/hop/{meeting.id}").text
    assert "Có mặt" not in page and "Đã hủy: Bão" in page
    assert db.session.scalars(select(Attendance).where(Attendance.meeting_id == meeting.id)).first() is not None
