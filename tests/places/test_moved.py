"""Bookmarks and forms from before rooms and counters had pages of their own still arrive, for the same eyes."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from models.base import db
from models.places.actions import add_counter, add_room
from models.places.tables import Counter, Room
from tests.browser import Browser
from tests.factories import Office

Browse = Callable[..., Browser]


@pytest.fixture
def ids(office: Office) -> dict[str, int]:
    """One room and one counter of the office."""
    eyes = office.viewer("secretary")
    room, counter = add_room(eyes, "Phòng họp số 1", "Tầng 2", "", 18), add_counter(eyes, "Quầy 1", "")
    db.session.commit()
    return {"room": room.id, "counter": counter.id}


def test_old_pages_lead_on_for_good(browse: Browse, ids: dict[str, int]) -> None:
    secretary = browse("secretary")
    for old, new in (
        ("/ma-qr/phong/moi", "/phong/moi"),
        (f"/ma-qr/phong/{ids['room']}/sua?a=b", f"/phong/{ids['room']}/sua?a=b"),
        (f"/hai-long/quay/{ids['counter']}", f"/quay/{ids['counter']}"),
    ):
        answer = secretary.get(old)
        assert (answer.status_code, answer.location) == (301, new)
        assert secretary.get(new).status_code == 200


def test_an_open_form_is_saved_where_it_belongs_now(browse: Browse, ids: dict[str, int]) -> None:
    secretary = browse("secretary")
    typed = {"name": "Hội trường", "seats": "120"}
    hidden = secretary.hidden_fields("/phong/moi")
    for _ in range(2):  # sent twice, kept once
        answer = secretary.post_raw("/ma-qr/phong/moi", {**hidden, **typed})
        assert (answer.status_code, answer.location) == (308, "/phong/moi")
        assert secretary.post_raw(answer.location, {**hidden, **typed}).status_code == 303
    assert db.session.scalar(select(func.count(Room.id)).where(Room.name == "Hội trường", Room.seats == 120)) == 1

    hidden = secretary.hidden_fields(f"/phong/{ids['room']}/sua")
    changed = {**hidden, "name": "Phòng họp lớn", "is_active": "y"}
    answer = secretary.post_raw(f"/ma-qr/phong/{ids['room']}/sua", changed)
    assert answer.status_code == 308
    assert secretary.post_raw(answer.location, changed).status_code == 303
    assert db.session.get_one(Room, ids["room"]).name == "Phòng họp lớn"

    added = {**secretary.hidden_fields("/quay"), "name": "Quầy 2"}
    answer = secretary.post_raw("/hai-long/quay", added)
    assert (answer.status_code, answer.location) == (308, "/quay")
    assert secretary.post_raw(answer.location, added).status_code == 303
    assert set(db.session.scalars(select(Counter.name))) == {"Quầy 1", "Quầy 2"}


def test_an_old_address_tells_nobody_more(browse: Browse, ids: dict[str, int], other_office: Office) -> None:
    stranger, clerk = browse("secretary", other_office), browse("counter")
    for old in (f"/ma-qr/phong/{ids['room']}/sua", f"/hai-long/quay/{ids['counter']}"):
        assert stranger.get(old).status_code == 404
        assert stranger.post(old).status_code == 404
        assert clerk.get(old).status_code == 403
