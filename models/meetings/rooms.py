"""The rooms one can meet in, as the room register knows them."""

from sqlalchemy import or_, select

from models.accounts.rules import Viewer
from models.base import db, seen_by
from models.places.tables import Room


def rooms(viewer: Viewer, also: int | None = None) -> list[tuple[int, str]]:
    """The rooms in use (and ``also`` an older one): (id, name)."""
    usable = Room.is_active if also is None else or_(Room.is_active, Room.id == also)
    query = select(Room.id, Room.name).where(Room.commune_id == viewer.commune_id, usable)
    return [(row.id, row.name) for row in db.session.execute(query.order_by(Room.fold, Room.id))]


def room_names(viewer: Viewer, wanted: set[int]) -> dict[int, str]:
    """The names of some rooms."""
    if not wanted:
        return {}
    query = select(Room.id, Room.name).where(Room.id.in_(wanted), seen_by(viewer, Room))
    return {row.id: row.name for row in db.session.execute(query)}
