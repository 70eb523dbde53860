"""A backup made while people hand files in: database and files inside speak of each other."""

import contextlib
import shutil
import threading
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from models import backup, files
from models.base import db, set_writing, writing
from models.files import FileStore, StoredFile
from tests.factories import Office
from tests.files.handed_in import pdf


class Clerk(threading.Thread):
    """Somebody who hands in one file after the other until told to stop."""

    def __init__(self, app: Flask, store: FileStore, commune_id: int) -> None:
        super().__init__()
        self.app, self.store, self.commune_id = app, store, commune_id
        self.kept: list[str] = []  # the paths of what was acknowledged
        self._is_over, self._one_more = threading.Event(), threading.Semaphore(0)

    def run(self) -> None:
        with self.app.app_context():
            while not self._is_over.is_set():
                content = files.accept(pdf(str(len(self.kept)) * 9000))
                staged = files.stage(self.store, self.commune_id, content)
                with writing(), contextlib.suppress(OperationalError):
                    path = files.keep(staged, None, "a.pdf").path
                    db.session.commit()
                    self.kept.append(path)
                    self._one_more.release()
            db.session.remove()

    def wait_for(self, more: int) -> None:
        for _ in range(more):
            assert self._one_more.acquire(timeout=30)

    def stop(self) -> None:
        self._is_over.set()
        self.join()


@pytest.mark.slow
def test_every_archive_made_while_files_are_handed_in_fits_itself(
    app: Flask, office: Office, store: FileStore, tmp_path: Path
) -> None:
    clerk = Clerk(app, store, office.commune.id)
    db.session.remove()
    set_writing(False)  # whoever backs up writes nothing
    clerk.start()
    made: list[tuple[Path, list[str]]] = []
    try:
        for number in range(5):
            clerk.wait_for(15)
            acknowledged = list(clerk.kept)
            backup.write(db.engine, store, tmp_path / f"{number}.zip")
            made.append((tmp_path / f"{number}.zip", acknowledged))
    finally:
        clerk.stop()
    for archive, acknowledged in made:
        shutil.rmtree(store.root)
        backup.restore(db.engine, store, archive)
        assert files.check(store) == []
        assert set(acknowledged) <= set(db.session.scalars(select(StoredFile.path)))
        db.session.remove()
