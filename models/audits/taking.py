"""Taking a round back from a sheet: the file waits for somebody to look at it, and is written in one transaction."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from models import clock, journal
from models.accounts.rules import Viewer
from models.audits import findings, proofs
from models.audits.handed_sheets import SheetImport
from models.audits.importing import Present, SheetPlan, plan
from models.audits.proof_tables import ItemEvidence
from models.audits.rules import ItemState
from models.audits.sheet import DAY_OF_LINK, FINDING, SAID, SheetLine, links_of
from models.audits.tables import AuditFinding, AuditRound, ItemResult
from models.base import db, seen_by
from models.duties.rules import headline
from models.errors import NotFound, RuleBroken


def keep(
    viewer: Viewer, round_: AuditRound, name: str, exported_at: datetime | None, lines: Sequence[SheetLine]
) -> SheetImport:
    """Keep what a file says until somebody has looked at the preview; RuleBroken round_closed."""
    round_.require_open()
    forget_waiting(viewer, round_.id)
    kept = SheetImport(
        commune_id=round_.commune_id,
        round_id=round_.id,
        handed_in_by=viewer.account_id,
        name=name,
        exported_at=exported_at,
        lines=[_as_kept(line) for line in lines],
    )
    db.session.add(kept)
    db.session.flush()
    return kept


def _as_kept(line: SheetLine) -> dict[str, Any]:
    names = ("code", "row", "version", "cells", "base", "unread")
    return {name: dict(value) if isinstance(value := getattr(line, name), Mapping) else value for name in names}


def kept(viewer: Viewer, round_id: int, import_id: int) -> SheetImport:
    """A file that waits, or was taken; NotFound for other eyes and other rounds."""
    query = select(SheetImport).where(SheetImport.id == import_id, SheetImport.round_id == round_id)
    found = db.session.scalars(query.where(seen_by(viewer, SheetImport))).one_or_none()
    if found is None:
        raise NotFound
    return found


def lines_of(kept_: SheetImport) -> list[SheetLine]:
    """The lines of a kept file."""
    return [SheetLine(**one) for one in kept_.lines]


def take(
    viewer: Viewer,
    round_: AuditRound,
    file: SheetImport,
    seen: str,
    mine: Collection[tuple[str, str]],
    skip: bool,
    why: str,
) -> SheetPlan:
    """Write what the preview showed: all of it in one transaction, with one line in the journal for the whole.

    ``seen`` names the preview; RuleBroken round_closed, import_moved when somebody has saved since, import_undecided
    while a conflict has not been decided, unless ``skip`` leaves those as they are. ``why`` is why proofs
    are replaced or withdrawn by it.
    """
    db.session.refresh(round_, ["state", "version"], with_for_update=True)
    round_.require_open()
    lines = lines_of(file)
    if plan(round_, lines).digest() != seen:
        raise RuleBroken("import_moved")
    decided = plan(round_, lines, mine)
    if decided.conflicts and not skip:
        raise RuleBroken("import_undecided", count=len(decided.conflicts))
    _write(viewer, round_, decided, why)
    file.taken_at = clock.now()
    told = {"criteria": len(decided.changed), "cells": decided.changes}
    journal.note("imported", "audit_round", round_.id, round_.commune_id, file=file.name, **told)
    return decided


def _write(viewer: Viewer, round_: AuditRound, decided: SheetPlan, why: str) -> None:
    changed = {row.present.item.result_id: row for row in decided.changed}
    query = (
        select(ItemResult).join(ItemResult.round).where(ItemResult.round_id == round_.id, ItemResult.id.in_(changed))
    )
    query = query.options(contains_eager(ItemResult.round), joinedload(ItemResult.criterion)).order_by(ItemResult.id)
    at = clock.now()
    for result in db.session.scalars(query).all():
        row = changed[result.id]
        wanted = row.present.cells | {one.field: one.wanted for one in row.changes}
        touched = {one.field for one in row.changes}
        if touched & set(SAID):
            points = Decimal(wanted["points"]) if wanted.get("points") else None
            result.assess(
                ItemState(wanted["state"]), viewer.account_id, at, wanted["note"], wanted["na_reason"], points
            )
        if "links" in touched:
            _write_links(viewer, result, row.present, wanted["links"], why)
        if touched & set(FINDING):
            _write_finding(viewer, result, row.present, wanted)
    db.session.flush()


def _write_links(viewer: Viewer, result: ItemResult, present: Present, wanted: str, why: str) -> None:
    asked = dict(link.split(DAY_OF_LINK) for link in links_of(wanted))
    there = {one.url: one.id for one in present.item.evidence if one.url}
    for url, evidence_id in there.items():
        kept_, by = db.session.get_one(ItemEvidence, evidence_id), viewer.account_id
        if url not in asked:
            proofs.withdraw(kept_, by, why)
        elif kept_.dated_on != (day := date.fromisoformat(asked[url])):
            proofs.replace(kept_, by, url, None, day, kept_.valid_to, why)
    for url, said in asked.items():
        if url not in there:
            proofs.attach(result, viewer.account_id, "", url=url, dated_on=date.fromisoformat(said))


def _write_finding(viewer: Viewer, result: ItemResult, present: Present, wanted: Mapping[str, str]) -> None:
    unit_id, person_id = int(wanted["unit"]), int(wanted["person"]) if wanted["person"] else None
    due_on = date.fromisoformat(wanted["due"])
    if present.finding_id is None:
        findings.note(viewer, result, wanted["finding"], unit_id, due_on, person_id)
        return
    found = db.session.get_one(AuditFinding, present.finding_id)
    found.text, found.duty.unit_id, found.duty.person_id = wanted["finding"], unit_id, person_id
    round_ = result.round
    found.duty.name_it(result.criterion.code, headline(found.text), round_.set.name, round_.assessed_on, found.place)
    if found.duty.due_on != due_on:
        found.duty.promise(due_on)


def forget_waiting(viewer: Viewer, round_id: int) -> None:
    """Let go of the files of a person for a round that were looked at and not taken."""
    mine = (SheetImport.round_id == round_id, SheetImport.handed_in_by == viewer.account_id)
    waiting = select(SheetImport).where(*mine, SheetImport.taken_at.is_(None), seen_by(viewer, SheetImport))
    for file in db.session.scalars(waiting).all():
        db.session.delete(file)
