"""Files as phones, scanners and office programs really make them: taken, and told where something became of them."""

import io
import struct
import zlib

import pytest
from PIL import Image, ImageCms, ImageDraw
from reportlab.lib import pdfencrypt
from reportlab.pdfgen import canvas

from models import files
from models.errors import RuleBroken
from tests.files.handed_in import CONTENT_TYPES, noise, office_file, package, pdf, picture, refusal

pytestmark = [pytest.mark.slow, pytest.mark.alike]

MILLION = 1_000_000


def drawn(**settings: object) -> bytes:
    """A PDF of three pages as a program writes it."""
    out = io.BytesIO()
    sheet = canvas.Canvas(out, **settings)
    for number in range(3):
        sheet.drawString(100, 100, f"Trang {number}")
        sheet.showPage()
    sheet.save()
    return out.getvalue()


def seen(content: bytes) -> Image.Image:
    """What was kept of a picture."""
    kept = Image.open(io.BytesIO(files.accept(content).content))
    kept.load()
    return kept


# ---- PDF


@pytest.mark.parametrize("before", [b"\r\n", b"\xef\xbb\xbf", b"HTTP/1.1 200 OK\r\n\r\n", b" " * 1024])
def test_a_pdf_may_have_bytes_before_its_header_and_after_its_end(before: bytes) -> None:
    for content in (before + drawn(), before + pdf() + b"\0" * 5000, drawn() + b"\r\n\x1a" * 50):
        assert files.accept(content).content == content


def test_a_pdf_that_asks_for_a_password_is_no_evidence_and_one_that_forbids_copying_is() -> None:
    assert refusal(drawn(encrypt="mot mat khau")) == "file_locked"
    assert refusal(drawn(encrypt=pdfencrypt.StandardEncryption("", ownerPassword="chu", canCopy=0))) is None


