"""Whether a package is a whole Word, Excel or PowerPoint document without programs; it is kept as it came."""

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable
from typing import Any
from xml.parsers import expat

from models.errors import RuleBroken

MIB = 1024 * 1024
CONTENT_TYPES = "[content_types].xml"
MAIN = {  # what the main part is, and where it lies unless the package says otherwise
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": ("docx", "word/document.xml"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": ("xlsx", "xl/workbook.xml"),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml": (
        "pptx",
        "ppt/presentation.xml",
    ),
}
ROOTS = {"docx": "document", "xlsx": "workbook", "pptx": "presentation"}
OTHER_KINDS = {  # templates and shows, which other programs' windows open
    "wordprocessingml.template.main": ("Word (.dotx)", ".docx"),
    "spreadsheetml.template.main": ("Excel (.xltx)", ".xlsx"),
    "presentationml.template.main": ("PowerPoint (.potx)", ".pptx"),
    "presentationml.slideshow.main": ("PowerPoint (.ppsx)", ".pptx"),
}
MACRO_TYPES = re.compile(r"macro-?enabled|vbaproject|activex|macrosheet")
# programs inside a document, and names that lead out of it
MACRO_MEMBER = re.compile(r"vbaproject|/activex/|/macrosheets/")
ODD_MEMBER = re.compile(r"\.class$|\.exe$|\.dll$|(^|/)\.\.(/|$)|^/|:")
MEMBERS, BYTES = 2_000, 100 * MIB
RATIO, RATIO_ABOVE = 100, 50 * MIB  # plain pictures and tables pack better than that, but they are small
LOCKED = 0x1  # the flag of a member that is encrypted
BROKEN = (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, zlib.error, lzma.LZMAError)


def checked(content: bytes) -> tuple[dict[str, Any], bytes]:
    """The kind of document; RuleBroken file_bomb, file_locked, file_save_as, file_hollow, file_broken or file_kind."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _bound(package, len(content))
            return {"kind": _kind(package), "notes": []}, b""
    except BROKEN as problem:
        raise RuleBroken("file_broken") from problem


def _bound(package: zipfile.ZipFile, packed: int) -> None:
    members = package.infolist()
    unpacked = sum(member.file_size for member in members)
    is_dense = unpacked > max(RATIO_ABOVE, RATIO * packed)
    if len(members) > MEMBERS or unpacked > BYTES or is_dense:
        raise RuleBroken("file_bomb")
    if any(member.flag_bits & LOCKED for member in members):
        raise RuleBroken("file_locked")


def _plain(name: str) -> str:
    """A name inside a package as all programs mean it, whichever slash and case they write."""
    return name.replace("\\", "/").lower()


def _kind(package: zipfile.ZipFile) -> str:
    members = {_plain(member.filename): member for member in package.infolist()}
    if CONTENT_TYPES not in members:
        raise RuleBroken("file_archive", kind=".zip")
    types = _types(package, members[CONTENT_TYPES])
    said = " ".join(types.values()).lower()
    if MACRO_TYPES.search(said) or any(MACRO_MEMBER.search(name) for name in members):
        raise RuleBroken("file_macro")
    if any(ODD_MEMBER.search(name) for name in members):
        raise RuleBroken("file_kind")
    kind, main = _main_part(types)
    if main not in members:
        raise RuleBroken("file_hollow")
    for member in members.values():
        _read(package, member, ROOTS[kind] if member is members[main] else None)
    return kind


def _main_part(types: dict[str, str]) -> tuple[str, str]:
    """Kind and main part, as the list of types says."""
    for part, declared in types.items():
        if declared.lower() in MAIN:
            kind, usual = MAIN[declared.lower()]
            return kind, part.removeprefix("/") if part.startswith("/") else usual
    for word, (kind, wanted) in OTHER_KINDS.items():
        if any(word in declared for declared in types.values()):
            raise RuleBroken("file_save_as", kind=kind, wanted=wanted)
    raise RuleBroken("file_hollow")


def _types(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> dict[str, str]:
    """The declared type of each part (``/word/document.xml``) and ending (``xml``)."""
    found: dict[str, str] = {}

    def start(_name: str, attributes: dict[str, str]) -> None:
        key = _plain(attributes.get("PartName") or attributes.get("Extension") or "")
        found[key] = attributes.get("ContentType", "")

    if member.file_size > MIB:
        raise RuleBroken("file_bomb")
    _parse(package, member, start)
    return found


def _read(package: zipfile.ZipFile, member: zipfile.ZipInfo, root: str | None) -> None:
    """Unpack a part to its end, which compares its checksum; the main one is XML with this root."""
    if root is None:
        with package.open(member) as part:
            while part.read(MIB):
                pass
        return
    names: list[str] = []

    def start(name: str, _attributes: dict[str, str]) -> None:
        if not names:
            names.append(name.rpartition(" ")[2])

    _parse(package, member, start)
    if names != [root]:
        raise RuleBroken("file_hollow")


def _parse(package: zipfile.ZipFile, member: zipfile.ZipInfo, start: Callable[[str, dict[str, str]], None]) -> None:
    """Read a part as XML; one with a definition of its own types, which no office program writes, is refused."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse
    try:
        with package.open(member) as part:
            parser.ParseFile(part)
    except expat.ExpatError as problem:
        raise RuleBroken("file_hollow") from problem


def _refuse(*_declared: object) -> None:
    raise RuleBroken("file_kind")
