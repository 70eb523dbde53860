"""Loading the catalogue: the sections that every commune's site must have."""

from models.accounts.tables import Commune
from models.website import actions


def shipped() -> None:
    """Nothing to read: the sections are known from the start, since every check asks for them."""


def load_all(_shipped: None) -> None:
    """What the catalogue names and an office does not have yet; nothing that an office changed is touched."""
    actions.load_sections()


def open_office(commune: Commune, _shipped: None) -> None:
    """The required sections of a new office, written by nobody yet."""
    actions.add_required(commune)
