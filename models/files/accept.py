"""What is taken of a file that somebody hands in: known by its content, within limits, pictures written anew.

A file is accepted by its content, never by its name; it is opened in a process of its own (``apart``). An image is
written anew without metadata; a document is kept as it came and only ever handed out as an attachment.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.errors import RuleBroken
from models.files import kinds
from models.files.apart import opened

if TYPE_CHECKING:
    from PIL import Image

MIB = 1024 * 1024
PHOTO_LIMIT = 10 * MIB
DOCUMENT_LIMIT = 20 * MIB
OFFICE = "application/vnd.openxmlformats-officedocument."
MIMES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "docx": f"{OFFICE}wordprocessingml.document",
    "xlsx": f"{OFFICE}spreadsheetml.sheet",
    "pptx": f"{OFFICE}presentationml.presentation",
}


@dataclass(frozen=True, slots=True)
class Accepted:
    """Checked content, ready for the disk; ``notes`` name what the person has to be told about it."""

    content: bytes
    mime: str
    extension: str
    notes: tuple[str, ...] = ()


def accept(content: bytes, photos: bool = True, documents: bool = True) -> Accepted:
    """Check handed-in bytes; RuleBroken file_empty / file_size / file_kind / photo_kind / file_broken / ….

    Never inside a transaction that writes.
    """
    is_picture = kinds.is_picture(content)
    _bound(content, PHOTO_LIMIT if is_picture else DOCUMENT_LIMIT)
    if is_picture and photos:
        about, redrawn = opened("redraw", content)
        return _accepted(about["kind"], redrawn, about["notes"])
    if documents and kinds.is_package(content):
        return _accepted(opened("office", content).about["kind"], content)
    if documents and not is_picture and kinds.is_pdf(content):
        return _accepted(opened("pdf", content).about["kind"], content)
    raise kinds.refusal(content, documents)


def _bound(content: bytes, limit: int) -> None:
    if not content:
        raise RuleBroken("file_empty")
    if len(content) > limit:
        raise RuleBroken("file_size", most=limit // MIB)


def _accepted(kind: str, content: bytes, notes: tuple[str, ...] = ()) -> Accepted:
    return Accepted(content, MIMES[kind], kind, tuple(notes))


def shrunk(content: bytes, side: int) -> "Image.Image":
    """A handed-in picture upright in RGBA, at most ``side`` pixels wide and high; RuleBroken as ``accept``."""
    from PIL import Image

    _bound(content, PHOTO_LIMIT if kinds.is_picture(content) else DOCUMENT_LIMIT)
    if not kinds.is_picture(content):
        raise kinds.refusal(content, documents=False)
    about, rows = opened("shrink", content, side=side)
    return Image.frombytes("RGBA", (about["width"], about["height"]), rows)
