"""Procedures, the files of each day, and complaints: entered here, counted for the figures."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, func, select

from models import clock, journal
from models.accounts.rules import Viewer
from models.base import Model, db, read, seen_by
from models.errors import NotFound, RuleBroken
from models.satisfaction.outside_import import ComplaintLine, ScoreLine
from models.satisfaction.service_import import NUMBERS, DayLine
from models.satisfaction.service_rollups import recount_months
from models.satisfaction.service_tables import (
    ComplaintKind,
    ComplaintOutcome,
    ServiceComplaint,
    ServiceDay,
    ServiceProcedure,
)
from models.text import clean, fold

CODE_LENGTH = 40
MOST_LINES = 500  # of a month on one page
AnyRow = Row[*tuple[Any, ...]]


def procedure_id(commune_id: int, code: str) -> int | None:
    """The procedure of a code at a commune; None where it is not known: unknown is kept as unknown."""
    if not code:
        return None
    known = (ServiceProcedure.commune_id == commune_id, ServiceProcedure.code == code)
    return read(select(ServiceProcedure.id).where(*known)).scalar()


def procedure_names(viewer: Viewer) -> dict[str, str]:
    """The procedures by their ids, in the order of their names."""
    p = ServiceProcedure
    rows = read(select(p.id, p.title).where(seen_by(viewer, p)).order_by(p.fold))
    return {str(row.id): row.title for row in rows}


def add_procedures(commune_id: int, named: Mapping[str, str]) -> None:
    """New procedures by their codes, with one line in the journal for all of them."""
    journal.insert_many(
        [
            ServiceProcedure(
                commune_id=commune_id,
                code=code,
                title=title,
                fold=fold(title)[:200],
                is_active=True,
                version=1,
                created_at=clock.now(),
            )
            for code, title in named.items()
        ]
    )


def code_of(folded: str) -> str:
    """A code for a procedure that came by its name alone; of long names that begin alike each has its own."""
    code = folded.replace(" ", "-")
    if len(code) <= CODE_LENGTH and "-" not in folded:
        return code
    return f"{code[: CODE_LENGTH - 9]}-{hashlib.sha256(folded.encode()).hexdigest()[:8]}"


def _procedures(commune_id: int, titles: Iterable[str], general: str) -> dict[str, int]:
    """The ids of procedures by the names that lines give them; those that are new are added."""
    p = ServiceProcedure
    names = {fold(title)[:200]: title or general for title in titles}
    known = select(p.fold, p.id).where(p.commune_id == commune_id)
    there = {row.fold for row in read(known)}
    fresh = {fold(name)[:200]: name for name in sorted(names.values()) if fold(name)[:200] not in there}
    add_procedures(commune_id, {code_of(key): name for key, name in fresh.items()})
    ids = {row.fold: row.id for row in read(known)}
    return {key: ids[fold(name)[:200]] for key, name in names.items()}


def keep_days(viewer: Viewer, lines: Sequence[DayLine], general: str) -> tuple[int, int]:
    """Keep the files of days: how many lines are new, how many changed what was there; of two equal ones the last.

    RuleBroken where a line was not understood; nothing is kept then.
    """
    all_understood(lines)
    ids = _procedures(viewer.home_id, {line.procedure for line in lines}, general)
    wanted = {(line.day or clock.today(), ids[fold(line.procedure)[:200]], line.mode): line for line in lines}
    days = {line.day for line in lines}
    d = ServiceDay
    there = db.session.scalars(select(d).where(d.commune_id == viewer.home_id, d.local_date.in_(days)))
    kept = {(row.local_date, row.procedure_id, row.mode): row for row in there}
    fresh, changed = [], 0
    for key, line in wanted.items():
        numbers = {name: getattr(line, name) for name in NUMBERS}
        row = kept.get(key)
        if row is None:
            day, procedure, mode = key
            own = {"commune_id": viewer.home_id, "local_date": day, "procedure_id": procedure, "mode": mode}
            fresh.append(ServiceDay(**own, **numbers, version=1, created_at=clock.now()))
        elif differs(row, numbers):
            changed += 1
    journal.insert_many(fresh)
    db.session.flush()
    recount_months(viewer.home_id, {day.replace(day=1) for day, _procedure, _mode in wanted})
    return len(fresh), changed


def days(viewer: Viewer, since: date, until: date) -> Sequence[AnyRow]:
    """The files of a span of days, newest first, with the names of their procedures."""
    d, p = ServiceDay, ServiceProcedure
    columns = (d.local_date, d.mode, p.title, *(getattr(d, name) for name in NUMBERS))
    query = select(*columns).join(p, p.id == d.procedure_id)
    query = query.where(seen_by(viewer, d), d.local_date.between(since, until))
    return read(query.order_by(d.local_date.desc(), p.fold, d.mode).limit(MOST_LINES)).all()


def add_complaint(viewer: Viewer, received_on: date, kind: ComplaintKind, about: str, source: str) -> ServiceComplaint:
    """Note a complaint; whether it is true comes later."""
    if received_on > clock.today():
        raise RuleBroken("day_to_come", field="received_on")
    made = ServiceComplaint(
        commune_id=viewer.home_id,
        received_on=received_on,
        kind=kind,
        about=clean(about, multiline=True),
        source=clean(source),
    )
    db.session.add(made)
    db.session.flush()
    return made


def keep_complaints(viewer: Viewer, lines: Sequence[ComplaintLine]) -> tuple[int, int]:
    """Keep the complaints of a table: how many are new, how many that were still open are decided now.

    One of the same day, kind and words is the same complaint; what was decided here stays. RuleBroken where a line was
    not understood; nothing is kept then.
    """
    all_understood(lines)
    c = ServiceComplaint
    found = db.session.scalars(select(c).where(c.commune_id == viewer.home_id, c.received_on.in_(_days_of(lines))))
    kept = {(row.received_on, row.kind, fold(row.about)): row for row in found}
    fresh = decided = 0
    for line in lines:
        received_on = line.received_on or clock.today()
        key = (received_on, line.kind, fold(line.about))
        row = kept.get(key)
        if row is None:
            row = kept[key] = add_complaint(viewer, received_on, line.kind, line.about, line.source)
            fresh += 1
        elif row.outcome is not ComplaintOutcome.PENDING or line.outcome is ComplaintOutcome.PENDING:
            continue
        else:
            decided += 1
        if line.decided_on is not None:
            conclude(viewer, row, line.outcome, line.conclusion, line.decided_on)
    return fresh, decided


def _days_of(lines: Sequence[ComplaintLine]) -> set[date]:
    return {line.received_on for line in lines if line.received_on}


def complaints(viewer: Viewer, most: int, offset: int = 0) -> Sequence[AnyRow]:
    """So many of the complaints, newest first, those that wait before the others."""
    c = ServiceComplaint
    columns = (c.id, c.received_on, c.kind, c.about, c.source, c.outcome, c.conclusion, c.decided_on)
    waits = (c.outcome == ComplaintOutcome.PENDING).desc()
    query = select(*columns).where(seen_by(viewer, c)).order_by(waits, c.received_on.desc(), c.id.desc())
    return read(query.limit(most).offset(offset)).all()


def complaint_count(viewer: Viewer) -> int:
    """How many complaints there are."""
    query = select(func.count(ServiceComplaint.id)).where(seen_by(viewer, ServiceComplaint))
    return int(read(query).scalar_one())


def complaint(viewer: Viewer, complaint_id: int) -> ServiceComplaint:
    """One complaint; NotFound for other eyes."""
    c = ServiceComplaint
    found = db.session.scalars(select(c).where(seen_by(viewer, c), c.id == complaint_id)).first()
    if found is None:
        raise NotFound
    return found


def conclude(
    viewer: Viewer, row: ServiceComplaint, outcome: ComplaintOutcome, conclusion: str, decided_on: date
) -> None:
    """Say whether a complaint was true, with the reason."""
    if outcome is not ComplaintOutcome.PENDING:
        if not clean(conclusion):
            raise RuleBroken("reason_missing", field="conclusion")
        if not row.received_on <= decided_on <= clock.today():
            raise RuleBroken("day_to_come", field="decided_on")
    is_open = outcome is ComplaintOutcome.PENDING
    row.outcome, row.conclusion = outcome, clean(conclusion, multiline=True)
    row.decided_on, row.decided_by_id = (None, None) if is_open else (decided_on, viewer.account_id)
    db.session.flush()


def all_understood(lines: Sequence[DayLine | ScoreLine | ComplaintLine]) -> None:
    """RuleBroken where there is no line, or one that was not understood."""
    if not lines:
        raise RuleBroken("no_lines", field="lines")
    broken = next((line for line in lines if line.problem), None)
    if broken is not None:
        raise RuleBroken("line_not_understood", field="lines", no=broken.no)


def differs(row: Model, told: Mapping[str, Any]) -> bool:
    """Let a row say what it is told; whether that changes anything."""
    changes = {name: value for name, value in told.items() if getattr(row, name) != value}
    for name, value in changes.items():
        setattr(row, name, value)
    return bool(changes)
