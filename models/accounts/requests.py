"""What takes two administrators: who becomes or stops being one, whose second factor is cleared, who gets a new code.

Where only one can sign in, he acts alone. Closing an account never waits for anybody.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta

from sqlalchemy import Row, select
from sqlalchemy.orm import aliased

from models import clock
from models.accounts import factors, queries, roster
from models.accounts.rules import RequestKind, Role, Viewer, written_roles
from models.accounts.tables import Account, AccountRequest
from models.base import db, read, seen_by
from models.errors import NotFound, RuleBroken

LIFE = timedelta(days=7)


def takes_two(account: Account, roles: frozenset[Role] | None = None) -> bool:
    """Whether a change needs a second administrator: who becomes or stops being one, or (None) one's second factor."""
    is_admin = Role.ADMIN in account.roles
    is_about_admin = is_admin if roles is None else is_admin != (Role.ADMIN in roles)
    return is_about_admin and queries.admins_who_can_sign_in(account.commune_id) > 1


def code_takes_two(account: Account) -> bool:
    """Whether a new code for this account needs a second administrator: it is one's, and two others could sign in.

    Whoever lost his password is not counted, so that of two the other helps him alone.
    """
    if Role.ADMIN not in account.roles:
        return False
    himself = account.is_active and account.password_hash is not None
    return queries.admins_who_can_sign_in(account.commune_id) - himself > 1


def refuse_new_admin(commune_id: int, roles: Collection[Role]) -> None:
    """RuleBroken admin_by_two where a new account would be an administrator's by the word of one of several."""
    if Role.ADMIN in roles and queries.admins_who_can_sign_in(commune_id) > 1:
        raise RuleBroken("admin_by_two", field="role")


def ask_roles(viewer: Viewer, account: Account, role: Role, others: Iterable[Role]) -> AccountRequest:
    """Ask for other roles; RuleBroken own_role, role_without_commune or last_admin as the change itself."""
    roster.check_roles(viewer, account, {role, *others})
    beside = written_roles(set(others) - {role})
    return _ask(viewer, account, RequestKind.ROLES, f"{role},{beside}".rstrip(","))


def ask_clearing(viewer: Viewer, account: Account) -> AccountRequest:
    """Ask for a second factor to be cleared; RuleBroken own_factor or factor_missing."""
    roster.refuse_own(viewer, account, "own_factor")
    if not factors.has_factor(account.id):
        raise RuleBroken("factor_missing")
    return _ask(viewer, account, RequestKind.CLEAR_FACTOR, "")


def ask_code(viewer: Viewer, account: Account) -> AccountRequest:
    """Ask for a new code; RuleBroken own_reset or account_closed. The password stays until somebody confirms."""
    roster.check_reset(viewer, account)
    return _ask(viewer, account, RequestKind.NEW_CODE, "")


def _ask(viewer: Viewer, account: Account, kind: RequestKind, roles: str) -> AccountRequest:
    """One request of a kind for an account: a newer one takes the place of the older."""
    same = AccountRequest.account_id == account.id, AccountRequest.kind == kind
    for older in db.session.scalars(select(AccountRequest).where(*same)):
        db.session.delete(older)
    made = AccountRequest(
        commune_id=viewer.home_id,
        account_id=account.id,
        kind=kind,
        roles=roles,
        asked_by=viewer.account_id,
        asked_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    return made


def waiting(viewer: Viewer) -> Sequence[Row[tuple[int, RequestKind, str, str, str, int]]]:
    """What waits for a second administrator, the oldest first."""
    whose, asker = aliased(Account), aliased(Account)
    query = (
        select(
            AccountRequest.id,
            AccountRequest.kind,
            AccountRequest.roles,
            whose.display_name.label("whose"),
            asker.display_name.label("asker"),
            AccountRequest.asked_by,
            AccountRequest.asked_at,
        )
        .join(whose, whose.id == AccountRequest.account_id)
        .join(asker, asker.id == AccountRequest.asked_by)
        .where(seen_by(viewer, AccountRequest), AccountRequest.asked_at > clock.now() - LIFE)
        .order_by(AccountRequest.asked_at, AccountRequest.id)
    )
    return read(query).all()


def one(viewer: Viewer, request_id: int) -> AccountRequest:
    """One request of the commune; NotFound otherwise."""
    query = select(AccountRequest).where(AccountRequest.id == request_id, seen_by(viewer, AccountRequest))
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("account_request")
    return found


def confirm(viewer: Viewer, request: AccountRequest, kept: str = "") -> Account:
    """Do what was asked; RuleBroken request_own for who asked himself, request_old after a week.

    ``kept`` is the hash of the code that whoever confirms is shown, where one was asked for.
    """
    if viewer.acted_as(request.asked_by):
        raise RuleBroken("request_own")
    if clock.age(request.asked_at) > LIFE:
        raise RuleBroken("request_old")
    account = queries.account(viewer, request.account_id)
    if request.kind is RequestKind.CLEAR_FACTOR:
        factors.clear(account)
    elif request.kind is RequestKind.NEW_CODE:
        roster.reset_password(viewer, account, kept)
    else:
        first, *others = [Role(word) for word in request.roles.split(",")]
        roster.give_roles(account, first, others)
    db.session.delete(request)
    db.session.flush()
    return account


def withdraw(request: AccountRequest) -> None:
    """Take a request back, or decline it."""
    db.session.delete(request)
    db.session.flush()
