"""Changing what is there already: units, people and accounts of an office. Nothing is ever deleted."""

from collections.abc import Collection, Iterable

from sqlalchemy import func, select

from models import journal
from models.accounts import actions, usage
from models.accounts.rules import Role, Viewer, written_roles
from models.accounts.tables import Account, Person, Unit
from models.base import db
from models.errors import RuleBroken
from models.text import clean, fold


def change_unit(unit: Unit, name: str, position: int, is_active: bool) -> None:
    """Rename, move or switch off a unit; RuleBroken unit_taken when another one has the name."""
    name = clean(name)
    same_name = select(Unit.id).where(Unit.commune_id == unit.commune_id, Unit.fold == fold(name), Unit.id != unit.id)
    if db.session.scalar(same_name) is not None:
        raise RuleBroken("unit_taken", field="name")
    unit.name, unit.fold, unit.position, unit.is_active = name, fold(name), position, is_active
    db.session.flush()


def change_person(person: Person, full_name: str, title: str, unit_id: int | None, rank: int, is_active: bool) -> None:
    """Change what is known of a person; an account that shows the old name shows the new one."""
    old_name = person.full_name
    actions.name_person(person, full_name)
    for account in db.session.scalars(select(Account).where(Account.person_id == person.id)):
        if account.display_name == old_name:
            account.display_name = person.full_name
    person.title, person.unit_id, person.rank, person.is_active = clean(title), unit_id, rank, is_active
    db.session.flush()


def open_accounts_of(person: Person) -> int:
    """How many accounts of a person can still be used."""
    query = select(func.count()).where(Account.person_id == person.id, Account.is_active)
    return db.session.scalar(query) or 0


def refuse_own(viewer: Viewer, account: Account, code: str) -> None:
    """Nobody changes their own role, closes or resets their own account (RuleBroken with ``code``)."""
    if viewer.account_id == account.id:
        raise RuleBroken(code)


def change_account(
    viewer: Viewer,
    account: Account,
    display_name: str,
    role: Role,
    person_id: int | None,
    others: Iterable[Role] | None = None,
) -> None:
    """Change name, roles and person of an account; RuleBroken own_role, last_admin or role_without_commune.

    ``others`` are the roles beside ``role``; None leaves those that there are.
    """
    beside = account.roles - {account.role} if others is None else set(others)
    if {role, *beside} != account.roles or role is not account.role:
        check_roles(viewer, account, {role, *beside})
        _give(account, role, beside)
    account.display_name, account.person_id = clean(display_name), person_id
    db.session.flush()


def check_roles(viewer: Viewer, account: Account, roles: Collection[Role]) -> None:
    """Refuse roles that may not be given: RuleBroken own_role, role_without_commune or last_admin."""
    refuse_own(viewer, account, "own_role")
    _check(account, roles)


def _check(account: Account, roles: Collection[Role]) -> None:
    if Role.PROVINCE in roles or Role.PROVINCE in account.roles:
        raise RuleBroken("role_without_commune", field="role")
    if Role.ADMIN not in roles:
        actions.keep_one_admin(account)


def _give(account: Account, role: Role, others: Iterable[Role]) -> None:
    account.role, account.other_roles = role, written_roles(set(others) - {role})


def give_roles(account: Account, role: Role, others: Collection[Role]) -> None:
    """Give roles that were asked for and confirmed; RuleBroken as ``check_roles``, save own_role."""
    _check(account, {role, *others})
    _give(account, role, others)
    db.session.flush()


def switch(viewer: Viewer, account: Account, on: bool) -> None:
    """Open or close an account at once; RuleBroken own_account or last_admin."""
    refuse_own(viewer, account, "own_account")
    if on:
        reopen(account)
    elif account.is_active:
        actions.switch_off(account)
    db.session.flush()


def reopen(account: Account) -> None:
    """Let somebody sign in again with the password he had; the days of disuse count anew."""
    account.is_active = True
    usage.count_anew(account.id)
    db.session.flush()


def reset_password(viewer: Viewer, account: Account, kept: str) -> None:
    """Take the old password away, end all sessions and give a one-use code (``kept`` is its hash).

    RuleBroken own_reset or account_closed.
    """
    check_reset(viewer, account)
    account.password_hash = None
    actions.end_sessions(account.id)
    actions.give_code(account, kept)
    db.session.flush()


def check_reset(viewer: Viewer, account: Account) -> None:
    """RuleBroken own_reset or account_closed where nobody may be given a new code."""
    refuse_own(viewer, account, "own_reset")
    if not account.is_active:
        raise RuleBroken("account_closed")


def end_sessions(account: Account) -> None:
    """Sign an account out everywhere, and say so in the journal."""
    actions.end_sessions(account.id)
    journal.note("sessions_ended", "account", account.id, account.commune_id)
