"""Drafting a version of a criteria set: by hand, from the one in use, or for a list of the office's own."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, true, update
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from models import journal
from models.accounts.rules import Viewer
from models.audits.actions import published
from models.audits.rules import VersionStatus
from models.audits.tables import CriteriaSet, CriteriaVersion, Criterion, CriterionMap
from models.base import db
from models.catalogue.criteria import Basis, Check, EvidenceRule, Kind, Scoring, Verify
from models.errors import NotFound, RuleBroken
from models.text import fold

MOST = 600  # headings and criteria of one version
RULE = {"method": "weighted", "na_policy": "exclude"}
COPIED = tuple(
    column.key
    for column in Criterion.__mapper__.column_attrs
    if column.key not in ("id", "version", "version_id", "commune_id")
)
BLANK: dict[str, Any] = {
    "note": "",
    "basis": Basis.PRODUCT,
    "legal_ref": "",
    "reference": "",
    "verify": Verify.SUGGESTION,
    "former_ref": "",
    "former_verify": "",
    "sources": [],
    "check_method": Check.EYE,
    "check_hint": "",
    "keywords": [],
    "mandatory": False,
    "evidence_rule": EvidenceRule.ANY,
    "scale": Scoring.POINTS,
    "max_points": 0,
    "weight": 0,
    "cites": [],
    "rests_on": "",
}


def new_set(eyes: Viewer, name: str, short_name: str, subject: str, legal_basis: str) -> CriteriaVersion:
    """A list of the office's own, with its first draft."""
    last = db.session.scalar(select(func.max(CriteriaSet.position))) or 0
    kept = CriteriaSet(
        commune_id=eyes.home_id, code=_code(short_name), name=name, short_name=short_name, subject=subject
    )
    kept.position = last + 1
    db.session.add(kept)
    db.session.flush()
    return _version(eyes, kept, None, legal_basis)


def _code(short_name: str) -> str:
    """A code for addresses that no set has yet."""
    stem = re.sub(r"[^a-z0-9]+", "_", fold(short_name)).strip("_")[:30] or "bo"
    there = set(db.session.scalars(select(CriteriaSet.code).where(CriteriaSet.code.startswith(stem))))
    return next(code for code in (stem, *(f"{stem}_{no}" for no in range(2, 10_000))) if code not in there)


def _version(eyes: Viewer, kept: CriteriaSet, base: CriteriaVersion | None, legal_basis: str) -> CriteriaVersion:
    newest = db.session.scalar(select(func.max(CriteriaVersion.no)).where(CriteriaVersion.set_id == kept.id))
    version = CriteriaVersion(
        commune_id=eyes.home_id,
        set_id=kept.id,
        no=(newest or 0) + 1,
        status=VersionStatus.DRAFT,
        legal_basis=legal_basis,
        score_rule=dict(base.score_rule if base else RULE),
        cites=list(base.cites if base else []),
        content_hash="",
        base_id=base.id if base else None,
        drafted_by=eyes.account_id,
    )
    db.session.add(version)
    db.session.flush()
    return version


def draft_of(eyes: Viewer, kept: CriteriaSet) -> CriteriaVersion:
    """A draft that begins as the version in use; RuleBroken draft_there where the office has one already."""
    drafts = select(CriteriaVersion.id).where(
        CriteriaVersion.set_id == kept.id,
        CriteriaVersion.commune_id == eyes.home_id,
        CriteriaVersion.status == VersionStatus.DRAFT,
    )
    if db.session.scalar(drafts.limit(1)) is not None:
        raise RuleBroken("draft_there")
    base = published(kept.id, eyes.home_id)
    version = _version(eyes, kept, base, base.legal_basis if base else "")
    if base is not None:
        rows = [_copy(row, version) for row in rows_of(base.id)]
        db.session.add_all(rows)
        db.session.flush()
    return version


def _copy(row: Criterion, version: CriteriaVersion) -> Criterion:
    values = {name: getattr(row, name) for name in COPIED}
    return Criterion(version_id=version.id, commune_id=version.commune_id, **values)


