"""Whether the rows of files and the content on disk still say the same."""

import hashlib

from sqlalchemy import select

from models.base import db
from models.files.store import FileStore
from models.files.tables import StoredFile


def check(store: FileStore) -> list[str]:
    """Rows without content, content that changed, and content without a row, one line each."""
    problems: list[str] = []
    known: set[str] = set()
    for path, digest in db.session.execute(select(StoredFile.path, StoredFile.sha256).order_by(StoredFile.id)):
        known.add(path)
        if not store.exists(path):
            problems.append(f"missing {path}")
            continue
        with store.open(path) as content:
            if hashlib.file_digest(content, "sha256").hexdigest() != digest:
                problems.append(f"changed {path}")
    problems.extend(f"orphan {path}" for path in store.all_paths() if path not in known)
    return problems
