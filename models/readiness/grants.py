"""Who may say what of the rooms' equipment and readiness."""

from models.accounts.rules import STAFF, Grants, Role

GRANTS: Grants = {
    "check_rooms": STAFF - {Role.PROVINCE},
    "record_equipment": frozenset({Role.SECRETARY, Role.ADMIN}),
}
