"""What a poster is made of before any file exists: texts, shapes, pictures, codes at known places (mm, y down)."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from models.qr.faces import ASCENT, LINE, Face, width
from models.qr.fitting import Fitted
from models.qr.symbols import QUIET, Symbol

Colour = tuple[float, ...]  # one number: grey; three: red, green, blue

INK: Colour = (0.09,)
SOFT: Colour = (0.32,)
WHITE: Colour = (1.0,)
BRAND: Colour = (11 / 255, 71 / 255, 68 / 255)
GOLD: Colour = (242 / 255, 183 / 255, 5 / 255)
TINT: Colour = (0.925, 0.957, 0.95)
RULE: Colour = (0.78,)


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; ``x`` left edge, ``y`` baseline."""

    x: float
    y: float
    text: str
    face: Face
    size: float
    colour: Colour = INK

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the room that its tallest letters may fill."""
        return (
            self.x,
            self.y - ASCENT * self.size,
            self.x + width(self.text, self.face, self.size),
            self.y + (LINE - ASCENT) * self.size,
        )


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with round corners, filled or outlined."""

    x: float
    y: float
    width: float
    height: float
    radius: float = 0.0
    fill: Colour | None = None
    line: Colour | None = None
    weight: float = 0.3


@dataclass(frozen=True, slots=True)
class Line:
    """A straight or bent line through points."""

    points: tuple[tuple[float, float], ...]
    weight: float = 0.3
    colour: Colour = INK
    dashes: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Disc:
    """A filled circle."""

    x: float
    y: float
    radius: float
    fill: Colour


@dataclass(frozen=True, slots=True)
class Code:
    """A code; ``x`` and ``y`` are the upper left module, the quiet zone lies outside."""

    x: float
    y: float
    module: float
    symbol: Symbol

    @property
    def side(self) -> float:
        """The printed width without quiet zone."""
        return self.module * self.symbol.size

    @property
    def quiet_box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom with the quiet zone."""
        edge = QUIET * self.module
        return self.x - edge, self.y - edge, self.x + self.side + edge, self.y + self.side + edge


@dataclass(frozen=True, slots=True)
class Picture:
    """A square picture as PNG; ``x`` and ``y`` are its upper left corner."""

    x: float
    y: float
    side: float
    content: bytes


Mark = Text | Box | Line | Disc | Code | Picture


@dataclass(slots=True)
class MarkGroup:
    """A group of marks measured from its own upper left corner."""

    height: float
    marks: list[Mark] = field(default_factory=list)

    def at(self, x: float, y: float) -> list[Mark]:
        """The marks moved to where the block stands."""
        return [moved(mark, x, y) for mark in self.marks]


def moved(mark: Mark, x: float, y: float) -> Mark:
    """The same mark further right and down."""
    if isinstance(mark, Line):
        return replace(mark, points=tuple((px + x, py + y) for px, py in mark.points))
    return replace(mark, x=mark.x + x, y=mark.y + y)


def lines(text: Fitted, room: float, align: str = "left", colour: Colour = INK) -> MarkGroup:
    """Fitted lines one under another, their marks inside the block."""
    block = MarkGroup(text.height)
    for at, line in enumerate(text.lines):
        spare = room - width(line, text.face, text.size)
        x = {"left": 0.0, "middle": spare / 2, "right": spare}[align]
        block.marks.append(Text(x, (at * LINE + ASCENT) * text.size, line, text.face, text.size, colour))
    return block


def stacked(blocks: Iterable[MarkGroup], gap: float) -> MarkGroup:
    """Blocks one under another."""
    out = MarkGroup(0.0)
    for block in blocks:
        if block.height == 0:
            continue
        top = out.height + (gap if out.marks else 0)
        out.marks += block.at(0, top)
        out.height = top + block.height
    return out
