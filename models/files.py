"""Files that people hand in: the row that describes one and the one class that owns the disk.

A file is accepted by its content, never by its name; an image is decoded within limits and written anew without
metadata; a document is kept as it came and only ever handed out as an attachment. On disk it has a random name.
"""

import hashlib
import io
import lzma
import os
import re
import secrets
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, event, select
from sqlalchemy.orm import Mapped, Session, SessionTransaction, mapped_column

from models import clock
from models.base import CommuneOwned, Dated, Eyes, Model, db, outside_writing, seen_by
from models.errors import NotFound, RuleBroken
from models.text import clean

if TYPE_CHECKING:
    from PIL import Image

_one_picture_at_a_time = Lock()  # forty million pixels take up to 700 MB and ten seconds while they are redrawn
_in_turn = BoundedSemaphore(2)  # one being drawn and one waiting; the server's other threads stay free
MIB = 1024 * 1024
PHOTO_LIMIT = 10 * MIB
DOCUMENT_LIMIT = 20 * MIB
PIXEL_LIMIT = 40_000_000
CONTENT_TYPES = "[Content_Types].xml"
MACRO_TYPES = re.compile(r"macro-?enabled|vbaproject|activex|macrosheet")
# programs inside a document, and names that lead out of it
ODD_MEMBER = re.compile(r"vbaproject|/activex/|/macrosheets/|\.class$|\.exe$|\.dll$|(^|[/\\])\.\.([/\\]|$)|^[/\\]|\\|:")
ZIP_MEMBERS, ZIP_BYTES, ZIP_RATIO = 2_000, 100 * MIB, 100
IMAGE_KINDS = {"JPEG": ("image/jpeg", "jpg"), "PNG": ("image/png", "png"), "WEBP": ("image/webp", "webp")}
OFFICE_KINDS = {
    "word/": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    "xl/": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    "ppt/": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"),
}


STORED_PATH = re.compile(r"[0-9]+/[0-9]{4}/[0-9a-f]{32}\.[a-z]{2,5}")


class StoredFile(CommuneOwned, Dated, Model):
    """A file on disk under a random name; ``original_name`` is for people only."""

    __tablename__ = "stored_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(String(120), unique=True)
    original_name: Mapped[str] = mapped_column(String(200))
    mime: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    uploaded_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    @property
    def is_image(self) -> bool:
        """Whether a browser may show it in place (it was written by ourselves)."""
        return self.mime.startswith("image/")


@dataclass(frozen=True, slots=True)
class Accepted:
    """Checked content, ready for the disk."""

    content: bytes
    mime: str
    extension: str


@contextmanager
def _opened(content: bytes) -> "Iterator[Image.Image]":
    """A picture that may be decoded: one at a time, of a known kind, within the limit of pixels."""
    outside_writing("decoding a picture")
    from PIL import Image, UnidentifiedImageError

    too_large = RuleBroken("file_pixels", most=PIXEL_LIMIT // 1_000_000)
    if not _in_turn.acquire(blocking=False):
        raise RuleBroken("file_wait")
    try:
        with _one_picture_at_a_time, Image.open(io.BytesIO(content), formats=list(IMAGE_KINDS)) as picture:
            if picture.width * picture.height > PIXEL_LIMIT:
                raise too_large
            yield picture
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as problem:
        raise too_large from problem
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, struct.error, zlib.error) as problem:
        raise RuleBroken("file_broken") from problem
    finally:
        _in_turn.release()


def _image(content: bytes) -> Accepted:
    with _opened(content) as picture:
        kind = "JPEG" if picture.format == "MPO" else str(picture.format)  # many cameras put a second picture behind
        redrawn = _redrawn(picture, kind)
    mime, extension = IMAGE_KINDS[kind]
    return Accepted(redrawn, mime, extension)


def _redrawn(picture: "Image.Image", kind: str) -> bytes:
    """The picture upright and written anew: pixels only, nothing that was said about them."""
    from PIL import ImageOps

    upright = ImageOps.exif_transpose(_in_bytes(picture))
    if upright.mode not in ("RGB", "RGBA", "L"):
        upright = upright.convert("RGBA" if kind != "JPEG" else "RGB")
    upright.info.clear()  # place, camera, author, profile, comments
    out = io.BytesIO()
    upright.save(out, kind, **({"quality": 88} if kind == "JPEG" else {}))
    return out.getvalue()


def _in_bytes(picture: "Image.Image") -> "Image.Image":
    """Sixteen bits of grey as eight; cut off they would all be white."""
    return picture.point(lambda value: value * (1 / 256)).convert("L") if picture.mode.startswith("I;16") else picture


