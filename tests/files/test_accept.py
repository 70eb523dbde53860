"""What is taken from people's hands: judged by its content, written anew, named at random."""

import io
import os
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image, PngImagePlugin

from models import files
from models.base import db
from models.errors import NotFound
from models.files import FileStore
from tests.files.handed_in import add, office_file, orphan_of, package, pdf, picture, png_header, refusal

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
GPS = {1: "N", 2: (14.0, 1.0, 2.0), 3: "E", 4: (108.0, 2.0, 3.0)}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "1", "CMYK", "I;16", "LA"])
def test_pictures_of_every_kind_come_out_upright_and_readable(kind: str, mode: str) -> None:
    try:
        content = picture(kind, mode=mode)
    except (OSError, ValueError):
        pytest.skip(f"{kind} does not keep {mode}")
    accepted = files.accept(content)
    with Image.open(io.BytesIO(accepted.content)) as again:
        again.load()
        assert (again.format, again.size) == (kind, (40, 20))


def test_a_camera_that_puts_a_second_picture_behind_the_first_is_understood() -> None:
    out = io.BytesIO()
    Image.new("RGB", (80, 50), "green").save(out, "MPO", save_all=True, append_images=[Image.new("RGB", (80, 50))])
    accepted = files.accept(out.getvalue())
    with Image.open(io.BytesIO(accepted.content)) as again:
        assert (again.format, again.size, getattr(again, "n_frames", 1)) == ("JPEG", (80, 50), 1)
    assert (accepted.mime, accepted.extension) == ("image/jpeg", "jpg")


def test_the_place_and_the_camera_are_taken_out() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x9286], exif[0x0112] = "MAY-ANH-BI-MAT", "GHI-CHU-BI-MAT", 6
    exif.get_ifd(0x8825).update(GPS)
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "TAC-GIA-BI-MAT")
    notes.add_itxt("Comment", "GHI-CHU-BI-MAT")
    handed_in = [
        picture("JPEG", exif=exif, comment=b"GHI-CHU-BI-MAT", icc_profile=b"PROFILE-BI-MAT" * 9, xmp=b"XMP-BI-MAT"),
        picture("PNG", exif=exif, pnginfo=notes, icc_profile=b"PROFILE-BI-MAT" * 9),
        picture("WEBP", exif=exif, xmp=b"XMP-BI-MAT", icc_profile=b"PROFILE-BI-MAT" * 9),
    ]
    for content in handed_in:
        out = files.accept(content).content
        with Image.open(io.BytesIO(out)) as again:
            assert again.size == (20, 40), "turned upright before the note about it goes"
            assert not again.getexif() and not {"exif", "icc_profile", "comment", "xmp", "Author"} & set(again.info)
        assert b"BI-MAT" not in out


def test_what_hangs_behind_a_picture_is_cut_off() -> None:
    for kind in ("JPEG", "PNG", "WEBP"):
        out = files.accept(picture(kind) + b"<script>alert(1)</script>" + office_file()).content
        assert b"script" not in out and b"PK\x03\x04" not in out


@pytest.mark.parametrize(
    ("size", "refused"),
    [
        ((6000, 6000), None),
        ((6400, 6251), "file_pixels"),
        ((10000, 10000), "file_pixels"),
        ((20000, 20000), "file_pixels"),
        ((60000, 60000), "file_pixels"),
        ((2**31 - 1, 2**31 - 1), "file_pixels"),
        ((1, 40_000_001), "file_pixels"),
    ],
)
def test_pixels_are_counted_before_they_are_unpacked(size: tuple[int, int], refused: str | None) -> None:
    found = refusal(png_header(*size))
    assert found == refused or (refused is None and found == "file_broken")


