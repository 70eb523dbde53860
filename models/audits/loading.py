"""Loading the catalogue: the criteria sets."""

from models.audits import actions


def load_all() -> None:
    """Every shipped criteria set; a changed one becomes a new version."""
    actions.load_all()
