"""What tests of the place itself share."""

import pytest
from flask import Flask

from models.files import FileStore


@pytest.fixture
def store(app: Flask) -> FileStore:
    """The store of the site under test."""
    return FileStore(app.config["UPLOADS_DIR"])