def shrunk(content: bytes, side: int) -> "Image.Image":
    """A handed-in picture upright in RGBA, at most ``side`` pixels wide and high; RuleBroken as ``accept``."""
    from PIL import ImageOps

    if not _is_picture(content):
        raise RuleBroken("photo_kind" if content else "file_empty")
    if len(content) > PHOTO_LIMIT:
        raise RuleBroken("file_size", most=PHOTO_LIMIT // MIB)
    with _opened(content) as picture:
        picture.draft("RGB", (side, side))
        full = _in_bytes(picture)
        full = full if full.mode in ("RGB", "RGBA", "L", "LA") else full.convert("RGBA")
        full.thumbnail((side, side))
        return ImageOps.exif_transpose(full).convert("RGBA")


def _is_picture(content: bytes) -> bool:
    """Whether the first bytes are those of a kind of picture that is taken."""
    is_webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    return content[:3] == b"\xff\xd8\xff" or content[:8] == b"\x89PNG\r\n\x1a\n" or is_webp


def _office(content: bytes) -> Accepted:
    outside_writing("unpacking a document")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            unpacked = sum(member.file_size for member in members)
            if len(members) > ZIP_MEMBERS or unpacked > min(ZIP_BYTES, ZIP_RATIO * len(content)):
                raise RuleBroken("file_bomb")
            with archive.open(CONTENT_TYPES) as types:
                kinds = types.read(MIB).decode("utf-8", "replace").lower()
    except KeyError as problem:
        raise RuleBroken("file_kind") from problem
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, RuntimeError, zlib.error, lzma.LZMAError) as problem:
        raise RuleBroken("file_broken") from problem
    names = {member.filename.lower() for member in members}
    if MACRO_TYPES.search(kinds) or any(ODD_MEMBER.search(name) for name in names):
        raise RuleBroken("file_kind")
    for folder, (mime, extension) in OFFICE_KINDS.items():
        if any(name.startswith(folder) for name in names):
            return Accepted(content, mime, extension)
    raise RuleBroken("file_kind")


def accept(content: bytes, photos: bool = True, documents: bool = True) -> Accepted:
    """Check handed-in bytes; RuleBroken file_empty / file_size / file_kind / photo_kind / file_broken / ….

    Pictures and office documents never inside a transaction that writes.
    """
    if not content:
        raise RuleBroken("file_empty")
    is_picture = _is_picture(content)
    limit = PHOTO_LIMIT if is_picture else DOCUMENT_LIMIT
    if len(content) > limit:
        raise RuleBroken("file_size", most=limit // MIB)
    if is_picture and photos:
        return _image(content)
    if documents and content[:5] == b"%PDF-":
        return Accepted(content, "application/pdf", "pdf")
    if documents and content[:4] == b"PK\x03\x04":
        return _office(content)
    raise RuleBroken("file_kind" if documents else "photo_kind")


class FileStore:
    """The one owner of the upload folder; a province may put another storage behind the same four verbs."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    def put(self, commune_id: int, accepted: Accepted) -> str:
        """Write content durably under a random name and return its path inside the store."""
        relative = f"{commune_id}/{clock.today().year}/{secrets.token_hex(16)}.{accepted.extension}"
        target = self.root / relative
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_suffix(".part")
        try:
            with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                out.write(accepted.content)
                out.flush()
                os.fsync(out.fileno())
            temporary.rename(target)
        except OSError:
            temporary.unlink(missing_ok=True)  # a full disk keeps no halves
            raise
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        return relative

    def place(self, relative: str) -> Path:
        """Where a stored path lies; NotFound for anything that would leave the store."""
        if not STORED_PATH.fullmatch(relative):
            raise NotFound
        target = (self.root / relative).resolve()
        if not target.is_relative_to(self.root):
            raise NotFound
        return target

    def open(self, relative: str) -> BufferedReader:
        """The content for reading; NotFound when it is not there."""
        try:
            return self.place(relative).open("rb")
        except FileNotFoundError as problem:
            raise NotFound from problem

    def exists(self, relative: str) -> bool:
        """Whether the content is there."""
        return self.place(relative).is_file()

    def all_paths(self) -> Iterator[str]:
        """Every path in the store."""
        for found in sorted(self.root.glob("*/*/*.*")):
            relative = found.relative_to(self.root).as_posix()
            if STORED_PATH.fullmatch(relative) and found.suffix != ".part":
                yield relative

    def remove(self, relative: str) -> None:
        """Take away content that no row speaks of."""
        self.place(relative).unlink(missing_ok=True)


def keep(store: FileStore, commune_id: int, account_id: int | None, accepted: Accepted, name: str) -> StoredFile:
    """Store what was accepted of a person's file, and add its row (flushed, not committed)."""
    stored = StoredFile(
        commune_id=commune_id, uploaded_by=account_id, path=store.put(commune_id, accepted),
        original_name=people_name(name, accepted.extension), mime=accepted.mime, size=len(accepted.content),
        sha256=hashlib.sha256(accepted.content).hexdigest(),
    )  # fmt: skip
    db.session.info.setdefault(_UNDECIDED, []).append((store, stored.path))
    db.session.add(stored)
    db.session.flush()
    return stored


_UNDECIDED = "files on disk whose rows are not committed yet"


@event.listens_for(Session, "after_commit")
def _stay(session: Session) -> None:
    session.info.pop(_UNDECIDED, None)


@event.listens_for(Session, "after_transaction_end")
def _leave(session: Session, transaction: SessionTransaction) -> None:
    """What no row speaks of, because nothing was committed, goes from the disk too."""
    if transaction.parent is None:
        for store, path in session.info.pop(_UNDECIDED, []):
            store.remove(path)


def people_name(name: str, extension: str) -> str:
    """The name a person gave, fit to be shown and saved: no path, no control characters, the true extension."""
    base = re.split(r"[\\/]", clean(name))[-1].strip(". ")
    base = re.sub(r'[<>:"|?*\x00-\x1f]', "_", base)
    stem = base.rsplit(".", 1)[0] if "." in base else base
    return f"{(stem or 'tep')[:180]}.{extension}"


def found(viewer: Eyes, file_id: int) -> StoredFile:
    """One file of the viewer's commune; NotFound otherwise."""
    query = select(StoredFile).where(StoredFile.id == file_id, seen_by(viewer, StoredFile))
    stored = db.session.scalars(query).one_or_none()
    if stored is None:
        raise NotFound
    return stored


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
