"""Files that people hand in: what is accepted, the rows that describe it, and the one class that owns the disk."""

from models.files.accept import DOCUMENT_LIMIT, MIB, PHOTO_LIMIT, Accepted, accept, shrunk
from models.files.check import check
from models.files.store import FileStore, load, people_name, save
from models.files.tables import StoredFile

__all__ = [
    "DOCUMENT_LIMIT",
    "MIB",
    "PHOTO_LIMIT",
    "Accepted",
    "FileStore",
    "StoredFile",
    "accept",
    "check",
    "load",
    "people_name",
    "save",
    "shrunk",
]
