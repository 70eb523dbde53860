"""Loading the catalogue: the scales of satisfaction."""

from models.satisfaction.scales import load_catalogue


def shipped() -> None:
    """Nothing to read: the scales are known from the start, since every answer asks for them."""


def load_all(_shipped: None) -> None:
    """Every published scale."""
    load_catalogue()
