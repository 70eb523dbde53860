"""A document as .docx: each block as the paragraphs and tables of the state's form."""

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import zip_longest
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Twips

from blueprints import document_xml as xml
from blueprints.document_blocks import (
    Across,
    Addressees,
    Annex,
    Cells,
    Column,
    DocumentBlock,
    FactList,
    Grounds,
    Heading,
    ListPoint,
    Note,
    PageBreak,
    Paragraph,
    Points,
    Signatures,
    StateHead,
    StoredPicture,
    Table,
    Thumbnails,
    Title,
)
from blueprints.document_form import (
    BOTTOM,
    HEADER,
    LEFT,
    MOTTO,
    MOTTO_WIDTH,
    NAMESPACE,
    PAPER,
    RIGHT,
    STATE,
    TOP,
    blank,
)
from blueprints.document_whole import Document
from blueprints.document_xml import w
from models.base import outside_writing
from models.errors import RuleBroken
from models.files import shrunk

UPRIGHT, SIDEWAYS = PAPER[0] - LEFT - RIGHT, PAPER[1] - LEFT - RIGHT  # room between the margins
LETTER = {False: 0.47, True: 0.63}  # the width of small and of large bold letters, as a share of their size
PACKED_AT = (1980, 1, 1, 0, 0, 0)  # one moment for all parts, so that equal blocks make equal bytes
BORDERS = w(
    "tblBorders",
    *(
        w(side, val="single", sz=4, space=0, color="000000")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    ),
)
ALIGN = {Cells.TEXT: "left", Cells.NUMBER: "right", Cells.DATE: "center"}
FIELD = "".join(
    (
        w("r", w("fldChar", fldCharType="begin")),
        w("r", w("instrText", " PAGE ")),
        w("r", w("fldChar", fldCharType="separate")),
        w("r", w("t", "2")),
        w("r", w("fldChar", fldCharType="end")),
    )
)


def _reach(text: str, size: int) -> int:
    """About how wide bold letters run: good enough for a line of a third to a half of them."""
    return round(sum(LETTER[sign.isupper()] for sign in text) * size * 20)


def _state_head(block: StateHead, room: int) -> Iterable[str]:
    left = room * 37 // 100
    right = room - left
    issuer = block.issuer.split("\n")
    under = round(_reach(max(issuer, key=len), 13) * 0.42)
    ours = xml.text("Superior", block.superior) if block.superior else ""
    ours += "".join(xml.text("Issuer", line) for line in issuer) + xml.line(under, left)
    theirs = xml.text("State", STATE) + xml.text("Motto", MOTTO) + xml.line(MOTTO_WIDTH, right)
    rows = [xml.row(xml.cell(left, ours), xml.cell(right, theirs))]
    if block.number_line or block.day_line:
        number, day = xml.text("Number", block.number_line), xml.text("Day", block.day_line)
        rows.append(xml.row(xml.cell(left, number), xml.cell(right, day)))
    yield xml.grid((left, right), rows)


def _title(block: Title, room: int) -> Iterable[str]:
    yield xml.text("Title", block.name)
    if block.about:
        yield xml.text("About", block.about)
    yield xml.line(round(min(_reach(block.about or block.name, 14), room) * 0.42), room)
    yield xml.paragraph("Line", more=w("spacing", after=160))


def _grounds(block: Grounds, _room: int) -> Iterable[str]:
    yield from (xml.text("Ground", line) for line in block.lines)


def _addressees(block: Addressees, _room: int) -> Iterable[str]:
    if len(block.places) == 1:
        yield xml.text("Addressed", f"Kính gửi: {block.places[0]}")
    else:
        yield xml.text("Addressed", "Kính gửi:")
        yield from (xml.text("Body", f"- {place}", w("ind", left=2880, firstLine=0)) for place in block.places)


def _heading(block: Heading, _room: int) -> Iterable[str]:
    yield xml.text(f"Heading{block.level}", f"{block.label} {block.text.upper() if block.level == 1 else block.text}")


def _running(block: Paragraph, _room: int) -> Iterable[str]:
    yield xml.text("Body", block.text)


def _points(block: Points, _room: int) -> Iterable[str]:
    def told(points: Iterable[ListPoint]) -> Iterable[str]:
        for point in points:
            yield xml.text("Body", f"{point.label} {point.text}")
            yield from told(point.below)

    return told(block.items)


