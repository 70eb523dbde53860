"""The office's emblem at the head of its posters: a small picture on white, the same for every sheet."""

import io

from sqlalchemy import select

from models import files
from models.accounts.rules import Viewer
from models.base import db
from models.errors import Stale
from models.qr.tables import Emblem

SIDE = 320  # pixels: 300 dots an inch on the widest letterhead
COLOURS = 64
EDGE = 0.04  # white kept around the emblem, as a share of its side


def prepared(content: bytes) -> bytes:
    """A handed-in photo as an emblem: cut to its content, on a white square, few colours, PNG.

    RuleBroken file_empty / file_size / file_kind / file_broken / file_pixels, as for every picture.
    """
    from PIL import Image, ImageChops, ImageOps

    accepted = files.accept(content, documents=False)
    with Image.open(io.BytesIO(accepted.content)) as picture:
        seen = picture.convert("RGBA")
    white = Image.new("RGBA", seen.size, "white")
    flat = Image.alpha_composite(white, seen).convert("RGB")
    content_box = ImageChops.difference(flat, Image.new("RGB", flat.size, "white")).getbbox()
    inner = round(SIDE * (1 - 2 * EDGE))
    small = ImageOps.contain(flat.crop(content_box), (inner, inner), Image.Resampling.LANCZOS)
    square = Image.new("RGB", (SIDE, SIDE), "white")
    square.paste(small, ((SIDE - small.width) // 2, (SIDE - small.height) // 2))
    out = io.BytesIO()
    square.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def emblem(commune_id: int) -> Emblem | None:
    """The emblem of an office, None while it has none."""
    return db.session.scalars(select(Emblem).where(Emblem.commune_id == commune_id)).one_or_none()


def set_emblem(viewer: Viewer, picture: bytes | None, version: str) -> None:
    """Take a prepared picture as the office's emblem, or none; Stale when somebody changed it since ``version``."""
    present = emblem(viewer.home_id)
    if version != (str(present.version) if present else ""):
        raise Stale
    if picture is None:
        if present is not None:
            db.session.delete(present)
    elif present is None:
        db.session.add(Emblem(commune_id=viewer.home_id, picture=picture))
    else:
        present.picture = picture
    db.session.flush()
