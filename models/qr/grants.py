"""Who may do what with networks, links and their posters."""

from models.accounts.rules import STAFF, Grants, Role

GRANTS: Grants = {
    "read_qr": STAFF,
    "print_poster": STAFF,
    "print_internal_wifi": frozenset({Role.SECRETARY, Role.ADMIN}),
    "reveal_wifi_key": frozenset({Role.SECRETARY, Role.ADMIN}),
    "manage_qr": frozenset({Role.SECRETARY, Role.ADMIN}),
}
