"""People that come as a workbook: compared with who is there, written in one transaction, taken back for a day."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from models import journal
from models.accounts import actions, queries, roster
from models.accounts.joining import RANK
from models.accounts.people_rows import PEOPLE, Joining, Worker, understand
from models.accounts.rules import Viewer
from models.accounts.tables import Commune, Person, Unit
from models.base import db, read, seen_by
from models.errors import RuleBroken
from models.files import handed
from models.files.handed import HandedRow, HandedSheets, RowOutcome
from models.files.tables import RowsImport
from models.text import clean, fold


def workers(viewer: Viewer) -> list[Worker]:
    """Everybody at work with title and unit (one statement)."""
    p, u = Person, Unit
    query = select(p.id, p.full_name, p.title, p.unit_id, u.name.label("unit")).outerjoin(u, u.id == p.unit_id)
    query = query.where(seen_by(viewer, p), p.is_active).order_by(p.sort_key, p.id)
    return [Worker(row.id, row.full_name, row.title, row.unit_id, row.unit or "") for row in read(query)]


def told(viewer: Viewer, imported: RowsImport) -> HandedSheets:
    """What the file would do now (two statements)."""
    found = HandedSheets(handed.tables_of(imported, PEOPLE))
    units, people = {unit.id: unit.name for unit in queries.units(viewer)}, workers(viewer)
    for table in found.tables:
        understand(table, units, people)
    return found


def take(viewer: Viewer, imported: RowsImport, seen: str = "") -> HandedSheets:
    """Write the rows that are clear: new units, new people, changed cells."""
    handed.hold(imported)
    found = told(viewer, imported)
    handed.begin_taking(imported, found, seen)
    commune = queries.commune(viewer.home_id)
    made: dict[str, int] = {}
    changed = [_change(viewer, commune, line, made) for line in found.of(RowOutcome.CHANGED)]
    added = _add(commune, [line.found for line in found.of(RowOutcome.NEW)], made)
    imported.written = {"people": added, "units": list(made.values()), "changed": changed}
    counts = {"added": len(added), "cells": found.cells}
    journal.note("people_imported", "rows_import", imported.id, imported.commune_id, file=imported.name, **counts)
    return found


def _unit(commune: Commune, one: Joining, made: dict[str, int]) -> int | None:
    """The unit of a person, added where it is a new one."""
    if not one.new_unit:
        return one.unit_id
    key = fold(one.new_unit)
    if key not in made:
        made[key] = actions.add_unit(commune, one.new_unit).id
    return made[key]


def _add(commune: Commune, joining: Sequence[Joining], made: dict[str, int]) -> list[int]:
    """Everybody new by one statement, and their ids."""
    people = []
    for one in joining:
        unit_id = _unit(commune, one, made)
        person = Person(commune_id=commune.id, unit_id=unit_id, title=clean(one.title), rank=RANK, is_active=True)
        actions.name_person(person, one.name)
        people.append(person)
    before = db.session.scalar(select(func.max(Person.id)).where(Person.commune_id == commune.id)) or 0
    journal.insert_many(people)
    mine = (Person.commune_id == commune.id, Person.id > before, Person.fold.in_({one.fold for one in people}))
    return list(db.session.scalars(select(Person.id).where(*mine).order_by(Person.id)))


def _change(viewer: Viewer, commune: Commune, line: HandedRow, made: dict[str, int]) -> dict[str, Any]:
    """Write the cells of one person; what he was and is, by which it can be put back."""
    person, one = queries.person(viewer, line.key), line.found
    names = {change.field for change in line.changes}
    before = _kept(person)
    unit_id = _unit(commune, one, made) if "unit" in names else person.unit_id
    name = one.name if "name" in names else person.full_name
    title = one.title if "title" in names else person.title
    roster.change_person(person, name, title, unit_id, person.rank, person.is_active)
    return {"id": person.id, "before": before, "after": _kept(person)}


def _kept(person: Person) -> list[Any]:
    return [person.full_name, person.title, person.unit_id]


def undo(imported: RowsImport) -> None:
    """Take back what a file wrote; RuleBroken sheet_old, sheet_worked_on once something stands on one of its people."""
    handed.begin_undoing(imported)
    told_, own = imported.written, Person.commune_id == imported.commune_id
    changed = {one["id"]: one for one in told_["changed"]}
    for person in db.session.scalars(select(Person).where(own, Person.id.in_(changed))).all():
        before, after = changed[person.id]["before"], changed[person.id]["after"]
        if _kept(person) == after:  # one that somebody has changed since stays
            roster.change_person(person, before[0], before[1], before[2], person.rank, person.is_active)
    try:
        for kind, ids in ((Person, told_["people"]), (Unit, told_["units"])):
            for row in db.session.scalars(select(kind).where(kind.commune_id == imported.commune_id, kind.id.in_(ids))):
                db.session.delete(row)
            db.session.flush()
    except IntegrityError as broken:
        raise RuleBroken("sheet_worked_on") from broken
    journal.note("people_undone", "rows_import", imported.id, imported.commune_id, file=imported.name)


def export(viewer: Viewer) -> list[list[str | int]]:
    """Everybody at work as a row to be edited."""
    return [[one.id, one.name, one.title, one.unit] for one in workers(viewer)]
