"""Communes, their units and people, the accounts that sign in, and what keeps signing in safe."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts.rules import ADMIN_IDLE_MINUTES, IDLE_MINUTES, PASSWORD_DAYS, RequestKind, Role, read_roles
from models.base import CommuneOwned, Dated, Model, Versioned, key_type, word_type


class Commune(Versioned, Dated, Model):
    """A commune or ward; ``joined_on`` is the day its office began to work here (None: only known by name)."""

    __tablename__ = "commune"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    fold: Mapped[str] = mapped_column(key_type(120), index=True)
    province: Mapped[str] = mapped_column(String(120))
    joined_on: Mapped[date | None]


class Unit(CommuneOwned, Versioned, Dated, Model):
    """A unit of a commune office; never deleted, only switched off."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("commune_id", "fold"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(160))
    fold: Mapped[str] = mapped_column(key_type(160))
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)


class Person(CommuneOwned, Versioned, Dated, Model):
    """Somebody who works at the office; ordered by ``sort_key`` (tên, đệm, họ), found by ``fold``."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    full_name: Mapped[str] = mapped_column(String(120))
    title: Mapped[str] = mapped_column(String(120), default="")
    sort_key: Mapped[str] = mapped_column(key_type(400), index=True)
    fold: Mapped[str] = mapped_column(key_type(120), index=True)
    rank: Mapped[int] = mapped_column(default=100)
    is_active: Mapped[bool] = mapped_column(default=True)

    unit: Mapped[Unit | None] = relationship()


class Account(Versioned, Dated, Model):
    """One person's key to the site. Without ``password_hash`` it waits for its activation code."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int | None] = mapped_column(ForeignKey("commune.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    username: Mapped[str] = mapped_column(String(60), unique=True)
    display_name: Mapped[str] = mapped_column(String(120))
    role: Mapped[Role] = mapped_column(word_type(Role))
    other_roles: Mapped[str] = mapped_column(String(120), default="")  # beside it, parted by commas
    password_hash: Mapped[str | None] = mapped_column(String(200), info={"secret": True})
    password_set_at: Mapped[datetime | None]
    code_hash: Mapped[str | None] = mapped_column(String(200), info={"secret": True})
    code_expires_at: Mapped[datetime | None]
    code_tries: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)

    commune: Mapped[Commune | None] = relationship()
    person: Mapped[Person | None] = relationship()

    @property
    def roles(self) -> frozenset[Role]:
        """Every role of the account."""
        return read_roles(self.other_roles or "") | {self.role}


class AccountUse(Model):
    """When somebody signed in with an account last, and what nights have said of those that nobody uses.

    ``counts_from``: the unused days count from here. ``closed_on``: closed by itself, until somebody opens it again.
    """

    __tablename__ = "account_use"
    __journal__ = False  # sign-ins, warnings and closings are noted by name

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    used_at: Mapped[datetime | None]
    counts_from: Mapped[datetime]
    warned_on: Mapped[date | None]
    closed_on: Mapped[date | None]


class SignIn(Model):
    """One open session; the browser holds the token, the database only its hash."""

    __tablename__ = "sign_in"
    __journal__ = False

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    opened_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    proved_at: Mapped[datetime | None]  # when a password or code was typed last in this session


class SecondFactor(Dated, Model):
    """The secret of an account's codes, sealed; ``last_step`` is the newest half minute whose code was taken."""

    __tablename__ = "second_factor"
    __journal__ = False  # what is done with it is noted by name

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    sealed: Mapped[str] = mapped_column(Text, info={"secret": True})
    last_step: Mapped[int] = mapped_column(default=0)


class SpareCode(Model):
    """A code for the day the phone is lost, known only by its keyed digest; it goes away when it is used."""

    __tablename__ = "spare_code"
    __journal__ = False

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True, info={"secret": True})


class FactorRule(Dated, Model):
    """While there is such a row, some roles of a commune (None: of the province) must have a second factor."""

    __tablename__ = "factor_rule"

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int | None] = mapped_column(ForeignKey("commune.id"), index=True)


class SignInRule(CommuneOwned, Versioned, Dated, Model):
    """What an office asks of who signs in; an office without a row asks what the defaults say."""

    __tablename__ = "sign_in_rule"
    __table_args__ = (UniqueConstraint("commune_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    change_days: Mapped[int] = mapped_column(default=PASSWORD_DAYS)  # of administrators; 0: for ever
    idle_minutes: Mapped[int] = mapped_column(default=IDLE_MINUTES)
    admin_idle_minutes: Mapped[int] = mapped_column(default=ADMIN_IDLE_MINUTES)
    ruled_at: Mapped[datetime | None]  # since when ``change_days`` holds


class PastPassword(Model):
    """One of the last passwords of an administrator, as a hash, so that it is not taken again."""

    __tablename__ = "past_password"
    __journal__ = False

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    password_hash: Mapped[str] = mapped_column(String(200), info={"secret": True})
    set_at: Mapped[datetime]


class AccountRequest(CommuneOwned, Versioned, Dated, Model):
    """What one administrator wants done to an account, and another one has to confirm."""

    __tablename__ = "account_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[RequestKind] = mapped_column(word_type(RequestKind))
    roles: Mapped[str] = mapped_column(String(120), default="")
    asked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[datetime]


class KnownDevice(Model):
    """A browser in which an account has signed in before: a stranger's wrong tries never delay it."""

    __tablename__ = "known_device"
    __journal__ = False

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    first_seen_at: Mapped[datetime]


class Throttle(Model):
    """How often something failed lately and until when the next try must wait; survives a restart."""

    __tablename__ = "throttle"
    __journal__ = False

    key: Mapped[str] = mapped_column(String(160), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime]
    free_at: Mapped[datetime]


class FormKey(Model):
    """The one-time key of a create form and the address of what it made, so that a second post makes nothing."""

    __tablename__ = "form_key"
    __journal__ = False
    __table_args__ = (Index("ix_form_key_used_at", "used_at"),)

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    body_hash: Mapped[str] = mapped_column(String(64))
    result: Mapped[str] = mapped_column(String(400), default="")
    used_at: Mapped[datetime]
