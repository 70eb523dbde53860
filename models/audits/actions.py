"""Loading criteria and opening a round."""

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, insert, or_, select

from models import catalogue, clock, journal
from models.accounts.rules import Viewer
from models.audits import maps
from models.audits.acts import load_acts
from models.audits.rules import ItemState, RoundKind, RoundState, VersionStatus, check_days
from models.audits.tables import AuditRound, CriteriaSet, CriteriaVersion, Criterion, ItemResult
from models.base import db
from models.catalogue.criteria import CriterionData, Kind, SetData
from models.errors import NotFound


def load_all() -> list[CriteriaVersion]:
    """Bring every shipped criteria set into the database; what is there already stays as it is."""
    return [load_criteria(data) for data in shipped()]


def shipped() -> list[SetData]:
    """The shipped criteria sets; all of them are read before the first one is written."""
    return [catalogue.read(name) for name in catalogue.criteria_names()]


def load_criteria(data: SetData) -> CriteriaVersion:
    """Publish a set: the same content changes nothing, other content becomes a new version and retires the old one."""
    load_acts(data.acts)
    kept = db.session.scalars(select(CriteriaSet).where(CriteriaSet.code == data.code)).one_or_none()
    if kept is None:
        kept = CriteriaSet(code=data.code)
        db.session.add(kept)
    kept.name, kept.short_name, kept.subject, kept.position = data.name, data.short_name, data.subject, data.position
    db.session.flush()
    current = published(kept.id, None)
    if current is not None and current.content_hash == data.content_hash:
        return current
    version = _draft(kept, data)
    if current is not None:
        version.base_id = current.id
        maps.fill(version, current)
        current.status, current.effective_to = VersionStatus.RETIRED, clock.today()
    db.session.flush()
    version.status, version.published_at = VersionStatus.PUBLISHED, clock.now()
    db.session.flush()
    return version


def published(set_id: int, commune_id: int | None) -> CriteriaVersion | None:
    """The version that a commune's next round is opened on: its own where it has one, else the common one."""
    common, own = CriteriaVersion.commune_id.is_(None), CriteriaVersion.commune_id == commune_id
    query = select(CriteriaVersion).where(
        CriteriaVersion.set_id == set_id,
        CriteriaVersion.status == VersionStatus.PUBLISHED,
        common if commune_id is None else or_(common, own),
    )
    found = db.session.scalars(query).all()
    return max(found, key=lambda one: (one.commune_id is not None, one.no), default=None)


def _draft(kept: CriteriaSet, data: SetData) -> CriteriaVersion:
    """A new version with its criteria, still open to change."""
    newest = db.session.scalar(select(func.max(CriteriaVersion.no)).where(CriteriaVersion.set_id == kept.id))
    version = CriteriaVersion(
        set_id=kept.id,
        no=(newest or 0) + 1,
        status=VersionStatus.DRAFT,
        legal_basis=data.legal_basis,
        effective_from=data.effective_from,
        score_rule=data.score_rule,
        content_hash=data.content_hash,
        cites=[asdict(cite) for cite in data.cites],
    )
    db.session.add(version)
    db.session.flush()
    rows = [_criterion(row) | {"version_id": version.id, "position": at} for at, row in enumerate(data.criteria)]
    db.session.connection().execute(insert(Criterion), rows)
    return version


_AS_THEY_ARE = tuple(set(CriterionData.__slots__) - {"former_verify", "sources", "check", "keywords", "cites"})


def _criterion(row: CriterionData) -> dict[str, Any]:
    """The columns of a criterion; most are called in the catalogue as in the table."""
    return {name: getattr(row, name) for name in _AS_THEY_ARE} | {
        "former_verify": row.former_verify or "",
        "sources": list(row.sources),
        "keywords": list(row.keywords),
        "check_method": row.check,
        "cites": [asdict(cite) for cite in row.cites],
        "rests_on": row.rests_on,
    }


def open_round(
    viewer: Viewer,
    set_code: str,
    due_on: date | None,
    opened_on: date | None = None,
    assessed_on: date | None = None,
    kind: RoundKind = RoundKind.SELF,
) -> AuditRound:
    """Open the next round of a set for the viewer's commune, every criterion not yet assessed.

    NotFound for a set that nobody published; RuleBroken due_in_past or day_in_future.
    """
    kept = db.session.scalars(select(CriteriaSet).where(CriteriaSet.code == set_code).with_for_update()).one_or_none()
    if kept is None or kept.commune_id not in (None, viewer.home_id):
        raise NotFound
    version = published(kept.id, viewer.home_id)
    if version is None:
        raise NotFound
    day = opened_on or clock.today()
    check_days(day, assessed_on or day, due_on)
    mine = (AuditRound.commune_id == viewer.home_id, AuditRound.set_id == kept.id)
    newest = db.session.scalar(select(func.max(AuditRound.no)).where(*mine))
    opened = AuditRound(
        commune_id=viewer.home_id,
        set_id=kept.id,
        version_id=version.id,
        no=(newest or 0) + 1,
        subject=kept.subject,
        opened_by=viewer.account_id,
        opened_on=day,
        assessed_on=assessed_on or day,
        period_from=_after_former(mine),
        kind=kind,
        due_on=due_on,
        state=RoundState.OPEN,
    )
    db.session.add(opened)
    db.session.flush()
    items = select(Criterion.id).where(Criterion.version_id == version.id, Criterion.kind == Kind.ITEM)
    journal.insert_many(
        [
            ItemResult(
                commune_id=opened.commune_id, round_id=opened.id, criterion_id=item, state=ItemState.NOT_ASSESSED
            )
            for item in db.session.scalars(items.order_by(Criterion.position))
        ]
    )
    return opened


def _after_former(mine: Any) -> date | None:
    """The day after the round before was assessed; None before the first one."""
    query = select(AuditRound.assessed_on).where(*mine, AuditRound.state != RoundState.VOID)
    former = db.session.scalar(query.order_by(AuditRound.no.desc()).limit(1))
    return None if former is None else former + timedelta(days=1)
