"""The sheet of codes for one answer each: 24 on an A4 page, to be cut and handed out with papers."""

from collections.abc import Iterator, Sequence
from math import floor

from models.qr import paper
from models.qr.faces import Face
from models.qr.fitting import fit
from models.qr.marks import SOFT, Code, Line, Mark, lines, stacked
from models.qr.payloads import link
from models.qr.readback import assure
from models.qr.rules import PaperFormat
from models.qr.sheets import Sheet, Spot
from models.qr.symbols import QUIET, encode

SHEET = Sheet(PaperFormat.LABELS, (2480, 3508), 300, 3, 8, "label", 20, inset=96)
EDGE, CODE_ROOM = 2.0, 27.0  # mm
HEADING, ASKS = "Ý kiến của ông/bà", "Quét mã, chọn một khuôn mặt. Không cần ghi họ tên."


def draw(addresses: Sequence[str], paper_name: str, office: str) -> bytes:
    """The PDF of these addresses, each code read back before it is printed."""
    spots = SHEET.spots()
    portions = [addresses[at : at + len(spots)] for at in range(0, len(addresses), len(spots))]
    sheets = [[*_cuts(spots[: len(portion)]), *_labels(portion, spots, paper_name)] for portion in portions]
    return paper.pages(sheets, SHEET, HEADING, office)


def _labels(portion: Sequence[str], spots: Sequence[Spot], paper_name: str) -> Iterator[Mark]:
    for address, spot in zip(portion, spots, strict=False):
        yield from _label(address, spot, paper_name)


def _label(address: str, spot: Spot, paper_name: str) -> list[Mark]:
    symbol = assure(encode(link(address)))
    module = floor(CODE_ROOM / (symbol.size + 2 * QUIET) / SHEET.dot) * SHEET.dot
    side = module * (symbol.size + 2 * QUIET)
    left, top = spot.x + EDGE, spot.y + (spot.height - side) / 2
    at = left + side + EDGE
    room = spot.x + spot.width - EDGE - at
    words = stacked(
        [
            lines(fit(HEADING, Face.STRONG, room, 4.2), room),
            lines(fit(ASKS, Face.TEXT, room, 2.8, most_lines=4, floor=2.2), room),
            lines(fit(paper_name, Face.TEXT, room, 2.4, most_lines=2, floor=2.0), room, colour=SOFT),
        ],
        1.4,
    )
    code = Code(left + QUIET * module, top + QUIET * module, module, symbol)
    return [code, *words.at(at, spot.y + (spot.height - words.height) / 2)]


def _cuts(spots: Sequence[Spot]) -> list[Mark]:
    """Thin corners where to cut."""
    marks: list[Mark] = []
    for spot in spots:
        right, low = spot.x + spot.width, spot.y + spot.height
        marks += [Line(((right - 2, low), (right, low), (right, low - 2)), 0.15)]
    return marks
