"""Who may do what with meetings."""

from models.accounts.rules import EVERYBODY, STAFF, Grants, Role

GRANTS: Grants = {
    "read_meetings": EVERYBODY,
    "answer_meeting": STAFF,
    "keep_ecabinet_staff": frozenset({Role.SECRETARY}),
    "record_meeting": frozenset({Role.SECRETARY, Role.LEADER}),
}
