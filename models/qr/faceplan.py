"""One face of a poster: the code takes all room the words leave, and words give way until the code is wide enough."""

from dataclasses import dataclass

from models.qr.blocks import foot, headline, letterhead, reach_sentence, steps
from models.qr.faces import Face, shown
from models.qr.fitting import fit
from models.qr.marks import BRAND, INK, SOFT, Code, Line, Mark, MarkGroup, lines, stacked
from models.qr.notices import Dress, Notice
from models.qr.sheets import SAFE, Sheet
from models.qr.symbols import QUIET, Symbol
from models.qr.values import typed_values

DRESSES = (
    *(Dress(title) for title in (1.0, 0.86, 0.74, 0.64)),
    *(Dress(title, True) for title in (0.86, 0.74, 0.64, 0.55, 0.47)),
    *(Dress(title, True, True) for title in (0.64, 0.52, 0.42, 0.34)),
)
SMALL = 180  # mm: on lower faces the steps are short from the start


@dataclass(frozen=True, slots=True)
class FacePlan:
    """The marks of one face and the size its code got."""

    marks: tuple[Mark, ...]
    module: float
    side: float
    is_wide_enough: bool


def plan(notice: Notice, symbol: Symbol, sheet: Sheet) -> FacePlan:
    """The first arrangement whose code reaches the least width of the sheet, else the one with the widest code."""
    arrange = {"tall": _tall, "wide": _wide, "label": _label}[sheet.layout]
    tried = []
    for dress in _dresses(sheet):
        marks, module = arrange(notice, symbol, sheet, dress)
        side = module * symbol.size
        fits = side >= sheet.least_code and module >= 1.0
        tried.append(FacePlan(tuple(marks), module, side, fits))
        if fits:
            break
    return max(tried, key=lambda face: (face.is_wide_enough, face.side))


def _dresses(sheet: Sheet) -> tuple[Dress, ...]:
    """The dresses that make a difference on a sheet, the best first."""
    if sheet.layout == "label":
        return tuple(Dress(title) for title in (1.0, 0.8, 0.6, 0.4))
    if sheet.layout == "tall" and sheet.face[1] < SMALL:
        return tuple(dress for dress in DRESSES if dress.is_short)
    return DRESSES


def _in_dots(room: float, symbol: Symbol, sheet: Sheet) -> float:
    """The largest module of whole dots whose code and quiet zone fit the room."""
    return max(1, int(room / symbol.full_size / sheet.dot + 1e-6)) * sheet.dot


def _on_dot(place: float, sheet: Sheet) -> float:
    return round(place / sheet.dot) * sheet.dot


def _code(symbol: Symbol, sheet: Sheet, module: float, left: float, top: float) -> list[Mark]:
    """The code with its quiet zone at (left, top), and four corners of a view finder outside of it."""
    edge = QUIET * module
    code = Code(_on_dot(left + edge, sheet), _on_dot(top + edge, sheet), module, symbol)
    x1, y1, x2, y2 = code.quiet_box
    arm = (x2 - x1) * 0.09
    weight = max(0.5, (x2 - x1) * 0.008)
    away = weight / 2 + 0.25  # no printer bleeds a quarter of a millimetre
    x1, y1, x2, y2 = x1 - away, y1 - away, x2 + away, y2 + away
    corners = (
        ((x1, y1 + arm), (x1, y1), (x1 + arm, y1)),
        ((x2 - arm, y1), (x2, y1), (x2, y1 + arm)),
        ((x2, y2 - arm), (x2, y2), (x2 - arm, y2)),
        ((x1 + arm, y2), (x1, y2), (x1, y2 - arm)),
    )
    return [code, *(Line(points, weight, BRAND) for points in corners)]