def _head_cell(width: int, title: str, span: int = 1, merge: str = "") -> str:
    inside = xml.paragraph("Cell", xml.run(title, xml.letters(bold=True)), more=w("keepNext") + w("jc", val="center"))
    return xml.cell(width, inside, span, merge, is_middle=True)


def _heads(block: Table, widths: Sequence[int]) -> Iterable[str]:
    """The head in one row, or in two where columns stand under a common word; repeated on every page."""
    begins, goes_on = w("vMerge", val="restart"), w("vMerge")
    if block.has_groups:
        rest = iter(widths)
        yield xml.row(
            *(
                _head_cell(
                    sum(next(rest) for _ in columns), word or columns[0].title, len(columns), "" if word else begins
                )
                for word, columns in block.groups
            ),
            settings=w("tblHeader"),
        )
    below = [block.has_groups and not column.group for column in block.columns]
    yield xml.row(
        *(
            _head_cell(width, "" if is_below else column.title, merge=goes_on if is_below else "")
            for column, width, is_below in zip(block.columns, widths, below, strict=True)
        ),
        settings=w("tblHeader"),
    )


def _across(row: Across, widths: Sequence[int]) -> str:
    head = xml.paragraph("Cell", xml.run(row.text, xml.letters(bold=True, italic=not row.is_main)), more=w("keepNext"))
    return xml.row(xml.cell(sum(widths), head, len(widths)))


def _values(row: tuple[Any, ...], columns: Sequence[Column], widths: Sequence[int]) -> str:
    return xml.row(
        *(
            xml.cell(width, xml.text("Cell", column.show(value), w("jc", val=ALIGN[column.cells])))
            for column, width, value in zip(columns, widths, row, strict=True)
        )
    )


