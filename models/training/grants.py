"""Who may do what with training: scores are seen by whoever got them, the office's leaders and the focal point."""

from models.accounts.rules import EVERYBODY, STAFF, Grants, Role

GRANTS: Grants = {
    "read_training": EVERYBODY,  # courses and shares; people only by the rule of ``queries.Sight``
    "add_product": STAFF,
    "see_training_people": frozenset({Role.SECRETARY, Role.LEADER, Role.ADMIN}),
    "record_training": frozenset({Role.SECRETARY, Role.ADMIN}),
}
