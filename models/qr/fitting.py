"""Lines of a poster: broken where a reader breathes, as large as the room allows, never smaller than can be read."""

import re
from functools import cache
from typing import NamedTuple

from models.catalogue import read_yaml
from models.qr.faces import LINE, Face, width

HARD_SPACE = "\u00a0"
DASH = " – "
FLOOR = 4.0  # mm: the smallest size of a line that had to be shrunk
_STEP = 0.96


@cache
def _together() -> re.Pattern[str]:
    """What a line never parts, from the catalogue: fixed names, a number with its unit, a place with its number."""
    words = read_yaml("typesetting")
    phrases, before, after = ("|".join(map(re.escape, words[key])) for key in
                              ("phrases", "before_number", "after_number"))
    return re.compile(
        rf"(?<!\w)(?:{phrases})(?!\w)|(?<!\w)(?:{before}) \d+[a-z]?(?!\w)|\d[\d.,/]*[ \u00a0](?:{after})(?!\w)",
        re.IGNORECASE,
    )


class Fitted(NamedTuple):
    """A text set in lines at one size (mm)."""

    lines: tuple[str, ...]
    size: float
    face: Face

    @property
    def height(self) -> float:
        """The room its lines take."""
        return len(self.lines) * self.size * LINE


def tied(text: str) -> str:
    """The text with hard spaces where a line may never break."""
    return _together().sub(lambda match: match.group().replace(" ", HARD_SPACE), text)


def fit(text: str, face: Face, room: float, largest: float, most_lines: int = 3, floor: float = FLOOR) -> Fitted:
    """The largest setting of a text in the room; one line when it is not much smaller than two, and so on."""
    chosen = _largest(text, face, room, largest, 1, floor)
    for lines in range(2, most_lines + 1):
        if chosen.size >= max(largest, floor):
            break  # already as large as it may be
        setting = _largest(text, face, room, largest, lines, floor)
        if not _is_inside(chosen, room) or setting.size > chosen.size * 1.3 or len(chosen.lines) > lines - 1:
            chosen = setting
    while not _is_inside(chosen, room):  # one unbreakable word: smaller than the floor is better than cut off
        chosen = Fitted(_broken(text, face, chosen.size * _STEP, room), chosen.size * _STEP, face)
    return _plain(chosen)


def _plain(setting: Fitted) -> Fitted:
    return Fitted(tuple(line.replace(HARD_SPACE, " ") for line in setting.lines), setting.size, setting.face)


def _is_inside(setting: Fitted, room: float) -> bool:
    return all(width(line, setting.face, setting.size) <= room for line in setting.lines)


def _largest(text: str, face: Face, room: float, largest: float, lines: int, floor: float) -> Fitted:
    size = max(largest, floor)
    while True:
        setting = Fitted(_broken(text, face, size, room), size, face)
        if len(setting.lines) > lines and size <= floor and DASH in text:  # no room for a line to each phrase
            text = text.replace(DASH, f"{HARD_SPACE}– ")
            setting = Fitted(_broken(text, face, size, room), size, face)
        if (len(setting.lines) <= lines and _is_inside(setting, room)) or size <= floor:
            return Fitted(_balanced(setting, text, room), size, face)
        size = max(floor, size * _STEP)


def _balanced(setting: Fitted, text: str, room: float) -> tuple[str, ...]:
    """The same number of lines, as even as they can be, so that no single word is left alone."""
    if len(setting.lines) < 2 or DASH in text:
        return setting.lines
    narrow = room
    best = setting.lines
    while narrow > room * 0.45:
        narrow -= room * 0.03
        lines = _broken(text, setting.face, setting.size, narrow)
        if len(lines) > len(setting.lines) or any(width(line, setting.face, setting.size) > room for line in lines):
            break
        best = lines
    return best


def _broken(text: str, face: Face, size: float, room: float) -> tuple[str, ...]:
    """Lines that fit: first at dashes between phrases, then between words."""
    if width(text, face, size) <= room:
        return (text,)
    lines: list[str] = []
    phrases = tied(text).split(DASH)
    for at, phrase in enumerate(phrases):
        tail = " –" if at < len(phrases) - 1 else ""
        if lines and width(f"{lines[-1]} {phrase}{tail}", face, size) <= room:
            lines[-1] = f"{lines[-1]} {phrase}{tail}"
            continue
        lines += _words(phrase + tail.replace(" ", HARD_SPACE), face, size, room)
    return tuple(lines)


def _words(phrase: str, face: Face, size: float, room: float) -> list[str]:
    lines: list[str] = []
    for word in phrase.split(" "):
        if lines and width(f"{lines[-1]} {word}", face, size) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def fit_exact(value: str, room: float, largest: float, smallest: float, most_lines: int = 4) -> Fitted:
    """A name or key set letter by letter: complete, without hyphens, in even lines when one line is too small."""
    size, lines = largest, 1
    while True:
        pieces = _cut(value, size, room)
        if len(pieces) <= lines:
            return Fitted(tuple(_cut(value, size, room, evenly=len(pieces))), size, Face.MONO)
        if size <= smallest or (lines < most_lines and size <= largest * (0.62 ** lines)):
            lines += 1
            size = min(largest, size * 1.15) if lines <= most_lines else size
            if lines > 12:
                size *= _STEP
        else:
            size = max(smallest, size * _STEP)


def _cut(value: str, size: float, room: float, evenly: int = 1) -> list[str]:
    """Pieces no wider than the room; with ``evenly`` > 1 in that many pieces of about one length."""
    most = -(-len(value) // evenly) if evenly > 1 else len(value)
    pieces = [""]
    for letter in value:
        if pieces[-1] and (len(pieces[-1]) >= most or width(pieces[-1] + letter, Face.MONO, size) > room):
            pieces.append("")
        pieces[-1] += letter
    return pieces
