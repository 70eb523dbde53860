"""Files at the counter window: how a view takes one, and the page that hands one out."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, Response, current_app, send_file
from werkzeug.datastructures import FileStorage

from blueprints.access import requires, viewer
from models import files
from models.accounts.rules import Permission, Viewer
from models.files import MIB, FileStore, StoredFile

View = TypeVar("View", bound=Callable[..., Any])
PHOTO = (".jpg", ".jpeg", ".png", ".webp")
DOCUMENT = (".pdf", ".docx", ".xlsx", ".pptx")

bp = Blueprint("files", __name__)


def allowed(megabytes: int) -> Callable[[View], View]:
    """Let a view take a body of so many megabytes (every other one takes 1)."""

    def mark(view: View) -> View:
        view.body_limit = megabytes * MIB + MIB // 2  # type: ignore[attr-defined]
        return view

    return mark


def store() -> FileStore:
    """The file store of this installation."""
    return FileStore(current_app.config["UPLOADS_DIR"])


def is_given(upload: FileStorage | None) -> bool:
    """Whether a file was chosen at all."""
    return isinstance(upload, FileStorage) and bool(upload.filename)


def keep(upload: FileStorage, eyes: Viewer, photos: bool = True, documents: bool = True) -> StoredFile:
    """Store a handed-in file for the viewer's commune (flushed, not committed); RuleBroken when it cannot be taken."""
    content = upload.stream.read(files.DOCUMENT_LIMIT + 1)
    return files.keep(
        store(), eyes.home_id, eyes.account_id, content, upload.filename or "", photos=photos, documents=documents
    )


@bp.get("/tep/<int:file_id>")
@requires(Permission.READ_FILES)
def open(file_id: int) -> Response:  # noqa: A001
    """Hand out a file of the commune: our own images may be looked at, everything else is an attachment."""
    stored = files.found(viewer(), file_id)
    answer = send_file(
        store().open(stored.path), mimetype=stored.mime, as_attachment=not stored.is_image,
        download_name=stored.original_name, max_age=0,
    )  # fmt: skip
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
