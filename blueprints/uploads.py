"""Files at the counter window: how a view takes one, and the page that hands one out."""

import functools
import os
import re
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, Response, current_app, g, request, send_file
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestedRangeNotSatisfiable

from blueprints.access import recheck_access, requires, viewer
from blueprints.labels import FILE_NOTES
from blueprints.pages import flash_message, toast, wants_htmx
from models import files
from models.accounts.rules import Permission, Viewer
from models.base import db
from models.errors import RuleBroken
from models.files import MIB, Accepted, FileStore, Staged, StoredFile

View = TypeVar("View", bound=Callable[..., Any])
# endings for the PC, types for phones: they offer the camera, and iPhones turn their HEIC into JPEG by themselves
PHOTO = ("image/jpeg", "image/png", "image/webp", ".jpg", ".jpeg", ".jfif", ".png", ".webp")
DOCUMENT = ("application/pdf", ".pdf", ".docx", ".xlsx", ".pptx")
ONE_RANGE = re.compile(r"bytes=(\d+-\d*|-\d+)")

bp = Blueprint("files", __name__)


def allowed(
    megabytes: int,
    check: Callable[[bytes], Any] = files.accept,
    parts: int | None = None,
    owner: Callable[..., int | None] | None = None,
) -> Callable[[View], View]:
    """Let a view take a body of so many megabytes (every other one takes 1), and ``check`` its file before it begins.

    What the check accepts for keeping is put on the disk before as well. Both take their time, and while they do nobody
    else may have to wait with writing.
    ``owner`` tells from the address whose file it becomes (None: the province's own); else it is that of one's commune.
    ``parts`` is how many fields its form may have, where the usual number does not hold a long list.
    """

    def mark(view: View) -> View:
        @functools.wraps(view)
        def ahead(*args: Any, **kwargs: Any) -> Any:
            handed_in = (upload for _name, upload in request.files.items(multi=True) if is_given(upload))
            given = next(handed_in, None)  # a form of ours has one file
            if given is None:
                return view(*args, **kwargs)
            db.session.commit()  # until here only the session was looked up
            outcome = _outcome(given, check, lambda: owner(**kwargs) if owner else viewer().home_id)
            g.checked = given, outcome
            try:
                recheck_access()
                return _with_notes(view(*args, **kwargs), outcome)
            finally:
                if isinstance(outcome, Staged):
                    files.unstage(outcome)

        if parts is not None:
            ahead.parts_limit = parts  # type: ignore[attr-defined]
        ahead.body_limit = megabytes * MIB + MIB // 2  # type: ignore[attr-defined]
        return ahead  # type: ignore[return-value]

    return mark


def _outcome(upload: FileStorage, check: Callable[[bytes], Any], owner: Callable[[], int | None]) -> Any:
    """What the check makes of a file, or its refusal; the file can be read again."""
    try:
        with files.turn():
            outcome = check(upload.stream.read(files.DOCUMENT_LIMIT + 1))
            is_kept = isinstance(outcome, Accepted)
            return files.stage(store(), owner(), outcome) if is_kept else outcome
    except RuleBroken as refusal:
        return refusal
    finally:
        upload.stream.seek(0)


def _with_notes(answer: Response, outcome: Any) -> Response:
    """Tell what became of a file that was kept otherwise than it came."""
    if isinstance(outcome, Staged) and outcome.is_taken and outcome.notes and answer.status_code < 400:
        said = " ".join(FILE_NOTES[note] for note in outcome.notes)
        if wants_htmx() and "HX-Redirect" not in answer.headers:
            return toast(answer, said, "warn")
        flash_message(said, "warn")
    return answer


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
    """Add the row of a handed-in file (flushed, not committed); RuleBroken when it cannot be taken."""
    return files.keep(checked(upload), eyes.account_id, upload.filename or "")


@bp.get("/tep/<int:file_id>")
@requires(Permission.READ_FILES)
def open(file_id: int) -> Response:  # noqa: A001
    """Hand out a file of the commune: our own images may be looked at, everything else is an attachment."""
    stored = files.load(viewer(), file_id)
    content = store().open(stored.path)
    answer = send_file(
        content,
        mimetype=stored.mime,
        as_attachment=not stored.is_image,
        download_name=stored.original_name,
        conditional=False,
    )
    answer.content_length = os.fstat(content.fileno()).st_size
    answer.set_etag(stored.sha256)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return _in_parts(answer)


def _in_parts(answer: Response) -> Response:
    """The part that a phone asks for when a download was interrupted; an odd wish is answered with the whole."""
    answer.accept_ranges = "bytes"
    if not ONE_RANGE.fullmatch(request.headers.get("Range", "")):
        return answer
    try:
        answer.make_conditional(request.environ, accept_ranges=True, complete_length=answer.content_length)
    except RequestedRangeNotSatisfiable:
        answer.close()
        raise
    return answer
