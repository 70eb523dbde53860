"""Sets and versions as they are listed, and what a version rests on."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from models.accounts.rules import Viewer
from models.audits import drafting
from models.audits.acts import Acts
from models.audits.legal import Act
from models.audits.tables import AuditRound, CriteriaSet, CriteriaVersion, Criterion
from models.base import db, read, seen_by
from models.catalogue.criteria import Kind


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version as it is listed: how many criteria, and the numbers of the rounds on it."""

    version: CriteriaVersion
    criteria: int
    rounds: tuple[int, ...]


def listed(eyes: Viewer) -> list[tuple[CriteriaSet, list[VersionLine]]]:
    """Every set with its versions, the newest first (three statements)."""
    found: dict[int, tuple[CriteriaSet, list[VersionLine]]] = {}
    for line in versions(eyes):
        found.setdefault(line.version.set_id, (line.version.set, []))[1].append(line)
    return sorted(found.values(), key=lambda pair: (pair[0].commune_id is not None, pair[0].position))


def versions(eyes: Viewer, set_id: int | None = None) -> list[VersionLine]:
    """The versions of one set, or of all, that these eyes may see, the newest first."""
    query = select(CriteriaVersion).options(joinedload(CriteriaVersion.set, innerjoin=True))
    query = query.where(drafting.seen(eyes, CriteriaVersion)).order_by(CriteriaVersion.no.desc())
    if set_id is not None:
        query = query.where(CriteriaVersion.set_id == set_id)
    rows = db.session.scalars(query).all()
    counted = select(Criterion.version_id, func.count().label("n")).where(
        Criterion.kind == Kind.ITEM, Criterion.version_id.in_([row.id for row in rows])
    )
    counts = {row.version_id: row.n for row in read(counted.group_by(Criterion.version_id))}
    of_rounds = select(AuditRound.version_id, AuditRound.no).where(seen_by(eyes, AuditRound)).order_by(AuditRound.no)
    rounds: dict[int, list[int]] = {}
    for row in read(of_rounds if eyes.commune_id is not None else of_rounds.limit(0)):
        rounds.setdefault(row.version_id, []).append(row.no)
    return [VersionLine(row, counts.get(row.id, 0), tuple(rounds.get(row.id, ()))) for row in rows]


def acts_used(version: CriteriaVersion, rows: Sequence[Criterion], known: Acts) -> list[tuple[Act, int]]:
    """The acts that a version cites, each with how many criteria rest on it."""
    heads = dict.fromkeys(cite["act"] for cite in version.cites)
    counts: Counter[str] = Counter()
    for row in rows:
        for code in dict.fromkeys(cite["act"] for cite in row.cites):
            counts[code] += row.kind is Kind.ITEM
    order = [*heads, *(code for code in counts if code not in heads)]
    return [(known[code], counts[code]) for code in order if code in known]


def span(acts: Sequence[Act], today: date) -> tuple[date, int]:
    """The first day and the number of days that the bars of the acts are drawn over."""
    days = [day for act in acts for day in (act.valid_from, act.valid_to) if day is not None]
    first = min([*days, today - timedelta(days=365)])
    last = max([*days, today + timedelta(days=180)])
    first = max(first, today - timedelta(days=8 * 365))
    return first, max((last - first).days, 1)