def _tall(notice: Notice, symbol: Symbol, sheet: Sheet, dress: Dress) -> tuple[list[Mark], float]:
    """Letterhead, headline, code, name and key, steps, foot: one column."""
    wide, high = sheet.face
    scale = high / 297
    margin = max(SAFE + 0.2, 12 * scale)
    room, gap = wide - 2 * margin, (2.2 if dress.is_tight else 3.6 if dress.is_short else 4.8) * scale
    head = letterhead(notice, room, max(8.6 if dress.is_tight else 9.2 if dress.is_short else 11.5, 19 * scale))
    top = stacked([head, headline(notice, room, scale, dress)], gap * 0.9)
    middle = [typed_values(notice, room, scale, dress), steps(notice, room, scale, dress)]
    end = foot(notice, room, scale, 9.9, dress.is_short)
    bottom = stacked([*middle, end], gap)
    spare = high - 2 * margin - top.height - bottom.height
    between = max(1.4 if dress.is_tight else 1.8, gap * 0.8)
    module = _in_dots(min(spare - 2 * between, room - 3), symbol, sheet)
    bottom = stacked([*middle, foot(notice, room, scale, module, dress.is_short)], gap)
    side = module * symbol.full_size
    code_top = margin + top.height + max(between, (spare - side) / 2)
    marks = top.at(margin, margin) + _code(symbol, sheet, module, (wide - side) / 2, code_top)
    return marks + bottom.at(margin, high - margin - bottom.height), module


def _wide(notice: Notice, symbol: Symbol, sheet: Sheet, dress: Dress) -> tuple[list[Mark], float]:
    """The face of a table tent: the code on the left, the words on the right."""
    wide, high = sheet.face
    margin, scale, gap = 11.0, 0.62, 3.4
    room = wide - 2 * margin
    head = letterhead(notice, room, 14.5)
    body = high - 2 * margin - head.height - foot(notice, room, scale, 9.9).height - 2 * gap
    module, column, words = 0.0, 0.0, MarkGroup(0)
    for share in (0.54, 0.5, 0.46, 0.42, 0.38, 0.35):
        module = _in_dots(min(body, room * share), symbol, sheet)
        column = room - module * symbol.full_size - 7
        words = stacked(
            [
                headline(notice, column, scale * 1.15, dress, "left"),
                typed_values(notice, column, scale, dress, beside=False),
                steps(notice, column, scale * 1.1, dress, columns=False),
            ],
            gap,
        )
        if words.height <= body:
            break
    end = foot(notice, room, scale, module)
    side = module * symbol.full_size
    top = margin + head.height + gap
    marks = head.at(margin, margin) + _code(symbol, sheet, module, margin + 1, top + (body - side) / 2)
    marks += words.at(wide - margin - column, top + max(0.0, (body - words.height) / 2))
    is_over = words.height > body + 0.01
    return marks + end.at(margin, high - margin - end.height), 0.01 if is_over else module


def _label(notice: Notice, symbol: Symbol, sheet: Sheet, dress: Dress) -> tuple[list[Mark], float]:
    """A small label: the code, its name, what may have to be typed, which print it is."""
    wide, high = sheet.face
    pad = 3.5
    room, body = wide - 2 * pad, high - 2 * pad
    module, words, column = 0.0, MarkGroup(0), 0.0
    for share in (0.6, 0.56, 0.52, 0.48, 0.44):
        module = _in_dots(min(body, room * share), symbol, sheet)
        column = room - module * symbol.full_size - 2.5
        words = _label_words(notice, column, dress, module)
        if words.height <= body:
            break
    side = module * symbol.full_size
    marks = _code(symbol, sheet, module, pad, (high - side) / 2)
    marks += words.at(wide - pad - column, (high - words.height) / 2)
    return marks, 0.01 if words.height > body + 0.01 else module


def _label_words(notice: Notice, room: float, dress: Dress, module: float) -> MarkGroup:
    small = fit(shown(notice.short_stamp or notice.stamp, Face.TEXT, notice.picture), Face.TEXT, room, 2.1, 4, 1.9)
    far = fit(reach_sentence(notice, module), Face.STRONG, room, 2.3, 3, 2.0)
    title = fit(shown(notice.title, Face.HEAVY, notice.picture), Face.HEAVY, room, 6.5 * dress.title, 4, 3.2)
    heading = fit(shown(notice.heading, Face.STRONG, notice.picture), Face.STRONG, room, 2.6, 3, 2.2)
    head = stacked([lines(heading, room, colour=BRAND), lines(title, room, colour=INK)], 0)
    foot_lines = stacked([lines(far, room, colour=INK), lines(small, room, colour=SOFT)], 0)
    values = typed_values(notice, room, 0.4, Dress(), beside=False)
    return stacked([head, values, foot_lines], 1.2)
