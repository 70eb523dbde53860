"""Who may do what with citizens' answers."""

from models.accounts.rules import EVERYBODY, STAFF, Grants, Role

GRANTS: Grants = {
    "read_satisfaction": EVERYBODY,
    "read_responses": EVERYBODY,
    "read_staff_figures": frozenset({Role.SECRETARY, Role.LEADER}),
    "read_sheet": EVERYBODY - {Role.PROVINCE},  # a sheet is one commune's own
    "read_service": EVERYBODY,
    "manage_service": frozenset({Role.SECRETARY, Role.LEADER}),
    "freeze_sheet": frozenset({Role.SECRETARY, Role.LEADER}),
    "answer_cases": STAFF,  # who does not read all comments sees those that he has in hand
    "read_comments": frozenset({Role.SECRETARY, Role.AUDITOR, Role.LEADER}),
    "read_centre": EVERYBODY - {Role.COUNTER, Role.PROVINCE},  # a clerk sees his own counter from the next day on
    "decide_held": frozenset({Role.SECRETARY, Role.LEADER, Role.ADMIN}),
    "record_response": frozenset({Role.COUNTER, Role.SECRETARY}),
}
