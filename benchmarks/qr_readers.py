"""The three decoders of the benchmark."""

import cv2
import numpy as np
import zxingcpp
from pyzbar import pyzbar
from pyzbar.pyzbar import ZBarSymbol

from models.qr.symbols import QUIET, Symbol

cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)
_opencv = (cv2.QRCodeDetector(), cv2.QRCodeDetectorAruco())


def by_zxing(picture: np.ndarray) -> list[str]:
    """zxing-cpp."""
    return [code.text for code in zxingcpp.read_barcodes(picture)]


def by_opencv(picture: np.ndarray) -> list[str]:
    """OpenCV with its two finders, the older one first; what it finds but cannot decode does not count."""
    for detector in _opencv:
        try:
            text, _, _ = detector.detectAndDecode(picture)
        except (cv2.error, UnicodeDecodeError):
            continue
        if text:
            return [text]
    return []


def by_zbar(picture: np.ndarray) -> list[str]:
    """zbar."""
    return [code.data.decode("utf-8", "replace") for code in pyzbar.decode(picture, symbols=[ZBarSymbol.QRCODE])]


READERS = {"zxing-cpp": by_zxing, "OpenCV": by_opencv, "zbar": by_zbar}


def image_of(symbol: Symbol, pixels: int = 16) -> np.ndarray:
    """The symbol with its quiet zone at so many pixels a module."""
    grid = np.full((symbol.full_size,) * 2, 255, np.uint8)
    grid[QUIET:-QUIET, QUIET:-QUIET][np.array(symbol.matrix)] = 0
    return np.kron(grid, np.ones((pixels, pixels), np.uint8))