def rows_of(version_id: int) -> Sequence[Criterion]:
    """Headings and criteria of a version in their order."""
    query = select(Criterion).where(Criterion.version_id == version_id)
    return db.session.scalars(query.order_by(Criterion.position, Criterion.id)).all()


def seen(eyes: Viewer, owner: Any) -> ColumnElement[bool]:
    """What is common to all, and what is the viewer's commune's own."""
    return true() if eyes.commune_id is None else or_(owner.commune_id.is_(None), owner.commune_id == eyes.commune_id)


def the_set(eyes: Viewer, set_id: int) -> CriteriaSet:
    """One set; NotFound when it is another office's."""
    found: CriteriaSet = _one(select(CriteriaSet).where(CriteriaSet.id == set_id, seen(eyes, CriteriaSet)))
    return found


def version(eyes: Viewer, version_id: int, to_change: bool = False) -> CriteriaVersion:
    """One version; to be changed it is held until the commit. NotFound when it is another office's.

    RuleBroken version_published for one that is to be changed and is no draft of this office.
    """
    query = select(CriteriaVersion).where(CriteriaVersion.id == version_id, seen(eyes, CriteriaVersion))
    whole = (CriteriaVersion.set, CriteriaVersion.base, CriteriaVersion.drafter, CriteriaVersion.publisher)
    query = query.options(*map(joinedload, whole))
    found: CriteriaVersion = _one(query.with_for_update(of=CriteriaVersion) if to_change else query)
    if to_change:
        found.require_draft()
    return found


def criterion(eyes: Viewer, criterion_id: int, to_change: bool = False) -> Criterion:
    """One row of a version; like ``version``."""
    found: Criterion = _one(select(Criterion).where(Criterion.id == criterion_id, seen(eyes, Criterion)))
    version(eyes, found.version_id, to_change)
    if to_change:
        db.session.refresh(found)
    return found


def _one(query: Any) -> Any:
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def add(draft: CriteriaVersion, kind: Kind, code: str, parent: str | None, values: Mapping[str, Any]) -> Criterion:
    """A new heading or criterion at the end of its group; RuleBroken code_there, group_missing or criteria_many."""
    rows = list(rows_of(draft.id))
    if len(rows) >= MOST:
        raise RuleBroken("criteria_many", field="requirement", most=MOST)
    if any(row.code == code for row in rows):
        raise RuleBroken("code_there", field="code")
    is_homeless = kind is Kind.ITEM if parent is None else not any(row.code == parent for row in rows)
    if is_homeless:
        raise RuleBroken("group_missing", field="parent")
    row = Criterion(
        version_id=draft.id, commune_id=draft.commune_id, code=code, parent=parent, kind=kind, **BLANK | dict(values)
    )
    at = end_of(rows, parent) if parent else len(rows)
    row.position = at
    db.session.add(row)
    put_in_order([*rows[:at], row, *rows[at:]])
    db.session.flush()
    tell("created", row, {name: plain(value) for name, value in values.items() if value not in (None, "", [])})
    return row


def end_of(rows: Sequence[Criterion], code: str) -> int:
    """Where a group ends: the place behind its last row."""
    inside = {code}
    end = 0
    for at, row in enumerate(rows):
        if row.code == code or row.parent in inside:
            inside.add(row.code)
            end = at + 1
    return end


def put_in_order(rows: Sequence[Criterion]) -> None:
    """Count the places anew; a row that only moved is still the one that somebody has open to edit it."""
    db.session.flush()
    for at, row in enumerate(rows):
        if row.position != at:
            place = update(Criterion).where(Criterion.id == row.id).values(position=at)
            db.session.connection().execute(place)
            set_committed_value(row, "position", at)


