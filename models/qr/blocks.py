"""The parts of a poster: letterhead, headline, steps, foot; each knows its own height."""

import math
from decimal import Decimal

from models.qr.faces import Face, shown, width
from models.qr.fitting import fit
from models.qr.marks import (
    BRAND,
    GOLD,
    INK,
    RULE,
    SOFT,
    WHITE,
    Box,
    Disc,
    Line,
    Mark,
    MarkGroup,
    Picture,
    Text,
    lines,
    stacked,
)
from models.qr.notices import Dress, Notice
from models.qr.rules import reach

CHECK_LINE = 50.0  # mm


def letterhead(notice: Notice, room: float, height: float) -> MarkGroup:
    """A band with the office's emblem and name."""
    block = MarkGroup(height, [Box(0, 0, room, height, height * 0.16, fill=BRAND)])
    radius = height * 0.34
    x, y = height * 0.62, height / 2
    block.marks += _emblem(notice, x, y, radius)
    left = x + radius + height * 0.28
    inner = room - left - height * 0.3
    name = fit(shown(notice.office, Face.STRONG, notice.picture), Face.STRONG, inner, height * 0.3, 2, height * 0.17)
    parts = [lines(name, inner, colour=WHITE)]
    if notice.region and len(name.lines) == 1:
        region = fit(shown(notice.region, Face.TEXT, notice.picture), Face.TEXT, inner, height * 0.2, 1, height * 0.14)
        parts.append(lines(region, inner, colour=(0.86, 0.93, 0.92)))
    words = stacked(parts, -height * 0.05)
    block.marks += words.at(left, (height - words.height) / 2 - height * 0.015)
    return block


def _emblem(notice: Notice, x: float, y: float, radius: float) -> list[Mark]:
    """The office's own picture on white; without one its initials in a ring."""
    if notice.emblem:
        edge, inner = radius * 1.1, radius
        ground = Box(x - edge, y - edge, 2 * edge, 2 * edge, edge * 0.2, fill=WHITE)
        return [ground, Picture(x - inner, y - inner, 2 * inner, notice.emblem)]
    size, letters = radius * 0.72, notice.initials[:3]
    left = x - width(letters, Face.HEAVY, size) / 2
    ring = [Disc(x, y, radius, GOLD), Disc(x, y, radius * 0.88, BRAND), Disc(x, y, radius * 0.8, WHITE)]
    return [*ring, Text(left, y + size * 0.36, letters, Face.HEAVY, size, BRAND)]


def headline(notice: Notice, room: float, scale: float, dress: Dress, align: str = "middle") -> MarkGroup:
    """What the code is for, the name of the place in large letters, and where it is."""
    largest = max(16 * scale * dress.title, 4.8)
    title = fit(shown(notice.title, Face.HEAVY, notice.picture), Face.HEAVY, room, largest, 3)
    parts = [_heading(notice, room, scale, align), lines(title, room, align)]
    if notice.place:
        largest = min(6.2 * scale * (0.85 if dress.is_tight else 1), title.size * 0.8)
        place = fit(shown(notice.place, Face.TEXT, notice.picture), Face.TEXT, room, largest, 3)
        parts.append(lines(place, room, align, SOFT))
    return stacked(parts, 0)


def _heading(notice: Notice, room: float, scale: float, align: str) -> MarkGroup:
    """The line above the title, with the waves of a wifi sign before it."""
    sign = 7.4 * scale if notice.has_waves else 0.0
    text = fit(shown(notice.heading, Face.STRONG, notice.picture), Face.STRONG, room - 1.3 * sign, 5.4 * scale, 2, 3.4)
    wide = max(width(line, text.face, text.size) for line in text.lines)
    left = 0.0 if align == "left" else (room - wide - 1.3 * sign) / 2
    block = MarkGroup(text.height, lines(text, wide, align, BRAND).at(left + 1.3 * sign, 0))
    if sign:
        block.marks += _waves(left + sign / 2, 0.7 * text.size + 0.36 * sign + 0.15 * text.size, sign)
    return block


def _waves(x: float, y: float, size: float) -> list[Mark]:
    """Three arcs over a dot, all drawn."""
    marks: list[Mark] = [Disc(x, y, size * 0.085, BRAND)]
    for radius in (0.27, 0.49, 0.71):
        angles = [math.radians(degrees) for degrees in range(-45, 46, 6)]
        arc = tuple((x + size * radius * math.sin(a), y - size * radius * math.cos(a)) for a in angles)
        marks.append(Line(arc, size * 0.105, BRAND))
    return marks


