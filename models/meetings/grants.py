"""Who may do what with meetings."""

from models.accounts.rules import EVERYBODY, Grants, Role

GRANTS: Grants = {
    "read_meetings": EVERYBODY,
    "record_meeting": frozenset({Role.SECRETARY, Role.LEADER}),
}
