"""The form of a meeting and the form that moves it, where the room is taken: when it is, and what is free instead."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from models import clock
from models.base import db
from models.meetings.tables import Body, Meeting
from models.places import booking
from models.places.actions import add_room
from models.places.tables import Room
from tests.browser import Browser
from tests.factories import Office
from tests.meetings.conftest import MONDAY

Browse = Callable[..., Browser]
Hold = Callable[[str], None]


@pytest.fixture
def room(office: Office, hold: Hold) -> int:
    """A room that is taken from eight to nine on a Monday."""
    hold("2026-03-30 07:00")
    made = add_room(office.viewer("secretary"), "Phòng số 1", "Tầng 2", "", 20)
    span = (clock.at_office(MONDAY, 8), clock.at_office(MONDAY, 9))
    booking.book(office.viewer("leader"), made, span, "Tiếp đoàn")
    db.session.commit()
    return made.id


def test_a_new_meeting(browse: Browse, room: int, filled: Callable[..., dict[str, Any]]) -> None:
    secretary, typed = browse("secretary"), filled(start="8:30", end="9:30", room_id=str(room))
    refused = secretary.post_form("/hop/moi", typed)
    assert refused.status_code == 422 and "Phòng số 1 bận 08:00 – 09:00, thứ Hai 30/3/2026" in refused.text
    proposed = f"{room} 2026-03-30T09:15 2026-03-30T10:15"
    assert f'value="{proposed}"' in refused.text
    made = secretary.post_form("/hop/moi", {**typed, "gio-trong": proposed})
    assert made.status_code == 303
    kept = db.session.scalars(select(Meeting)).one()
    assert (kept.room_id, kept.starts_at) == (room, clock.at_office(MONDAY, 9, 15))


def test_a_meeting_that_is_moved(browse: Browse, room: int, filled: Callable[..., dict[str, Any]], body: Body) -> None:
    secretary = browse("secretary")
    assert body.name
    made = secretary.post_form("/hop/moi", filled(start="14:00", end="15:00", room_id=str(room), luu="moi"))
    typed = {"day": "30/3/2026", "start": "8:30", "end": "9:30", "room_id": str(room), "reason": "Đổi giờ"}
    refused = secretary.post_form(f"{made.location}/doi", typed)
    assert refused.status_code == 422 and "Phòng số 1 bận 08:00 – 09:00" in refused.text
    proposed = f"{room} 2026-03-30T09:15 2026-03-30T10:15"
    assert secretary.post_form(f"{made.location}/doi", {**typed, "gio-trong": proposed}).status_code == 303
    assert db.session.scalars(select(Meeting)).one().starts_at == clock.at_office(MONDAY, 9, 15)


def test_a_room_that_is_gone_is_no_longer_offered(office: Office, room: int) -> None:
    db.session.get_one(Room, room).is_active = False
    db.session.commit()
    span = (clock.at_office(MONDAY, 8), clock.at_office(MONDAY, 9))
    assert booking.free_slots(office.viewer("secretary"), room, span) == []
