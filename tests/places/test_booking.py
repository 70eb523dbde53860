"""A room is taken once at a time: by meetings and by whoever books it, whatever program writes, on both databases."""

import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from models import clock
from models.base import db, writing
from models.errors import NotAllowed, RuleBroken, RulesBroken
from models.meetings import actions, planning
from models.meetings.in_rooms import bookings, for_guests
from models.meetings.rules import Confidentiality
from models.meetings.seats import Presence, Seat
from models.meetings.tables import Body, Meeting
from models.places import booking
from models.places.actions import add_room
from models.places.rules import Span
from models.places.tables import Room, RoomBooking
from tests.factories import Office
from tests.meetings.conftest import make_body

Hold = Callable[[str], None]
MONDAY = date(2026, 3, 30)


def at(hour: int, minute: int = 0, day: date = MONDAY) -> datetime:
    return clock.at_office(day, hour, minute)


@pytest.fixture
def room(office: Office, hold: Hold) -> Room:
    """A room of the office, early on a Monday."""
    hold("2026-03-30 07:00")
    made = add_room(office.viewer("secretary"), "Phòng số 1", "Tầng 2", "", 20)
    add_room(office.viewer("secretary"), "Hội trường", "Tầng 1", "", 100)
    db.session.commit()
    return made


@pytest.fixture
def body(office: Office) -> Body:
    """The weekly meeting of the office."""
    return make_body(office)


def planned(office: Office, body: Body, room_id: int, span: Span, *sittings: Span, **changes: object) -> Meeting:
    """A meeting that is ahead, in a room."""
    values = {"title": "Giao ban", "chair_id": office.account("leader").person_id, "room_id": room_id, **changes}
    meeting = Meeting(body_id=body.id, starts_at=span[0], ends_at=span[1], **values)
    seats = [Seat(person.id) for person in office.people.values()]
    actions.plan(office.viewer("secretary"), meeting, seats, sittings)
    db.session.commit()
    return meeting


def taken(room_id: int) -> list[tuple[str, str]]:
    """The hours that a room is taken, as its clock shows them."""
    query = select(RoomBooking).where(RoomBooking.room_id == room_id, RoomBooking.cancelled_at.is_(None))
    rows = db.session.scalars(query.order_by(RoomBooking.starts_at))
    return [(f"{clock.local(row.starts_at):%H:%M}", f"{clock.local(row.ends_at):%H:%M}") for row in rows]


def book(office: Office, room: Room, start: datetime, end: datetime, role: str = "counter") -> RoomBooking:
    made = booking.book(office.viewer(role), room, (start, end), "Tập huấn phần mềm")
    db.session.commit()
    return made


@pytest.mark.parametrize(
    ("start", "end", "is_free"),
    [
        (at(8), at(9), False),
        (at(7, 30), at(8), True),
        (at(9), at(10), True),
        (at(8, 59), at(9, 30), False),
        (at(7), at(8, 1), False),
        (at(7), at(12), False),
        (at(8, 15), at(8, 30), False),
        (at(8, day=MONDAY + timedelta(days=1)), at(9, day=MONDAY + timedelta(days=1)), True),
    ],
)
def test_the_database_itself_refuses_what_overlaps(
    office: Office, room: Room, start: datetime, end: datetime, is_free: bool
) -> None:
    row = {"commune_id": office.commune.id, "room_id": room.id, "purpose": "Họp"}
    db.session.execute(insert(RoomBooking), [{**row, "starts_at": at(8), "ends_at": at(9)}])
    apart = {
        **row,
        "starts_at": at(8, day=MONDAY - timedelta(days=9)),
        "ends_at": at(9, day=MONDAY - timedelta(days=9)),
    }
    made = db.session.scalar(insert(RoomBooking).returning(RoomBooking.id), [apart])
    db.session.commit()
    later = RoomBooking.__table__.update().where(RoomBooking.id == made).values(starts_at=start, ends_at=end)
    for change in (insert(RoomBooking).values(**row, starts_at=start, ends_at=end), later):
        if is_free:
            db.session.execute(change)
        else:
            with pytest.raises(IntegrityError):
                db.session.execute(change)
        db.session.rollback()


