"""Signing in where nothing can be written: for reading only, for a short while, known by a mark in the signed cookie.

The database cannot keep such a session, so it cannot end one either: it is over after half an hour, when the password
is changed or the account switched off, and the browser forgets it at the sign-out. Wrong tries are counted in this
process, for each name and address together, so that nobody shuts somebody else out.
"""

import threading
from collections import OrderedDict
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from models import clock, secrets
from models.accounts import actions, factors, passwords, queries, stepping
from models.accounts.actions import SignedIn, plain_username
from models.accounts.opened import OpenSession
from models.accounts.tables import Account
from models.base import db
from models.errors import RuleBroken

PREFIX = "reading:"
LIFE = timedelta(minutes=30)
FREE_TRIES, ADDRESS_FREE_TRIES = 5, 30
WINDOW = timedelta(minutes=15)
MOST_COUNTED = 2000  # keys that are remembered; the oldest goes first


class _Tries(NamedTuple):
    failed: int
    since: datetime


_tries: "OrderedDict[tuple[str, ...], _Tries]" = OrderedDict()
_codes: dict[int, tuple[int, str]] = {}  # the code that each account has used last
_counting = threading.Lock()


def sign_in(username: str, password: str, address: str) -> SignedIn:
    """Let somebody read; RuleBroken sign_in_wait / sign_in_wrong / account_unused. Nothing is written.

    factors.FactorAsked where the account is asked for a code: ``sign_in_with_code`` goes on.
    """
    username = plain_username(username)
    keys = {("name", username, address): FREE_TRIES, ("address", address): ADDRESS_FREE_TRIES}
    for key, free in keys.items():
        _must_wait(key, free)
    account = queries.account_named(username)
    kept = actions.password_hash_of(account)
    if not passwords.matches(kept, password) or account is None:
        for key in keys:
            _count(key)
        raise RuleBroken("sign_in_wrong")
    with _counting:
        _tries.pop(("name", username, address), None)
    if not account.is_active:
        raise RuleBroken("account_unused")
    if factors.has_factor(account.id):
        raise factors.FactorAsked(account)
    return SignedIn(account, _token(account, clock.now()), "")


def sign_in_with_code(mark: str, code: str) -> SignedIn:
    """The second half; RuleBroken half_way_over, sign_in_wait, factor_wrong. No spare codes: none could be spent.

    This process remembers which codes it has taken.
    """
    account = factors.comes_from_half_way(mark)
    key = ("factor", str(account.id))
    _must_wait(key, FREE_TRIES)
    typed = (account.id, stepping.plain(code))
    with _counting:
        is_used = _codes.get(account.id) == typed
    if is_used or not factors.is_right(account, code):
        _count(key)
        raise RuleBroken("factor_wrong", field="code")
    with _counting:
        _codes[account.id] = typed
        _tries.pop(key, None)
    return SignedIn(account, _token(account, clock.now()), "")


def is_reading(token: str) -> bool:
    """Whether a session's token is one that only reads."""
    return token.startswith(PREFIX)


def opened(token: str) -> OpenSession | None:
    """The session behind a token that only reads; None when it is over, or no longer true."""
    try:
        account_id, seconds = (int(part) for part in token.removeprefix(PREFIX).split(":")[:2])
        since = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    account = db.session.get(Account, account_id)
    if account is None or not account.is_active or abs(clock.now() - since) > LIFE:
        return None
    if not secrets.is_same(token, _token(account, since)):
        return None
    commune_name = account.commune.name if account.commune else None
    return OpenSession(queries.viewer_of(account_id), account.username, commune_name, since, since)


def _token(account: Account, since: datetime) -> str:
    said = f"{account.id}:{int(since.timestamp())}"
    return f"{PREFIX}{said}:" + secrets.sign(f"{said}:{account.password_hash}".encode(), "reading session")


def _must_wait(key: tuple[str, ...], free: int) -> None:
    with _counting:
        tries = _tries.get(key)
    if tries is None or tries.failed < free:
        return
    left = WINDOW - (clock.now() - tries.since)
    if timedelta(0) < left <= WINDOW:
        raise RuleBroken("sign_in_wait", seconds=int(left.total_seconds()) + 1)
    with _counting:
        _tries.pop(key, None)


def _count(key: tuple[str, ...]) -> None:
    with _counting:
        before = _tries.pop(key, None)
        _tries[key] = _Tries(before.failed + 1 if before else 1, clock.now())
        if len(_tries) > MOST_COUNTED:
            _tries.popitem(last=False)
