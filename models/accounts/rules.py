"""Who may do what: one table of grants drives guards, menus, the manual page and the test grid."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The six roles of the programme."""

    COUNTER = "counter"
    SECRETARY = "secretary"
    AUDITOR = "auditor"
    LEADER = "leader"
    ADMIN = "admin"
    PROVINCE = "province"


class Permission(StrEnum):
    """Everything an endpoint can ask for."""

    OWN_ACCOUNT = "own_account"
    READ_DASHBOARD = "read_dashboard"
    READ_PROVINCE = "read_province"
    READ_FILES = "read_files"
    READ_PLAN = "read_plan"
    READ_WORK = "read_work"
    OWN_WORK = "own_work"
    RECORD_PROGRESS = "record_progress"
    CONFIRM_WORK = "confirm_work"
    GRANT_EXTENSION = "grant_extension"
    SET_FIGURE = "set_figure"
    ASSIGN_WORK = "assign_work"
    READ_SATISFACTION = "read_satisfaction"
    READ_RESPONSES = "read_responses"
    READ_COMMENTS = "read_comments"
    RECORD_RESPONSE = "record_response"
    MANAGE_COUNTERS = "manage_counters"
    READ_MEETINGS = "read_meetings"
    RECORD_MEETING = "record_meeting"
    READ_AUDITS = "read_audits"
    OPEN_ROUND = "open_round"
    RECORD_AUDIT = "record_audit"
    READ_QR = "read_qr"
    PRINT_POSTER = "print_poster"
    PRINT_INTERNAL_WIFI = "print_internal_wifi"
    REVEAL_WIFI_KEY = "reveal_wifi_key"
    MANAGE_QR = "manage_qr"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_ACCOUNTS = "manage_accounts"
    MANAGE_COMMUNES = "manage_communes"
    READ_JOURNAL = "read_journal"


_STAFF = frozenset({Role.COUNTER, Role.SECRETARY, Role.AUDITOR, Role.LEADER, Role.ADMIN})
_ALL = frozenset(Role)


def _roles(*roles: Role) -> frozenset[Role]:
    return frozenset(roles)


GRANTS: dict[Permission, frozenset[Role]] = {
    Permission.OWN_ACCOUNT: _ALL,
    Permission.READ_DASHBOARD: _ALL,
    Permission.READ_PROVINCE: _roles(Role.PROVINCE),
    Permission.READ_FILES: _ALL,
    Permission.READ_PLAN: _ALL,
    Permission.READ_WORK: _ALL,
    Permission.OWN_WORK: _STAFF,
    Permission.RECORD_PROGRESS: _STAFF,
    Permission.CONFIRM_WORK: _roles(Role.SECRETARY, Role.LEADER),
    Permission.GRANT_EXTENSION: _roles(Role.LEADER),
    Permission.SET_FIGURE: _roles(Role.SECRETARY, Role.LEADER),
    Permission.ASSIGN_WORK: _roles(Role.SECRETARY, Role.LEADER),
    Permission.READ_SATISFACTION: _ALL,
    Permission.READ_RESPONSES: _ALL,
    Permission.READ_COMMENTS: _roles(Role.SECRETARY, Role.AUDITOR, Role.LEADER),
    Permission.RECORD_RESPONSE: _roles(Role.COUNTER, Role.SECRETARY),
    Permission.MANAGE_COUNTERS: _roles(Role.SECRETARY, Role.ADMIN),
    Permission.READ_MEETINGS: _ALL,
    Permission.RECORD_MEETING: _roles(Role.SECRETARY, Role.LEADER),
    Permission.READ_AUDITS: _ALL,
    Permission.OPEN_ROUND: _roles(Role.AUDITOR, Role.SECRETARY),
    Permission.RECORD_AUDIT: _roles(Role.AUDITOR, Role.SECRETARY),
    Permission.READ_QR: _STAFF,
    Permission.PRINT_POSTER: _STAFF,
    Permission.PRINT_INTERNAL_WIFI: _roles(Role.SECRETARY, Role.ADMIN),
    Permission.REVEAL_WIFI_KEY: _roles(Role.SECRETARY, Role.ADMIN),
    Permission.MANAGE_QR: _roles(Role.SECRETARY, Role.ADMIN),
    Permission.MANAGE_PEOPLE: _roles(Role.ADMIN),
    Permission.MANAGE_ACCOUNTS: _roles(Role.ADMIN),
    Permission.MANAGE_COMMUNES: _roles(Role.ADMIN),
    Permission.READ_JOURNAL: _roles(Role.ADMIN, Role.LEADER, Role.AUDITOR),
}


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whose eyes a query is for; ``commune_id`` is None for a province account that looks at all communes."""

    account_id: int
    role: Role
    name: str
    commune_id: int | None
    person_id: int | None = None
    unit_id: int | None = None

    def may(self, permission: Permission) -> bool:
        """Whether the role is granted the permission."""
        return self.role in GRANTS[permission]

    @property
    def home_id(self) -> int:
        """The commune that new rows belong to; LookupError for eyes without one (province writes nowhere)."""
        if self.commune_id is None or self.role is Role.PROVINCE:
            raise LookupError("a province account writes in no commune")
        return self.commune_id
