"""Who may do what with rounds and their criteria."""

from models.accounts.rules import EVERYBODY, Grants, Role

GRANTS: Grants = {
    "read_audits": EVERYBODY,
    "open_round": frozenset({Role.AUDITOR, Role.SECRETARY}),
    "record_audit": frozenset({Role.AUDITOR, Role.SECRETARY}),
    "lock_round": frozenset({Role.AUDITOR, Role.SECRETARY, Role.LEADER}),
}
