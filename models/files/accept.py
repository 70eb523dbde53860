"""What is taken of a file that somebody hands in: known by its content, within limits, pictures written anew.

A file is accepted by its content, never by its name; an image is decoded within limits and written anew without
metadata; a document is kept as it came and only ever handed out as an attachment.
"""

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING

from models.base import outside_writing
from models.errors import RuleBroken

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
