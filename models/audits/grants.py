"""Who may do what with rounds and their criteria."""

from models.accounts.rules import EVERYBODY, Grants, Role

GRANTS: Grants = {
    "read_audits": EVERYBODY,
    "open_round": frozenset({Role.AUDITOR, Role.SECRETARY}),
    "record_audit": frozenset({Role.AUDITOR, Role.SECRETARY}),
    "draft_criteria": frozenset({Role.AUDITOR, Role.ADMIN}),
    "publish_criteria": frozenset({Role.AUDITOR, Role.ADMIN, Role.LEADER}),
    "manage_acts": frozenset({Role.ADMIN}),
    "decide_finding": frozenset({Role.LEADER}),
    "lock_round": frozenset({Role.AUDITOR, Role.SECRETARY, Role.LEADER}),
}
