"""From marks to a PDF: one vector layout, the same bytes for the same words, letters, lines and one path."""

import io
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from models.base import outside_writing
from models.qr.blocks import CHECK_LINE, check_line
from models.qr.faceplan import FacePlan, plan
from models.qr.faces import POINTS, Face, font, runs
from models.qr.marks import Box, Code, Colour, Disc, Line, Mark, Picture, Text
from models.qr.notices import Notice
from models.qr.outlines import loops
from models.qr.readback import assure
from models.qr.rules import PaperFormat
from models.qr.sheets import SAFE, SHEETS, Sheet
from models.qr.symbols import Symbol, encode


@dataclass(frozen=True, slots=True)
class Printed:
    """A poster laid out for one sheet: its face once, and how wide the code became."""

    sheet: Sheet
    notice: Notice
    face: FacePlan


def lay_out(notice: Notice, paper: PaperFormat, symbol: Symbol | None = None) -> Printed:
    """The poster on one sheet; its code has been read back and says exactly what it should.

    Never inside a transaction that writes.
    """
    outside_writing("laying out a poster")
    sheet = SHEETS[paper]
    checked = assure(symbol or encode(notice.code))
    return Printed(sheet, notice, plan(notice, checked, sheet))


def pdf(posters: Iterable[Printed], title: str) -> bytes:
    """One PDF, a page for every poster; fonts embedded and cut to the letters used, language Vietnamese.

    Never inside a transaction that writes.
    """
    outside_writing("drawing posters")
    out = io.BytesIO()
    canvas: Any = None
    for poster in posters:
        size = _points(poster.sheet)
        if canvas is None:
            canvas = _canvas(out, size, title, poster.notice.office, poster.notice.heading)
        canvas.setPageSize(size)
        _page(canvas, poster)
        canvas.showPage()
    if canvas is None:
        raise ValueError("no poster to print")
    canvas.save()
    return out.getvalue()


def pages(sheets: Iterable[Iterable[Mark]], sheet: Sheet, title: str, office: str) -> bytes:
    """One PDF of pages that are laid out elsewhere, each as marks on a sheet of one size.

    Never inside a transaction that writes.
    """
    outside_writing("drawing pages")
    out = io.BytesIO()
    canvas = _canvas(out, _points(sheet), title, office, title)
    for marks in sheets:
        canvas.transform(1, 0, 0, -1, 0, sheet.height * POINTS)
        _draw(canvas, marks)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _canvas(out: io.BytesIO, size: tuple[float, float], title: str, office: str, subject: str) -> Any:
    """An empty document with the letters of the posters."""
    from reportlab.pdfgen.canvas import Canvas

    for face in Face:
        font(face)
    canvas: Any = Canvas(out, pagesize=size, invariant=1, pageCompression=1, lang="vi", initialFontName=Face.TEXT.value)
    canvas.setTitle(title)
    canvas.setAuthor(office)
    canvas.setSubject(subject)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas


def _points(sheet: Sheet) -> tuple[float, float]:
    """The page in points, cut after the third decimal: the file keeps no more of it."""
    wide, high = (math.floor(side * POINTS * 1000 - 0.2) / 1000 for side in (sheet.width, sheet.height))
    return wide, high


def _page(canvas: Any, poster: Printed) -> None:
    """All faces of the sheet, then the marks that belong to the sheet itself."""
    sheet = poster.sheet
    high = sheet.height * POINTS
    for spot in sheet.spots():
        canvas.saveState()
        if spot.is_turned:
            canvas.transform(-1, 0, 0, 1, (spot.x + spot.width) * POINTS, high - (spot.y + spot.height) * POINTS)
        else:
            canvas.transform(1, 0, 0, -1, spot.x * POINTS, high - spot.y * POINTS)
        _draw(canvas, poster.face.marks)
        canvas.restoreState()
    canvas.saveState()
    canvas.transform(1, 0, 0, -1, 0, high)
    _draw(canvas, sheet_marks(sheet, poster.notice))
    canvas.restoreState()


