"""The second factor of an account: how it is set, taken and cleared, and where it must be had."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import CursorResult, delete, func, or_, select, update

from models import clock, journal, secrets
from models.accounts import passwords, stepping, throttle
from models.accounts.queries import has_factor_too, has_role
from models.accounts.rules import NEED_FACTOR, Viewer
from models.accounts.tables import Account, FactorRule, SecondFactor, SpareCode
from models.base import db, read
from models.errors import OfficeError, RuleBroken

SPARE_CODES = 10
HALF_WAY_LIFE = timedelta(minutes=5)


class FactorAsked(OfficeError):
    """The password is right, and a code is still to come; ``mark`` says so in the cookie."""

    def __init__(self, account: Account) -> None:
        super().__init__(account.username)
        self.mark = half_way(account)


def offered(account: Account) -> tuple[str, str]:
    """A new secret for somebody to scan, plain and sealed; nothing is kept before a code of it comes back."""
    plain = stepping.new_secret()
    return plain, secrets.seal(plain.encode(), f"offered factor:{account.id}")


def offered_again(account: Account, sealed: str) -> str:
    """The secret that was offered before; RuleBroken factor_offer when it is not one of ours for this account."""
    try:
        return secrets.unseal(sealed, f"offered factor:{account.id}").decode()
    except (secrets.Damaged, UnicodeError) as problem:
        raise RuleBroken("factor_offer", field="code") from problem


def begin(account: Account, secret: str, code: str) -> list[str]:
    """Take a secret into force once a code of it comes back; ten spare codes, shown this once.

    RuleBroken factor_there or factor_wrong.
    """
    if has_factor(account.id):
        raise RuleBroken("factor_there", field="code")
    taken = stepping.matched(secret, code, clock.now())
    if taken is None:
        raise RuleBroken("factor_wrong", field="code")
    sealed = secrets.seal(secret.encode(), _purpose(account.id))
    db.session.add(SecondFactor(account_id=account.id, sealed=sealed, last_step=taken.step))
    db.session.flush()
    journal.note("factor_set", "account", account.id, account.commune_id)
    return new_spare_codes(account)


def new_spare_codes(account: Account) -> list[str]:
    """Ten new one-use codes; the former ones are void."""
    codes = [passwords.new_code() for _ in range(SPARE_CODES)]
    db.session.execute(delete(SpareCode).where(SpareCode.account_id == account.id))
    db.session.add_all(SpareCode(account_id=account.id, digest=_digest(account.id, code)) for code in codes)
    db.session.flush()
    journal.note("spare_codes_made", "account", account.id, account.commune_id)
    return codes


def clear(account: Account) -> None:
    """Take the second factor away; the password alone opens again. RuleBroken factor_missing."""
    if not has_factor(account.id):
        raise RuleBroken("factor_missing")
    db.session.execute(delete(SpareCode).where(SpareCode.account_id == account.id))
    db.session.execute(delete(SecondFactor).where(SecondFactor.account_id == account.id))
    journal.note("factor_cleared", "account", account.id, account.commune_id)


def takes(account: Account, typed: str) -> bool:
    """Whether a code is right, and spend it; RuleBroken sign_in_wait after several wrong tries.

    Nobody else tries for this account until the commit; the caller commits in both cases.
    """
    tries = throttle.held(throttle.of_factor(account))
    if _spent(account, typed):
        throttle.passed(tries)
        return True
    throttle.failed(tries)
    journal.note("factor_refused", "account", account.id, account.commune_id)
    return False


def _spent(account: Account, typed: str) -> bool:
    if stepping.is_code(typed):
        return _spent_step(account.id, typed)
    digest = _digest(account.id, passwords.plain_code(typed))
    used = delete(SpareCode).where(SpareCode.account_id == account.id, SpareCode.digest == digest)
    if not _rows(used):
        return False
    journal.note("spare_code_used", "account", account.id, account.commune_id)
    return True


def _spent_step(account_id: int, typed: str) -> bool:
    """One conditional statement, so that of two who bring the same code only one gets in."""
    taken = stepping.matched(secret, typed, clock.now()) if (secret := _secret(account_id)) else None
    if taken is None:
        return False
    last = SecondFactor.last_step
    fresh = or_(last < taken.step, last > taken.present + stepping.DRIFT)  # as stepping.is_fresh says
    spend = update(SecondFactor).where(SecondFactor.account_id == account_id, fresh).values(last_step=taken.step)
    return bool(_rows(spend))


def is_right(account: Account, typed: str) -> bool:
    """Whether a code of the authenticator is right, where nothing can be written and so none can be spent."""
    taken = stepping.matched(secret, typed, clock.now()) if (secret := _secret(account.id)) else None
    last = db.session.scalar(select(SecondFactor.last_step).where(SecondFactor.account_id == account.id))
    return taken is not None and last is not None and stepping.is_fresh(last, taken)


def _secret(account_id: int) -> str | None:
    """The secret of an account; None without one. RuleBroken factor_unreadable under another data key."""
    sealed = db.session.scalar(select(SecondFactor.sealed).where(SecondFactor.account_id == account_id))
    if sealed is None:
        return None
    try:
        return secrets.unseal(sealed, _purpose(account_id)).decode()
    except secrets.Damaged as problem:
        raise RuleBroken("factor_unreadable", field="code") from problem


def _rows(statement: object) -> int:
    result = db.session.execute(statement, execution_options={"synchronize_session": False})  # type: ignore[call-overload]
    return result.rowcount if isinstance(result, CursorResult) else 0


def _purpose(account_id: int) -> str:
    return f"second_factor:{account_id}"


def _digest(account_id: int, code: str) -> str:
    return secrets.fingerprint(code.encode(), f"spare_code:{account_id}")


def has_factor(account_id: int) -> bool:
    """Whether an account is asked for a code at the door."""
    return db.session.scalar(select(SecondFactor.account_id).where(SecondFactor.account_id == account_id)) is not None


def is_wanted_of(account: Account) -> bool:
    """Whether the office (or the province) wants a second factor of the account's role."""
    return not NEED_FACTOR.isdisjoint(account.roles) and rule(account.commune_id) is not None


