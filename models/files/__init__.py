"""Files that people hand in: what is accepted, the rows that describe it, and the one class that owns the disk."""

from models.files.accept import DOCUMENT_LIMIT, MIB, PHOTO_LIMIT, Accepted, accept, shrunk
from models.files.apart import turn
from models.files.check import check
from models.files.store import FileStore, Staged, keep, load, people_name, stage, unstage
from models.files.tables import StoredFile

__all__ = [
    "DOCUMENT_LIMIT",
    "MIB",
    "PHOTO_LIMIT",
    "Accepted",
    "FileStore",
    "Staged",
    "StoredFile",
    "accept",
    "check",
    "keep",
    "load",
    "people_name",
    "shrunk",
    "stage",
    "turn",
    "unstage",
]
