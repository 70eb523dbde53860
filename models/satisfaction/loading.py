"""Loading the catalogue: the scales of satisfaction."""

from models.satisfaction import actions


def load_all() -> None:
    """Every published scale."""
    actions.load_catalogue()
