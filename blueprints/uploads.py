"""Files at the counter window: how a view takes one, and the page that hands one out."""

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, Response, current_app, g, request, send_file
from werkzeug.datastructures import FileStorage

from blueprints.access import recheck_access, requires, viewer
from models import files
from models.accounts.rules import Permission, Viewer
from models.base import db
from models.errors import RuleBroken
from models.files import MIB, FileStore, StoredFile

View = TypeVar("View", bound=Callable[..., Any])
PHOTO = (".jpg", ".jpeg", ".png", ".webp")
DOCUMENT = (".pdf", ".docx", ".xlsx", ".pptx")

bp = Blueprint("files", __name__)


def allowed(megabytes: int, check: Callable[[bytes], Any] = files.accept) -> Callable[[View], View]:
    """Let a view take a body of so many megabytes (every other one takes 1), and ``check`` its file before it begins.

    Forty million pixels take seconds; while they are redrawn nobody else may have to wait with writing.
    """

    def mark(view: View) -> View:
        @functools.wraps(view)
        def ahead(*args: Any, **kwargs: Any) -> Any:
            handed_in = (upload for _name, upload in request.files.items(multi=True) if is_given(upload))
            given = next(handed_in, None)  # a form of ours has one file
            if given is not None:
                db.session.commit()  # until here only the session was looked up
                g.checked = given, _outcome(given, check)
                recheck_access()
            return view(*args, **kwargs)

        ahead.body_limit = megabytes * MIB + MIB // 2  # type: ignore[attr-defined]
        return ahead  # type: ignore[return-value]

    return mark


def _outcome(upload: FileStorage, check: Callable[[bytes], Any]) -> Any:
    """What the check makes of a file, or its refusal; the file can be read again."""
    try:
        return check(upload.stream.read(files.DOCUMENT_LIMIT + 1))
    except RuleBroken as refusal:
        return refusal
    finally:
        upload.stream.seek(0)


def checked(upload: FileStorage) -> Any:
    """What the view's check made of the file that the form names; RuleBroken when it cannot be taken."""
    given, outcome = g.checked
    if given is not upload:  # several files, which no form of ours sends
        raise RuleBroken("file_alone")
    if isinstance(outcome, RuleBroken):
        raise outcome
    return outcome


def store() -> FileStore:
    """The file store of this installation."""
    return FileStore(current_app.config["UPLOADS_DIR"])


def is_given(upload: FileStorage | None) -> bool:
    """Whether a file was chosen at all."""
    return isinstance(upload, FileStorage) and bool(upload.filename)


def save(upload: FileStorage, eyes: Viewer) -> StoredFile:
    """Store a handed-in file for the viewer's commune (flushed, not committed); RuleBroken when it cannot be taken."""
    return files.save(store(), eyes.home_id, eyes.account_id, checked(upload), upload.filename or "")


@bp.get("/tep/<int:file_id>")
@requires(Permission.READ_FILES)
def open(file_id: int) -> Response:  # noqa: A001
    """Hand out a file of the commune: our own images may be looked at, everything else is an attachment."""
    stored = files.load(viewer(), file_id)
    answer = send_file(
        store().open(stored.path),
        mimetype=stored.mime,
        as_attachment=not stored.is_image,
        download_name=stored.original_name,
    )
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
