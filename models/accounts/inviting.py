"""Invitations: one-use codes for many people at once, and what else is done to many people of the list.

A code is shown on one printed sheet and kept as a hash; its first use burns it, and it ends with its term.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Row, func, select

from models import clock
from models.accounts import actions, roster
from models.accounts.rules import Role, Viewer
from models.accounts.tables import Account, Commune, Person, Unit
from models.base import db, read, seen_by
from models.errors import RuleBroken
from models.text import fold

HOURS = (1, 8, 24, 72, 168)  # how long a code may be used
MOST_AT_ONCE = 100


class AccountStage(StrEnum):
    """How far a person has come with an account."""

    NONE = "none"
    WAITING = "waiting"
    OPEN = "open"
    LOCKED = "locked"


class InviteSlip(NamedTuple):
    """What one sheet says; the code stands nowhere else."""

    name: str
    title: str
    unit: str
    username: str
    code: str


class Invited(NamedTuple):
    """The sheets to print, and who got none: the name and why (a code of a refusal)."""

    sheets: list[InviteSlip]
    left_out: list[tuple[str, str]]


def proposed(full_name: str, taken: Collection[str]) -> str:
    """A user name for a person: Nguyễn Văn Bình becomes binh.nv, with a number where that is taken."""
    words = "".join(letter if letter.isalnum() or letter == " " else " " for letter in fold(full_name)).split()
    words = [word for word in words if word.isascii()] or ["canbo"]
    initials = "".join(word[0] for word in words[:-1])
    base = f"{words[-1]}.{initials}".rstrip(".")[:50]
    return next(name for name in (base, *(f"{base}{number}" for number in range(2, 10_000))) if name not in taken)


def standing(account_id: int | None, is_active: bool | None, has_password: bool | None) -> AccountStage:
    """How far somebody has come, from the columns of his account."""
    if account_id is None:
        return AccountStage.NONE
    if not is_active:
        return AccountStage.LOCKED
    return AccountStage.OPEN if has_password else AccountStage.WAITING


def members(viewer: Viewer, ids: Iterable[int] | None = None) -> Sequence[Row[Any]]:
    """The people of the office with unit and (first) account, in the order of ``queries.people``."""
    first = select(func.min(Account.id)).where(Account.person_id == Person.id).correlate(Person).scalar_subquery()
    columns = (Person.id, Person.full_name, Person.title, Person.unit_id, Person.is_active)
    query = (
        select(
            *columns,
            Unit.name.label("unit_name"),
            Account.id.label("account_id"),
            Account.username,
            Account.is_active.label("account_active"),
            Account.password_hash.is_not(None).label("has_password"),
            Account.code_expires_at,
            Account.code_hash.is_not(None).label("has_code"),
        )
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(Account, Account.id == first)
        .where(seen_by(viewer, Person))
        .order_by(Person.is_active.desc(), Person.rank, Person.sort_key, Person.id)
    )
    return read(query if ids is None else query.where(Person.id.in_(list(ids)[:MOST_AT_ONCE]))).all()


def invite(
    commune: Commune, rows: Sequence[Row[Any]], hours: int, role: Role, codes: Sequence[tuple[str, str]]
) -> Invited:
    """Give each a code for ``hours``; who has no account gets one with ``role`` and a proposed user name.

    Nobody loses a password: who has one is left out, and so is who has left or is locked. ``codes`` are as many pairs
    of code and hash as there are rows, made outside the transaction.
    """
    if hours not in HOURS:
        raise RuleBroken("invite_hours", field="hours")
    taken = set(db.session.scalars(select(Account.username)))
    found = Invited([], [])
    for row, (code, kept) in zip(rows, codes, strict=True):
        why = _why_not(row)
        if why:
            found.left_out.append((row.full_name, why))
            continue
        account = db.session.get(Account, row.account_id) if row.account_id else None
        if account is None:
            person = db.session.get_one(Person, row.id)
            account = actions.add_account(commune, proposed(row.full_name, taken), row.full_name, role, person)
            taken.add(account.username)
        actions.give_code(account, kept, timedelta(hours=hours))
        found.sheets.append(InviteSlip(row.full_name, row.title, row.unit_name or "", account.username, code))
    db.session.flush()
    return found


def _why_not(row: Row[Any]) -> str:
    if not row.is_active:
        return "person_left"
    stands = standing(row.account_id, row.account_active, row.has_password)
    return {AccountStage.OPEN: "has_password", AccountStage.LOCKED: "account_closed"}.get(stands, "")


def withdraw(rows: Iterable[Row[Any]]) -> int:
    """Make codes void that nobody has used yet; how many there were."""
    count = 0
    for row in rows:
        account = db.session.get(Account, row.account_id) if row.has_code else None
        if account is not None and account.code_hash:
            account.code_hash, account.code_expires_at = None, None
            count += 1
    db.session.flush()
    return count


def lock(viewer: Viewer, rows: Iterable[Row[Any]]) -> tuple[int, list[tuple[str, str]]]:
    """Close the accounts of these people at once; how many, and who stays open and why."""
    count, left_out = 0, []
    for row in rows:
        account = db.session.get(Account, row.account_id) if row.account_id else None
        if account is None or not account.is_active:
            continue
        try:
            roster.switch(viewer, account, on=False)
            count += 1
        except RuleBroken as broken:
            left_out.append((row.full_name, broken.code))
    return count, left_out


def move(rows: Iterable[Row[Any]], unit: Unit) -> int:
    """Put these people into a unit; how many were elsewhere before."""
    moved = [db.session.get_one(Person, row.id) for row in rows if row.unit_id != unit.id]
    for person in moved:
        person.unit_id = unit.id
    db.session.flush()
    return len(moved)


def is_live(expires_at: Any, has_code: bool | None) -> bool:
    """Whether a code can still be used."""
    return bool(has_code) and expires_at is not None and expires_at > clock.now()
