"""Two independent decoders, and a raster of a symbol to show them."""

import zxingcpp
from PIL import Image
from pyzbar import pyzbar
from pyzbar.pyzbar import ZBarSymbol

from models.qr.symbols import QUIET, Symbol


def drawn(symbol: Symbol, pixels: int = 6) -> Image.Image:
    """A symbol with its quiet zone, so many pixels a module."""
    picture = Image.new("L", (symbol.full_size, symbol.full_size), 255)
    for y, row in enumerate(symbol.matrix):
        for x, dark in enumerate(row):
            if dark:
                picture.putpixel((x + QUIET, y + QUIET), 0)
    return picture.resize((symbol.full_size * pixels,) * 2, Image.Resampling.NEAREST)


def by_zxing(picture: Image.Image) -> list[str]:
    """What zxing-cpp reads."""
    return [code.text for code in zxingcpp.read_barcodes(picture)]


def by_zbar(picture: Image.Image) -> list[str]:
    """What zbar reads."""
    return [code.data.decode("utf-8") for code in pyzbar.decode(picture, symbols=[ZBarSymbol.QRCODE])]
