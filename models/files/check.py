"""Whether the rows of files and the content on disk still say the same."""

import hashlib

from sqlalchemy import select

from models.base import db
from models.files.aside import orphans
from models.files.store import FileStore
from models.files.tables import StoredFile


def check(store: FileStore) -> list[str]:
    """Rows without content, content that changed, and content without a row, one line each."""
    problems: list[str] = []
    for path, digest in db.session.execute(select(StoredFile.path, StoredFile.sha256).order_by(StoredFile.id)):
        if not store.exists(path):
            problems.append(f"missing {path}")
            continue
        with store.open(path) as content:
            if hashlib.file_digest(content, "sha256").hexdigest() != digest:
                problems.append(f"changed {path}")
    return problems + [f"orphan {path}" for path in orphans(store)]
