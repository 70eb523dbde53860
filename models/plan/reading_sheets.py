"""Readings that come as a workbook: compared with what is there, written in one transaction, taken back for a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, Select, or_, select

from models import clock, journal
from models.accounts.rules import Viewer
from models.base import db, read, seen_by
from models.errors import RuleBroken
from models.files import handed
from models.files.handed import CellEdit, HandedRow, HandedSheets, RowOutcome
from models.files.tables import RowsImport
from models.plan.figures import IS_CORRECTED, is_share
from models.plan.reading_rows import (
    NAMES,
    READINGS,
    Found,
    ReadingSubject,
    told_twice,
    understand,
)
from models.plan.reading_words import ReadingDoubt, agrees, amount_words, document_words, plain_name
from models.plan.rules import is_read_by_hand, points
from models.plan.tables import Figure, LocalIndicator, Step, Target

COLUMN = {"target": Figure.target_id, "step": Figure.step_id, "indicator": Figure.indicator_id}
AnyRow = Row[*tuple[Any, ...]]


def subjects(viewer: Viewer) -> list[ReadingSubject]:
    """Everything that readings can be of (three statements)."""
    t, s, i = Target, Step, LocalIndicator
    targets = db.session.scalars(select(t).where(seen_by(viewer, t)).order_by(t.no)).all()
    steps = select(s.id, s.code, s.title, s.official_title, s.measure).where(seen_by(viewer, s)).order_by(s.id)
    own = select(i.id, i.title, i.unit_words).where(seen_by(viewer, i), i.ended_on.is_(None)).order_by(i.id)
    return [
        *(_target(one) for one in targets),
        *(
            ReadingSubject(
                *("step", row.id, row.code, row.title, _names(row.title, row.official_title)),
                by_hand=is_read_by_hand(points(row.measure)),
            )
            for row in read(steps)
        ),
        *(
            ReadingSubject("indicator", row.id, f"CS{row.id}", row.title, _names(row.title), row.unit_words)
            for row in read(own)
        ),
    ]


def _target(one: Target) -> ReadingSubject:
    names = _names(one.title, one.short_title, one.official)
    by_hand, spoiled = one.measure_key is None, one.is_spoiled_by_complaint
    return ReadingSubject(
        "target", one.id, f"CT{one.no}", one.title, names, one.unit_words, by_hand, is_share(one), spoiled
    )


def _names(*titles: str) -> frozenset[str]:
    return frozenset(plain_name(one) for one in titles if one)


def live(viewer: Viewer) -> Sequence[AnyRow]:
    """The readings that hold, oldest day first (one statement)."""
    f = Figure
    query: Select[*tuple[Any, ...]] = select(
        *(f.id, f.target_id, f.step_id, f.indicator_id, f.value, f.numerator, f.denominator, f.complaints, f.as_of),
        *(f.document_no, f.document_on, f.note, f.unit_words, f.evidence_file_id, f.evidence_link),
    )
    return db.session.execute(query.where(seen_by(viewer, f), ~IS_CORRECTED).order_by(f.as_of, f.id)).all()


def subject_key(row: Any) -> tuple[str, int]:
    """What a reading is of."""
    return next((kind, getattr(row, f"{kind}_id")) for kind in COLUMN if getattr(row, f"{kind}_id") is not None)


def cells(row: Any) -> dict[str, str]:
    """A reading as the cells of a sheet; what the form enters and what a sheet says are compared so."""
    amount = amount_words(row.value, row.numerator, row.denominator, row.unit_words)
    return amount | {
        "complaints": "" if row.complaints is None else str(row.complaints),
        "as_of": f"{row.as_of.day}/{row.as_of.month}/{row.as_of.year}",
        "document": document_words(row.document_no, row.document_on),
        "note": row.note,
    }


@dataclass(frozen=True, slots=True)
class Shelved:
    """The readings that are there: by their ids, and by what they are of and their day."""

    by_id: Mapping[int, AnyRow]
    by_day: Mapping[tuple[tuple[str, int], date], AnyRow]

    @classmethod
    def of(cls, rows: Sequence[AnyRow]) -> "Shelved":
        """The readings, to be looked up."""
        return cls({row.id: row for row in rows}, {(subject_key(row), row.as_of): row for row in rows})


def told(viewer: Viewer, imported: RowsImport) -> HandedSheets:
    """What the file would do now (four statements)."""
    found, known = HandedSheets(handed.tables_of(imported, READINGS)), subjects(viewer)
    there, today = Shelved.of(live(viewer)), clock.today()
    year, day = int(imported.wish.get("year") or today.year), str(imported.wish.get("day") or "")
    for line in found.lines:
        understand(line, known, year, today, day)
        if line.found is not None:
            _compare(line, there)
    told_twice(found.lines)
    return found


def _compare(line: HandedRow, there: Shelved) -> None:
    reading: Found = line.found
    key, number = (reading.subject.kind, reading.subject.id), line.said.get("id", "")
    same_day = there.by_day.get((key, reading.as_of)) if reading.as_of else None
    stored = same_day
    if number:
        stored = there.by_id.get(int(number)) if number.isdecimal() and len(number) < 10 else None
        if stored is None or subject_key(stored) != key:
            line.doubts["id"] = ReadingDoubt.GONE
            return
        if same_day is not None and same_day.id != stored.id:
            line.doubts["as_of"] = ReadingDoubt.DAY_TAKEN
    if stored is None:
        return
    line.key, now = stored.id, cells(stored)
    line.changes = [CellEdit(name, now[name], line.read.get(name, "")) for name in NAMES if _differs(line, name, now)]


def _differs(line: HandedRow, name: str, now: Mapping[str, str]) -> bool:
    """Whether a cell that the file has says another thing; an empty cell of a column that is there does too."""
    if name == "value" and "numerator" not in line.told and now["numerator"] and line.found.value is not None:
        counts = int(now["numerator"]), int(now["denominator"])
        return not agrees(line.found.value, *counts, line.found.unit_words)  # the counts behind it are known already
    has = {"document": {"document", "document_on"}, "value": {"value", "numerator"}}.get(name, {name})
    return bool(has & line.told) and _plain(now[name]) != _plain(line.read.get(name, ""))


def _plain(text: str) -> str:
    return " ".join(text.split())


def take(viewer: Viewer, imported: RowsImport, seen: str, reason: str) -> HandedSheets:
    """Write the rows that are clear: new readings, and corrections, with ``reason`` where the file gives none."""
    handed.hold(imported)
    found = told(viewer, imported)
    handed.begin_taking(imported, found, seen)
    stored = {row.id: row for row in live(viewer)}
    added = [_new(viewer, imported, line) for line in found.of(RowOutcome.NEW)]
    changed = [
        _correction(_new(viewer, imported, line), line, stored[line.key], reason)
        for line in found.of(RowOutcome.CHANGED)
    ]
    journal.insert_many([*added, *changed])
    counts = {"added": len(added), "cells": found.cells}
    journal.note("readings_imported", "rows_import", imported.id, imported.commune_id, file=imported.name, **counts)
    return found


def _new(viewer: Viewer, imported: RowsImport, line: HandedRow) -> Figure:
    found: Found = line.found
    row = Figure(
        commune_id=viewer.home_id,
        value=found.value,
        numerator=found.numerator,
        denominator=found.denominator,
        complaints=found.complaints,
        as_of=found.as_of,
        note=found.note,
        unit_words=found.unit_words,
        document_no=found.document_no,
        document_on=found.document_on,
        entered_by=viewer.account_id,
        import_id=imported.id,
        created_at=clock.now(),
    )
    setattr(row, COLUMN[found.subject.kind].key, found.subject.id)
    return row


def _correction(row: Figure, line: HandedRow, stored: AnyRow, reason: str) -> Figure:
    """A newer reading in the place of the stored one; what the file does not say stays as it was."""
    changed = {one.field for one in line.changes}
    for name, columns in KEPT.items():
        if name not in changed:
            for column in columns:
                setattr(row, column, getattr(stored, column))
    row.corrects_id = stored.id
    row.evidence_file_id, row.evidence_link = stored.evidence_file_id, stored.evidence_link
    if "note" not in changed or not row.note:
        row.note = reason
    return row


KEPT = {
    "value": (),
    "complaints": ("complaints",),
    "as_of": ("as_of",),
    "document": ("document_no", "document_on"),
}


def undo(imported: RowsImport) -> None:
    """Take back what a file wrote; RuleBroken sheet_old, sheet_worked_on once one of its readings was corrected."""
    handed.begin_undoing(imported)
    own = select(Figure.id).where(Figure.import_id == imported.id)
    later = select(Figure.id).where(
        Figure.corrects_id.in_(own), or_(Figure.import_id.is_(None), Figure.import_id != imported.id)
    )
    if read(later.limit(1)).first() is not None:
        raise RuleBroken("sheet_worked_on")
    for row in db.session.scalars(select(Figure).where(Figure.import_id == imported.id).order_by(Figure.id.desc())):
        db.session.delete(row)
    db.session.flush()
    journal.note("readings_undone", "rows_import", imported.id, imported.commune_id, file=imported.name)


def export(viewer: Viewer) -> list[list[str | int | Decimal | None]]:
    """Every reading that holds as a row to be edited: its number, what it is of, its cells."""
    known = {(one.kind, one.id): one for one in subjects(viewer) if one.by_hand}
    rows: list[list[str | int | Decimal | None]] = []
    for row in live(viewer):
        if (one := known.get(subject_key(row))) is not None:
            said = cells(row)
            rows.append([row.id, one.code, one.title, row.unit_words, *(said[name] for name in NAMES)])
    return rows
