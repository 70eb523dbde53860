"""Who may do what with the figures of all capabilities side by side."""

from models.accounts.rules import EVERYBODY, Grants, Role

GRANTS: Grants = {
    "read_dashboard": EVERYBODY,
    "read_wall": frozenset({Role.LEADER, Role.SECRETARY, Role.ADMIN}),
    "read_province": frozenset({Role.PROVINCE}),
}
