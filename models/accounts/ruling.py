"""What an office asks of who signs in: how long an administrator's password stays, and which are not taken again."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete, select

from models import clock
from models.accounts.rules import (
    ADMIN_IDLE_MINUTES,
    IDLE_MINUTES,
    PASSWORD_DAYS,
    PAST_PASSWORDS,
    Role,
    Viewer,
    password_due,
)
from models.accounts.tables import Account, PastPassword, SignInRule
from models.base import db

CHOICES = (30, 60, 90, 0)  # days that an office may choose


def of_office(viewer: Viewer) -> SignInRule:
    """The rule of the viewer's office; one that is not kept yet where it has none."""
    query = select(SignInRule).where(SignInRule.commune_id == viewer.home_id)
    found = db.session.scalars(query).one_or_none()
    usual = {"change_days": PASSWORD_DAYS, "idle_minutes": IDLE_MINUTES, "admin_idle_minutes": ADMIN_IDLE_MINUTES}
    return found or SignInRule(commune_id=viewer.home_id, version=0, **usual)


def change(rule: SignInRule, change_days: int, idle_minutes: int, admin_idle_minutes: int) -> None:
    """Ask something else from now on; who has a password has a week before he must change it."""
    if rule.change_days != change_days:
        rule.ruled_at = clock.now()
    rule.change_days, rule.idle_minutes, rule.admin_idle_minutes = change_days, idle_minutes, admin_idle_minutes
    if not rule.version:
        rule.version = 1
        db.session.add(rule)
    db.session.flush()


def change_by(is_admin: bool, set_at: datetime, days: int | None, ruled_at: datetime | None) -> date | None:
    """From which day on somebody must change his password first; None where nobody asks him to.

    An instant of a clock that was ahead counts as now.
    """
    if not is_admin:
        return None
    now = clock.now()
    ruled_on = clock.local(min(ruled_at, now)).date() if ruled_at else None
    return password_due(clock.local(min(set_at, now)).date(), PASSWORD_DAYS if days is None else days, ruled_on)


def past_passwords(account: Account) -> Sequence[str]:
    """The hashes of the passwords that an administrator does not take again."""
    if Role.ADMIN not in account.roles:
        return ()
    kept = select(PastPassword.password_hash).where(PastPassword.account_id == account.id)
    past = db.session.scalars(kept.order_by(PastPassword.id.desc())).all()
    own = account.password_hash
    return [own, *past] if own and own not in past else past


def keep_password(account: Account) -> None:
    """Keep the hash of an administrator's new password with those before it, and let go of the oldest."""
    if Role.ADMIN not in account.roles or not account.password_hash:
        return
    db.session.add(PastPassword(account_id=account.id, password_hash=account.password_hash, set_at=clock.now()))
    db.session.flush()
    own = PastPassword.account_id == account.id
    oldest = select(PastPassword.id).where(own).order_by(PastPassword.id.desc()).offset(PAST_PASSWORDS)
    gone = db.session.scalars(oldest).all()
    db.session.execute(delete(PastPassword).where(PastPassword.id.in_(gone)))
