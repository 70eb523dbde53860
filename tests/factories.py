"""Builders of test rows: typed, readable, no magic."""

import secrets
from dataclasses import dataclass, field
from functools import cache

from sqlalchemy import inspect, select

from models import clock
from models.accounts import actions, passwords
from models.accounts.queries import token_hash
from models.accounts.rules import Role, Viewer
from models.accounts.tables import Account, Commune, Person, SignIn, Unit
from models.base import db, outside_transaction

UNITS = ("Lãnh đạo UBND xã", "Văn phòng HĐND và UBND xã", "Phòng Kinh tế", "Trung tâm Phục vụ hành chính công xã")
PEOPLE = {
    Role.COUNTER: ("Võ Thị Dung", "Công chức, viên chức Trung tâm PVHCC", 3),
    Role.SECRETARY: ("Lê Văn An", "Chánh Văn phòng", 1),
    Role.AUDITOR: ("Đỗ Minh Ánh", "Chuyên viên", 1),
    Role.LEADER: ("Trần Văn Ân", "Chủ tịch UBND xã", 0),
    Role.ADMIN: ("Nguyễn Văn Bình", "Chuyên viên", 1),
}
GOOD_PASSWORD = "muoi bon con co trang"


@dataclass
class Office:
    """A commune for tests, with everything one needs to act in it."""

    commune: Commune
    units: list[Unit] = field(default_factory=list)
    people: dict[Role, Person] = field(default_factory=dict)
    accounts: dict[Role, Account] = field(default_factory=dict)
    viewers: dict[Role, Viewer] = field(default_factory=dict)

    def account(self, role: str) -> Account:
        """The account of a role."""
        return self.accounts[Role(role)]

    def viewer(self, role: str) -> Viewer:
        """The eyes of a role."""
        return self.viewers[Role(role)]


def make_office(name: str, suffix: str) -> Office:
    """A commune that works here, four units, five people, six accounts (no passwords: tests open sessions directly)."""
    commune = actions.add_commune(name, "Tỉnh Gia Lai")
    commune.joined_on = clock.today()
    office = Office(commune)
    office.units = [actions.add_unit(commune, unit, number) for number, unit in enumerate(UNITS, 1)]
    for rank, (role, (full_name, title, unit)) in enumerate(PEOPLE.items(), 10):
        person = actions.add_person(commune, full_name, title, office.units[unit], 1 if role is Role.LEADER else rank)
        office.people[role] = person
        office.accounts[role] = actions.add_account(commune, f"{role.value}{suffix}", full_name, role, person)
    office.accounts[Role.PROVINCE] = actions.add_account(None, f"province{suffix}", "Văn phòng tỉnh", Role.PROVINCE)
    db.session.commit()
    return read_office(name)


def read_office(name: str) -> Office:
    """The office of a commune that was made before."""
    commune = db.session.scalars(select(Commune).where(Commune.name == name)).one()
    office = Office(
        commune, list(db.session.scalars(select(Unit).where(Unit.commune_id == commune.id).order_by(Unit.id)))
    )
    people = {person.id: person for person in db.session.scalars(select(Person).where(Person.commune_id == commune.id))}
    first = db.session.scalars(select(Account.id).where(Account.commune_id == commune.id).order_by(Account.id)).first()
    own = select(Account).where(Account.id >= (first or 0)).order_by(Account.id).limit(len(Role))
    for account in db.session.scalars(own):
        person = people.get(account.person_id or 0)
        office.accounts[account.role] = account
        if person is not None:
            office.people[account.role] = person
        office.viewers[account.role] = Viewer(
            account.id,
            account.role,
            account.display_name,
            account.commune_id,
            account.person_id,
            person.unit_id if person else None,
        )
    return office


def open_session(account: Account) -> str:
    """A session of an account, as a sign-in would leave it; returns the token."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    account_id = inspect(account).identity[0]  # the object may be detached after a page was fetched
    times = {"opened_at": now, "seen_at": now, "proved_at": now}
    db.session.add(SignIn(token_hash=token_hash(token), account_id=account_id, **times))
    db.session.commit()
    return token


@cache
def hash_of(password: str) -> str:
    """What is kept of a password of the tests, made once."""
    return passwords.hash_of(password)


def give_password(account: Account, password: str = GOOD_PASSWORD) -> None:
    """Let somebody sign in with a password; commits."""
    with outside_transaction():
        kept = hash_of(password)
    actions.set_password(account, kept)
    db.session.commit()


def give_code(account: Account) -> str:
    """A one-use code for an account; commits."""
    with outside_transaction():
        code, kept = passwords.new_code_and_hash()
    actions.give_code(account, kept)
    db.session.commit()
    return code
