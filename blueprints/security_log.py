"""What happens at the doors, one line each, in a file beside the database that only its owner reads.

Refused pages and form tokens, addresses of rows that these eyes do not see, wrong passwords, and every change of
accounts, passwords, roles and devices. Never a password, a code, a token or a name that nobody has: somebody may have
typed a password into the wrong field. The journal says what was done to records; this file says who tried.
"""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request

from blueprints.access import PUBLIC, UNSAFE, viewer_or_none
from models import clock, private
from models.text import clean

View = TypeVar("View", bound=Callable[..., Any])
FILE, SIZE, OLDER = "security.log", 1024 * 1024, 5
LONGEST = 200  # letters of what a line says of an address
problems = logging.getLogger("office")


class _OwnersFile(RotatingFileHandler):
    """A rotating file for its owner alone, open for the length of a line; a full disk keeps nobody from working."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line and let go of the file, which others may turn over or the disk put out of reach."""
        super().emit(record)
        if self.stream is not None:
            with suppress(OSError):  # what a full disk did not take was said already
                self.stream.close()
            self.stream = None  # type: ignore[assignment]

    def _open(self) -> Any:
        private.make_file(Path(self.baseFilename))
        return super()._open()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """Say it where the server's own words go."""
        problems.warning("cannot write to %s: %s", self.baseFilename, record.getMessage())


@dataclass(frozen=True, slots=True)
class DoorLine:
    """One line, as it is read again."""

    at: str
    kind: str
    address: str = ""
    account: int | None = None
    user: str = ""
    commune: int | None = None
    where: str = ""

    @property
    def moment(self) -> datetime:
        """When it was; ValueError where the file says nothing of the kind."""
        return datetime.fromisoformat(self.at)


def watched(kind: str) -> Callable[[View], View]:
    """A view whose success is noted: something about accounts, passwords or devices has changed."""

    def mark(view: View) -> View:
        view.watched = kind  # type: ignore[attr-defined]
        return view

    return mark


def note(kind: str, user: str = "", account: int | None = None, commune: int | None = None) -> None:
    """Write a line about the present request; ``user`` is the name of an account that exists."""
    eyes = viewer_or_none()
    if eyes is not None:
        account, commune = account or eyes.account_id, commune or eyes.commune_id
        user = user or g.opened.username
    line = {
        "at": clock.local(clock.now()).isoformat(timespec="seconds"),
        "kind": kind,
        "address": request.remote_addr or "?",
        "account": account,
        "user": user,
        "commune": commune,
        "where": f"{request.method} {_where()}",
    }
    plain = {name: clean(value)[:LONGEST] if isinstance(value, str) else value for name, value in line.items()}
    file: logging.Handler = current_app.extensions["security_log"]
    file.handle(logging.makeLogRecord({"msg": json.dumps(plain, ensure_ascii=False)}))


def _where() -> str:
    """The path, where it holds no secret: addresses that are open to everybody may be tokens, and say their form."""
    view = current_app.view_functions.get(request.endpoint or "")
    is_open = getattr(view, "access", None) == PUBLIC or viewer_or_none() is None
    return request.url_rule.rule if is_open and request.url_rule else request.path if not is_open else "?"


def _finish(response: Response) -> Response:
    kind = _kind(response.status_code)
    if kind and not g.get("is_noted"):
        note(kind)
    return response


def _kind(status: int) -> str | None:
    view = current_app.view_functions.get(request.endpoint or "")
    if status == 403:
        return "forbidden"
    if status == 404 and viewer_or_none() is not None and request.view_args:
        return "row_not_found"
    if status == 429:
        return "must_wait"
    if status == 401 and request.authorization is not None:
        return "device_refused"
    if status < 400 and request.method in UNSAFE:
        found: str | None = getattr(view, "watched", None)
        return found
    return None


def tell_apart(kind: str, **about: Any) -> None:
    """Note the present request as ``kind`` in place of what its status would say."""
    note(kind, **about)
    g.is_noted = True


def lines(app: Flask) -> Iterator[DoorLine]:
    """What the files hold, the newest first; a line that was cut is left out."""
    newest = Path(app.config["INSTANCE_DIR"]) / FILE
    for path in (newest, *(newest.with_name(f"{FILE}.{number}") for number in range(1, OLDER + 1))):
        if not path.is_file():
            continue
        for written in reversed(path.read_text(encoding="utf-8", errors="replace").splitlines()):
            with suppress(ValueError, TypeError):
                line = DoorLine(**json.loads(written))
                if line.moment.tzinfo:
                    yield line


def install(app: Flask) -> None:
    """Open the file when there is something to write, and look at every answer."""
    path = Path(app.config["INSTANCE_DIR"]) / FILE
    app.extensions["security_log"] = _OwnersFile(path, maxBytes=SIZE, backupCount=OLDER, encoding="utf-8", delay=True)
    app.after_request(_finish)
