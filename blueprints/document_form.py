"""The form of the state's papers as a .docx keeps it: paper, margins, letters, sizes; and the empty file to begin with.

Lengths are in twentieths of a point, as the file counts: 20 mm are 1134, 30 mm 1701, 15 mm 851 (850 would be just under
the least margin). Paragraphs name a style, so that a clerk changes the look of all alike in one place.
"""

import io
from functools import cache
from typing import Any, NamedTuple

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from blueprints.document_xml import letters, w

PAPER = (11906, 16838)  # A4
TOP, BOTTOM, LEFT, RIGHT = 1134, 1134, 1701, 851
HEADER = 567  # the page number stands in the middle of the top margin
INDENT = 720  # 1.27 cm
STATE, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
MOTTO_WIDTH = 3415  # of the motto in bold letters of 14 points: the line below is as long
NAMESPACE = nsdecls("w")


class Style(NamedTuple):
    """How a paragraph of one kind looks: points, and spaces before and after."""

    size: float
    align: str = "center"
    bold: bool = False
    italic: bool = False
    first: int = 0
    before: int = 0
    after: int = 0
    keep: bool = False  # with the next paragraph
    level: int | None = None  # in the outline


STYLES: dict[str, Style] = {
    "Normal": Style(14, "both"),
    "Superior": Style(13, keep=True),
    "Issuer": Style(13, bold=True, keep=True),
    "State": Style(13, bold=True, keep=True),
    "Motto": Style(14, bold=True, keep=True),
    "Number": Style(13, before=80, keep=True),
    "Day": Style(14, italic=True, before=80, keep=True),
    "Title": Style(14, bold=True, before=240, keep=True),
    "About": Style(14, bold=True, keep=True),
    "Attached": Style(14, italic=True, after=120, keep=True),
    "Addressed": Style(14, before=120, after=120),
    "Ground": Style(14, "both", italic=True, first=INDENT, after=120),
    "Heading1": Style(14, "both", bold=True, first=INDENT, before=120, after=120, keep=True, level=0),
    "Heading2": Style(14, "both", bold=True, first=INDENT, after=120, keep=True, level=1),
    "Heading3": Style(14, "both", bold=True, italic=True, first=INDENT, after=120, keep=True, level=2),
    "Body": Style(14, "both", first=INDENT, after=120),
    "Cell": Style(11, "left", before=20, after=20),
    "Caption": Style(14, bold=True, before=120, after=60, keep=True),
    "Remark": Style(12, "both", before=60, after=120),
    "Authority": Style(14, bold=True, keep=True),
    "Name": Style(14, bold=True, before=1300),
    "CopiesHead": Style(12, "left", bold=True, italic=True, keep=True),
    "Copy": Style(11, "left"),
    "PageNumber": Style(14),
    "Line": Style(1, keep=True),
}


def _style(name: str, look: Style) -> str:
    is_line = name == "Line"
    space = w(
        "spacing",
        before=look.before,
        after=look.after,
        line=40 if is_line else 240,
        lineRule="exact" if is_line else "auto",
    )
    paragraph = (
        (w("keepNext") if look.keep else "")
        + space
        + (w("ind", firstLine=look.first) if look.first else "")
        + w("jc", val=look.align)
        + ("" if look.level is None else w("outlineLvl", val=look.level))
    )
    parts = (
        w("name", val=name if look.level is None else f"heading {look.level + 1}"),
        "" if name == "Normal" else w("basedOn", val="Normal"),
        w("qFormat"),
        w("pPr", paragraph),
        w("rPr", letters(look.size, look.bold, look.italic)),
    )
    default = {"default": 1} if name == "Normal" else {}
    return w("style", *parts, type="paragraph", styleId=name, **default)


def _styles() -> str:
    fonts = w("rFonts", **dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), "Times New Roman"))
    alike = fonts + w("color", val="000000") + w("lang", val="vi-VN", eastAsia="vi-VN", bidi="ar-SA")
    defaults = w("docDefaults", w("rPrDefault", w("rPr", alike)), w("pPrDefault"))
    every = "".join(_style(name, look) for name, look in STYLES.items())
    return f"<w:styles {NAMESPACE}>{defaults}{every}</w:styles>"


def _settle(settings: Any) -> None:
    """Tables begin at the margin, as the newer programs set them; no marks of who edited the pattern and when."""
    for one in list(settings):
        if one.tag == qn("w:rsids"):
            settings.remove(one)
    for one in settings.iter(qn("w:compatSetting")):
        if one.get(qn("w:name")) == "compatibilityMode":
            one.set(qn("w:val"), "15")


@cache
def blank() -> bytes:
    """An empty file: the library's pattern with our styles, without its picture and the traces of its maker."""
    made = docx.Document()
    kept = ("/styles", "/settings", "/theme", "/officeDocument", "/core-properties")
    for part in (made.part, made.part.package):
        for key, relation in list(part.rels.items()):
            if not relation.reltype.endswith(kept):
                del part.rels[key]
    made.styles.element[:] = list(parse_xml(_styles()))
    _settle(made.settings.element)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
