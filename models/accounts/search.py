"""What can be found of the office: its people, for whoever looks after them."""

from sqlalchemy import select

from models.accounts.rules import Permission, Viewer
from models.accounts.tables import Person, Unit
from models.base import read, seen_by
from models.searching import MOST, Hit, Needle


def find(viewer: Viewer, needle: Needle) -> list[Hit]:
    """One statement: people at work by any part of their names."""
    if not viewer.may(Permission.SEARCH_OFFICE):
        return []
    query = (
        select(Person.id, Person.full_name, Person.title, Unit.name.label("unit"))
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(seen_by(viewer, Person), Person.is_active, needle.within(Person.fold))
        .order_by(Person.sort_key, Person.id)
        .limit(MOST + 1)
    )
    return [
        Hit(
            "person",
            {"person_id": row.id},
            row.full_name,
            detail=" · ".join(part for part in (row.title, row.unit) if part),
        )
        for row in read(query)
    ]
