"""Scores that others gave: the service index and SIPAS, kept apart from the office's own answers."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from models import clock, journal
from models.accounts.rules import Viewer
from models.base import db, read, seen_by
from models.errors import RuleBroken
from models.satisfaction.outside_import import ScoreLine
from models.satisfaction.service import all_understood, differs
from models.satisfaction.service_tables import OutsideScore, ScoreSource
from models.text import clean

AnyRow = Row[*tuple[Any, ...]]


def keep_scores(
    viewer: Viewer, source: ScoreSource, month: date, lines: Sequence[ScoreLine], document: str
) -> tuple[int, int]:
    """Keep the parts of a score that others gave for a month: how many are new, how many changed what was there.

    RuleBroken where a line was not understood, or two have the same code; nothing is kept then.
    """
    all_understood(lines)
    s = OutsideScore
    own = (s.commune_id == viewer.home_id, s.source == source, s.month == month)
    kept = {row.code: row for row in db.session.scalars(select(s).where(*own))}
    fresh: dict[str, OutsideScore] = {}
    changed = 0
    for line in lines:
        if line.code in fresh:
            raise RuleBroken("code_twice", field="lines", part=line.code)
        told = {"title": line.title, "points": line.points, "most": line.most, "document": clean(document)}
        row = kept.get(line.code)
        if row is None:
            own_key = {"commune_id": viewer.home_id, "source": source, "month": month, "code": line.code}
            fresh[line.code] = OutsideScore(**own_key, **told, version=1, created_at=clock.now())
        elif differs(row, told):
            changed += 1
    journal.insert_many(list(fresh.values()))
    db.session.flush()
    return len(fresh), changed


def scores(viewer: Viewer, source: ScoreSource) -> Sequence[AnyRow]:
    """The newest month of a score, part by part."""
    s = OutsideScore
    newest = select(s.month).where(seen_by(viewer, s), s.source == source).order_by(s.month.desc()).limit(1)
    columns = (s.month, s.code, s.title, s.points, s.most, s.document)
    query = select(*columns).where(seen_by(viewer, s), s.source == source, s.month == newest.scalar_subquery())
    return read(query.order_by(s.code)).all()
