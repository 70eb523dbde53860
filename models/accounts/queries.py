"""Reading communes, units, people, accounts and open sessions."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Label, Row, String, cast, exists, func, or_, select
from sqlalchemy.orm import aliased

from models.accounts.naming import Candidate
from models.accounts.rules import Role, Viewer, read_roles
from models.accounts.tables import (
    Account,
    AccountUse,
    Commune,
    FactorRule,
    KnownDevice,
    Person,
    SecondFactor,
    SignIn,
    Unit,
)
from models.accounts.titles import heads_a_unit
from models.base import db, read, seen_by
from models.errors import NotFound

AnyRow = Row[*tuple[Any, ...]]


def token_hash(token: str) -> str:
    """What the database keeps of a random token."""
    return hashlib.sha256(token.encode()).hexdigest()


def has_role(roles: Iterable[Role]) -> ColumnElement[bool]:
    """Beside ``Account``: whether it has one of these roles, as its first one or beside it."""
    line = "," + Account.other_roles + ","
    return or_(Account.role.in_(roles := list(roles)), *(line.contains(f",{role},") for role in roles))


def has_factor_too() -> ColumnElement[bool]:
    """Beside ``Account``: whether it is asked for a code at the door."""
    return exists(select(SecondFactor.account_id).where(SecondFactor.account_id == Account.id).correlate(Account))


def is_ruled() -> ColumnElement[bool]:
    """Beside ``Account``: whether its office (or the province) wants a second factor of some roles."""
    same = FactorRule.commune_id.is_not_distinct_from(Account.commune_id)
    return exists(select(FactorRule.id).where(same).correlate(Account))


def viewer_of(account_id: int) -> Viewer:
    """The eyes of an account as its rights are now, for work done in its name; NotFound when it is switched off."""
    own = (Account.id, Account.role, Account.other_roles, Account.display_name, Account.commune_id, Account.person_id)
    query = select(*own, Person.unit_id, own_accounts()).outerjoin(Person, Person.id == Account.person_id)
    row = db.session.execute(query.where(Account.id == account_id, Account.is_active)).one_or_none()
    if row is None:
        raise NotFound
    return viewer_in(row)


def viewer_in(row: AnyRow) -> Viewer:
    """The eyes of the account whose columns a row holds."""
    return Viewer(
        account_id=row.id,
        role=row.role,
        name=row.display_name,
        commune_id=row.commune_id,
        person_id=row.person_id,
        unit_id=row.unit_id,
        own_accounts=frozenset(int(each) for each in (row.own_accounts or "").split(",") if each),
        other_roles=read_roles(row.other_roles),
    )


def own_accounts() -> Label[str | None]:
    """The ids of all accounts of the account's person, closed ones too."""
    other = aliased(Account)
    ids = select(func.aggregate_strings(cast(other.id, String), ",")).where(other.person_id == Account.person_id)
    return ids.correlate(Account).scalar_subquery().label("own_accounts")


def is_known_device(device: str) -> bool:
    """Whether anybody has signed in with this browser before."""
    known = select(KnownDevice.token_hash).where(KnownDevice.token_hash == token_hash(device)).limit(1)
    return db.session.scalar(known) is not None


def account_named(username: str, held: bool = False) -> Account | None:
    """The account of a user name (already folded to small letters).

    When it is ``held``, nobody else changes it until the commit.
    """
    query = select(Account).where(Account.username == username)
    return db.session.scalars(query.with_for_update(key_share=True) if held else query).one_or_none()


def account(viewer: Viewer, account_id: int) -> Account:
    """One account of the viewer's commune; NotFound otherwise."""
    found = db.session.scalars(select(Account).where(Account.id == account_id, seen_by(viewer, Account))).one_or_none()
    if found is None:
        raise NotFound
    return found