REFUSED = {
    "empty": (b"", "file_empty"),
    "svg": (SVG, "file_kind"),
    "svg with xml head": (b'<?xml version="1.0"?>' + SVG, "file_kind"),
    "html": (b"<!doctype html><script>alert(1)</script>", "file_kind"),
    "html after blanks": (b"\n\n  <html>", "file_kind"),
    "text": ("Đơn đề nghị".encode(), "file_kind"),
    "gif": (picture("GIF", mode="P"), "file_other_picture"),
    "bmp": (picture("BMP"), "file_other_picture"),
    "tiff": (picture("TIFF"), "file_other_picture"),
    "ico": (picture("ICO"), "file_kind"),
    "exe": (b"MZ\x90\x00" + b"\0" * 100, "file_kind"),
    "elf": (b"\x7fELF" + b"\0" * 100, "file_kind"),
    "shell": (b"#!/bin/sh\nrm -rf /\n", "file_kind"),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "file_kind"),
    "rtf": (b"{\\rtf1 hello}", "file_save_as"),
    "eicar": (b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*", "file_kind"),
    "pdf too far down": (b" " * 1025 + pdf(), "file_kind"),
    "rar": (b"Rar!\x1a\x07\x00", "file_archive"),
    "7z": (b"7z\xbc\xaf\x27\x1c", "file_archive"),
    "half a jpeg": (picture()[:200], "file_broken"),
    "half a png": (picture("PNG")[:40], "file_broken"),
    "half a webp": (picture("WEBP")[:20], "file_broken"),
    "jpeg in name only": (b"\xff\xd8\xff" + b"<script>" * 50, "file_broken"),
    "png in name only": (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "file_broken"),
    "webp in name only": (b"RIFF\x10\0\0\0WEBP" + b"\0" * 50, "file_broken"),
    "half a zip": (office_file()[:100], "file_broken"),
    "zip without office": (package({"a.txt": b"x"}), "file_archive"),
    "docm by part": (office_file(**{"word/vbaProject.bin": b"x"}), "file_macro"),
    "docm by part, in capitals": (office_file(**{"WORD/VBAPROJECT.BIN": b"x"}), "file_macro"),
    "docm by type": (
        office_file(more='<Override ContentType="application/vnd.ms-office.vbaProject"/>'),
        "file_macro",
    ),
    "docm by main type": (
        office_file(more='<Default ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'),
        "file_macro",
    ),
    "macro sheet": (office_file(folder="xl/", **{"xl/macrosheets/sheet1.xml": b"x"}), "file_macro"),
    "activex": (office_file(**{"word/activeX/activeX1.bin": b"x"}), "file_macro"),
    "climbs out": (office_file(**{"../../../etc/cron.d/x": b"x"}), "file_kind"),
    "absolute": (office_file(**{"/etc/passwd": b"x"}), "file_kind"),
    "climbs out with backslashes": (office_file(**{"word\\..\\..\\x": b"x"}), "file_kind"),
    "jar": (office_file(**{"META-INF/MANIFEST.MF": b"x", "a.class": b"x"}), "file_kind"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_refused(what: str) -> None:
    content, code = REFUSED[what]
    assert refusal(content) == code


@pytest.mark.slow
def test_bombs_are_refused_without_unpacking() -> None:
    assert refusal(office_file(**{"word/big.xml": b"\0" * 60_000_000})) == "file_bomb"
    assert refusal(office_file(**{f"word/{number}": b"" for number in range(2_001)})) == "file_bomb"
    lying = bytearray(office_file(**{"word/big.xml": b"\0" * 3_000_000}))
    at = lying.rindex(b"PK\x01\x02", 0, lying.rindex(b"PK\x05\x06"))
    lying[at + 24 : at + 28] = struct.pack("<I", 10)  # the list of contents claims ten bytes
    assert refusal(bytes(lying)) in (None, "file_broken", "file_kind", "file_bomb")


@pytest.mark.parametrize(("folder", "extension"), [("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")])
def test_documents_are_kept_as_they_came(folder: str, extension: str) -> None:
    content = office_file(folder)
    accepted = files.accept(content)
    assert (accepted.content, accepted.extension) == (content, extension)
    assert files.accept(pdf()).mime == "application/pdf"


def test_a_document_packed_in_an_odd_way_and_damaged_is_broken() -> None:
    with zipfile.ZipFile(io.BytesIO(office_file())) as made:
        whole = package({name: made.read(name) for name in made.namelist()}, zipfile.ZIP_LZMA)
    assert refusal(whole) is None
    at = whole.index(b"[Content_Types].xml") + len("[Content_Types].xml")
    codes = {refusal(whole[: at + n] + bytes([whole[at + n] ^ 0xFF]) + whole[at + n + 1 :]) for n in range(4, 24)}
    assert codes <= {None, "file_broken", "file_heavy"}  # a packing that claims a gigabyte finds none
    assert "file_broken" in codes


def test_a_field_for_photos_takes_no_document_and_the_other_way_round() -> None:
    assert refusal(pdf(), documents=False) == "photo_kind"
    assert refusal(office_file(), documents=False) == "photo_kind"
    assert refusal(picture(), photos=False) == "file_kind"


def test_sizes_at_the_limit() -> None:
    paper = pdf()
    assert refusal(paper + b"\0" * (files.DOCUMENT_LIMIT - len(paper))) is None
    assert refusal(paper + b"\0" * (files.DOCUMENT_LIMIT - len(paper) + 1)) == "file_size"
    photo = picture()
    assert refusal(photo + b"\0" * (files.PHOTO_LIMIT - len(photo))) is None
    assert refusal(photo + b"\0" * (files.PHOTO_LIMIT - len(photo) + 1)) == "file_size"


NAMES = {
    "Đơn đề nghị.pdf": "Đơn đề nghị.pdf",
    "../../etc/passwd": "passwd.pdf",
    "..\\..\\windows\\x.pdf": "x.pdf",
    "": "tep.pdf",
    ".": "tep.pdf",
    "...": "tep.pdf",
    ".htaccess": "htaccess.pdf",
    "a/b/c.pdf": "c.pdf",
    "C:\\đi\\Biên bản.PDF": "Biên bản.pdf",
    "x.pdf\x00.exe": "x.pdf.pdf",
    "x\r\nSet-Cookie: a=b.pdf": "x Set-Cookie_ a=b.pdf",
    "a\u202efdp.exe": "afdp.pdf",
    'a"b.pdf': "a_b.pdf",
    "<script>.pdf": "_script_.pdf",
    "a" * 300 + ".pdf": "a" * 180 + ".pdf",
    "-rf.pdf": "-rf.pdf",
    "Bie\u0302n ba\u0309n.docx": "Biên bản.pdf",
    "x.php.jpg": "x.php.pdf",
    "~/x.pdf": "x.pdf",
    "x.pdf.": "x.pdf",
    "\u200b\u200b": "tep.pdf",
    "CON.pdf": "CON.pdf",
    "😀.pdf": "😀.pdf",
}


@pytest.mark.parametrize("name", NAMES)
def test_names_are_kept_for_people(name: str) -> None:
    assert files.people_name(name, "pdf") == NAMES[name]


def test_on_disk_nothing_but_chance_names(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "store")
    paths = [store.put(7, files.accept(pdf())) for _ in NAMES]
    assert len(set(paths)) == len(paths)
    found = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert sorted(str(path.relative_to(store.root)) for path in found) == sorted(paths)
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in found)


@pytest.mark.parametrize(
    "path",
    [
        "../x",
        "/etc/passwd",
        "7/2026/../../x",
        "7/2026/a.pdf",
        "",
        ".",
        "7/2026/" + "0" * 32 + ".pdf/../x",
        "7/2026/" + "0" * 32,
        "7\\2026\\" + "0" * 32 + ".pdf",
        "7/2026/" + "0" * 32 + ".pdf\n",
        "٧/2026/" + "0" * 32 + ".pdf",
        "7/2026/" + "0" * 32 + ".pdf\x00",
    ],
)
def test_no_path_leads_out_of_the_store(path: str, tmp_path: Path) -> None:
    store = FileStore(tmp_path / "store")
    for verb in (store.place, store.open, store.remove, store.exists):
        with pytest.raises(NotFound):
            verb(path)


def test_a_link_in_the_store_is_not_followed(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "store")
    path = store.put(7, files.accept(pdf()))
    secret = tmp_path / "secret"
    secret.write_text("secret")
    target = store.root / path
    target.unlink()
    target.symlink_to(secret)
    with pytest.raises(NotFound):
        store.open(path)


def test_checking_the_store_finds_what_does_not_fit(app: Flask, office: Any, tmp_path: Path) -> None:
    store = FileStore(tmp_path / "store")
    kept = [add(store, office.commune.id, pdf(str(n))) for n in range(3)]
    db.session.commit()
    assert files.check(store) == []
    (store.root / kept[0].path).write_bytes(b"%PDF-1.7 other")
    store.remove(kept[1].path)
    orphan = orphan_of(store, office.commune.id, pdf())
    assert files.check(store) == [f"changed {kept[0].path}", f"missing {kept[1].path}", f"orphan {orphan}"]


def test_what_is_not_committed_leaves_no_file_behind(app: Flask, office: Any, tmp_path: Path) -> None:
    store = FileStore(tmp_path / "store")
    stays = add(store, office.commune.id, pdf("stays")).path
    db.session.commit()
    add(store, office.commune.id, pdf("goes"), "b.pdf")
    db.session.rollback()
    add(store, office.commune.id, pdf("goes too"), "c.pdf")
    db.session.remove()  # a request that ends without a word
    assert list(store.all_paths()) == [stays]
    assert files.check(store) == []


def test_a_file_that_cannot_be_written_leaves_no_row_and_no_half(
    app: Flask, office: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = FileStore(tmp_path / "store")

    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError):
        add(store, office.commune.id, pdf())
    db.session.rollback()
    monkeypatch.undo()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files.check(store) == []