def _table(block: Table, room: int) -> Iterable[str]:
    shares = sum(column.width for column in block.columns)
    widths = [room * column.width // shares for column in block.columns]
    rows = [
        _across(row, widths) if isinstance(row, Across) else _values(row, block.columns, widths)
        for row in block.rows
        if not isinstance(row, Thumbnails)
    ]
    if block.caption:
        yield xml.text("Caption", block.caption)
    yield xml.grid(widths, [*_heads(block, widths), *rows], BORDERS)
    yield xml.paragraph("Line", more=w("spacing", after=120))


def _facts(block: FactList, _room: int) -> Iterable[str]:
    yield from (xml.text("Body", f"{name}: {value}") for name, value in block.pairs)


def _signatures(block: Signatures, room: int) -> Iterable[str]:
    """One row, so that nothing of it stands alone on a sheet: recipients beside one signer, below the first of two."""
    copies = "".join(xml.text("Copy", line) for line in block.copies)
    copies = xml.text("CopiesHead", "Nơi nhận:") + copies if block.copies else ""
    blank_cell = xml.text("Copy", "")
    signed = [
        "".join(xml.text("Authority", line) for line in signer.authority.split("\n")) + xml.text("Name", signer.name)
        for signer in block.signers
    ]
    if len(signed) < 2:
        cells = [copies or blank_cell, *(signed or [blank_cell])]
    else:
        cells = [signed[0] + copies, *signed[1:]]
    widths = [room // len(cells)] * len(cells)
    row = xml.row(*(xml.cell(width, inside) for width, inside in zip(widths, cells, strict=True)))
    yield xml.paragraph("Line", more=w("spacing", before=120))
    yield xml.grid(widths, [row])
    yield xml.paragraph("Line")


def _note(block: Note, _room: int) -> Iterable[str]:
    yield xml.paragraph("Remark", xml.run(f"{block.label}: ", xml.letters(italic=True)), xml.run(block.text))


def _page_break(_block: PageBreak, _room: int) -> Iterable[str]:
    yield xml.paragraph("Line", w("r", w("br", type="page")))


DRAWN: dict[str, Callable[[Any, int], Iterable[str]]] = {
    "state_head": _state_head,
    "title": _title,
    "grounds": _grounds,
    "addressees": _addressees,
    "heading": _heading,
    "paragraph": _running,
    "points": _points,
    "table": _table,
    "facts": _facts,
    "signatures": _signatures,
    "note": _note,
    "page_break": _page_break,
}


def _shrunk(content: bytes) -> io.BytesIO:
    """A picture of at most 1600 pixels on white; RuleBroken as ``models.files.shrunk``."""
    from PIL import Image

    picture, small = shrunk(content, 1600), io.BytesIO()
    white = Image.new("RGBA", picture.size, "white")
    white.alpha_composite(picture)
    white.convert("RGB").save(small, "JPEG", quality=85)
    return small


class _Writer:
    """One file being written."""

    def __init__(self) -> None:
        self.file = docx.Document(io.BytesIO(blank()))
        self.room = UPRIGHT
        self._set_up(self.file.sections[0], is_wide=False)
        header = self.file.sections[0].header
        header.is_linked_to_previous = False
        self._put(xml.paragraph("PageNumber", FIELD), header.paragraphs[0]._p)
        header._element.remove(header.paragraphs[-1]._p)

    def _set_up(self, section: Any, is_wide: bool) -> None:
        width, height = (PAPER[1], PAPER[0]) if is_wide else PAPER
        section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Twips(width), Twips(height)
        section.top_margin, section.bottom_margin = Twips(TOP), Twips(BOTTOM)
        section.left_margin, section.right_margin = Twips(LEFT), Twips(RIGHT)
        section.header_distance = section.footer_distance = Twips(HEADER)
        section.different_first_page_header_footer = True
        self.room = SIDEWAYS if is_wide else UPRIGHT

    def _put(self, pieces: str, before: Any = None) -> None:
        """Pieces of the file, at the end of the text or before something."""
        place = self.file.element.body.sectPr if before is None else before
        for piece in parse_xml(f"<w:body {NAMESPACE}>{pieces}</w:body>"):
            place.addprevious(piece)

    def add(self, block: DocumentBlock, following: DocumentBlock | None = None) -> None:
        """One more block; the last words stay on the sheet that is signed."""
        if isinstance(block, Annex):
            self._annex(block)
        elif isinstance(block, StoredPicture):
            self._picture(block)
        elif isinstance(block, Paragraph) and isinstance(following, Signatures):
            self._put(xml.text("Body", block.text, w("keepNext")))
        else:
            self._put("".join(DRAWN[block.kind](block, self.room)))

    def _annex(self, block: Annex) -> None:
        section = self.file.add_section()
        section._sectPr.getprevious().get_or_add_pPr().style = "Line"
        self._set_up(section, block.is_wide)
        for old in section._sectPr.findall(qn("w:pgNumType")):
            section._sectPr.remove(old)
        section._sectPr.find(qn("w:pgMar")).addnext(parse_xml(f'<w:pgNumType {NAMESPACE} w:start="1"/>'))
        self._put(xml.text("About", block.label) + xml.text("About", block.name.upper()))
        self._put(xml.text("Attached", block.about))

    def _picture(self, block: StoredPicture) -> None:
        """The picture with its words below; one that cannot be read any more leaves its words."""
        try:
            small = _shrunk(block.content)
        except RuleBroken as broken:
            if broken.code == "file_wait":
                raise
            self._put(xml.text("Attached", f"{block.caption} (không đọc được ảnh)"))
            return
        self._put(xml.paragraph("Caption"))
        place = self.file.paragraphs[-1]
        shape = place.add_run().add_picture(small, width=min(Mm(block.width), Twips(self.room)))
        shape._inline.docPr.set("descr", block.caption)
        self._put(xml.text("Attached", block.caption))

    def save(self, document: Document) -> bytes:
        """The whole file; equal documents make equal bytes."""
        said = self.file.core_properties
        day = document.dated
        said.title, said.author, said.comments = document.title[:255], document.office[:255], ""
        said.created = said.modified = datetime(day.year, day.month, day.day)  # noqa: DTZ001  a day of the office
        out = io.BytesIO()
        self.file.save(out)
        return _packed(out.getvalue())


def _packed(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in made.namelist():
            kept.writestr(zipfile.ZipInfo(name, PACKED_AT), made.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def write(document: Document) -> bytes:
    """A document as the bytes of a .docx; never inside a transaction that writes."""
    outside_writing("writing a document")
    writer = _Writer()
    for block, following in zip_longest(document.blocks, document.blocks[1:]):
        writer.add(block, following)
    return writer.save(document)
