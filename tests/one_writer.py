"""Tests of SQLite's one writer: somebody else writes at a chosen moment, and must not have to wait."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask

only_sqlite = pytest.mark.skipif(
    bool(os.environ.get("TEST_DATABASE_URL")), reason="one writer at a time is SQLite's way"
)


def write_beside(app: Flask) -> None:
    """Write from elsewhere, without patience: an error here is a colleague who has to wait."""
    path = Path(app.config["INSTANCE_DIR"]) / "office.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
