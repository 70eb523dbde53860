"""The figures of the dossier, read from the records of this place."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from models import clock
from models.accounts import disuse, ruling
from models.accounts.queries import has_factor_too, has_role
from models.accounts.rules import Role, Viewer
from models.accounts.tables import Account, AccountUse, FactorRule, SignInRule
from models.base import read, seen_by
from models.jobs.rules import JobState
from models.jobs.tables import Job
from models.journal.tables import JournalEntry
from models.office.dossier import AccountFacts, PasswordFacts


def accounts(viewer: Viewer) -> AccountFacts:
    """Everything about the accounts of the commune, in one statement."""
    is_on, is_admin, is_leader = Account.is_active.is_(True), has_role([Role.ADMIN]), has_role([Role.LEADER])
    ruled = select(FactorRule.id).where(FactorRule.commune_id == viewer.home_id).exists()
    row = read(
        select(
            _number(is_on).label("active"),
            _number(~is_on).label("closed"),
            _number(is_on, Account.person_id.is_(None)).label("without_person"),
            _number(is_on, Account.password_hash.is_(None)).label("waiting"),
            _number(is_on, is_admin).label("admins"),
            _number(is_on, is_admin, has_factor_too()).label("admins_with_factor"),
            _number(is_on, is_leader).label("leaders"),
            _number(is_on, is_leader, has_factor_too()).label("leaders_with_factor"),
            _number(is_on, has_factor_too()).label("with_factor"),
            select(ruled).scalar_subquery().label("is_ruled"),
            _number(~is_on, AccountUse.closed_on.is_not(None)).label("closed_unused"),
            _number(is_on, is_admin, (Account.role != Role.ADMIN) | (Account.other_roles != "")).label("admins_beside"),
            _number(is_on, disuse.is_overdue()).label("overdue"),
        )
        .outerjoin(AccountUse, AccountUse.account_id == Account.id)
        .where(seen_by(viewer, Account))
    ).one()
    return AccountFacts(**{name: bool(value) if name == "is_ruled" else value for name, value in row._mapping.items()})


def passwords(viewer: Viewer, rule: SignInRule) -> PasswordFacts:
    """How long the passwords of administrators stay, and how many are not over it."""
    set_at = func.coalesce(Account.password_set_at, Account.created_at).label("set_at")
    able = Account.is_active, has_role([Role.ADMIN]), Account.password_hash.is_not(None)
    rows = read(select(Account.id, set_at).where(seen_by(viewer, Account), *able)).all()
    due = [ruling.change_by(True, row.set_at, rule.change_days, rule.ruled_at) for row in rows]
    return PasswordFacts(rule.change_days, sum(day is None or clock.today() < day for day in due), len(rows))


def _number(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(Account.id).filter(*conditions)


def disused_at() -> datetime | None:
    """When a night has looked for accounts that nobody uses, and was not put off."""
    done = Job.kind == disuse.KIND, Job.state == JobState.DONE, Job.result.not_like("put off%")
    query = select(Job.finished_at).where(*done).order_by(Job.id.desc()).limit(1)
    return read(query).scalar_one_or_none()


def first_entry(viewer: Viewer) -> datetime | None:
    """When the journal of the commune begins."""
    query = select(JournalEntry.at).where(JournalEntry.commune_id == viewer.home_id)
    return read(query.order_by(JournalEntry.id).limit(1)).scalar_one_or_none()
