"""Who may do what with the reports of weeks."""

from models.accounts.rules import EVERYBODY, Grants, Role

GRANTS: Grants = {
    "read_reports": EVERYBODY,  # the province reads what was sent, never a draft
    "write_reports": frozenset({Role.SECRETARY, Role.LEADER}),
    "send_reports": frozenset({Role.LEADER}),
}
