"""The office's emblem at the head of its posters: a small picture on white, the same for every sheet."""

import io
import zlib
from typing import TYPE_CHECKING

from models import files
from models.errors import RuleBroken

if TYPE_CHECKING:
    from PIL import Image

SIDE = 320  # pixels: more than 400 dots an inch on the largest letterhead, where it is 18 mm wide
EDGE = 0.04  # white kept around the emblem, as a share of its side
# side and colours, from fine to coarse: the first that stays small in a PDF, which keeps it as packed red, green, blue
FINENESS = ((SIDE, 64), (SIDE, 32), (240, 32), (160, 32), (160, 16), (120, 8))
MOST_BYTES = 50_000


def prepared(content: bytes) -> bytes:
    """A handed-in photo as an emblem: cut to its content, on a white square, few colours, PNG.

    RuleBroken emblem_blank when nothing stands out from white; file_empty / file_size / file_kind / file_broken /
    file_pixels as for every picture.
    """
    from PIL import Image, ImageChops

    seen = files.shrunk(content, 4 * SIDE)
    flat = Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen).convert("RGB")
    content_box = ImageChops.difference(flat, Image.new("RGB", flat.size, "white")).getbbox()
    if content_box is None:
        raise RuleBroken("emblem_blank", field="photo")
    cut = flat.crop(content_box)
    tries = (_on_white(cut, side, colours) for side, colours in FINENESS)
    square = next((one for one in tries if len(zlib.compress(one.convert("RGB").tobytes())) <= MOST_BYTES), None)
    if square is None or len(square.getcolors() or "12") < 2:
        raise RuleBroken("emblem_blank", field="photo")
    out = io.BytesIO()
    square.save(out, "PNG", optimize=True)
    return out.getvalue()


def _on_white(cut: "Image.Image", side: int, colours: int) -> "Image.Image":
    from PIL import Image

    scale = side * (1 - 2 * EDGE) / max(cut.size)
    small = cut.resize([max(1, round(length * scale)) for length in cut.size], Image.Resampling.LANCZOS)
    square = Image.new("RGB", (side, side), "white")
    square.paste(small, ((side - small.width) // 2, (side - small.height) // 2))
    return square.quantize(colours, dither=Image.Dither.NONE)
