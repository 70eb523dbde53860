"""The words of a .docx: paragraphs, letters, lines and tables as the file writes them."""

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape


def w(name: str, *inside: str, **values: str | int) -> str:
    """An element of the file with its attributes."""
    said = "".join(f' w:{key}="{value}"' for key, value in values.items())
    return f"<w:{name}{said}>{''.join(inside)}</w:{name}>" if inside else f"<w:{name}{said}/>"


def letters(size: float = 0, bold: bool = False, italic: bool = False) -> str:
    """How letters look: only what differs from their paragraph."""
    found = w("b") + w("bCs") if bold else ""
    found += w("i") + w("iCs") if italic else ""
    return found + (w("sz", val=f"{size * 2:.0f}") + w("szCs", val=f"{size * 2:.0f}") if size else "")


def run(text: str, look: str = "") -> str:
    """Letters of one look; line ends stay."""
    lines = [f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.replace("\t", " ").split("\n")]
    return w("r", w("rPr", look) if look else "", w("br").join(lines))


def paragraph(style: str, *runs: str, more: str = "") -> str:
    """A paragraph of a style; ``more`` are settings of its own, in the order that the file asks for."""
    return w("p", w("pPr", w("pStyle", val=style), more), *runs)


def text(style: str, said: str, more: str = "") -> str:
    """A paragraph of one look."""
    return paragraph(style, run(said), more=more)


def line(width: int, room: int) -> str:
    """A drawn line in the middle of the room; underlined letters would be no line."""
    side = max(room - width, 0) // 2
    border = w("pBdr", w("bottom", val="single", sz=6, space=1, color="000000"))
    return paragraph("Line", more=border + w("ind", left=side, right=side))


def cell(width: int, inside: str, span: int = 1, merge: str = "", is_middle: bool = False) -> str:
    """A cell with the paragraphs inside it; ``merge`` joins it to the ones below."""
    settings = w("tcW", w=width, type="dxa") + (w("gridSpan", val=span) if span > 1 else "") + merge
    return w("tc", w("tcPr", settings, w("vAlign", val="center") if is_middle else ""), inside)


def row(*cells: str, settings: str = "") -> str:
    """A row that stays on one sheet."""
    return w("tr", w("trPr", w("cantSplit"), settings), *cells)


def grid(widths: Sequence[int], rows: Iterable[str], borders: str = "") -> str:
    """A table of columns that keep their widths, whatever stands in them."""
    margin = 80 if borders else 0
    margins = w("tblCellMar", w("left", w=margin, type="dxa"), w("right", w=margin, type="dxa"))
    settings = w("tblPr", w("tblW", w=sum(widths), type="dxa"), borders, w("tblLayout", type="fixed"), margins)
    return w("tbl", settings, w("tblGrid", *(w("gridCol", w=width) for width in widths)), *rows)
