"""What tests of the queue share: an office, a clean session, and ways to ask for and look at jobs."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from models.base import db, set_writing
from models.jobs import queue
from models.jobs.rules import LEASE
from models.jobs.tables import Job

KIND = "trial"
LEASES = {KIND: LEASE}


@pytest.fixture
def quiet(app: Flask) -> Iterator[Flask]:
    """The site with no transaction open, as a worker finds it."""
    db.session.remove()
    set_writing(False)
    yield app
    db.session.remove()


@pytest.fixture
def ask(quiet: Flask) -> Callable[..., int]:
    """Ask for a job of the whole place, and commit."""

    def asked(key: str = "a", **more: Any) -> int:
        with queue.transaction():
            return queue.enqueue(more.pop("kind", KIND), key, **{"commune_id": None, **more})

    return asked


def look(job_id: int) -> Job:
    """A job as the database has it now."""
    db.session.remove()
    job = queue.find(job_id)
    db.session.expunge(job)
    db.session.rollback()
    return job
