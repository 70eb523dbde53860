"""B1 to B5: how many bad photos of our codes are read, beside the figures of the reference study."""

from collections import Counter
from dataclasses import dataclass, field

import cv2
import numpy as np
import segno
from qrcode import QRCode, constants

from benchmarks import qr_shots
from benchmarks.qr_readers import READERS, image_of
from benchmarks.qr_shots import CLASSES, HARD_EDGE, SHOTS, Class
from benchmarks.qr_words import notice
from models.qr import paper, raster
from models.qr.rules import PaperFormat
from models.qr.symbols import encode

P57 = "WIFI:T:WPA;S:Phòng họp trực tuyến;P:matkhau-2026;;"
P41 = "WIFI:T:WPA;S:UBND-TaySon;P:matkhau-2026;;"
STUDY = {
    "L": {"distance": 65, "tilt": 87, "blur": 40, "damage": 18, "light": 82},
    "M": {"distance": 68, "tilt": 90, "blur": 57, "damage": 40, "light": 98},
    "Q": {"distance": 67, "tilt": 83, "blur": 42, "damage": 48, "light": 98},
    "H": {"distance": 58, "tilt": 75, "blur": 33, "damage": 65, "light": 100},
}
REFERENCE = STUDY["M"]
FOCAL = 1450  # pixels: 1920 over 67 degrees
WIDTHS = {"A6": 55, "A5": 80, "A4": 110, "wall": 150}
DISTANCES = (0.5, 0.75, 1.0, 1.5, 2.0, 2.5, 3.0)
REFERENCE_REACH = {
    "A6": (100, 100, 100, 0, 0, 0, 0),
    "A5": (100, 100, 100, 100, 0, 0, 0),
    "A4": (100, 100, 100, 100, 100, 0, 0),
    "wall": (100, 100, 100, 100, 100, 100, 92),
}


@dataclass
class Tally:
    """Shots of one kind: how many were read by each decoder, by two of three, and how many texts were wrong."""

    shots: int = 0
    read: Counter[str] = field(default_factory=Counter)
    two: int = 0
    wrong: int = 0

    def add(self, picture: np.ndarray, text: str) -> None:
        """Show one picture to all decoders."""
        found = {name: reader(picture) for name, reader in READERS.items()}
        right = [name for name, texts in found.items() if texts == [text]]
        self.wrong += sum(any(one != text for one in texts) for texts in found.values())
        self.read.update(right)
        self.two += len(right) >= 2
        self.shots += 1

    @property
    def percent(self) -> float:
        """Share read by at least two of three."""
        return 100 * self.two / self.shots

    def percent_of(self, name: str) -> float:
        """Share read by one decoder."""
        return 100 * self.read[name] / self.shots


def classes(shots: int = SHOTS) -> dict[str, dict[str, Tally]]:
    """B1, B2: the five classes in the very same photos: our symbol, an independent encoder's, the bare library's."""
    codes = {"ours": image_of(encode(P57)), "reference": _by_segno(P57, "M"), "library": plain_image(P57)}
    return {kind.name: {name: _tally(kind, shots, code) for name, code in codes.items()} for kind in CLASSES}


def levels(shots: int = SHOTS) -> dict[str, dict[str, Tally]]:
    """The same photos of an independent encoder's symbols, to be held against the study's."""
    return {level: {kind.name: _tally(kind, shots, _by_segno(P57, level)) for kind in CLASSES} for level in STUDY}


def cameras(shots: int = SHOTS) -> dict[str, dict[str, float]]:
    """The class of tilted photos under both readings of how far off the camera is, for our symbol and every level."""
    tilted = next(kind for kind in CLASSES if kind.name == "tilt")
    codes = {"ours": image_of(encode(P57)), **{level: _by_segno(P57, level) for level in STUDY}}
    readings = {"code": qr_shots.AWAY, "frame": qr_shots.AWAY_OF_FRAME}
    return {
        name: {of: _tally(tilted, shots, code, away=away).percent for of, away in readings.items()}
        for name, code in codes.items()
    }