def accounts(viewer: Viewer) -> Sequence[AnyRow]:
    """The accounts of the commune, by role and name."""
    query = (
        select(
            Account.id,
            Account.username,
            Account.display_name,
            Account.role,
            Account.other_roles,
            Account.is_active,
            (Account.password_hash.is_not(None)).label("has_password"),
            has_factor_too().label("has_factor"),
            Unit.name.label("unit_name"),
            *(AccountUse.used_at, AccountUse.counts_from, AccountUse.warned_on, AccountUse.closed_on),
        )
        .outerjoin(Person, Person.id == Account.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .outerjoin(AccountUse, AccountUse.account_id == Account.id)
        .where(seen_by(viewer, Account))
        .order_by(Account.is_active.desc(), Account.role, Account.username)
    )
    return db.session.execute(query).all()


def other_admins(account: Account) -> list[int]:
    """The other administrators of an account's commune who can sign in; their rows stay locked until the commit."""
    query = select(Account.id, Account.is_active, Account.password_hash).where(
        Account.commune_id == account.commune_id, has_role([Role.ADMIN])
    )
    rows = db.session.execute(query.order_by(Account.id).with_for_update()).all()
    return [row.id for row in rows if row.is_active and row.password_hash and row.id != account.id]


def admins_who_can_sign_in(commune_id: int | None) -> int:
    """How many administrators of a commune could sign in now."""
    able = has_role([Role.ADMIN]), Account.is_active, Account.password_hash.is_not(None)
    return db.session.scalar(select(func.count()).where(Account.commune_id == commune_id, *able)) or 0


def commune(commune_id: int) -> Commune:
    """One commune; NotFound for an unknown one."""
    found = db.session.get(Commune, commune_id)
    if found is None:
        raise NotFound
    return found


def commune_named(fold: str) -> Commune | None:
    """The commune of a folded name."""
    return db.session.scalars(select(Commune).where(Commune.fold == fold)).one_or_none()


def communes() -> Sequence[Commune]:
    """Every commune known by name, those that work here first."""
    return db.session.scalars(select(Commune).order_by(Commune.joined_on.is_(None), Commune.fold)).all()


def province() -> str:
    """The name of the province whose communes are known here."""
    first = select(Commune.province).order_by(Commune.joined_on.is_(None), Commune.id).limit(1)
    return db.session.scalar(first) or ""


def joined_communes() -> Sequence[Commune]:
    """The communes whose offices work here."""
    return db.session.scalars(select(Commune).where(Commune.joined_on.is_not(None)).order_by(Commune.fold)).all()


def sole_office() -> str | None:
    """The name of the commune, where only one works here (so that its sign-in page can greet by name)."""
    names = db.session.scalars(select(Commune.name).where(Commune.joined_on.is_not(None)).limit(2)).all()
    return names[0] if len(names) == 1 else None


def units(viewer: Viewer, with_inactive: bool = False) -> Sequence[Unit]:
    """The units of the office in their own order."""
    query = select(Unit).where(seen_by(viewer, Unit)).order_by(Unit.is_active.desc(), Unit.position, Unit.id)
    return db.session.scalars(query if with_inactive else query.where(Unit.is_active)).all()


def unit(viewer: Viewer, unit_id: int) -> Unit:
    """One unit of the commune; NotFound otherwise."""
    found = db.session.scalars(select(Unit).where(Unit.id == unit_id, seen_by(viewer, Unit))).one_or_none()
    if found is None:
        raise NotFound
    return found


def people(viewer: Viewer, with_inactive: bool = False) -> Sequence[AnyRow]:
    """The people of the office by rank, then by Vietnamese name order, with their unit's name."""
    query = (
        select(
            Person.id, Person.full_name, Person.title, Person.unit_id, Unit.name.label("unit_name"), Person.is_active
        )
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(seen_by(viewer, Person))
        .order_by(Person.is_active.desc(), Person.rank, Person.sort_key, Person.id)
    )
    return db.session.execute(query if with_inactive else query.where(Person.is_active)).all()


def headed_unit(viewer: Viewer) -> int | None:
    """The unit whose head the viewer is, by his title; None for everybody else (one statement)."""
    if viewer.person_id is None:
        return None
    row = read(select(Person.title, Person.unit_id).where(Person.id == viewer.person_id)).one_or_none()
    return row.unit_id if row is not None and heads_a_unit(row.title) else None


def candidates(viewer: Viewer) -> list[Candidate]:
    """Everybody at work whom a list may name."""
    columns = (Person.id, Person.full_name, Person.fold, Person.unit_id)
    query = select(*columns).where(seen_by(viewer, Person), Person.is_active).order_by(Person.sort_key, Person.id)
    return [Candidate(row.id, row.full_name, row.fold, row.unit_id) for row in read(query)]


def person(viewer: Viewer, person_id: int) -> Person:
    """One person of the commune; NotFound otherwise."""
    found = db.session.scalars(select(Person).where(Person.id == person_id, seen_by(viewer, Person))).one_or_none()
    if found is None:
        raise NotFound
    return found


def newest_person() -> int:
    """The id of whoever was added last, anywhere; 0 for nobody."""
    return db.session.scalar(select(func.max(Person.id))) or 0


def people_since(viewer: Viewer, after: int, folds: Collection[str]) -> Sequence[int]:
    """Who was added here after an id under one of these names, in the order in which they were added."""
    query = select(Person.id).where(seen_by(viewer, Person), Person.id > after, Person.fold.in_(folds))
    return db.session.scalars(query.order_by(Person.id)).all()


def has_accounts() -> bool:
    """Whether anybody can sign in at all."""
    return db.session.scalar(select(Account.id).limit(1)) is not None


def my_sessions(account_id: int) -> Sequence[SignIn]:
    """The open sessions of one account, newest first."""
    query = select(SignIn).where(SignIn.account_id == account_id).order_by(SignIn.seen_at.desc())
    return db.session.scalars(query).all()


def people_without_account(viewer: Viewer, present: int | None = None) -> Sequence[AnyRow]:
    """People at work who have no account yet, and the one who has this account; in Vietnamese name order."""
    taken = select(Account.person_id).where(Account.person_id.is_not(None))
    free = Person.is_active & Person.id.not_in(taken)
    query = select(Person.id, Person.full_name, Person.title).where(
        seen_by(viewer, Person), free if present is None else or_(free, Person.id == present)
    )
    return db.session.execute(query.order_by(Person.sort_key, Person.id)).all()