def test_an_incomplete_pdf_says_so() -> None:
    whole = drawn()
    for length in (len(whole) * 9 // 10, len(whole) // 2, 40, 9):
        assert refusal(whole[:length]) == "file_cut", length
    assert refusal(b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n") == "file_broken"  # a cover of nothing


# ---- office documents


@pytest.mark.parametrize(("folder", "part"), [("word", "document"), ("xl", "workbook"), ("ppt", "presentation")])
def test_names_inside_may_be_written_with_either_slash_and_in_any_case(folder: str, part: str) -> None:
    declared = {"word": "wordprocessingml.document", "xl": "spreadsheetml.sheet", "ppt": "presentationml.presentation"}
    types = CONTENT_TYPES.format(part=f"{folder}/{part}.xml", type=f"{declared[folder]}.main", more="")
    for types_name, main in (
        ("[content_types].xml", f"{folder.upper()}\\{part}.XML"),
        ("[CONTENT_TYPES].XML", f"{folder}\\{part.title()}.xml"),
        ("[Content_Types].xml", f"{folder.title()}/{part}.xml"),
    ):
        content = package({types_name: types.encode(), main: f"<{part}/>".encode(), f"{folder}\\a\\b.xml": b"<a/>"})
        assert files.accept(content).extension == {"word": "docx", "xl": "xlsx", "ppt": "pptx"}[folder]


def test_pictures_and_tables_inside_may_pack_well() -> None:
    assert refusal(office_file(**{"word/media/scan.bmp": b"\xff" * 40_000_000})) is None
    assert refusal(office_file(**{"word/media/scan.bmp": b"\xff" * 60_000_000})) == "file_bomb"


def types_of(main: str, more: str = "") -> bytes:
    return CONTENT_TYPES.format(part="word/document.xml", type=main, more=more).encode()


WORD = types_of("wordprocessingml.document.main")
HOLLOW = {
    "no main part": package({"[Content_Types].xml": WORD, "word/other.xml": b"<a/>"}),
    "a main part that is no document": package({"[Content_Types].xml": WORD, "word/document.xml": b"<workbook/>"}),
    "a main part that is no XML": package({"[Content_Types].xml": WORD, "word/document.xml": b"Kinh gui"}),
    "half a main part": package({"[Content_Types].xml": WORD, "word/document.xml": b"<document><body>"}),
    "an empty main part": package({"[Content_Types].xml": WORD, "word/document.xml": b""}),
    "types that name nothing": package({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}),
    "types that are no XML": package({"[Content_Types].xml": b"word/", "word/document.xml": b"<document/>"}),
}


@pytest.mark.parametrize("what", HOLLOW)
def test_a_zip_that_only_looks_like_word_is_no_evidence(what: str) -> None:
    assert refusal(HOLLOW[what]) == "file_hollow"


def test_a_document_whose_part_is_damaged_is_broken() -> None:
    whole = office_file(**{"word/media/a.bin": b"minh chung " * 3})
    at = whole.index(b"minh") if b"minh" in whole else whole.index(b"a.bin") + 9
    assert refusal(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]) == "file_broken"


def test_a_document_that_defines_words_of_its_own_is_refused() -> None:
    laughs = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><document>&b;</document>'
    assert refusal(package({"[Content_Types].xml": WORD, "word/document.xml": laughs})) == "file_kind"


# ---- pictures


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photo_that_was_cut_by_a_few_bytes_is_taken_and_said(kind: str) -> None:
    whole = noise(kind)
    accepted = files.accept(whole[: -len(whole) // 60])
    assert accepted.notes == ("photo_cut",) and seen(whole[:-40]).size == (400, 300)
    assert refusal(whole[: len(whole) * 2 // 3]) == "file_broken"
    assert files.accept(whole).notes == ()


@pytest.mark.parametrize(("wide", "high"), [(8000, 6000), (16320, 12240)])
def test_a_phone_with_a_very_large_sensor_is_taken_reduced(wide: int, high: int) -> None:
    accepted = files.accept(picture("JPEG", (wide, high), "L"))
    with Image.open(io.BytesIO(accepted.content)) as kept:
        assert kept.width * kept.height <= 40 * MILLION and abs(kept.width / kept.height - wide / high) < 0.01
    assert accepted.notes == ("photo_reduced",)


def test_what_cannot_be_read_line_by_line_is_refused_with_words() -> None:
    assert refusal(picture("JPEG", (8000, 6000), "L", progressive=True)) == "file_pixels"
    assert refusal(picture("JPEG", (20_000, 20_000), "L")) == "file_pixels"


def test_large_profiles_and_long_comments_do_no_harm() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    long = profile + b"\0" * 3_000_000
    comment = b"tEXt" + b"Comment\0" + b"x" * 2_000_000

    def with_chunk(png: bytes, chunk: bytes) -> bytes:
        made = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
        return png[:33] + made + png[33:]

    squeezed = b"zTXtComment\0\0" + zlib.compress(b"x" * 5_000_000)
    for content in (
        noise("PNG", icc_profile=long),
        noise("JPEG", icc_profile=long),
        noise("JPEG", comment=b"x" * 60_000),
        with_chunk(noise("PNG"), comment),
        with_chunk(noise("PNG"), squeezed),
    ):
        assert seen(content).size == (400, 300)


def wide_gamut() -> bytes:
    """A profile of primaries wider than those of a usual screen: sRGB's with red and blue exchanged for the test."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack(">I", profile[128:132])[0]
    tags = {bytes(profile[132 + 12 * n : 136 + 12 * n]): 132 + 12 * n for n in range(count)}
    red, blue = tags[b"rXYZ"], tags[b"bXYZ"]
    profile[red + 4 : red + 12], profile[blue + 4 : blue + 12] = (
        profile[blue + 4 : blue + 12],
        profile[red + 4 : red + 12],
    )
    return bytes(profile).replace("sRGB built-in".encode("utf-16-be"), "Display P3!!!".encode("utf-16-be"))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_colours_of_another_space_are_turned_into_those_of_every_screen(kind: str, mode: str) -> None:
    if (kind, mode) == ("JPEG", "RGBA"):
        pytest.skip("JPEG keeps no transparency")
    out = io.BytesIO()
    Image.new(mode, (64, 64), "#ff0000").save(out, kind, icc_profile=wide_gamut(), quality=95)
    red, green, blue = seen(out.getvalue()).convert("RGB").getpixel((30, 30))
    assert blue > 200 and red < 60 and green < 60
    out = io.BytesIO()
    Image.new(mode, (64, 64), "#ff0000").save(out, kind, icc_profile=b"no profile at all" * 30, quality=95)
    assert seen(out.getvalue()).convert("RGB").getpixel((30, 30))[0] > 240


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_a_moving_picture_the_first_one_is_kept_and_that_is_said(kind: str) -> None:
    steps = [Image.new("RGB", (40, 20), colour) for colour in ("green", "red", "blue")]
    out = io.BytesIO()
    steps[0].save(out, kind, save_all=True, append_images=steps[1:])
    accepted = files.accept(out.getvalue())
    assert accepted.notes == ("photo_still",)
    with Image.open(io.BytesIO(accepted.content)) as kept:
        assert getattr(kept, "n_frames", 1) == 1 and kept.convert("RGB").getpixel((5, 5))[1] > 100


def test_a_picture_turned_by_the_camera_stands_upright_whatever_else_its_notes_say() -> None:
    image = Image.new("RGB", (60, 40), "white")
    ImageDraw.Draw(image).rectangle((0, 0, 10, 10), "black")
    exif = Image.Exif()
    exif[0x0112], exif[0x927C] = 6, b"\xff" * 4000
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    kept = seen(out.getvalue())
    assert kept.size == (40, 60) and kept.getpixel((36, 4))[0] < 60
    damaged = out.getvalue().replace(b"\x01\x12\x00\x03\x00\x00\x00\x01", b"\x01\x12\x00\x63\xff\xff\xff\xff")
    assert refusal(damaged) is None


# ---- what people have instead


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + f"{stream}\0".encode("utf-16-le") + bytes(500)


def open_document(kind: str) -> bytes:
    mime = f"application/vnd.oasis.opendocument.{kind}".encode()
    return package({"mimetype": mime, "content.xml": b"<a/>"}, how=0)


INSTEAD = {
    "HEIC of an iPhone": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "file_heic", {}),
    "HEIC of a phone": (b"\0\0\0\x24ftypmif1\0\0\0\0mif1heic", "file_heic", {}),
    "TIFF of a scanner": (picture("TIFF"), "file_other_picture", {"kind": "TIFF"}),
    "GIF": (picture("GIF", mode="P"), "file_other_picture", {"kind": "GIF"}),
    "BMP": (picture("BMP"), "file_other_picture", {"kind": "BMP"}),
    "old Word": (ole("WordDocument"), "file_save_as", {"kind": "Word (.doc)", "wanted": ".docx"}),
    "old Excel": (ole("Workbook"), "file_save_as", {"kind": "Excel (.xls)", "wanted": ".xlsx"}),
    "old PowerPoint": (ole("PowerPoint Document"), "file_save_as", {"kind": "PowerPoint (.ppt)", "wanted": ".pptx"}),
    "Word with a password": (ole("EncryptedPackage"), "file_locked", {}),
    "odt": (open_document("text"), "file_save_as", {"kind": "LibreOffice (.odt)", "wanted": ".docx"}),
    "ods": (open_document("spreadsheet"), "file_save_as", {"kind": "LibreOffice (.ods)", "wanted": ".xlsx"}),
    "template": (
        package({"[Content_Types].xml": types_of("wordprocessingml.template.main"), "word/document.xml": b"<a/>"}),
        "file_save_as",
        {"kind": "Word (.dotx)", "wanted": ".docx"},
    ),
    "plain zip": (package({"a.jpg": picture()}), "file_archive", {"kind": ".zip"}),
    "video": (b"\0\0\0\x18ftypmp42\0\0\0\0", "file_recording", {}),
}


@pytest.mark.parametrize("what", INSTEAD)
def test_what_people_have_instead_is_called_by_its_name(what: str) -> None:
    content, code, details = INSTEAD[what]
    with pytest.raises(RuleBroken) as refused:
        files.accept(content)
    assert (refused.value.code, refused.value.details) == (code, details)
