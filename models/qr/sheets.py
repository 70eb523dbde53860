"""The sheets posters are printed on, measured in whole printer dots so that codes stay crisp in PDF and PNG alike."""

from dataclasses import dataclass

from models.qr.rules import PaperFormat

INCH = 25.4
SAFE = 8.0  # mm that office printers cannot reach


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one poster face stands on the sheet (mm from the upper left); ``is_turned`` by 180 degrees."""

    x: float
    y: float
    width: float
    height: float
    is_turned: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its size in dots at its own resolution, the faces on it, and the narrowest code it may carry.

    ``inset`` and ``foot`` are dots kept free around and below the faces.
    """

    paper: PaperFormat
    dots: tuple[int, int]
    dpi: int
    columns: int
    rows: int
    layout: str
    least_code: float
    turns_first: bool = False
    inset: int = 0
    foot: int = 0

    @property
    def dot(self) -> float:
        """One dot in millimetres: codes are placed on and measured in whole dots."""
        return INCH / self.dpi

    @property
    def width(self) -> float:
        """Width in millimetres."""
        return self.dots[0] * self.dot

    @property
    def height(self) -> float:
        """Height in millimetres."""
        return self.dots[1] * self.dot

    @property
    def face(self) -> tuple[float, float]:
        """Width and height of one poster face."""
        wide = (self.dots[0] - 2 * self.inset) // self.columns
        high = (self.dots[1] - 2 * self.inset - self.foot) // self.rows
        return wide * self.dot, high * self.dot

    def spots(self) -> list[Spot]:
        """All faces, row by row."""
        wide, high = self.face
        edge = self.inset * self.dot
        return [
            Spot(edge + column * wide, edge + row * high, wide, high, self.turns_first and row == 0)
            for row in range(self.rows)
            for column in range(self.columns)
        ]


# 300 dpi: A4 is 2480 x 3508 dots (209.97 x 297.01 mm), true to 0.1 mm; the wall board is far larger than it needs.
SHEETS: dict[PaperFormat, Sheet] = {
    PaperFormat.WALL: Sheet(PaperFormat.WALL, (1754, 2480), 150, 1, 1, "tall", 150),
    PaperFormat.A4: Sheet(PaperFormat.A4, (2480, 3508), 300, 1, 1, "tall", 110),
    PaperFormat.A5: Sheet(PaperFormat.A5, (1748, 2480), 300, 1, 1, "tall", 80),
    PaperFormat.A6: Sheet(PaperFormat.A6, (1240, 1748), 300, 1, 1, "tall", 55),
    PaperFormat.TENT: Sheet(PaperFormat.TENT, (2480, 3508), 300, 1, 2, "wide", 55, turns_first=True),
    PaperFormat.FOUR_A6: Sheet(PaperFormat.FOUR_A6, (2480, 3508), 300, 2, 2, "tall", 55),
    PaperFormat.LABELS: Sheet(PaperFormat.LABELS, (2480, 3508), 300, 2, 4, "label", 30, inset=96, foot=96),
}
