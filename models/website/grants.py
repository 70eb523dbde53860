"""Who may do what with the website room."""

from models.accounts.rules import EVERYBODY, STAFF, Grants, Role

GRANTS: Grants = {
    "read_website": EVERYBODY,
    "set_website": frozenset({Role.ADMIN}),  # the hosts that the site may fetch from are nobody else's to enter
    "manage_sections": frozenset({Role.SECRETARY, Role.ADMIN}),
    "note_section": STAFF,
    "check_website": frozenset({Role.AUDITOR, Role.SECRETARY, Role.ADMIN}),
    "judge_website": frozenset({Role.AUDITOR, Role.SECRETARY}),
    "record_rank": frozenset({Role.SECRETARY}),
}
