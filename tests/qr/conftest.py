"""What tests of the QR room's pages share: a clerk, and posters made the way a clerk makes them."""

import pytest


@pytest.fixture
def clerk(browse):
    """A secretary's browser."""
    return browse("secretary")
