"""Who does the jobs that wait: a thread beside the server, the command ``jobs run``, or the page that shows one.

A capability that has work of its own declares it as ``WORKS`` in ``blueprints/<capability>/jobs.py``.
"""

import os
import socket
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from threading import Event, Thread
from typing import cast

from flask import Flask, current_app

from blueprints import capability
from models.base import db, set_writing
from models.jobs import worker
from models.jobs.worker import Works

LAST_PIECE = 20.0  # seconds that a worker which is told to stop has for the piece it is drawing


def install(app: Flask) -> None:
    """Collect the work of all capabilities."""
    works: dict[str, worker.Work] = {}
    for name in (f"blueprints.{one.name}.jobs" for one in capability.capabilities()):
        if find_spec(name):
            works |= import_module(name).WORKS
    app.extensions["works"] = works


def works() -> Works:
    """How each kind of job is done on this site."""
    return cast(Works, current_app.extensions["works"])


def run(app: Flask, stop: Event, once: bool = False) -> None:
    """Work until ``stop`` is set, or (``once``) until nothing is due."""
    name = f"{socket.gethostname()[:40]}:{os.getpid()}"
    worker.run(app.extensions["works"], name, stop, app.app_context, once)


def start(app: Flask) -> Callable[[], None]:
    """A worker in a thread of its own; what is returned stops it, after the piece it is at."""
    stop = Event()
    thread = Thread(target=run, args=(app, stop), name="jobs", daemon=True)
    thread.start()

    def finish() -> None:
        stop.set()
        thread.join(LAST_PIECE)

    return finish


def carry_on(job_id: int) -> bool:
    """Do the next piece of a job that nobody holds; False when somebody does, or when it is over or not due.

    For the page of somebody who waits: it works where no worker runs, or where the worker is busy. The request's own
    transaction ends here, because computing holds no lock.
    """
    db.session.commit()
    set_writing(False)
    return worker.run_one(works(), "page", pause=lambda: True, job_id=job_id)