def sheet_marks(sheet: Sheet, notice: Notice) -> list[Mark]:
    """Where to fold or cut, inside the part of the paper that printers reach."""
    spots = sheet.spots()
    left, right = max(SAFE, spots[0].x), min(sheet.width - SAFE, spots[-1].x + spots[-1].width)
    top, end = max(SAFE, spots[0].y), min(sheet.height - SAFE, spots[-1].y + spots[-1].height)
    marks: list[Mark] = []
    cuts_down = [spot.x for spot in spots[1 : sheet.columns]]
    for y in [spot.y for spot in spots[sheet.columns :: sheet.columns]]:
        marks += [Line(((left, y), (left + 5, y)), 0.2), Line(((right - 5, y), (right, y)), 0.2)]
        marks += [
            line
            for x in cuts_down
            for line in (Line(((x - 3, y), (x + 3, y)), 0.2), Line(((x, y - 3), (x, y + 3)), 0.2))
        ]
    for x in cuts_down:
        marks += [Line(((x, top), (x, top + 5)), 0.2), Line(((x, end - 5), (x, end)), 0.2)]
    if sheet.layout == "label":
        ruler = check_line(notice, 2.4)
        marks += ruler.at((sheet.width - CHECK_LINE) / 2, sheet.height - SAFE - ruler.height)
    return marks


def _draw(canvas: Any, marks: Iterable[Mark]) -> None:
    for mark in marks:
        _HANDS[type(mark)](canvas, mark)


def _fill(canvas: Any, colour: Colour) -> None:
    canvas.setFillGray(colour[0]) if len(colour) == 1 else canvas.setFillColorRGB(*colour)


def _stroke(canvas: Any, colour: Colour, weight: float) -> None:
    canvas.setStrokeGray(colour[0]) if len(colour) == 1 else canvas.setStrokeColorRGB(*colour)
    canvas.setLineWidth(weight * POINTS)


def _text(canvas: Any, mark: Text) -> None:
    """A line of text; the page runs downwards, so the letters are turned upright again."""
    _fill(canvas, mark.colour)
    pen = canvas.beginText()
    pen.setTextTransform(1, 0, 0, -1, mark.x * POINTS, mark.y * POINTS)
    for piece in runs(mark.text, mark.face):
        pen.setFont(piece.face.value, mark.size * POINTS)
        pen.textOut(piece.text)
    canvas.drawText(pen)


def _box(canvas: Any, mark: Box) -> None:
    if mark.fill is not None:
        _fill(canvas, mark.fill)
    if mark.line is not None:
        _stroke(canvas, mark.line, mark.weight)
    canvas.roundRect(
        mark.x * POINTS,
        mark.y * POINTS,
        mark.width * POINTS,
        mark.height * POINTS,
        mark.radius * POINTS,
        stroke=int(mark.line is not None),
        fill=int(mark.fill is not None),
    )


def _line(canvas: Any, mark: Line) -> None:
    _stroke(canvas, mark.colour, mark.weight)
    canvas.setDash([dash * POINTS for dash in mark.dashes])
    path = canvas.beginPath()
    path.moveTo(*(part * POINTS for part in mark.points[0]))
    for point in mark.points[1:]:
        path.lineTo(*(part * POINTS for part in point))
    canvas.drawPath(path, stroke=1, fill=0)


def _disc(canvas: Any, mark: Disc) -> None:
    _fill(canvas, mark.fill)
    canvas.circle(mark.x * POINTS, mark.y * POINTS, mark.radius * POINTS, stroke=0, fill=1)


def _picture(canvas: Any, mark: Picture) -> None:
    """A picture; the page runs downwards, so it is turned upright again. The same one on many pages is kept once."""
    from reportlab.lib.utils import ImageReader

    side = mark.side * POINTS
    canvas.saveState()
    canvas.transform(1, 0, 0, -1, mark.x * POINTS, (mark.y + mark.side) * POINTS)
    canvas.drawImage(ImageReader(io.BytesIO(mark.content)), 0, 0, side, side)
    canvas.restoreState()


def _code(canvas: Any, mark: Code) -> None:
    """All dark modules as one filled path in black ink alone, in a grid whose unit is the module."""
    canvas.saveState()
    canvas.setFillGray(0)
    unit = mark.module * POINTS
    canvas.transform(unit, 0, 0, unit, mark.x * POINTS, mark.y * POINTS)
    path = canvas.beginPath()
    for corners in loops(mark.symbol):
        path.moveTo(*corners[0])
        for corner in corners[1:]:
            path.lineTo(*corner)
        path.close()
    canvas.drawPath(path, stroke=0, fill=1, fillMode=1)
    canvas.restoreState()


_HANDS: dict[type, Callable[[Any, Any], None]] = {
    Text: _text,
    Box: _box,
    Line: _line,
    Disc: _disc,
    Code: _code,
    Picture: _picture,
}
