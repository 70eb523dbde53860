"""A room before its door and in the office: booking in two clicks, what a guest reads, the sign, the guests' Wi-Fi."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import func, select

from models import clock
from models.base import db
from models.meetings import actions
from models.meetings.rules import Confidentiality, Platform
from models.meetings.seats import Seat
from models.meetings.tables import Meeting
from models.places import booking
from models.places.actions import add_room
from models.places.rules import Span
from models.places.tables import Room, RoomBooking
from models.qr import actions as qr
from models.qr.rules import Audience, Security
from models.qr.tables import Poster, QrLink, WifiNetwork
from tests.browser import Browser
from tests.factories import Office
from tests.meetings.conftest import make_body
from tests.places.test_pages import words

Browse = Callable[..., Browser]
Hold = Callable[[str], None]
MONDAY = date(2026, 3, 30)
CANARY = "Chimyến"


@pytest.fixture
def room(office: Office, hold: Hold) -> int:
    """A room of the office, on a Monday at seven; another one beside it."""
    hold("2026-03-30 07:00")
    eyes = office.viewer("secretary")
    made = add_room(eyes, "Phòng số 1", "Tầng 2", "", 20)
    add_room(eyes, "Hội trường", "Tầng 1", "", 100)
    db.session.commit()
    return made.id


def meet(office: Office, room_id: int, hour: int, title: str, **changes: object) -> int:
    """A meeting ahead to which the leader and the secretary are invited."""
    people = [Seat(office.account(role).person_id) for role in ("leader", "secretary")]
    values = {"title": title, "chair_id": office.account("leader").person_id, "room_id": room_id, **changes}
    span = {"starts_at": clock.at_office(MONDAY, hour), "ends_at": clock.at_office(MONDAY, hour + 1)}
    meeting = Meeting(body_id=make_body(office, f"Họp {hour}").id, **span, **values)
    actions.plan(office.viewer("secretary"), meeting, people)
    meeting.invite(clock.now())
    db.session.commit()
    return meeting.id


def test_a_room_is_booked_and_given_back(browse: Browse, room: int) -> None:
    clerk = browse("counter")
    assert f'href="/phong/{room}/dat' in clerk.get(f"/phong/{room}").text
    form = clerk.get(f"/phong/{room}/dat").text
    assert 'value="07:00"' in form and 'value="08:00"' in form, "the next free hour stands there"
    typed = {"purpose": "Tập huấn một cửa", "room_id": str(room), "day": "30/3/2026", "start": "7:00", "end": ""}
    made = clerk.post_form(f"/phong/{room}/dat", typed)
    assert made.status_code == 303
    page = clerk.get(made.location).text
    assert "07:00 – 08:00 Tập huấn một cửa" in words(page)
    key = db.session.scalars(select(RoomBooking.id)).one()
    assert "07:00 – 08:00 Tập huấn một cửa" in words(browse("secretary").get("/phong").text)
    assert browse("leader").post(f"/phong/dat/{key}/huy").status_code == 303
    assert db.session.get_one(RoomBooking, key).cancelled_at is None
    clerk.post(f"/phong/dat/{key}/huy")
    assert db.session.get_one(RoomBooking, key).cancelled_at is not None
    assert "Tập huấn một cửa" not in clerk.get(f"/phong/{room}").text


def test_a_taken_room_is_told_and_another_one_press_away(browse: Browse, office: Office, room: int) -> None:
    booking.book(office.viewer("leader"), db.session.get_one(Room, room), _hours(8, 9), "Tiếp đoàn")
    db.session.commit()
    clerk = browse("counter")
    typed = {"purpose": "Tập huấn", "room_id": str(room), "day": "30/3/2026", "start": "8:30", "end": "9:30"}
    refused = clerk.post_form(f"/phong/{room}/dat", typed)
    assert refused.status_code == 422
    told = words(refused.text)
    assert "Phòng số 1 bận 08:00 – 09:00, thứ Hai 30/3/2026" in told
    assert "Phòng số 1, 09:15 – 10:15" in told and "Hội trường, 08:30 – 09:30" in told
    hall = db.session.scalars(select(Room.id).where(Room.name == "Hội trường")).one()
    chosen = {**typed, "gio-trong": f"{hall} 2026-03-30T08:30 2026-03-30T09:30"}
    assert clerk.post_form(f"/phong/{room}/dat", chosen).status_code == 303
    assert db.session.scalar(select(func.count(RoomBooking.id)).where(RoomBooking.room_id == hall)) == 1


@pytest.mark.parametrize(
    "odd",
    [
        {"gio-trong": "x"},
        {"gio-trong": "1 2 3"},
        {"gio-trong": "9" * 30 + " 2026-03-30T08:30 2026-03-30T09:30"},
        {"gio-trong": "1 0001-01-01T00:00 9999-12-31T23:59"},
        {"gio-trong": "987654321 2026-03-30T08:30 2026-03-30T09:30", "start": "8:00"},
        {"start": "25:00"},
        {"end": "7:00", "start": "8:00"},
        {"day": "30/3/9999"},
        {"person_id": "987654321"},
        {"unit_id": "x"},
        {"room_id": "987654321"},
        {"purpose": ""},
        {"purpose": "a" * 201},
    ],
)
def test_odd_forms_are_told_what_is_wrong(browse: Browse, room: int, odd: dict[str, str]) -> None:
    typed = {"purpose": "Tập huấn", "room_id": str(room), "day": "30/3/2026", "start": "8:00", "end": "9:00"}
    answer = browse("counter").post_form(f"/phong/{room}/dat", {**typed, **odd})
    assert answer.status_code in (303, 422)
    if "gio-trong" not in odd:
        assert answer.status_code == 422


def test_a_guest_reads_the_hours_and_no_more_than_may_hang_at_the_door(
    browse: Browse, office: Office, room: int
) -> None:
    meet(office, room, 8, "Giao ban tuần 14")
    meet(office, room, 9, f"{CANARY} một", confidentiality=Confidentiality.CLOSED)
    meet(office, room, 10, f"{CANARY} hai", platform=Platform.SECRET)
    purpose = booking.book(office.viewer("leader"), db.session.get_one(Room, room), _hours(14, 16), f"{CANARY} ba")
    db.session.commit()
    assert purpose.id
    names = [person.full_name for person in office.people.values()]
    page = browse(None).get(f"/phong/{room}")
    told = words(page.text)
    assert "08:00 – 09:00 Giao ban tuần 14" in told
    for hours in ("09:00 – 10:00", "10:00 – 11:00", "14:00 – 16:00"):
        assert f"{hours} Phòng bận" in told
    assert CANARY not in page.text and "/hop/" not in page.text
    assert all(name not in page.text for name in names)
    assert "no-store" in page.headers["Cache-Control"]
    assert browse(None).get("/phong/987654321").status_code == 404


def test_the_guests_wifi_and_never_the_offices_own(browse: Browse, office: Office, room: int) -> None:
    eyes, row = office.viewer("secretary"), db.session.get_one(Room, room)
    for ssid, audience in (("Mang-Khach", Audience.GUEST), ("Mang-Noi-Bo", Audience.INTERNAL)):
        network = WifiNetwork(ssid=ssid, security=Security.WPA, audience=audience, place="Sảnh", valid_from=MONDAY)
        made = qr.add_network(eyes, network, f"khoa-{audience.value}-2026")
        qr.add_poster(eyes, f"Tờ {ssid}", network=made, room=row)
    db.session.commit()
    assert "Mang-Khach" not in browse(None).get(f"/phong/{room}").text, "the office has to allow it"
    db.session.get_one(Room, room).shows_wifi = True
    db.session.commit()
    page = browse(None).get(f"/phong/{room}").text
    assert "Mang-Khach" in page and "khoa-guest-2026" in page and "<path" in page
    assert "Mang-Noi-Bo" not in page and "khoa-internal-2026" not in page


def test_the_sign_at_the_door_leads_to_the_room(browse: Browse, room: int, other_office: Office) -> None:
    secretary = browse("secretary")
    made = secretary.post(f"/ma-qr/phong/{room}/bien")
    again = secretary.post(f"/ma-qr/phong/{room}/bien")
    poster = db.session.execute(select(Poster.id, Poster.room_id)).one()
    link = db.session.execute(select(QrLink.target, QrLink.short_code)).one()
    assert made.location == again.location == f"/ma-qr/{poster.id}"
    assert (poster.room_id, link.target) == (room, f"/phong/{room}")
    assert browse(None).get(f"/q/{link.short_code}").location == f"/phong/{room}"
    assert secretary.get(f"/ma-qr/{poster.id}/a4.pdf").status_code == 200
    assert browse("counter").post(f"/ma-qr/phong/{room}/bien").status_code == 403
    assert browse("secretary", other_office).post(f"/ma-qr/phong/{room}/bien").status_code == 404


def test_rooms_and_bookings_of_another_commune_are_not_there(
    browse: Browse, office: Office, room: int, other_office: Office
) -> None:
    made = booking.book(office.viewer("leader"), db.session.get_one(Room, room), _hours(8, 9), "Tiếp đoàn")
    db.session.commit()
    key = made.id
    stranger = browse("secretary", other_office)
    assert stranger.get(f"/phong/{room}/dat").status_code == 404
    assert stranger.post(f"/phong/dat/{key}/huy").status_code == 404
    assert "Tiếp đoàn" not in stranger.get("/phong").text


def _hours(first: int, last: int) -> Span:
    return clock.at_office(MONDAY, first), clock.at_office(MONDAY, last)
