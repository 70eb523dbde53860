"""Files as people hand them in, made for tests: pictures, PDFs, documents of office programs."""

import io
import struct
import zipfile
import zlib
from typing import Any

from PIL import Image

from models import files
from models.base import db
from models.errors import RuleBroken
from models.files import FileStore, StoredFile

TYPES = {
    "word/": ("document.xml", "wordprocessingml.document.main", "document"),
    "xl/": ("workbook.xml", "spreadsheetml.sheet.main", "workbook"),
    "ppt/": ("presentation.xml", "presentationml.presentation.main", "presentation"),
}
CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/{part}" ContentType="application/vnd.openxmlformats-officedocument.{type}+xml"/>'
    "{more}</Types>"
)


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **saved: Any) -> bytes:
    """A picture of one colour."""
    out = io.BytesIO()
    Image.new(mode, size, 120 if mode in ("L", "P", "I;16", "1") else "green").save(out, kind, **saved)
    return out.getvalue()


def noise(kind: str = "JPEG", size: tuple[int, int] = (400, 300), **saved: Any) -> bytes:
    """A picture that packs badly, as photos do."""
    out = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(out, kind, **saved)
    return out.getvalue()


def png_header(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to be enormous."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


def pdf(words: str = "", more: bytes = b"") -> bytes:
    """A whole PDF of one empty page; ``words`` stand in a remark."""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    ]
    out, places = b"%PDF-1.7\n% " + words.encode() + b"\n" + more, []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj" % number + part + b"endobj\n"
    table = b"xref\n0 4\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + table + b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(out)


def office_file(folder: str = "word/", more: str = "", **members: bytes) -> bytes:
    """A small document; ``more`` goes into its list of types, ``members`` beside its parts."""
    part, declared, root = TYPES.get(folder, TYPES["word/"])
    types = CONTENT_TYPES.format(part=folder + part, type=declared, more=more)
    return package({"[Content_Types].xml": types.encode(), f"{folder}{part}": f"<{root}/>".encode(), **members})


def package(members: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def refusal(content: bytes, **kinds: bool) -> str | None:
    """The code of the rule that refuses the content; None when it is taken."""
    try:
        files.accept(content, **kinds)
    except RuleBroken as broken:
        return broken.code
    return None


def orphan_of(store: FileStore, commune_id: int, content: bytes) -> str:
    """Content on the disk of which no row speaks."""
    db.session.commit()
    return store.put(commune_id, files.accept(content))


def add(store: FileStore, commune_id: int, content: bytes, name: str = "a.pdf") -> StoredFile:
    """Content on the disk and its row, not committed; what was written before is."""
    db.session.commit()
    return files.keep(files.stage(store, commune_id, files.accept(content)), None, name)