def spare_codes_left(account_id: int) -> int:
    """How many one-use codes are left."""
    return db.session.scalar(select(func.count()).where(SpareCode.account_id == account_id)) or 0


def rule(scope: int | None) -> FactorRule | None:
    """The rule of a commune, or of the province (None)."""
    query = select(FactorRule).where(FactorRule.commune_id.is_not_distinct_from(scope)).order_by(FactorRule.id).limit(1)
    return db.session.scalars(query).first()


def set_rule(viewer: Viewer, scope: int | None, is_on: bool) -> None:
    """Want a second factor of administrators and leaders (or of the province), or no longer.

    RuleBroken factor_first: only somebody who has one himself may want it of others, so that the way was tried.
    """
    present = rule(scope)
    if is_on and not has_factor(viewer.account_id):
        raise RuleBroken("factor_first")
    if is_on and present is None:
        db.session.add(FactorRule(commune_id=scope))
    elif not is_on and present is not None:
        db.session.delete(present)
    db.session.flush()


def without_factor(scope: int | None) -> Sequence[str]:
    """The names of those who would be led to the set-up by the rule, in the order of user names."""
    roles = has_role(NEED_FACTOR)
    query = select(Account.display_name).where(
        Account.commune_id.is_not_distinct_from(scope), Account.is_active, roles, ~has_factor_too()
    )
    return [row.display_name for row in read(query.order_by(Account.username))]


def half_way(account: Account) -> str:
    """A mark for the cookie of somebody whose password was right and whose code is still to come."""
    said = f"{account.id}:{int(clock.now().timestamp())}"
    return f"{said}:" + secrets.sign(f"{said}:{account.password_hash}".encode(), "half way")


def comes_from_half_way(mark: str, held: bool = False) -> Account:
    """Whose mark this is; RuleBroken half_way_over after five minutes, a new password or the end of the account."""
    try:
        account_id, seconds = (int(part) for part in mark.split(":")[:2])
        since = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError) as problem:
        raise RuleBroken("half_way_over") from problem
    query = select(Account).where(Account.id == account_id, Account.is_active)
    account = db.session.scalars(query.with_for_update(key_share=True) if held else query).one_or_none()
    if account is None or abs(clock.now() - since) > HALF_WAY_LIFE:
        raise RuleBroken("half_way_over")
    said = f"{account_id}:{seconds}"
    if not secrets.is_same(mark, f"{said}:" + secrets.sign(f"{said}:{account.password_hash}".encode(), "half way")):
        raise RuleBroken("half_way_over")
    return account
