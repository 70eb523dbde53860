"""Documents: a list of plain blocks becomes a page, a print view and a .docx in the form of the state's papers.

A capability's ``papers.py`` builds the blocks from its rows; nothing here knows a table. All text is cleaned once, so
that no character of it can break a page or a file.
"""

from werkzeug.wrappers import Response as AnyResponse

from blueprints.document_blocks import (
    Across,
    Addressees,
    Annex,
    Attendee,
    Attendees,
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
    Signer,
    StateHead,
    StoredPicture,
    Table,
    Thumbnail,
    Thumbnails,
    Title,
    long_day,
)
from blueprints.document_whole import Document
from blueprints.pages import download, render_page
from models.text import bare_commune

__all__ = [
    "Across",
    "Addressees",
    "Annex",
    "Attendee",
    "Attendees",
    "Cells",
    "Column",
    "Document",
    "DocumentBlock",
    "FactList",
    "Grounds",
    "Heading",
    "ListPoint",
    "Note",
    "PageBreak",
    "Paragraph",
    "Points",
    "Signatures",
    "Signer",
    "StateHead",
    "StoredPicture",
    "Table",
    "Thumbnail",
    "Thumbnails",
    "Title",
    "as_docx",
    "as_page",
    "as_print",
    "issuer_of",
    "long_day",
    "place_of",
]

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def issuer_of(commune: str) -> str:
    """ỦY BAN NHÂN DÂN / XÃ TÂY SƠN, of Xã Tây Sơn, in two lines."""
    return f"ỦY BAN NHÂN DÂN\n{commune.upper()}"


def place_of(commune: str) -> str:
    """Tây Sơn, of Xã Tây Sơn."""
    return bare_commune(commune)


def as_page(document: Document, back: tuple[str, str], docx: str = "", paper: str = "", said: str = "") -> AnyResponse:
    """The document inside the site's layout; ``back`` is an address with its words, the others are addresses.

    ``said`` tells what it is: a draft, or issued.
    """
    return render_page("documents/page.html", document=document, back=back, docx=docx, paper=paper, said=said)


def as_print(document: Document, back: tuple[str, str], docx: str = "") -> AnyResponse:
    """The document as it is printed, on A4 and without a menu."""
    return render_page("documents/print.html", document=document, back=back, docx=docx)


def as_docx(document: Document) -> AnyResponse:
    """The document as a file to go on working in."""
    from blueprints.document_docx import write

    return download(write(document), DOCX, f"{document.file_name}.docx")
