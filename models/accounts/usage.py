"""When an account was used last, and from when its unused days count: its sign-in, its opening, a new code."""

from datetime import datetime

from sqlalchemy import select

from models import clock
from models.accounts.tables import Account, AccountUse
from models.base import db, upsert


def note_sign_in(account_id: int) -> None:
    """Somebody has signed in: the days count anew."""
    _count_from(account_id, used_at=clock.now())


def count_anew(account_id: int) -> None:
    """The account was opened again, or its owner got a new code: the days count from now."""
    _count_from(account_id)


def _count_from(account_id: int, **used: datetime) -> None:
    values = {"counts_from": clock.now(), "warned_on": None, "closed_on": None} | used
    statement = upsert(AccountUse).values(account_id=account_id, **values)
    db.session.execute(
        statement.on_conflict_do_update(index_elements=["account_id"], set_=values),
        execution_options={"synchronize_session": False},
    )


def is_closed_unused(account: Account) -> bool:
    """Whether an account was closed by itself, because nobody had used it."""
    query = select(AccountUse.account_id).where(AccountUse.account_id == account.id, AccountUse.closed_on.is_not(None))
    return not account.is_active and db.session.scalar(query) is not None
