"""The counter's own list: which procedures it serves on a day, and how files of each are handed in there."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import or_, select

from models.accounts.rules import Viewer
from models.base import db, read, seen_by
from models.errors import NotFound, RuleBroken
from models.places.tables import Counter
from models.satisfaction import service
from models.satisfaction.rules import Mode
from models.satisfaction.tables import CounterProcedure, ServiceProcedure
from models.text import clean, fold


class ListedProcedure(NamedTuple):
    """A procedure that a clerk may choose; ``mode`` is None where the list fixes none.

    One that is not ``is_now`` ended a day ago: a browser that had no line for a while may still send it.
    """

    id: int
    code: str
    title: str
    mode: Mode | None
    is_now: bool = True


def served(viewer: Viewer, counter_id: int, day: date, also: date | None = None) -> list[ListedProcedure]:
    """What a counter serves on a day, by name; with ``also`` what it served until that earlier day, too."""
    c, p = CounterProcedure, ServiceProcedure
    query = select(p.id, p.code, p.title, c.mode, c.valid_to).join(p, p.id == c.procedure_id)
    lasts = or_(c.valid_to.is_(None), c.valid_to >= (also or day))
    query = query.where(seen_by(viewer, c), c.counter_id == counter_id, p.is_active, c.valid_from <= day, lasts)
    rows = read(query.order_by(p.fold, p.id, c.valid_from))
    return [
        ListedProcedure(row.id, row.code, row.title, row.mode, row.valid_to is None or row.valid_to >= day)
        for row in rows
    ]


def every(viewer: Viewer) -> list[ListedProcedure]:
    """All procedures of the office, for a counter that has no list of its own; none of them fixes a mode."""
    p = ServiceProcedure
    rows = read(select(p.id, p.code, p.title).where(seen_by(viewer, p), p.is_active).order_by(p.fold, p.id))
    return [ListedProcedure(row.id, row.code, row.title, None) for row in rows]


def lines(viewer: Viewer) -> Sequence[Any]:
    """All lines of all counters, ended ones too, by counter and name."""
    c, p = CounterProcedure, ServiceProcedure
    columns = (c.id, c.counter_id, Counter.name.label("counter"), p.title, c.mode, c.valid_from, c.valid_to)
    query = select(*columns).join(p, p.id == c.procedure_id).join(Counter, Counter.id == c.counter_id)
    return read(query.where(seen_by(viewer, c)).order_by(Counter.name, Counter.id, p.fold, c.valid_from)).all()


def line(viewer: Viewer, line_id: int) -> CounterProcedure:
    """One line; NotFound for other eyes."""
    found = db.session.scalars(
        select(CounterProcedure).where(CounterProcedure.id == line_id, seen_by(viewer, CounterProcedure))
    ).first()
    if found is None:
        raise NotFound("line")
    return found


def procedure(viewer: Viewer, title: str) -> int:
    """The procedure of a name, which is added where the office has none of it yet."""
    key = fold(clean(title))[:200]
    p = ServiceProcedure
    wanted = select(p.id).where(p.commune_id == viewer.home_id, p.fold == key)
    found = read(wanted).scalar()
    if found is None:
        service.add_procedures(viewer.home_id, {service.code_of(key): clean(title)})
        db.session.flush()
        found = read(wanted).scalar_one()
    return int(found)


def add(
    viewer: Viewer, counter_id: int, procedure_id: int, mode: Mode | None, valid_from: date, valid_to: date | None
) -> CounterProcedure:
    """A further line; RuleBroken where the counter has the procedure already on one of these days."""
    c = CounterProcedure
    same = (c.commune_id == viewer.home_id, c.counter_id == counter_id, c.procedure_id == procedure_id)
    overlaps = [or_(c.valid_to.is_(None), c.valid_to >= valid_from)]
    overlaps += [c.valid_from <= valid_to] if valid_to else []
    if read(select(c.id).where(*same, *overlaps)).first() is not None:
        raise RuleBroken("procedure_listed", field="procedure_id")
    if valid_to and valid_to < valid_from:
        raise RuleBroken("ends_before", field="valid_to")
    made = CounterProcedure(
        commune_id=viewer.home_id,
        counter_id=counter_id,
        procedure_id=procedure_id,
        mode=mode,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    db.session.add(made)
    db.session.flush()
    return made
