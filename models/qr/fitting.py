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
    phrases, before, after = (
        "|".join(map(re.escape, words[key])) for key in ("phrases", "before_number", "after_number")
    )
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


class _Breaker:
    """One text whose words were measured once, ready to be broken for any width."""

    def __init__(self, text: str, face: Face, by_phrase: bool) -> None:
        self.face = face
        self.space = width(" ", face, 1)
        glued = tied(text)
        glued = glued.replace(DASH, f"{HARD_SPACE}–\n") if by_phrase else glued.replace(DASH, f"{HARD_SPACE}– ")
        self.phrases = [[(word, width(word, face, 1)) for word in phrase.split(" ")] for phrase in glued.split("\n")]
        self.widest_word = max(wide for phrase in self.phrases for _, wide in phrase)
        self.whole = width(text, face, 1)
        self.plain = text

    def lines(self, units: float) -> tuple[str, ...]:
        """Lines no wider than ``units`` (widths at size 1), unless a single word is wider."""
        if self.whole <= units:
            return (self.plain,)
        lines: list[str] = []
        used = 0.0
        for phrase in self.phrases:
            total = sum(wide for _, wide in phrase) + self.space * (len(phrase) - 1)
            if lines and used + self.space + total <= units:  # a short phrase still fits behind the one before
                lines[-1] += " " + " ".join(word for word, _ in phrase)
                used += self.space + total
                continue
            for at, (word, wide) in enumerate(phrase):
                if at and used + self.space + wide <= units:
                    lines[-1] += f" {word}"
                    used += self.space + wide
                else:
                    lines.append(word)
                    used = wide
        return tuple(line.replace(HARD_SPACE, " ") for line in lines)

    def balanced(self, units: float) -> tuple[str, ...]:
        """The same number of lines, as even as they can be, so that no single word is left alone."""
        best = self.lines(units)
        if len(best) < 2 or len(self.phrases) > 1:
            return best
        for step in range(1, 18):
            narrow = max(units * (1 - 0.03 * step), self.widest_word)
            lines = self.lines(narrow)
            if len(lines) > len(best):
                break
            best = lines
        return best


def fit(text: str, face: Face, room: float, largest: float, most_lines: int = 3, floor: float = FLOOR) -> Fitted:
    """The largest setting of a text in the room; one line when it is not much smaller than two, and so on."""
    largest = max(largest, floor)
    breakers = [_Breaker(text, face, by_phrase) for by_phrase in ((True, False) if DASH in text else (False,))]
    chosen: tuple[float, _Breaker] | None = None
    for count in range(1, most_lines + 1):
        sizes = [(_size(breaker, room, largest, floor, count), breaker) for breaker in breakers]
        # a break between phrases is worth some size
        found = sizes[0] if sizes[0][0] >= 0.7 * sizes[-1][0] else sizes[-1]
        if found[0] and (chosen is None or found[0] > chosen[0] * 1.3):
            chosen = found
        if chosen is not None and chosen[0] >= largest:
            break
    if chosen is None:  # more lines than wished for, or one word wider than the room: smaller beats cut off
        chosen = (min(floor, room / breakers[-1].widest_word), breakers[-1])
    size, breaker = chosen
    return Fitted(breaker.balanced(room / size), size, face)


def _size(breaker: _Breaker, room: float, largest: float, floor: float, count: int) -> float:
    """The largest size at which a text takes at most ``count`` lines; 0 when even the floor is too large."""
    if count == 1:
        size = min(largest, room / max(breaker.whole, 1e-9))
        return size if size >= floor else 0.0
    size = min(largest, room / breaker.widest_word)
    while size >= floor:
        if len(breaker.lines(room / size)) <= count:
            return size
        size *= _STEP
    fits = room / breaker.widest_word >= floor and len(breaker.lines(room / floor)) <= count
    return floor if fits else 0.0


def fit_exact(value: str, room: float, largest: float, smallest: float, most_lines: int = 4) -> Fitted:
    """A name or key set letter by letter: complete, without hyphens, in even lines when one line is too small."""
    size, lines = largest, 1
    while True:
        pieces = _cut(value, size, room)
        if len(pieces) <= lines:
            return Fitted(tuple(_cut(value, size, room, evenly=len(pieces))), size, Face.MONO)
        if size <= smallest or (lines < most_lines and size <= largest * (0.62**lines)):
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