def change(row: Criterion, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Write what differs, told in the journal; what has changed, by column."""
    changed = {}
    for name, value in values.items():
        if plain(getattr(row, name)) != plain(value):
            changed[name] = [plain(getattr(row, name)), plain(value)]
            setattr(row, name, value)
    if changed:
        db.session.flush()
        tell("changed", row, changed)
    return changed


def plain(value: Any) -> Any:
    """A value as the journal keeps it."""
    if isinstance(value, list | dict | bool) or value is None:
        return value
    return f"{value.normalize():f}" if hasattr(value, "normalize") else str(value)


def tell(action: str, row: Criterion, details: Mapping[str, Any]) -> None:
    """A line in the journal for a row of a draft."""
    journal.note(action, "criterion", row.id, row.commune_id, **{"code": row.code, **details})


def retire(row: Criterion) -> None:
    """Take a row out of the draft; RuleBroken group_filled for a group with rows in it."""
    below = select(Criterion.id).where(Criterion.version_id == row.version_id, Criterion.parent == row.code)
    if row.kind is Kind.GROUP and db.session.scalar(below.limit(1)) is not None:
        raise RuleBroken("group_filled")
    tell("deleted", row, {"requirement": row.requirement})
    db.session.delete(row)
    db.session.flush()


def restore(draft: CriteriaVersion, code: str) -> Criterion:
    """Bring a row back from the version before; NotFound, code_there or group_missing."""
    query = select(Criterion).where(Criterion.version_id == (draft.base_id or 0), Criterion.code == code)
    former: Criterion = _one(query)
    rows = list(rows_of(draft.id))
    if any(row.code == code for row in rows):
        raise RuleBroken("code_there")
    if former.parent is not None and not any(row.code == former.parent for row in rows):
        raise RuleBroken("group_missing")
    row = _copy(former, draft)
    at = end_of(rows, former.parent) if former.parent else len(rows)
    db.session.add(row)
    put_in_order([*rows[:at], row, *rows[at:]])
    db.session.flush()
    tell("created", row, {"requirement": row.requirement})
    return row


def move(row: Criterion, up: bool) -> bool:
    """Change places with the neighbour in the same group, each with all below it; False at the end."""
    rows = list(rows_of(row.version_id))
    beside = [other for other in rows if other.parent == row.parent]
    at = beside.index(row) + (-1 if up else 1)
    if not 0 <= at < len(beside):
        return False
    first, second = (beside[at], row) if up else (row, beside[at])
    start, middle, end = rows.index(first), rows.index(second), end_of(rows, second.code)
    put_in_order([*rows[:start], *rows[middle:end], *rows[start:middle], *rows[end:]])
    db.session.flush()
    tell("moved", row, {})
    return True


def discard(draft: CriteriaVersion) -> None:
    """Throw a draft away; a list of the office's own that has no other version goes with it."""
    for kind in (CriterionMap, Criterion):
        for row in db.session.scalars(select(kind).where(kind.version_id == draft.id)):
            db.session.delete(row)
    db.session.flush()
    kept, version_id = draft.set, draft.id
    db.session.delete(draft)
    db.session.flush()
    others = select(CriteriaVersion.id).where(CriteriaVersion.set_id == kept.id, CriteriaVersion.id != version_id)
    if kept.commune_id is not None and db.session.scalar(others.limit(1)) is None:
        db.session.delete(kept)
        db.session.flush()


def rename(row: Criterion, code: str) -> None:
    """Give a row another code, its parts with it; RuleBroken code_there."""
    if code == row.code:
        return
    rows = rows_of(row.version_id)
    if any(other.code == code for other in rows):
        raise RuleBroken("code_there", field="code")
    former = row.code
    for other in rows:
        if other.parent == former:
            other.parent = code
    change(row, {"code": code})


def regroup(row: Criterion, parent: str | None) -> None:
    """Put a row at the end of another group; RuleBroken group_missing for a place inside itself or for nowhere."""
    if parent == row.parent:
        return
    rows = list(rows_of(row.version_id))
    start = rows.index(row)
    own = rows[start : end_of(rows, row.code)]
    if (parent is None and row.kind is Kind.ITEM) or any(one.code == parent for one in own):
        raise RuleBroken("group_missing", field="group")
    change(row, {"parent": parent})
    others = [one for one in rows if one not in own]
    at = end_of(others, parent) if parent else len(others)
    put_in_order([*others[:at], *own, *others[at:]])
