"""Reading places: the rooms one can meet in, the counters that serve, each inside the viewer's commune."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, or_, select

from models.accounts.rules import Viewer
from models.accounts.tables import Commune
from models.base import db, read, seen_by
from models.errors import NotFound
from models.places.tables import Counter, Room, RoomBooking

AnyRow = Row[*tuple[Any, ...]]


def rooms(viewer: Viewer) -> Sequence[AnyRow]:
    """All rooms by name, switched-off ones last: id, name, place, seats, is_active."""
    query = select(Room.id, Room.name, Room.place, Room.seats, Room.is_active).where(seen_by(viewer, Room))
    return db.session.execute(query.order_by(Room.is_active.desc(), Room.fold, Room.id)).all()


def open_rooms(viewer: Viewer, also: int | None = None) -> list[tuple[int, str]]:
    """The rooms in use at the viewer's office (and ``also`` an older one): (id, name)."""
    usable = Room.is_active if also is None else or_(Room.is_active, Room.id == also)
    query = select(Room.id, Room.name).where(Room.commune_id == viewer.commune_id, usable)
    return [(row.id, row.name) for row in db.session.execute(query.order_by(Room.fold, Room.id))]


def room_names(viewer: Viewer, wanted: set[int]) -> dict[int, str]:
    """The names of some rooms."""
    if not wanted:
        return {}
    query = select(Room.id, Room.name).where(Room.id.in_(wanted), seen_by(viewer, Room))
    return {row.id: row.name for row in db.session.execute(query)}


def room(viewer: Viewer, room_id: int) -> Room:
    """One room; NotFound for other eyes."""
    found = db.session.scalars(select(Room).where(Room.id == room_id, seen_by(viewer, Room))).one_or_none()
    if found is None:
        raise NotFound("room")
    return found


def room_at_door(room_id: int) -> tuple[Room, str]:
    """A room for whoever stands before it, with the name of its commune; NotFound when there is none."""
    query = select(Room, Commune.name).join(Commune, Commune.id == Room.commune_id).where(Room.id == room_id)
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise NotFound("room")
    return found[0], found[1]


def booking(viewer: Viewer, booking_id: int) -> RoomBooking:
    """What somebody booked for a purpose of its own; NotFound for other eyes, and for the hours of a meeting."""
    own = RoomBooking.id == booking_id, RoomBooking.meeting_id.is_(None), seen_by(viewer, RoomBooking)
    found = db.session.scalars(select(RoomBooking).where(*own)).one_or_none()
    if found is None:
        raise NotFound("room_booking")
    return found


def counters(viewer: Viewer) -> Sequence[AnyRow]:
    """All counters by name, switched-off ones last."""
    return db.session.execute(
        select(Counter.id, Counter.name, Counter.place, Counter.is_active)
        .where(seen_by(viewer, Counter))
        .order_by(Counter.is_active.desc(), Counter.fold)
    ).all()


def open_counters(viewer: Viewer) -> Sequence[AnyRow]:
    """The counters that serve now, by name."""
    query = select(Counter.id, Counter.name).where(seen_by(viewer, Counter), Counter.is_active)
    return read(query.order_by(Counter.fold)).all()


def own_counter(viewer: Viewer, counter_id: int) -> int | None:
    """The id again when it is a counter that serves at the viewer's office, else None: unknown is kept as unknown."""
    serving = select(Counter.id).where(seen_by(viewer, Counter), Counter.id == counter_id, Counter.is_active)
    return read(serving).scalar() if counter_id else None


def counter(viewer: Viewer, counter_id: int) -> Counter:
    """One counter; NotFound for other eyes."""
    found = db.session.scalars(select(Counter).where(seen_by(viewer, Counter), Counter.id == counter_id)).first()
    if found is None:
        raise NotFound("counter")
    return found
