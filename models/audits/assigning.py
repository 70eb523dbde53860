"""Who audits which group of a round: chosen at its opening or later while it is open; others may tick all the same."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from models.accounts.queries import has_role
from models.accounts.rules import Viewer
from models.accounts.tables import Account
from models.audits.assigned import RoundAuditor
from models.audits.grants import GRANTS
from models.audits.items import Group
from models.audits.tables import AuditRound, Criterion
from models.base import db, read, seen_by
from models.catalogue.criteria import Kind
from models.errors import RuleBroken

WHOLE = ""  # in place of a group: the whole round
Share = tuple[str, int]  # a group, or the whole round, and the account that audits it


@dataclass(frozen=True, slots=True)
class Assigned:
    """Somebody who audits a group of a round, or the whole of it."""

    group: str
    account_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who audits what of one round."""

    rows: tuple[Assigned, ...] = ()

    @property
    def shares(self) -> set[Share]:
        """What is assigned, without the names."""
        return {(row.group, row.account_id) for row in self.rows}

    @property
    def people(self) -> dict[int, str]:
        """Everybody who audits something, by account."""
        return {row.account_id: row.name for row in self.rows}

    def names(self, group: str = WHOLE) -> list[str]:
        """Who audits a group, or the whole round."""
        return [row.name for row in self.rows if row.group == group]

    def by_person(self) -> list[tuple[str, list[str]]]:
        """Each person with the groups that are his; none for who has the whole round."""
        found = []
        for account, name in self.people.items():
            groups = [row.group for row in self.rows if row.account_id == account]
            found.append((name, [] if WHOLE in groups else groups))
        return found

    def bare(self, parts: Iterable[Group]) -> list[Group]:
        """The groups that nobody audits; none where somebody has the whole round."""
        return [] if self.names() else [part for part in parts if not self.names(part.code)]


def of_rounds(listed: Collection[AuditRound]) -> dict[int, Assignment]:
    """Who audits what of each of these rounds (one statement)."""
    query = (
        select(RoundAuditor.round_id, RoundAuditor.group_code, Account.id, Account.display_name)
        .join(Account, Account.id == RoundAuditor.account_id)
        .where(RoundAuditor.round_id.in_([one.id for one in listed]))
        .order_by(RoundAuditor.group_code, RoundAuditor.id)
    )
    found: dict[int, list[Assigned]] = {one.id: [] for one in listed}
    for row in read(query) if listed else ():
        found[row.round_id].append(Assigned(row.group_code, row.id, row.display_name))
    return {round_id: Assignment(tuple(rows)) for round_id, rows in found.items()}


def of(round_: AuditRound) -> Assignment:
    """Who audits what of a round."""
    return of_rounds([round_])[round_.id]


def auditors(viewer: Viewer) -> Sequence[Row[*tuple[Any, ...]]]:
    """The people of the office who may record audits, by name."""
    return db.session.execute(
        select(Account.id, Account.display_name)
        .where(seen_by(viewer, Account), Account.is_active, has_role(GRANTS["record_audit"]))
        .order_by(Account.display_name, Account.id)
    ).all()


def assign(viewer: Viewer, round_: AuditRound, wanted: set[Share], seen: set[Share] | None = None) -> int:
    """Make it so that these people audit these groups, and say how much has changed.

    ``seen`` is what the person saw who decided: what somebody else has added or taken away meanwhile stays so.

    RuleBroken round_closed, auditor_unknown or group_unknown.
    """
    db.session.refresh(round_, ["state", "version"], with_for_update=True)
    round_.require_open()
    now = of(round_).shares
    before = now if seen is None else seen
    added, gone = wanted - before - now, (before - wanted) & now
    _check(viewer, round_, added)
    mine = select(RoundAuditor).where(RoundAuditor.round_id == round_.id) if gone else None
    for row in db.session.scalars(mine) if mine is not None else ():
        if (row.group_code, row.account_id) in gone:
            db.session.delete(row)
    for group, account in sorted(added):
        db.session.add(
            RoundAuditor(
                commune_id=round_.commune_id,
                round_id=round_.id,
                group_code=group,
                account_id=account,
                assigned_by=viewer.account_id,
            )
        )
    db.session.flush()
    return len(added) + len(gone)


def _check(viewer: Viewer, round_: AuditRound, added: set[Share]) -> None:
    if not {account for _, account in added} <= {row.id for row in auditors(viewer)}:
        raise RuleBroken("auditor_unknown")
    groups = {group for group, _ in added} - {WHOLE}
    top = (Criterion.version_id == round_.version_id, Criterion.kind == Kind.GROUP, Criterion.parent.is_(None))
    if groups and not groups <= set(db.session.scalars(select(Criterion.code).where(*top))):
        raise RuleBroken("group_unknown")
