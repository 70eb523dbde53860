"""Guessing gets slower and slower: growing delays per account, device and address, kept in the database.

Nobody can lock a person out: a browser in which the account has signed in before answers for itself alone.
"""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import select

from models import clock
from models.accounts.queries import token_hash
from models.accounts.tables import Account, KnownDevice, Throttle
from models.base import db, upsert
from models.errors import RuleBroken

FREE_TRIES = 5
ADDRESS_FREE_TRIES = 30
LONGEST_WAIT = timedelta(minutes=15)
FORGET_AFTER = timedelta(hours=1)


class Key(NamedTuple):
    """Under what tries are counted, and how many of them cost no delay."""

    digest: str
    free: int


class Tries(NamedTuple):
    """The tries counted under one key, held for this transaction alone."""

    row: Throttle
    free: int


def _key(free: int, *parts: object) -> Key:
    return Key(hashlib.sha256(":".join(str(part) for part in parts).encode("utf-8", "replace")).hexdigest(), free)


def of_sign_in(username: str, account: Account | None, device: str | None, address: str) -> list[Key]:
    """A known device answers for itself alone, so that a stranger's tries never delay it."""
    if account is not None and device:
        known = db.session.get(KnownDevice, (token_hash(device), account.id))
        if known is not None:
            return [_key(FREE_TRIES, "device", known.token_hash, account.id)]
    return [_key(FREE_TRIES, "account", username), _key(ADDRESS_FREE_TRIES, "address", address)]


def of_present_password(account: Account) -> list[Key]:
    """Asking for the password once more, inside a session."""
    return [_key(FREE_TRIES, "present", account.id)]


def of_factor(account: Account) -> list[Key]:
    """Codes of an authenticator, wherever they are typed; only who knows the password is asked for one."""
    return [_key(FREE_TRIES, "factor", account.id)]


def of_code(address: str) -> list[Key]:
    """One-use codes; the account counts its own wrong tries and lets the code wear out."""
    return [_key(ADDRESS_FREE_TRIES, "code", address)]


def of_pairing(address: str) -> list[Key]:
    """Codes that pair a device, typed at the device itself, where nobody is known yet."""
    return [_key(FREE_TRIES, "pairing", address)]


def _delay(failures: int, free: int) -> timedelta:
    """How long the next try must wait: nothing for the free ones, then four seconds, doubled up to a quarter hour."""
    beyond = failures - free
    return timedelta(0) if beyond < 0 else min(timedelta(seconds=2.0 ** min(beyond + 2, 12)), LONGEST_WAIT)


def must_wait(keys: Sequence[Key]) -> None:
    """RuleBroken sign_in_wait with the seconds that are left; only looks."""
    free = {key.digest: key.free for key in keys}
    found = db.session.scalars(select(Throttle).where(Throttle.key.in_(free)))
    _refuse([Tries(row, free[row.key]) for row in found])


def _refuse(tries: Sequence[Tries]) -> None:
    """RuleBroken sign_in_wait with the seconds left; more than was earned comes from a clock that was ahead."""
    now = clock.now()
    waits = [row.free_at - now for row, free in tries if row.free_at - now <= _delay(row.failures, free)]
    left = max(waits, default=timedelta(0))
    if left > timedelta(0):
        raise RuleBroken("sign_in_wait", seconds=int(left.total_seconds()) + 1)


def held(keys: Sequence[Key]) -> list[Tries]:
    """The tries under these keys, nobody else's until the commit; RuleBroken sign_in_wait as ``must_wait`` says.

    Whoever tries at the same moment waits here, so that tries count one after the other.
    """
    now = clock.now()
    digests = sorted(key.digest for key in keys)  # everybody takes them in the same order
    new = upsert(Throttle).values(
        [{"key": digest, "failures": 0, "last_at": now, "free_at": now} for digest in digests]
    )
    found = new.on_conflict_do_update(index_elements=["key"], set_={"key": new.excluded.key}).returning(Throttle)
    rows = {row.key: row for row in db.session.scalars(found, execution_options={"populate_existing": True})}
    tries = [Tries(rows[key.digest], key.free) for key in keys]
    _refuse(tries)
    for row in rows.values():
        if now - row.last_at > FORGET_AFTER:
            row.failures = 0
    return tries


def failed(tries: Sequence[Tries]) -> None:
    """Count one more, and let the next try wait."""
    for row, free in tries:
        row.failures += 1
        row.last_at = clock.now()
        row.free_at = row.last_at + _delay(row.failures, free)


def is_delayed(tries: Sequence[Tries]) -> bool:
    """Whether the failure that was counted last makes the next try wait."""
    return any(row.free_at > row.last_at for row, _free in tries)


def passed(tries: Sequence[Tries]) -> None:
    """The right password wipes the account's or the device's slate, never the address's."""
    tries[0].row.failures = 0
