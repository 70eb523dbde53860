"""The legal acts as a commune knows them: its own row of an act stands before the common one."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import inspect, or_, select

from models.accounts.rules import Viewer
from models.audits import rules
from models.audits.legal import Act, LegalLine, cited, holds_any, lines
from models.audits.tables import AuditRound, LegalAct
from models.base import db
from models.catalogue.criteria import ActData
from models.errors import NotFound, RuleBroken

Acts = dict[str, Act]


def load_acts(acts: Iterable[ActData]) -> None:
    """Bring shipped acts into the database; the days of one that is there follow the catalogue."""
    kept = {act.code: act for act in db.session.scalars(select(LegalAct).where(LegalAct.commune_id.is_(None)))}
    for data in acts:
        row = kept.get(data.code)
        if row is None:
            row = kept[data.code] = LegalAct(code=data.code)
            db.session.add(row)
        for name in ("name", "valid_from", "valid_to", "superseded_by", "verify", "source"):
            if getattr(row, name) != getattr(data, name):
                setattr(row, name, getattr(data, name))
    db.session.flush()


def acts_of(communes: Collection[int]) -> dict[int, Acts]:
    """The acts by their codes, for each of some communes (one statement)."""
    own = LegalAct.commune_id.in_(communes)
    rows = db.session.scalars(select(LegalAct).where(or_(LegalAct.commune_id.is_(None), own))).all()
    return {commune: _known(row for row in rows if row.commune_id in (None, commune)) for commune in communes}


def acts(commune_id: int | None) -> Acts:
    """The acts as one commune knows them; the common ones where there is no commune."""
    mine = [LegalAct.commune_id.is_(None)] + ([LegalAct.commune_id == commune_id] if commune_id else [])
    return _known(db.session.scalars(select(LegalAct).where(or_(*mine))))


def _known(rows: Iterable[LegalAct]) -> Acts:
    """Common acts first, so that a commune's own row of a code stands in place of the common one."""
    return {row.code: row.told for row in sorted(rows, key=lambda row: row.commune_id is not None)}


def listed(eyes: Viewer) -> Sequence[LegalAct]:
    """The acts that these eyes know, by name; a commune's own row hides the common one of the same code."""
    own = [LegalAct.commune_id.is_(None)] + ([LegalAct.commune_id == eyes.commune_id] if eyes.commune_id else [])
    rows = db.session.scalars(select(LegalAct).where(or_(*own)).order_by(LegalAct.name, LegalAct.id)).all()
    mine = {row.code for row in rows if row.commune_id is not None}
    return [row for row in rows if row.commune_id is not None or row.code not in mine]


def act(eyes: Viewer, act_id: int) -> LegalAct:
    """One act; NotFound when it is another commune's."""
    found = db.session.get(LegalAct, act_id)
    if found is None or (eyes.commune_id is not None and found.commune_id not in (None, eyes.commune_id)):
        raise NotFound
    return found


def own_row(eyes: Viewer, kept: LegalAct) -> LegalAct:
    """The row that an office may change: its own, else a copy of the common one."""
    if kept.commune_id is not None:
        return kept
    mine = LegalAct(commune_id=eyes.home_id, code=kept.code, verify=kept.verify, source=kept.source)
    mine.name, mine.superseded_by = kept.name, kept.superseded_by
    mine.valid_from, mine.valid_to = kept.valid_from, kept.valid_to
    return mine


def keep(mine: LegalAct) -> LegalAct:
    """Keep an office's row after it was filled in; RuleBroken act_days, act_itself or act_twice."""
    if mine.valid_from and mine.valid_to and mine.valid_to < mine.valid_from:
        raise RuleBroken("act_days", field="valid_to")
    if mine.superseded_by and mine.superseded_by == mine.code:
        raise RuleBroken("act_itself", field="superseded_by")
    same = select(LegalAct.id).where(LegalAct.code == mine.code, LegalAct.commune_id == mine.commune_id)
    with db.session.no_autoflush:
        there = db.session.scalar(same)
    if there is not None and there != mine.id:
        raise RuleBroken("act_twice", field="code")
    db.session.add(mine)
    db.session.flush()
    return mine


@dataclass(frozen=True, slots=True)
class Law:
    """What held on the day of a round, as its commune knows it."""

    acts: Acts
    day: date

    def lines_of(self, row: Any) -> tuple[LegalLine, ...]:
        """What a criterion or a group rested on; a version from before acts had their own days keeps its words."""
        if row.cites or not row.legal_ref:
            return lines(cited(row.cites), self.acts, self.day)
        days = (row.valid_from, row.valid_to, row.former_ref, row.former_verify, row.former_valid_to)
        old = rules.old_line(rules.OldBasis(row.legal_ref, row.verify, *days), self.day)
        return () if old is None else (old,)

    def is_duty(self, row: Any) -> bool:
        """Whether a mandatory criterion was a duty that day: one of the acts it rests on held."""
        if not row.mandatory:
            return False
        if row.rests_on:
            return holds_any(row.rests_on.split(), self.acts, self.day)
        return rules.is_in_force(row.valid_from, row.valid_to, self.day)


def law_of(round_: AuditRound) -> Law:
    """What held on the day of one round."""
    return Law(_known(round_.acts), round_.assessed_on)


def laws_of(listed: Sequence[AuditRound]) -> dict[int, Law]:
    """What held on the day of each of some rounds, by the round's id (one statement, none for a round read alone)."""
    if all("acts" not in inspect(one).unloaded for one in listed):
        return {one.id: law_of(one) for one in listed}
    known = acts_of({one.commune_id for one in listed})
    return {one.id: Law(known[one.commune_id], one.assessed_on) for one in listed}
