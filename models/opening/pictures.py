"""A picture decoded within limits and written anew: upright, in colours of every screen, without notes about it.

Pillow may be set up for the whole process here, since the process handles one file.
"""

import io
import struct
import zlib
from typing import TYPE_CHECKING, Any

from models.errors import RuleBroken

if TYPE_CHECKING:
    from PIL import Image

MIB = 1024 * 1024
MOST_PIXELS = 40_000_000  # of what is drawn and kept
SENSOR_PIXELS = 210_000_000  # of a phone's JPEG, which is decoded at a half, a quarter or an eighth of its size
MOST_BYTES = 20 * MIB  # of the outcome
MOST_TEXT = 32 * MIB  # profiles and comments inside a PNG
MISSING = 20  # a picture may lack one part in so many of its rows
KINDS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
BROKEN = (OSError, ValueError, SyntaxError, EOFError, struct.error, zlib.error)
ORIENTATION = 0x0112
SETTINGS: dict[str, dict[str, Any]] = {"JPEG": {"quality": 88}, "PNG": {}, "WEBP": {}}


def redrawn(content: bytes) -> tuple[dict[str, Any], bytes]:
    """The picture for keeping; RuleBroken file_pixels or file_broken."""
    try:
        picture, kind, notes = _decoded(content)
        upright = _upright(_in_srgb(_simple(picture, kind), picture.info.get("icc_profile")), picture)
        upright.info.clear()  # place, camera, author, profile, comments
        out = io.BytesIO()
        upright.save(out, kind, **SETTINGS[kind])
    except BROKEN as problem:
        raise RuleBroken("file_broken") from problem
    if out.tell() > MOST_BYTES:
        raise RuleBroken("file_heavy")
    return {"kind": KINDS[kind], "notes": notes}, out.getvalue()


def shrunk(content: bytes, side: int) -> tuple[dict[str, Any], bytes]:
    """The picture for looking at, at most ``side`` pixels wide and high: plain rows of red, green, blue, alpha."""
    try:
        picture, _kind, _notes = _decoded(content, side)
        full = _in_bytes(picture)
        full = full if full.mode in ("RGB", "RGBA", "L", "LA") else full.convert("RGBA")
        full.thumbnail((side, side))
        small = _upright(full, picture).convert("RGBA")
    except BROKEN as problem:
        raise RuleBroken("file_broken") from problem
    return {"width": small.width, "height": small.height}, small.tobytes()


def _decoded(content: bytes, side: int | None = None) -> tuple["Image.Image", str, list[str]]:
    """The first picture of a file in memory, its kind, and what has to be said about it."""
    from PIL import Image, ImageFile, PngImagePlugin

    Image.MAX_IMAGE_PIXELS = None  # counted by ourselves
    PngImagePlugin.MAX_TEXT_CHUNK = PngImagePlugin.MAX_TEXT_MEMORY = MOST_TEXT
    picture, is_reduced = _opened(content, side)
    is_moving = picture.format != "MPO" and getattr(picture, "is_animated", False)  # cameras put a second one behind
    notes = ["photo_still"] * is_moving + ["photo_reduced"] * is_reduced
    try:
        picture.load()
    except OSError:
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        picture, _ = _opened(content, side)
        picture.load()
        if _missing_rows(picture) * MISSING > picture.height:
            raise RuleBroken("file_broken") from None
        notes.append("photo_cut")
    return picture, "JPEG" if picture.format == "MPO" else str(picture.format), notes


def _opened(content: bytes, side: int | None) -> tuple["Image.Image", bool]:
    """A picture that may be decoded, and whether it must be reduced for that; RuleBroken file_pixels."""
    from PIL import Image

    picture = Image.open(io.BytesIO(content), formats=list(KINDS))
    wide, high = picture.size
    is_large = wide * high > MOST_PIXELS
    in_rows = picture.format in ("JPEG", "MPO") and not picture.info.get("progressive")  # decoded line by line
    if is_large and not (in_rows and wide * high <= SENSOR_PIXELS):
        raise RuleBroken("file_pixels", most=MOST_PIXELS // 1_000_000)
    fitting = [part for part in (1, 2, 4, 8) if -(-wide // part) * -(-high // part) <= MOST_PIXELS]
    part = max(part for part in fitting if part == fitting[0] or (side and min(wide, high) // part >= side))
    if part > 1:
        picture.draft(None, (wide // part, high // part))
    if picture.width * picture.height > MOST_PIXELS:
        raise RuleBroken("file_pixels", most=MOST_PIXELS // 1_000_000)
    return picture, is_large


def _missing_rows(picture: "Image.Image") -> int:
    """How many rows at the foot were never read: they are black, or grey where a decoder fills in by itself."""
    from PIL import Image, ImageChops

    seen = picture.convert("RGB")
    last = seen.height
    for filler in ("#000000", "#808080"):
        box = ImageChops.difference(seen, Image.new("RGB", seen.size, filler)).getbbox()
        last = min(last, box[3] if box else 0)
    return seen.height - last


def _in_bytes(picture: "Image.Image") -> "Image.Image":
    """Sixteen bits of grey as eight; cut off they would all be white."""
    return picture.point(lambda value: value * (1 / 256)).convert("L") if picture.mode.startswith("I;16") else picture


def _simple(picture: "Image.Image", kind: str) -> "Image.Image":
    """In colours that all programs read; those of a printing press stay for the moment, their profile explains them."""
    picture = _in_bytes(picture)
    if picture.has_transparency_data and kind != "JPEG":
        return picture if picture.mode == "RGBA" else picture.convert("RGBA")
    if picture.mode == "1":
        return picture.convert("L")
    return picture if picture.mode in ("RGB", "RGBA", "L", "CMYK") else picture.convert("RGB")


def _in_srgb(picture: "Image.Image", profile: bytes | None) -> "Image.Image":
    """The same colours in the space that is meant where a picture says nothing; phones write Display P3."""
    if profile and picture.mode != "L":
        from PIL import ImageCms

        try:
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if "srgb" not in ImageCms.getProfileDescription(given).lower():
                mode = "RGBA" if picture.mode == "RGBA" else "RGB"
                changed = ImageCms.profileToProfile(picture, given, ImageCms.createProfile("sRGB"), outputMode=mode)
                picture = changed or picture
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):  # a profile that says nothing
            pass
    return picture.convert("RGB") if picture.mode == "CMYK" else picture


def _upright(picture: "Image.Image", original: "Image.Image") -> "Image.Image":
    """Turned as the camera was held."""
    from PIL import Image

    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
    try:
        turn = turns.get(original.getexif().get(ORIENTATION, 1))
    except (*BROKEN, KeyError, IndexError, TypeError):  # notes that nobody can read
        turn = None
    return picture if turn is None else picture.transpose(turn)
