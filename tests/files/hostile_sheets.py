"""Workbooks that nobody in an office makes by accident: small files that cost a careless reader its memory."""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from openpyxl import Workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MIB = 1024 * 1024
CELL = f'<c r="A1" t="inlineStr"><is><t>{"x" * 100}</t></is></c>'


def plain(*rows: Iterable[Any]) -> bytes:
    """An ordinary workbook with one sheet."""
    book = Workbook()
    for row in rows or (("TT", "Nhiệm vụ"), (1, "Rà soát thủ tục hành chính")):
        book.active.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def changed(pieces: dict[str, Callable[[bytes], bytes | Iterator[bytes]]], **more: bytes) -> bytes:
    """The ordinary workbook with some of its parts written anew."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(plain())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            made = pieces[name](old.read(name)) if name in pieces else old.read(name)
            with new.open(name, "w", force_zip64=False) as part:
                for piece in [made] if isinstance(made, bytes) else made:
                    part.write(piece)
        for name, content in more.items():
            new.writestr(name, content)
    return out.getvalue()


def sheet(*rows: bytes, dimension: str = "A1:B2") -> Callable[[bytes], Iterator[bytes]]:
    """A sheet part with these rows, each repeated as often as it says."""

    def write(_old: bytes) -> Iterator[bytes]:
        yield f'<worksheet xmlns="{MAIN}"><dimension ref="{dimension}"/><sheetData>'.encode()
        yield from rows
        yield b"</sheetData></worksheet>"

    return write


def far_cell() -> bytes:
    """One cell at the end of the sheet."""
    book = Workbook()
    book.active["A1"] = "Nhiệm vụ"
    book.active["XFD1048576"] = "x"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def much_text() -> bytes:
    """300 MB of text in cells, packed into a few hundred KB."""
    row = f"<row>{CELL * 80}</row>".encode()
    piece = row * (4 * MIB // len(row))
    return changed({"xl/worksheets/sheet1.xml": sheet(*[piece] * 75)})


def with_shared(texts: int) -> bytes:
    """A workbook with so many texts of 60 letters that cells might share, of which none is used."""
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    part = b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + kind + b'"/></Types>'
    told = f'<sst xmlns="{MAIN}">'.encode() + f"<si><t>{'y' * 60}</t></si>".encode() * texts + b"</sst>"
    types = {"[Content_Types].xml": lambda old: old.replace(b"</Types>", part)}
    return changed(types, **{"xl/sharedStrings.xml": told})


def empty_rows() -> bytes:
    """A million formatted rows without a value."""
    rows = (f'<row r="{at}" s="1" customFormat="1"><c r="A{at}" s="1"/></row>'.encode() for at in range(1, 1_000_001))
    return changed({"xl/worksheets/sheet1.xml": sheet(b"".join(rows))})


def long_sheet() -> bytes:
    """Five thousand filled rows."""
    return plain(*((at, f"Nhiệm vụ {at}") for at in range(5_000)))


def lying_dimension() -> bytes:
    """A sheet that calls itself a million rows long and holds one."""
    row = b'<row r="1"><c r="A1" t="inlineStr"><is><t>Nhiem vu</t></is></c></row>'
    return changed({"xl/worksheets/sheet1.xml": sheet(row, dimension="A1:XFD1048576")})


def many_merges() -> bytes:
    """A hundred thousand joined cells."""
    refs = "".join(f'<mergeCell ref="A{at}:XFD{at}"/>' for at in range(1, 100_001))

    def write(old: bytes) -> bytes:
        return old.replace(b"</sheetData>", b"</sheetData><mergeCells>" + refs.encode() + b"</mergeCells>")

    return changed({"xl/worksheets/sheet1.xml": write})


def entities(part: str) -> bytes:
    """A part whose own types grow a thousand million times when they are read."""
    grown = "".join(f'<!ENTITY e{at} "{f"&e{at - 1};" * 10}">' for at in range(1, 10))
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{grown}]>'.encode()

    def write(old: bytes) -> bytes:
        body = old.partition(b"?>")[2] if old.startswith(b"<?xml") else old
        return head + body.replace(b"</sheetData>", b"<row><c><v>&e9;</v></c></row></sheetData>")

    return changed({part: write})


def compound(stream: str) -> bytes:
    """The form of before 2007, with this stream in its directory."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + f"{stream}\0".encode("utf-16-le") + bytes(1024)


def with_macro() -> bytes:
    """A workbook with programs."""
    declared = lambda old: old.replace(b"spreadsheetml.sheet.main+xml", b"x").replace(  # noqa: E731
        b"application/vnd.openxmlformats-officedocument.x", b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    )
    return changed({"[Content_Types].xml": declared}, **{"xl/vbaProject.bin": b"\0" * 100})


def no_workbook() -> bytes:
    """A packed folder without a workbook."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("ke-hoach.txt", "TT;Nhiệm vụ")
    return out.getvalue()


def cut() -> bytes:
    """A workbook of which the second half never arrived."""
    return plain()[: len(plain()) // 2]


HOSTILE: dict[str, tuple[Callable[[], bytes], str | None]] = {  # what it is refused with; None: read within bounds
    "far cell": (far_cell, None),
    "300 MB of text": (much_text, "file_bomb"),
    "shared strings": (lambda: with_shared(1_200_000), "file_bomb"),
    "some shared strings": (lambda: with_shared(50_000), None),
    "empty formatted rows": (empty_rows, "file_bomb"),
    "5,000 rows": (long_sheet, "sheet_long"),
    "lying dimension": (lying_dimension, None),
    "many joined cells": (many_merges, None),
    "entities in the workbook": (lambda: entities("xl/workbook.xml"), "file_kind"),
    "entities in a sheet": (lambda: entities("xl/worksheets/sheet1.xml"), "file_broken"),
    "renamed .xls": (lambda: compound("Workbook"), "file_save_as"),
    "encrypted": (lambda: compound("EncryptedPackage"), "file_locked"),
    ".xlsm": (with_macro, "file_macro"),
    "0 bytes": (lambda: b"", "file_empty"),
    "CSV in TCVN3": (lambda: b"TT;Nhi\xd6m v\xf4;Th\xeai h\xb9n\r\n1;S\xe8 h\xe3a;31/3\r\n", "sheet_kind"),
    "no workbook": (no_workbook, "file_archive"),
    "cut": (cut, "file_broken"),
}
