"""What a file is by its first bytes: what is taken, and by name what people often have instead, with the way out."""

import re

from models.errors import RuleBroken

PDF_WITHIN = 1024  # bytes before the header of a PDF, as readers allow
PACKAGE = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEIF = re.compile(rb"....ftyp(heic|heix|heim|heis|hevc|hevx|mif1|msf1|avif|avis)", re.DOTALL)
OTHER_PICTURES = (
    (re.compile(rb"II\*\0|MM\0\*|II\+\0|MM\0\+"), "TIFF"),
    (re.compile(rb"GIF8[79]a"), "GIF"),
    (re.compile(rb"BM.{4}\0\0\0\0", re.DOTALL), "BMP"),
    (re.compile(rb"\0\0\0\x0cJXL |\xff\x0a"), "JPEG XL"),
)
RECORDINGS = re.compile(rb"....ftyp|\x1a\x45\xdf\xa3|OggS|ID3|RIFF....(?:AVI |WAVE)", re.DOTALL)
ARCHIVES = ((b"Rar!", ".rar"), (b"7z\xbc\xaf", ".7z"), (b"\x1f\x8b", ".gz"), (b"PK\x05\x06", ".zip"))
OPEN_DOCUMENTS = (
    (b"application/vnd.oasis.opendocument.text", "LibreOffice (.odt)", ".docx"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "LibreOffice (.ods)", ".xlsx"),
    (b"application/vnd.oasis.opendocument.presentation", "LibreOffice (.odp)", ".pptx"),
)
OLD_DOCUMENTS = (  # the streams inside, as their directory names them
    ("WordDocument", "Word (.doc)", ".docx"),
    ("Workbook", "Excel (.xls)", ".xlsx"),
    ("Book", "Excel (.xls)", ".xlsx"),
    ("PowerPoint Document", "PowerPoint (.ppt)", ".pptx"),
)


def is_picture(content: bytes) -> bool:
    """Whether the first bytes are those of a kind of picture that is taken."""
    is_webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    return content[:3] == b"\xff\xd8\xff" or content[:8] == b"\x89PNG\r\n\x1a\n" or is_webp


def is_pdf(content: bytes) -> bool:
    """Whether a PDF begins here; mail programs and scanners put bytes before its header."""
    return b"%PDF-" in content[: PDF_WITHIN + 5]


def is_package(content: bytes) -> bool:
    """Whether it may be a document of Word, Excel or PowerPoint, which are packed alike."""
    return content[:4] == PACKAGE and not any(mime in content[:120] for mime, *_ in OPEN_DOCUMENTS)


def refusal(content: bytes, documents: bool) -> RuleBroken:
    """Why a file is not taken, by the name people know it by where that helps."""
    if HEIF.match(content):
        return RuleBroken("file_heic")
    for pattern, kind in OTHER_PICTURES:
        if pattern.match(content):
            return RuleBroken("file_other_picture", kind=kind)
    if RECORDINGS.match(content):
        return RuleBroken("file_recording")
    if not documents:
        return RuleBroken("photo_kind")
    return _document(content)


def _document(content: bytes) -> RuleBroken:
    for mime, kind, wanted in OPEN_DOCUMENTS:
        if mime in content[:120]:
            return RuleBroken("file_save_as", kind=kind, wanted=wanted)
    if content.startswith(b"{\\rtf"):
        return RuleBroken("file_save_as", kind="RTF (.rtf)", wanted=".docx")
    if content.startswith(OLD_OFFICE):
        return _old_office(content)
    for start, kind in ARCHIVES:
        if content.startswith(start):
            return RuleBroken("file_archive", kind=kind)
    return RuleBroken("file_kind")


def _old_office(content: bytes) -> RuleBroken:
    """The form of before 2007, in which Word also wraps documents that have a password."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return RuleBroken("file_locked")
    for stream, kind, wanted in OLD_DOCUMENTS:
        if f"{stream}\0".encode("utf-16-le") in content:
            return RuleBroken("file_save_as", kind=kind, wanted=wanted)
    return RuleBroken("file_kind")
