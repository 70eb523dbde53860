"""The typefaces of posters: which one has which letter, how wide a line is, and what stands in for a missing letter."""

import unicodedata
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).parent / "fonts"
LINE = 1.5  # stacked capitals reach 1.223 em above and 0.265 em below the baseline
ASCENT = 1.23
POINTS = 72 / 25.4


class Face(StrEnum):
    """The four cuts that are used."""

    TEXT = "BeVietnamPro-Regular"
    STRONG = "BeVietnamPro-SemiBold"
    HEAVY = "BeVietnamPro-Bold"
    MONO = "IBMPlexMono-SemiBold"


class Run(NamedTuple):
    """A piece of a line in one face."""

    face: Face
    text: str


@cache
def font(face: Face) -> Any:
    """The face, made known to the page writer once."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    made = TTFont(face.value, str(FOLDER / f"{face.value}.ttf"))
    pdfmetrics.registerFont(made)
    return made


def has(face: Face, letter: str) -> bool:
    """Whether the face can draw a letter."""
    return ord(letter) in font(face).face.charToGlyph


def shown(text: str, face: Face, picture: str) -> str:
    """The text as it can be printed: composed letters; what no face has is described in square brackets."""
    out: list[str] = []
    for letter in unicodedata.normalize("NFC", text):
        if _face_of(letter, face) is not None:
            out.append(letter)
            continue
        word = f"[{picture}]" if _is_picture(letter) else f"[U+{ord(letter):04X}]"
        joins = out and out[-1] == f"[{picture}]" and (word == out[-1] or unicodedata.category(letter) in ("Cf", "Mn"))
        if not joins:
            out.append(word)
    return "".join(out)


def runs(text: str, face: Face) -> tuple[Run, ...]:
    """The text cut into pieces of one face each: the wanted one, or the first other that has the letter."""
    pieces: list[Run] = []
    for letter in text:
        use = _face_of(letter, face) or face
        if pieces and pieces[-1].face is use:
            pieces[-1] = Run(use, pieces[-1].text + letter)
        else:
            pieces.append(Run(use, letter))
    return tuple(pieces)


def width(text: str, face: Face, size: float) -> float:
    """How wide a line is, in the unit of ``size``."""
    return sum([advance(face, letter) for letter in text]) * size


@cache
def advance(face: Face, letter: str) -> float:
    """How far one letter moves the pen at size 1, in the face that will draw it."""
    used = font(_face_of(letter, face) or face).face
    return float(used.charWidths.get(ord(letter), used.defaultWidth)) / 1000


@cache
def _face_of(letter: str, wanted: Face) -> Face | None:
    others = (Face.MONO, Face.STRONG) if wanted is not Face.MONO else (Face.STRONG,)
    return next((face for face in (wanted, *others) if has(face, letter)), None)


def _is_picture(letter: str) -> bool:
    return unicodedata.category(letter) in ("So", "Sk") or 0x1F000 <= ord(letter) <= 0x1FAFF
