"""B6: the time of a vector poster against the same layout drawn with Pillow at 300 dpi; a hundred posters; memory."""

import io
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from benchmarks.qr_words import notice
from models.qr import paper
from models.qr.faces import FOLDER, Face
from models.qr.marks import Box, Code, Disc, Line, Text
from models.qr.readback import assure
from models.qr.rules import PaperFormat
from models.qr.symbols import encode

DOTS = 300 / 25.4
ROUNDS = 11


@dataclass(frozen=True)
class Speed:
    """Medians of paired ratios, and the memory of a hundred posters."""

    pdf_of_png: float
    check_of_pdf: float
    hundred_of_one: float
    pdf_ms: float
    png_ms: float
    hundred_s: float
    hundred_mb: float


def as_pdf() -> bytes:
    """One A4 poster from its words to the PDF."""
    return paper.pdf([paper.lay_out(notice(), PaperFormat.A4)], "A4")


def as_png() -> bytes:
    """The same layout drawn dot by dot and saved as PNG."""
    printed = paper.lay_out(notice(), PaperFormat.A4)
    picture = Image.new("RGB", printed.sheet.dots, "white")
    pen = ImageDraw.Draw(picture)
    for mark in printed.face.marks:
        _draw(pen, mark)
    out = io.BytesIO()
    picture.save(out, "PNG", dpi=(300, 300))
    return out.getvalue()


def _colour(parts: tuple[float, ...]) -> tuple[int, ...]:
    full = parts * 3 if len(parts) == 1 else parts
    return tuple(round(part * 255) for part in full)


def _draw(pen: ImageDraw.ImageDraw, mark: object) -> None:
    if isinstance(mark, Text):
        face = ImageFont.truetype(str(FOLDER / f"{Face(mark.face).value}.ttf"), round(mark.size * DOTS))
        pen.text((mark.x * DOTS, mark.y * DOTS), mark.text, _colour(mark.colour), face, anchor="ls")
    elif isinstance(mark, Box):
        corners = (mark.x * DOTS, mark.y * DOTS, (mark.x + mark.width) * DOTS, (mark.y + mark.height) * DOTS)
        pen.rounded_rectangle(corners, mark.radius * DOTS, _colour(mark.fill) if mark.fill else None)
    elif isinstance(mark, Disc):
        pen.circle((mark.x * DOTS, mark.y * DOTS), mark.radius * DOTS, _colour(mark.fill))
    elif isinstance(mark, Line):
        points = [(x * DOTS, y * DOTS) for x, y in mark.points]
        pen.line(points, _colour(mark.colour), round(mark.weight * DOTS))
    elif isinstance(mark, Code):
        dots = round(mark.module * DOTS)
        left, top = round(mark.x * DOTS), round(mark.y * DOTS)
        for y, row in enumerate(mark.symbol.matrix):
            for x, dark in enumerate(row):
                if dark:
                    pen.rectangle(
                        (left + x * dots, top + y * dots, left + (x + 1) * dots - 1, top + (y + 1) * dots - 1), 0
                    )


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def hundred() -> None:
    """A hundred A4 posters in one PDF."""
    paper.pdf((paper.lay_out(notice(at + 1), PaperFormat.A4) for at in range(100)), "100")


def measure(rounds: int = ROUNDS) -> Speed:
    """Interleaved rounds; every ratio is of two neighbours in time."""
    symbol = encode(notice().code)
    as_pdf(), as_png(), assure(symbol)
    pdfs, pngs, checks = [], [], []
    for _ in range(rounds):
        pdfs.append(_seconds(as_pdf))
        pngs.append(_seconds(as_png))
        checks.append(_seconds(lambda: assure(symbol)))
    hundreds = [(_seconds(as_pdf), _seconds(hundred)) for _ in range(3)]
    return Speed(
        statistics.median(a / b for a, b in zip(pdfs, pngs, strict=True)),
        statistics.median(a / b for a, b in zip(checks, pdfs, strict=True)),
        statistics.median(b / a for a, b in hundreds),
        statistics.median(pdfs) * 1000,
        statistics.median(pngs) * 1000,
        statistics.median(b for _, b in hundreds),
        _memory(),
    )


def _memory() -> float:
    """The most memory a fresh process needs for a hundred posters, in MB."""
    done = subprocess.run([sys.executable, "-m", "benchmarks.qr_speed"], capture_output=True, text=True, check=True)
    return float(done.stdout)


if __name__ == "__main__":
    hundred()
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    print(int(peak.split()[1]) / 1024)
