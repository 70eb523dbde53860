"""Who may do what with the plan and the work on it."""

from models.accounts.rules import EVERYBODY, STAFF, Grants, Role

GRANTS: Grants = {
    "read_plan": EVERYBODY,
    "record_progress": STAFF,
    "set_figure": frozenset({Role.SECRETARY, Role.LEADER}),
    "assign_work": frozenset({Role.SECRETARY, Role.LEADER}),
}
