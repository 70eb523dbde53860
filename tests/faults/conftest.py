"""A place whose server is killed and started again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import BytecodeCache

from models.base import db
from tests.faults.place import Place
from tests.faults.prepared import Prepared, copied, prepare


@pytest.fixture
def place(
    tmp_path: Path, empty_sqlite: Path, drawn_once: BytecodeCache, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Place]:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    found = Place(tmp_path / "instance", empty_sqlite)
    found.drawn = drawn_once
    with found.app.app_context():
        yield found
        found.leave()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, empty_sqlite: Path) -> Prepared:
    """The place that is copied for each fault."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DATABASE_URL", raising=False)
        return prepare(tmp_path_factory.mktemp("prepared") / "instance", empty_sqlite)


@pytest.fixture
def here(
    prepared: Prepared, drawn_once: BytecodeCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Place]:
    """A copy of the prepared place."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    for place in copied(prepared, tmp_path / "instance"):
        place.drawn = drawn_once
        yield place
