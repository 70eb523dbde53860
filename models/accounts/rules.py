"""Who may do what: permissions are data, declared in each ``grants.py``; guards, menus and the test grid read them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from models.collect import collected, merged


class Role(StrEnum):
    """The six roles of the programme."""

    COUNTER = "counter"
    SECRETARY = "secretary"
    AUDITOR = "auditor"
    LEADER = "leader"
    ADMIN = "admin"
    PROVINCE = "province"


class RequestKind(StrEnum):
    """What a second administrator is asked to confirm."""

    ROLES = "roles"
    CLEAR_FACTOR = "clear_factor"
    NEW_CODE = "new_code"


STAFF = frozenset({Role.COUNTER, Role.SECRETARY, Role.AUDITOR, Role.LEADER, Role.ADMIN})
EVERYBODY = frozenset(Role)
NEED_FACTOR = frozenset({Role.ADMIN, Role.LEADER, Role.PROVINCE})  # of whom an office may want a second factor
PASSWORD_DAYS = 60  # of administrators: QCVN 12:2026/BCA 3.7.2.6.5 (two months), as reference
PAST_PASSWORDS = 10  # that are not taken again: the same
PASSWORD_NOTICE = 7  # days before the last one
# a session that rests for longer ends; 15 is QCVN 12:2026/BCA 3.6.2.1.8 as reference, 5 TCVN 14423 as told second-hand
IDLE_MINUTES, LEAST_IDLE, MOST_IDLE = 15, 5, 30
ADMIN_IDLE_MINUTES, LEAST_ADMIN_IDLE, MOST_ADMIN_IDLE = 5, 2, 15
Grants = dict[str, frozenset[Role]]


class _Declared(type):
    """Finds ``Permission.RECORD_MEETING`` among what the capabilities grant; what none of them grants is no name."""

    def __getattr__(cls, name: str) -> "Permission":
        if not name.isupper() or name.lower() not in permissions():
            raise AttributeError(f"no models/<capability>/grants.py grants {name.lower()}")
        return permissions()[name.lower()]


@dataclass(frozen=True, slots=True)
class Permission(metaclass=_Declared):
    """Something that an endpoint can ask for, and the roles that are granted it."""

    name: str
    roles: frozenset[Role]

    def __str__(self) -> str:
        return self.name


@cache
def permissions() -> dict[str, Permission]:
    """Every permission by name; KeyError for one that two capabilities declare."""
    rows = merged(module.GRANTS for module in collected("grants").values())
    return {name: Permission(name, roles) for name, roles in rows.items()}


def written_roles(roles: Iterable[Role]) -> str:
    """Roles as one line, parted by commas, in their fixed order."""
    wanted = set(roles)
    return ",".join(role for role in Role if role in wanted)


def read_roles(line: str) -> frozenset[Role]:
    """The roles of such a line; ValueError for a word that is none."""
    return frozenset(Role(word) for word in line.split(",") if word)


def password_due(set_on: date, days: int, ruled_on: date | None) -> date | None:
    """From which day on a password is to be changed first of all; None where it is for ever.

    Whoever had it before the rule was made has the notice too.
    """
    if not days:
        return None
    due = set_on + timedelta(days=days)
    return max(due, ruled_on + timedelta(days=PASSWORD_NOTICE)) if ruled_on else due


def may_rest(is_admin: bool, minutes: int | None, admin_minutes: int | None) -> timedelta:
    """How long a session may rest, by the minutes of its office; None for what an office has not chosen."""
    own = minutes or IDLE_MINUTES
    return timedelta(minutes=min(own, admin_minutes or ADMIN_IDLE_MINUTES) if is_admin else own)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whose eyes a query is for; ``commune_id`` is None for a province account that looks at all communes.

    ``own_accounts``: all accounts of the same person; one without a person counts as itself.
    """

    account_id: int
    role: Role
    name: str
    commune_id: int | None
    person_id: int | None = None
    unit_id: int | None = None
    own_accounts: frozenset[int] = field(default=frozenset(), compare=False)
    other_roles: frozenset[Role] = frozenset()  # beside ``role``

    def acted_as(self, account_id: int | None) -> bool:
        """Whether what an account did was done by the same person, through this account or another one."""
        return account_id is not None and account_id in (self.account_id, *self.own_accounts)

    @property
    def roles(self) -> frozenset[Role]:
        """Every role of the account."""
        return self.other_roles | {self.role}

    def is_a(self, *roles: Role) -> bool:
        """Whether the account has one of these roles, perhaps beside others."""
        return not self.roles.isdisjoint(roles)

    def may(self, permission: Permission) -> bool:
        """Whether one of the roles is granted the permission: what roles are granted adds up."""
        return not self.roles.isdisjoint(permission.roles)

    @property
    def home_id(self) -> int:
        """The commune that new rows belong to; LookupError for eyes without one (province writes nowhere)."""
        if self.commune_id is None or self.role is Role.PROVINCE:
            raise LookupError("a province account writes in no commune")
        return self.commune_id