def test_a_cancelled_booking_holds_nothing_and_cannot_come_back_over_another(office: Office, room: Room) -> None:
    first = book(office, room, at(8), at(9))
    first.cancel(office.viewer("counter"))
    db.session.commit()
    book(office, room, at(8, 30), at(9, 30))
    first.cancelled_at = first.cancelled_by = None
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_a_meeting_takes_its_room_and_follows_its_record(office: Office, body: Body, room: Room) -> None:
    hall = db.session.scalars(select(Room.id).where(Room.name == "Hội trường")).one()
    meeting = planned(office, body, room.id, (at(14), at(16)))
    assert taken(room.id) == [("14:00", "16:00")]
    meeting.invite(clock.now())
    planning.move(office.viewer("secretary"), meeting, at(15), at(17), hall, "", "Hội trường rộng hơn")
    db.session.commit()
    assert (taken(room.id), taken(hall)) == ([], [("15:00", "17:00")])
    meeting.cancel("Chủ tọa đi công tác", clock.now())
    db.session.commit()
    assert taken(hall) == []


def test_a_move_into_a_taken_room_changes_nothing(office: Office, body: Body, room: Room) -> None:
    other = make_body(office, "Chi bộ")
    planned(office, other, room.id, (at(9), at(10)))
    meeting = planned(office, body, room.id, (at(14), at(16)))
    meeting.invite(clock.now())
    db.session.commit()
    with pytest.raises(RulesBroken) as refused:
        planning.move(office.viewer("secretary"), meeting, at(9, 30), at(11), room.id, "", "Đổi giờ")
    db.session.rollback()
    (rule,) = refused.value.broken
    assert (rule.code, rule.details["taken"]) == ("room_busy", [(at(9), at(10))])
    assert taken(room.id) == [("09:00", "10:00"), ("14:00", "16:00")]
    assert db.session.get_one(Meeting, meeting.id).starts_at == at(14) and not meeting.moves


def test_each_sitting_takes_its_own_hours(office: Office, body: Body, room: Room) -> None:
    tuesday = MONDAY + timedelta(days=1)
    spans = ((at(8), at(11)), (at(8, day=tuesday), at(10, day=tuesday)))
    meeting = planned(office, body, room.id, spans[0], *spans)
    assert taken(room.id) == [("08:00", "11:00"), ("08:00", "10:00")]
    book(office, room, at(13), at(14))
    meeting.invite(clock.now())  # moved by two hours its first sitting would lie where its second one was
    planning.move(office.viewer("secretary"), meeting, at(8, day=tuesday), at(10, day=tuesday), room.id, "", "Hoãn")
    db.session.commit()
    assert taken(room.id) == [("13:00", "14:00"), ("08:00", "11:00"), ("08:00", "10:00")]


def test_what_happens_takes_nothing_from_the_next_meeting(office: Office, body: Body, room: Room, hold: Hold) -> None:
    meeting = planned(office, body, room.id, (at(8), at(10)))
    book(office, room, at(10), at(11))
    meeting.invite(clock.now())
    hold("2026-03-30 08:20")
    meeting.begin(clock.now())
    db.session.commit()
    assert taken(room.id)[0] == ("08:00", "10:00")
    for seat in meeting.attendance:
        seat.status = Presence.PRESENT
    hold("2026-03-30 10:30")
    meeting.close(clock.now())
    db.session.commit()
    assert taken(room.id) == [("08:20", "10:00"), ("10:00", "11:00")]


def test_a_meeting_that_ends_early_gives_the_rest_back(office: Office, body: Body, room: Room, hold: Hold) -> None:
    meeting = planned(office, body, room.id, (at(8), at(11)))
    meeting.invite(clock.now())
    hold("2026-03-30 08:00")
    meeting.begin(clock.now())
    for seat in meeting.attendance:
        seat.status = Presence.PRESENT
    hold("2026-03-30 09:00")
    meeting.close(clock.now())
    db.session.commit()
    assert taken(room.id) == [("08:00", "09:00")]
    book(office, room, at(9), at(10))


def test_past_midnight(office: Office, body: Body, room: Room) -> None:
    tuesday = MONDAY + timedelta(days=1)
    planned(office, body, room.id, (at(22), at(1, day=tuesday)))
    with pytest.raises(RuleBroken, match="room_busy"):
        book(office, room, at(0, 30, tuesday), at(2, day=tuesday))
    db.session.rollback()
    eyes = office.viewer("counter")
    assert [len(bookings(eyes, day, day)) for day in (MONDAY, tuesday, tuesday + timedelta(days=1))] == [1, 1, 0]