def _by_segno(text: str, level: str, pixels: int = 16) -> np.ndarray:
    words = {} if text.isascii() else {"encoding": "utf-8", "eci": True}
    code = segno.make_qr(text, error=level, boost_error=False, **words)
    grid = np.where(np.array([list(row) for row in code.matrix_iter(border=4)]) > 0, 0, 255).astype(np.uint8)
    return np.kron(grid, np.ones((pixels, pixels), np.uint8))


def plain_image(text: str, pixels: int = 16) -> np.ndarray:
    """The text as the bare library encodes it: no announcement of UTF-8, level M."""
    code = QRCode(error_correction=constants.ERROR_CORRECT_M, border=4)
    code.add_data(text.encode())
    code.make()
    grid = np.where(np.array(code.get_matrix()), 0, 255).astype(np.uint8)
    return np.kron(grid, np.ones((pixels, pixels), np.uint8))


def easy(with_glare: bool = False, shots: int = SHOTS, is_ours: bool = True) -> Tally:
    """B3: what every phone must read, among the photos of B1, for our symbol or for the independent encoder's."""
    symbol, tally = encode(P57), Tally()
    code = image_of(symbol) if is_ours else _by_segno(P57, "M")
    for kind in CLASSES:
        for at in range(shots):
            if qr_shots.is_easy(kind, at, symbol.full_size, with_glare):
                tally.add(qr_shots.shot(code, kind, at), P57)
    return tally


def hard_edge(shots: int = SHOTS) -> Tally:
    """The same limits, blur, tilt and contrast all at their worst at once: harder than B3 asks."""
    return _tally(HARD_EDGE, shots, image_of(encode(P57)))


def _tally(
    kind: Class, shots: int, code: np.ndarray, text: str = P57, first: int = 0, away: float = qr_shots.AWAY
) -> Tally:
    tally = Tally()
    for at in range(first, first + shots):
        tally.add(qr_shots.shot(code, kind, at, away), text)
    return tally


def reach(shots: int = 12) -> dict[str, list[float]]:
    """B4: printed width against distance in a 1080-line preview, 41 bytes."""
    symbol = encode(P41)
    code = image_of(symbol)
    out: dict[str, list[float]] = {}
    for name, width in WIDTHS.items():
        full = width * symbol.full_size / symbol.size
        out[name] = []
        for metres in DISTANCES:
            side = max(int(FOCAL * full / (metres * 1000)), 8)
            tally = Tally()
            for at in range(shots):
                rng = np.random.default_rng(1000 + at)
                frame = min(int(side * 1.7), 1920)
                picture = qr_shots.seen(code, side, frame, frame, rng.uniform(0, 12), rng.uniform(-8, 8), rng)
                tally.add(qr_shots.finished(12 + picture / 255 * 226, 0.7, 0, 6, 60, rng), P41)
            out[name].append(tally.percent)
    return out


def whole_page(shots: int = 18, height: int = 500) -> Tally:
    """B5: a whole A4 poster, 500 pixels high in a 1080 x 1920 frame, tilted by 0, 15, 30 degrees."""
    made = notice()
    document = paper.pdf([paper.lay_out(made, PaperFormat.A4)], made.document)
    page = np.asarray(raster.page_picture(document, 200).convert("L"))
    tally = Tally()
    for at in range(shots):
        rng = np.random.default_rng(1000 + at)
        side = round(height * page.shape[1] / page.shape[0])
        picture = qr_shots.seen(page, side, 1080, 1920, (0, 15, 30)[at % 3], rng.uniform(-8, 8), rng)
        tally.add(qr_shots.finished(12 + picture / 255 * 226, 0.7, 0, 5, 70, rng), made.code)
    return tally


def versions() -> str:
    """The decoders that took part."""
    from importlib.metadata import version

    return f"zxing-cpp {version('zxing-cpp')}, OpenCV {cv2.__version__}, pyzbar {version('pyzbar')} (zbar)"
