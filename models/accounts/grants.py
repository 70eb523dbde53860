"""Who may do what with one's own account, files, and the people, accounts and communes of the site."""

from models.accounts.rules import EVERYBODY, Grants, Role

GRANTS: Grants = {
    "own_account": EVERYBODY,
    "read_files": EVERYBODY,
    "search_office": EVERYBODY,
    "read_manual": EVERYBODY,
    "manage_people": frozenset({Role.ADMIN}),
    "manage_accounts": frozenset({Role.ADMIN}),
    "rule_sign_in": frozenset({Role.ADMIN}),
    "rule_factors": frozenset({Role.ADMIN, Role.PROVINCE}),
    "manage_communes": frozenset({Role.PROVINCE}),
    "read_security_log": frozenset({Role.ADMIN}),
    "read_journal": frozenset({Role.ADMIN, Role.LEADER, Role.AUDITOR}),
}
