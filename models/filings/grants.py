"""Who may hand in a commune's plan, and who keeps the province's registers."""

from models.accounts.rules import Grants, Role

GRANTS: Grants = {
    "send_plan": frozenset({Role.SECRETARY, Role.LEADER}),
    "read_filings": frozenset({Role.PROVINCE}),
    "record_filings": frozenset({Role.PROVINCE}),
}