def steps(notice: Notice, room: float, scale: float, dress: Dress, columns: bool = True) -> MarkGroup:
    """Numbered steps, in columns where that is lower."""
    words = (notice.short_steps or notice.steps) if dress.is_short else notice.steps
    if not words:
        return MarkGroup(0)
    size = max(2.5 if dress.is_short else 2.7, 4.3 * scale)
    if not columns:
        return stacked([_step(at, step, room, size, notice) for at, step in enumerate(words, 1)], 0.35 * size)
    gap = 1.1 * size
    natural = [width(step, Face.TEXT, size) + 2.43 * size for step in words]
    spare = (room - gap * (len(words) - 1) - sum(natural)) / len(words)
    rooms = (
        [wide + spare for wide in natural]
        if spare >= 0
        else [(room - gap * (len(words) - 1)) / len(words)] * len(words)
    )
    beside, x = MarkGroup(0), 0.0
    for at, (step, each) in enumerate(zip(words, rooms, strict=True), 1):
        cell = _step(at, step, each, size, notice)
        beside.marks += cell.at(x, 0)
        beside.height = max(beside.height, cell.height)
        x += each + gap
    return beside


def _step(number: int, words: str, room: float, size: float, notice: Notice) -> MarkGroup:
    """A number in a disc and one sentence beside it."""
    radius = 0.86 * size
    left = 2 * radius + 0.7 * size
    text = fit(shown(words, Face.TEXT, notice.picture), Face.TEXT, room - left, size, 6, size)
    sign = str(number)
    marks = lines(text, room - left).at(left, 0)
    marks += [
        Disc(radius, 0.86 * size, radius, BRAND),
        Text(radius - width(sign, Face.HEAVY, size) / 2, 1.22 * size, sign, Face.HEAVY, size, WHITE),
    ]
    return MarkGroup(max(text.height, 2 * radius), marks)


def reach_sentence(notice: Notice, module: float) -> str:
    """How far the code is read, in the office's number form."""
    metres: Decimal = reach(module).metres
    return notice.reach_words.format(metres=str(metres).replace(".", ","))


def foot(notice: Notice, room: float, scale: float, module: float, is_short: bool = False) -> MarkGroup:
    """Reach, whom to ask, which print this is, and a line that shows whether the printer kept the size."""
    size = max(2.2, 3.1 * scale)
    left = room - CHECK_LINE - (3 if is_short else 5)
    words = (notice.short_stamp or notice.stamp) if is_short else notice.stamp
    reach_line = fit(reach_sentence(notice, module), Face.STRONG, left, size * 1.08, 2, 2.0)
    stamp = fit(shown(words, Face.TEXT, notice.picture), Face.TEXT, left, size, 3, 2.0)
    said = stacked([lines(reach_line, left), lines(stamp, left, colour=SOFT)], 0)
    ruler = check_line(notice, size)
    column = MarkGroup(max(said.height, ruler.height))
    column.marks = said.at(0, column.height - said.height)
    column.marks += ruler.at(room - CHECK_LINE, column.height - ruler.height)
    parts = [MarkGroup(0.01, [Line(((0, 0), (room, 0)), 0.25, RULE)])]
    if notice.contact:
        contact = fit(shown(notice.contact, Face.TEXT, notice.picture), Face.TEXT, room, size * 1.08, 3, 2.1)
        parts.append(lines(contact, room, colour=INK))
    return stacked([*parts, column], 0.3 * size)


def check_line(notice: Notice, size: float) -> MarkGroup:
    """A line of exactly 50 mm with its ends marked and its length written above."""
    words = fit(notice.ruler, Face.TEXT, CHECK_LINE, size * 0.92, 2, 1.9)
    text = lines(words, CHECK_LINE, "middle", SOFT)
    y = text.height + 1.0
    text.marks += [
        Line(((0, y), (CHECK_LINE, y)), 0.25),
        Line(((0, y - 1.1), (0, y + 1.1)), 0.25),
        Line(((CHECK_LINE, y - 1.1), (CHECK_LINE, y + 1.1)), 0.25),
    ]
    return MarkGroup(y + 1.3, text.marks)
