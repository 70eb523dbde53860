"""Who sets the place up, sees how it is, and keeps its backups."""

from models.accounts.rules import Grants, Role

GRANTS: Grants = {
    "set_up_office": frozenset({Role.ADMIN}),
    "watch_system": frozenset({Role.ADMIN}),
    "manage_backups": frozenset({Role.ADMIN}),
}