def test_a_refusal_names_when_it_is_taken_and_what_is_free(office: Office, room: Room) -> None:
    book(office, room, at(8), at(9))
    with pytest.raises(RuleBroken) as refused:
        booking.book(office.viewer("leader"), room, (at(8, 30), at(9, 30)), "Tiếp đoàn")
    details = refused.value.details
    assert details["taken"] == [(at(8), at(9))] and details["room"] == "Phòng số 1"
    slots = [(slot.room, slot.starts_at) for slot in details["slots"]]  # type: ignore[attr-defined]
    assert slots == [("Phòng số 1", at(9, 15)), ("Hội trường", at(8, 30))]


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        (at(9), at(9), "end_before_start"),
        (at(9), at(8), "end_before_start"),
        (at(5), at(6), "booking_over"),
        (at(9), at(9) + timedelta(days=8), "booking_too_long"),
        (at(9) + timedelta(days=400), at(10) + timedelta(days=400), "booking_too_far"),
    ],
)
def test_hours_that_nobody_can_book(office: Office, room: Room, start: datetime, end: datetime, code: str) -> None:
    with pytest.raises(RuleBroken, match=code):
        book(office, room, start, end)


def test_who_may_give_hours_back(office: Office, room: Room, hold: Hold) -> None:
    made = book(office, room, at(8), at(9), "counter")
    with pytest.raises(NotAllowed):
        made.cancel(office.viewer("leader"))
    assert [made.may_be_cancelled_by(office.viewer(role)) for role in ("counter", "leader", "secretary")] == [
        True,
        False,
        True,
    ]
    hold("2026-03-30 09:00")
    with pytest.raises(RuleBroken, match="booking_over"):
        made.cancel(office.viewer("counter"))


def test_a_meetings_hours_follow_the_meeting_alone(office: Office, body: Body, room: Room) -> None:
    planned(office, body, room.id, (at(14), at(16)))
    row = db.session.scalars(select(RoomBooking)).one()
    with pytest.raises(RuleBroken, match="booking_of_meeting"):
        row.cancel(office.viewer("secretary"))


def test_guests_read_the_titles_that_the_office_was_told(office: Office, body: Body, room: Room) -> None:
    for hour, changes in ((8, {}), (9, {"confidentiality": Confidentiality.CLOSED}), (10, {"title": "Dự thảo mật"})):
        meeting = planned(office, body, room.id, (at(hour), at(hour + 1)), **changes)
        if hour < 10:  # the third is a draft
            meeting.invite(clock.now())
    book(office, room, at(11), at(12))
    db.session.commit()
    assert [one.title for one in for_guests(room.id, MONDAY)] == ["Giao ban", "", "", ""]


def test_of_two_at_once_exactly_one_gets_the_room(app: Flask, office: Office, room: Room, body: Body) -> None:
    eyes, leader, body_id, room_id = office.viewer("secretary"), office.account("leader").person_id, body.id, room.id
    start, said = threading.Barrier(4), []

    def take(number: int) -> None:
        with app.app_context(), clock.held_at(at(7)), writing():
            span = (at(8, 10 * number), at(9, 10 * number))
            start.wait(30)
            try:
                if number % 2:
                    booking.book(eyes, db.session.get_one(Room, room_id), span, f"Việc {number}")
                else:
                    meeting = Meeting(body_id=body_id, title="Họp", chair_id=leader, room_id=room_id)
                    meeting.starts_at, meeting.ends_at = span
                    actions.plan(eyes, meeting)
                db.session.commit()
                said.append("taken")
            except (RuleBroken, RulesBroken) as refused:
                db.session.rollback()
                said.append(str(refused))
            finally:
                db.session.remove()

    db.session.remove()
    threads = [threading.Thread(target=take, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(said) == ["room_busy", "room_busy", "room_busy", "taken"]
    assert db.session.scalar(select(func.count(RoomBooking.id))) == 1


def test_of_two_transactions_that_did_not_look_the_database_lets_one_through(
    app: Flask, office: Office, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(booking, "require_free", lambda *_args, **_more: None)
    book(office, room, at(8), at(9))
    with pytest.raises(RuleBroken) as refused:
        booking.book(office.viewer("leader"), room, (at(8, 30), at(9, 30)), "Tiếp đoàn")
    assert refused.value.code == "room_busy"
