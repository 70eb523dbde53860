"""Naming places: no two rooms and no two counters of an office share a name."""

from sqlalchemy import select

from models.accounts.rules import Viewer
from models.base import db, seen_by
from models.errors import RuleBroken
from models.places.tables import Counter, Room
from models.text import clean, fold


def add_room(viewer: Viewer, name: str, place: str, note: str, seats: int | None, keeper_id: int | None = None) -> Room:
    """A new room, which a person may look after; RuleBroken when the office has one of that name."""
    made = Room(commune_id=viewer.home_id, name=name, fold=fold(name), place=place, note=note, seats=seats)
    made.keeper_id = keeper_id
    _check_room_name(viewer, made)
    db.session.add(made)
    db.session.flush()
    return made


def rename_room(viewer: Viewer, room: Room, name: str) -> None:
    """Give a room another name; RuleBroken when it is taken."""
    room.name, room.fold = name, fold(name)
    _check_room_name(viewer, room)


def _check_room_name(viewer: Viewer, room: Room) -> None:
    with db.session.no_autoflush:
        twin = db.session.scalar(select(Room.id).where(Room.fold == room.fold, seen_by(viewer, Room)))
    if twin is not None and twin != room.id:
        raise RuleBroken("room_taken", field="name")


def add_counter(viewer: Viewer, name: str, place: str) -> Counter:
    """A new counter; RuleBroken when the name is taken."""
    name = _free_name(viewer, name, None)
    counter = Counter(commune_id=viewer.home_id, name=name, fold=fold(name), place=clean(place))
    db.session.add(counter)
    db.session.flush()
    return counter


def change_counter(viewer: Viewer, counter: Counter, name: str, place: str, is_active: bool) -> None:
    """Rename or switch a counter; RuleBroken when another one has the name."""
    counter.name = _free_name(viewer, name, counter.id)
    counter.fold, counter.place, counter.is_active = fold(name), clean(place), is_active
    db.session.flush()


def _free_name(viewer: Viewer, name: str, counter_id: int | None) -> str:
    taken = select(Counter.id).where(Counter.commune_id == viewer.home_id, Counter.fold == fold(name))
    if db.session.scalar(taken) not in (None, counter_id):
        raise RuleBroken("counter_name_taken", field="name")
    return clean(name)
