"""What tests of kept files and backups share."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from models import backup, secrets
from models.base import db
from models.files import FileStore
from tests.factories import Office
from tests.files.places import beside, one_more


@pytest.fixture
def store(app: Flask) -> FileStore:
    """The store of the site under test."""
    return FileStore(app.config["UPLOADS_DIR"])


@pytest.fixture
def archive(office: Office, store: FileStore, tmp_path: Path) -> Path:
    """An archive with one unit of its own and one file; afterwards there is one more of each."""
    commune_id = office.commune.id
    one_more(store, commune_id, "Trước khi sao lưu")
    backup.write(db.engine, store, tmp_path / "backup.zip")
    one_more(store, commune_id, "Sau khi sao lưu")
    return tmp_path / "backup.zip"


@pytest.fixture
def live(app: Flask) -> Path:
    """The file of the live database, with nothing beside it that an earlier restore has put aside."""
    path = Path(app.config["INSTANCE_DIR"]) / "office.sqlite"
    for aside in beside(path):
        shutil.rmtree(aside) if aside.is_dir() else aside.unlink()
    return path


@pytest.fixture
def another_key(app: Flask) -> Iterator[Callable[[], None]]:
    """Let this place have another data key, as after the loss of the machine."""
    yield lambda: secrets.use_key(secrets.new_key())
    secrets.use_key(app.config["DATA_KEY"])
