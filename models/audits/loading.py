"""Loading the catalogue: the criteria sets."""

from collections.abc import Sequence

from models.audits import actions
from models.catalogue.criteria import SetData


def shipped() -> list[SetData]:
    """Every shipped criteria set."""
    return actions.shipped()


def load_all(sets: Sequence[SetData]) -> None:
    """Every shipped criteria set; a changed one becomes a new version."""
    for data in sets:
        actions.load_criteria(data)
