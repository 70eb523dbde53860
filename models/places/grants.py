"""Who may do what with rooms and counters."""

from models.accounts.rules import STAFF, Grants, Role

GRANTS: Grants = {
    "read_rooms": STAFF,
    "book_rooms": STAFF,
    "manage_rooms": frozenset({Role.SECRETARY, Role.ADMIN}),
    "manage_counters": frozenset({Role.SECRETARY, Role.ADMIN}),
}
