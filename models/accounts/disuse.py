"""Accounts that nobody uses are closed at night, a week after their administrator was warned.

Nobody is closed without that week, so that neither a clock that leaps ahead nor an office that was away for two months
loses an account in one night; what a clock that was ahead has left counts from now.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, func, or_, select

from models import clock, journal
from models.accounts import actions
from models.accounts.queries import has_role
from models.accounts.rules import Role, read_roles
from models.accounts.tables import Account, AccountUse
from models.base import db
from models.errors import RuleBroken

KIND = "accounts.disuse"  # the work of the night
LIMIT = 45  # whole days without a sign-in: QCVN 12:2026/BCA 3.7.2.7.6, as reference
NOTICE = 7  # days between the warning and the closing
AHEAD = timedelta(minutes=2)  # clocks of several servers differ by less


class DisuseStep(StrEnum):
    """What a night does about an account."""

    KEEP = "keep"
    WARN = "warn"
    CLOSE = "close"


def unused_days(counts_from: date, today: date) -> int:
    """Whole days that nobody used it: neither the day it was used nor the present one."""
    return max((today - counts_from).days - 1, 0)


def step(counts_from: date, warned_on: date | None, today: date) -> DisuseStep:
    """What a night that begins a day does; a warning of a day to come is none."""
    if unused_days(counts_from, today) < LIMIT - NOTICE:
        return DisuseStep.KEEP
    if warned_on is None or warned_on > today:
        return DisuseStep.WARN
    return DisuseStep.CLOSE if today >= closing_day(counts_from, warned_on) else DisuseStep.KEEP


def closing_day(counts_from: date, warned_on: date) -> date:
    """On which day's night an account is closed that was warned of."""
    return max(counts_from + timedelta(days=LIMIT + 1), warned_on + timedelta(days=NOTICE))


def is_overdue() -> ColumnElement[bool]:
    """Beside ``Account`` and its use: whether nobody has used it for more whole days than the rule lets pass."""
    begins = clock.at_office(clock.today() - timedelta(days=LIMIT))
    return func.coalesce(AccountUse.counts_from, Account.created_at) < begins


def night(worked_on: date | None = None) -> dict[str, int]:
    """Warn of accounts and close them, in all communes; how many of each. The caller commits.

    ``worked_on`` is the newest day that can be trusted: of a clock that has leapt from it only one day counts.

    The one that was used last goes last, so that of several unused administrators that one stays.
    """
    today, done = clock.today(), {"warned": 0, "closed": 0, "kept": 0}
    if worked_on is not None:
        today = min(today, worked_on + timedelta(days=1))
    for account, use in _candidates():
        taken = step(clock.local(use.counts_from).date(), use.warned_on, today)
        if taken is DisuseStep.WARN:
            use.warned_on = today
            done["warned"] += 1
        elif taken is DisuseStep.CLOSE:
            done["closed" if _close(account, use, today) else "kept"] += 1
    db.session.flush()
    return done


def _candidates() -> list[tuple[Account, AccountUse]]:
    """Open accounts that may be concerned, each with its row; who has none is counted from being entered."""
    now = clock.now()
    since, begins = func.coalesce(AccountUse.counts_from, Account.created_at), now - timedelta(days=LIMIT - NOTICE)
    query = select(Account, AccountUse).outerjoin(AccountUse, AccountUse.account_id == Account.id)
    concerned = query.where(Account.is_active, or_(since < begins, since > now + AHEAD))
    locked = concerned.order_by(since, Account.id).with_for_update(of=Account)
    found = []
    for row in db.session.execute(locked).all():
        account, use = row.Account, row.AccountUse
        if use is None:
            use = AccountUse(account_id=account.id, counts_from=account.created_at)
            db.session.add(use)
        if use.counts_from > now:
            use.counts_from, use.warned_on = now, None
        found.append((account, use))
    return found


def _close(account: Account, use: AccountUse, today: date) -> bool:
    try:
        keep_one_of_province(account)
        actions.switch_off(account)
    except RuleBroken:
        return False
    use.closed_on = today
    days = unused_days(clock.local(use.counts_from).date(), today)
    journal.note("closed_unused", "account", account.id, account.commune_id, days=days)
    return True


def keep_one_of_province(account: Account) -> None:
    """RuleBroken last_admin where no other account of the province could sign in."""
    if account.role is not Role.PROVINCE:
        return
    able = has_role([Role.PROVINCE]), Account.is_active, Account.password_hash.is_not(None), Account.id != account.id
    if not db.session.scalar(select(func.count(Account.id)).where(*able)):
        raise RuleBroken("last_admin")


def soon(accounts: Iterable[Row[Any]]) -> list[tuple[Row[Any], date]]:
    """Which of the accounts of a commune (as ``queries.accounts`` reads them) will be closed, each with its day, the
    first one first; never the last one who administers the office."""
    rows = [row for row in accounts if row.is_active]
    warned = [row for row in rows if row.warned_on is not None]
    admins, doubtful = _able_admins(rows), _able_admins(warned)
    last = max(doubtful, key=_used).id if doubtful and len(doubtful) == len(admins) else None
    found = [(row, closing_day(clock.local(_used(row)).date(), row.warned_on)) for row in warned if row.id != last]
    return sorted(found, key=lambda one: (one[1], one[0].username))


def _able_admins(rows: Iterable[Row[Any]]) -> list[Row[Any]]:
    return [row for row in rows if row.has_password and Role.ADMIN in read_roles(row.other_roles) | {row.role}]


def _used(row: Row[Any]) -> datetime:
    used: datetime = row.counts_from
    return used
