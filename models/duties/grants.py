"""Who may do what with work that is due; whether somebody has it in hand is asked of the duty itself."""

from models.accounts.rules import EVERYBODY, STAFF, Grants, Role

GRANTS: Grants = {
    "read_work": EVERYBODY,
    "own_work": STAFF,
    "record_progress": STAFF,
    "confirm_work": frozenset({Role.SECRETARY, Role.LEADER}),
    "verify_finding": frozenset({Role.AUDITOR, Role.SECRETARY, Role.LEADER}),
    "grant_extension": frozenset({Role.LEADER}),
    "assign_work": frozenset({Role.SECRETARY, Role.LEADER}),
}
