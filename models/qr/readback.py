"""Reading codes back: every code is decoded before it is offered, and so is the photo of a hung poster."""

from typing import TYPE_CHECKING

from models.base import outside_writing
from models.errors import OfficeError
from models.qr.symbols import QUIET, Symbol

if TYPE_CHECKING:
    from PIL import Image

PIXELS_A_MODULE = 4
LONGEST = 2400  # pixels: a code is found on it as well as on the whole photo


class Unreadable(OfficeError):
    """A code that was just made does not read as what it should say; it must not leave the office."""


def assure(symbol: Symbol) -> Symbol:
    """The symbol itself once a decoder has read exactly its text from it; Unreadable otherwise."""
    if read_symbol(symbol) != symbol.text:
        raise Unreadable(f"version {symbol.version}, level {symbol.level}")
    return symbol


def read_symbol(symbol: Symbol) -> str | None:
    """What a decoder makes of a symbol drawn at 4 pixels a module with its quiet zone.

    Never inside a transaction that writes.
    """
    outside_writing("reading a code back")
    import zxingcpp
    from PIL import Image

    edge = bytes(QUIET)
    lines = [edge + bytes(map(int, row)) + edge for row in symbol.matrix]
    blank = [bytes(symbol.full_size)] * QUIET
    light = b"".join([*blank, *lines, *blank]).translate(bytes([255, 0]) + bytes(254))
    picture = Image.frombytes("L", (symbol.full_size, symbol.full_size), light)
    side = symbol.full_size * PIXELS_A_MODULE
    sample = picture.resize((side, side), Image.Resampling.NEAREST)
    found = zxingcpp.read_barcodes(sample, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode]))
    return found[0].text if len(found) == 1 else None


def read_photo(photo: "Image.Image") -> list[str]:
    """The texts of all codes on a photo, which is at most ``LONGEST`` wide and high.

    Never inside a transaction that writes.
    """
    outside_writing("reading a photo")
    import zxingcpp
    from PIL import Image

    plain = Image.alpha_composite(Image.new("RGBA", photo.size, "white"), photo).convert("L")
    for longest in (LONGEST, 1400, 900):
        sample = plain.copy()
        sample.thumbnail((longest, longest), Image.Resampling.BOX)
        found = zxingcpp.read_barcodes(sample, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode]))
        if found:
            return [code.text for code in found]
    return []
