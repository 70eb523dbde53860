"""Who keeps the calendar of working days."""

from models.accounts.rules import Grants, Role

GRANTS: Grants = {
    "manage_holidays": frozenset({Role.ADMIN}),
}
