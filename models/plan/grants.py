"""Who may do what with the plan; the work on it is a duty."""

from models.accounts.rules import EVERYBODY, Grants, Role

GRANTS: Grants = {
    "read_plan": EVERYBODY,
    "import_plan": frozenset({Role.SECRETARY, Role.LEADER}),
    "set_due_days": frozenset({Role.LEADER, Role.ADMIN}),
    "set_age_limits": frozenset({Role.LEADER, Role.ADMIN}),
    "set_figure": frozenset({Role.SECRETARY, Role.LEADER}),
}
