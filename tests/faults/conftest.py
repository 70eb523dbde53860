"""A place whose server is killed and started again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.base import db
from tests.faults.test_kills import Place


@pytest.fixture
def place(tmp_path: Path, empty_sqlite: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    found = Place(tmp_path / "instance", empty_sqlite)
    with found.app.app_context():
        yield found
        db.session.remove()
        db.engine.dispose()
