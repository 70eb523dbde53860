"""The open session behind a token: whose it is, and what its owner has to do first."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from models import clock
from models.accounts import ruling
from models.accounts.queries import has_factor_too, is_ruled, own_accounts, token_hash, viewer_in
from models.accounts.rules import IDLE_MINUTES, NEED_FACTOR, PASSWORD_NOTICE, Role, Viewer, may_rest
from models.accounts.tables import Account, Commune, Person, SignIn, SignInRule
from models.base import read


@dataclass(frozen=True, slots=True)
class OpenSession:
    """The account behind a session, with everything a request needs to know of it."""

    viewer: Viewer
    username: str
    commune_name: str | None
    opened_at: datetime
    seen_at: datetime
    proved_at: datetime | None = None  # when a password or code was typed last
    has_factor: bool = False
    must_enrol: bool = False  # a second factor is wanted of the account, and it has none yet
    may_rest: timedelta = timedelta(minutes=IDLE_MINUTES)  # before it ends
    change_by: date | None = None  # the day on which the password has to be changed before anything else

    @property
    def must_change(self) -> bool:
        """Whether the password has to be changed before anything else."""
        return self.change_by is not None and clock.today() >= self.change_by

    @property
    def change_soon(self) -> date | None:
        """The day by which the password has to be changed, from a week before."""
        notice = timedelta(days=PASSWORD_NOTICE)
        return self.change_by if self.change_by is not None and clock.today() >= self.change_by - notice else None


def open_session(token: str) -> OpenSession | None:
    """The live session of a token; None when it is unknown or the account is switched off."""
    query = (
        select(
            Account.id,
            Account.role,
            Account.other_roles,
            Account.display_name,
            Account.commune_id,
            Account.person_id,
            Account.username,
            Person.unit_id,
            own_accounts(),
            Commune.name.label("commune_name"),
            SignIn.opened_at,
            SignIn.seen_at,
            SignIn.proved_at,
            has_factor_too().label("has_factor"),
            is_ruled().label("is_ruled"),
            Account.password_hash.is_not(None).label("has_password"),
            func.coalesce(Account.password_set_at, Account.created_at).label("set_at"),
            *(SignInRule.change_days, SignInRule.ruled_at, SignInRule.idle_minutes, SignInRule.admin_idle_minutes),
        )
        .join(SignIn, SignIn.account_id == Account.id)
        .outerjoin(Person, Person.id == Account.person_id)
        .outerjoin(Commune, Commune.id == Account.commune_id)
        .outerjoin(SignInRule, SignInRule.commune_id == Account.commune_id)
        .where(SignIn.token_hash == token_hash(token), Account.is_active)
    )
    row = read(query).one_or_none()
    if row is None:
        return None
    viewer = viewer_in(row)
    is_asked = viewer.is_a(Role.ADMIN) and row.has_password
    return OpenSession(
        viewer=viewer,
        username=row.username,
        commune_name=row.commune_name,
        opened_at=row.opened_at,
        seen_at=row.seen_at,
        proved_at=row.proved_at,
        has_factor=row.has_factor,
        must_enrol=row.is_ruled and not row.has_factor and not NEED_FACTOR.isdisjoint(viewer.roles),
        may_rest=may_rest(viewer.is_a(Role.ADMIN), row.idle_minutes, row.admin_idle_minutes),
        change_by=ruling.change_by(is_asked, row.set_at, row.change_days, row.ruled_at),
    )
