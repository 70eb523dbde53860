"""Names, keys and addresses that people may have to type: one face, no look-alikes, every space visible."""

from models.qr.faces import ASCENT, LINE, Face, shown, width
from models.qr.fitting import FLOOR, Fitted, fit, fit_exact
from models.qr.marks import BRAND, SOFT, TINT, Box, Line, Mark, MarkGroup, lines, stacked
from models.qr.notices import Dress, Notice, Value


def typed_values(notice: Notice, room: float, scale: float, dress: Dress, beside: bool = True) -> MarkGroup:
    """Name and key in letters that cannot be confused, on a tinted ground; side by side where both stay large."""
    if not notice.values and not notice.note:
        return MarkGroup(0)
    pad = max(2.2, 4.5 * scale)
    inner = room - 2 * pad
    content = _side_by_side(notice, inner, scale) if beside and len(notice.values) == 2 else None
    if content is None:
        content = stacked([_value(value, notice, inner, scale, dress) for value in notice.values], 0.8 * scale)
    if notice.note and len(notice.values) == 1 and dress.is_tight:
        content = _value_and_note(notice, inner, scale)
    elif notice.note:
        note = fit(shown(notice.note, Face.STRONG, notice.picture), Face.STRONG, inner, 4.6 * scale, 4, 2.8)
        content = stacked([content, lines(note, inner)], 1.2 * scale)
    edge = pad * (0.4 if dress.is_tight else 0.75)
    block = MarkGroup(content.height + 2 * edge, [Box(0, 0, room, content.height + 2 * edge, pad * 0.7, fill=TINT)])
    block.marks += content.at(pad, edge)
    return block


def _value_and_note(notice: Notice, room: float, scale: float) -> MarkGroup:
    """One value on the left, the remark on the right: where every millimetre of height counts."""
    half = room / 2 - 1.5
    value = _value(notice.values[0], notice, half, scale, Dress())
    note = lines(fit(shown(notice.note, Face.STRONG, notice.picture), Face.STRONG, half, 4.6 * scale, 4, 2.5), half)
    height = max(value.height, note.height)
    marks = value.at(0, (height - value.height) / 2) + note.at(half + 3, (height - note.height) / 2)
    return MarkGroup(height, marks)


def _side_by_side(notice: Notice, room: float, scale: float) -> MarkGroup | None:
    """Two values next to each other at one size, if both stay on one line and large."""
    gap = 7 * scale
    texts = [shown(value.text, Face.MONO, notice.picture) for value in notice.values]
    units = [max(width(text, Face.MONO, 1), 1) for text in texts]
    size = min(8.4 * scale, (room - gap) / sum(units))
    if size < 5.4 * scale or not all(value.is_exact for value in notice.values):
        return None
    spare = room - gap - size * sum(units)
    out, x = MarkGroup(0), 0.0
    for value, text, unit in zip(notice.values, texts, units, strict=True):
        each = size * unit + spare / 2
        label = Fitted((value.label,), max(2.2 if scale < 0.45 else 2.6, 3.7 * scale), Face.TEXT)
        setting = Fitted((text,), size, Face.MONO)
        body = lines(setting, each)
        body.marks += _space_signs(text, setting)
        cell = stacked([lines(label, each, colour=SOFT), body], -0.6 * scale)
        out.marks += cell.at(x, 0)
        out.height = max(out.height, cell.height)
        x += each + gap
    return out


def _value(value: Value, notice: Notice, room: float, scale: float, dress: Dress) -> MarkGroup:
    """A label and its value; in a tight dress the label stands before it instead of above it."""
    label = Fitted((value.label,), max(2.2 if scale < 0.45 else 2.6, 3.7 * scale), Face.TEXT)
    left = width(value.label, Face.TEXT, label.size) + 2 if dress.is_tight else 0.0
    if value.is_exact:
        text = shown(value.text, Face.MONO, notice.picture)
        setting = fit_exact(text, room - left, 8.4 * scale, 3.0 if dress.is_tight else min(FLOOR, 5.6 * scale))
        body = lines(setting, room - left)
        body.marks += _space_signs(text, setting)
    else:
        words = shown(value.text, Face.STRONG, notice.picture)
        setting = fit(words, Face.STRONG, room - left, 5 * scale, 3, 3.0)
        body = lines(setting, room - left)
    if not dress.is_tight:
        return stacked([lines(label, room, colour=SOFT), body], -0.6 * scale)
    drop = ASCENT * (setting.size - label.size)  # both on one baseline
    return MarkGroup(body.height, lines(label, left, colour=SOFT).at(0, drop) + body.at(left, 0))


def _space_signs(text: str, setting: Fitted) -> list[Mark]:
    """A small open box under every space that could be overlooked; the text itself stays as it is."""
    signs: list[Mark] = []
    at = 0
    for row, line in enumerate(setting.lines):
        base = (row * LINE + ASCENT) * setting.size
        for column, letter in enumerate(line):
            around = text[at - 1 : at] if at else " ", text[at + 1 : at + 2] or " "
            if letter.isspace() and any(near.isspace() for near in around):
                signs.append(_open_box(width(line[:column], Face.MONO, setting.size), base, setting.size))
            at += 1
    return signs


def _open_box(x: float, base: float, size: float) -> Mark:
    unit, y, up = size * 0.6, base + size * 0.1, size * 0.16
    left, right = x + unit * 0.14, x + unit * 0.86
    return Line(((left, y - up), (left, y), (right, y), (right, y - up)), size * 0.05, BRAND)
