"""The printed sheets: sizes, margins, ink, readability, one layout for PDF and PNG, the same bytes again."""

import io
import itertools
import unicodedata

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from models.qr import paper, payloads, raster
from models.qr.blocks import CHECK_LINE
from models.qr.marks import Box, Code, Disc, Line, Text
from models.qr.rules import PaperFormat, reach
from models.qr.sheets import SAFE, SHEETS
from models.qr.symbols import encode
from tests.qr.cases import LINKS, WIFI
from tests.qr.printing import ALL_FORMATS, WALL_FORMATS, content_of, document, kinds_of, notice, printed, text_of
from tests.qr.reading import by_zbar, by_zxing

pytestmark = [pytest.mark.slow, pytest.mark.alike]

MILLIMETRES = {
    "wall": (297, 420),
    "a4": (210, 297),
    "a5": (148, 210),
    "a6": (105, 148),
    "tent": (210, 297),
    "a6x4": (210, 297),
    "labels": (210, 297),
}
LEAST = {"wall": 150, "a4": 110, "a5": 80, "a6": 55, "tent": 55, "a6x4": 55}
formats = pytest.mark.parametrize("size", ALL_FORMATS)


def grey(pdf: bytes, dpi: int) -> np.ndarray:
    return np.asarray(raster.page_picture(pdf, dpi).convert("L"))


@formats
def test_r08_every_sheet_reads_back_as_typed(size):
    made = notice(ssid='Phòng; "họp" \\1', key="mật,khẩu:2026")
    picture = raster.page_picture(document(size, made), 100 if size == "wall" else 150).convert("L")
    copies = len(SHEETS[PaperFormat(size)].spots())
    assert by_zxing(picture) == [made.code] * copies
    assert set(by_zbar(picture)) == {made.code}


@formats
def test_r10_no_ink_in_the_quiet_zone(size):
    made, sheet = notice(), SHEETS[PaperFormat(size)]
    code = next(mark for mark in printed(size, made).face.marks if isinstance(mark, Code))
    picture = grey(document(size, made), sheet.dpi)
    for spot in sheet.spots():
        left, top, right, bottom = code.quiet_box
        if spot.is_turned:
            left, top, right, bottom = (spot.width - right, spot.height - bottom, spot.width - left, spot.height - top)
        box = [
            round((value + offset) / sheet.dot)
            for value, offset in zip((left, top, right, bottom), (spot.x, spot.y, spot.x, spot.y), strict=True)
        ]
        zone = picture[box[1] : box[3], box[0] : box[2]].copy()
        edge = round(4 * code.module / sheet.dot)
        zone[edge:-edge, edge:-edge] = 255
        assert zone.min() >= 250  # a shade that no eye and no camera sees


@formats
def test_r11_the_code_is_one_black_path_of_square_modules(size):
    made = notice()
    pdf = document(size, made)
    page = pypdfium2.PdfDocument(pdf)[0]
    codes = len(SHEETS[PaperFormat(size)].spots())
    commands = content_of(pdf)
    assert commands.count("\n0 g\n") + commands.count(" 0 g\n") + commands.count("\n0 g ") >= codes
    picture = np.asarray(page.render(scale=4).to_pil())
    black = (picture == 0).all(axis=2).sum()
    assert black > 1000
    code = next(mark for mark in printed(size, made).face.marks if isinstance(mark, Code))
    assert code.module / SHEETS[PaperFormat(size)].dot == pytest.approx(
        round(code.module / SHEETS[PaperFormat(size)].dot)
    )


@formats
def test_r14_pages_are_exact_to_a_tenth_of_a_millimetre(size):
    page = pypdfium2.PdfDocument(document(size, notice()))[0]
    for points, wanted in zip(page.get_size(), MILLIMETRES[size], strict=True):
        assert points * 25.4 / 72 == pytest.approx(wanted, abs=0.1)


def test_r14_the_tent_has_two_faces_one_turned_and_fold_marks():
    first, second = SHEETS[PaperFormat.TENT].spots()
    assert first.is_turned and not second.is_turned and second.y == pytest.approx(148.5, abs=0.1)
    picture = grey(document("tent", notice()), 100)
    half = picture.shape[0] // 2
    upper, lower = np.rot90(picture[:half], 2), picture[-half:]
    assert np.abs(upper.astype(int) - lower).mean() < 4
    fold = picture[half - 2 : half + 2]
    assert fold[:, 36:50].min() < 160 and fold[:, -50:-36].min() < 160 and fold[:, 120:700].min() == 255


def test_r14_cut_sheets_carry_cut_marks():
    for size, columns, rows in (("a6x4", 2, 2), ("labels", 2, 4)):
        sheet = SHEETS[PaperFormat(size)]
        assert (sheet.columns, sheet.rows) == (columns, rows)
        lines = [mark for mark in paper.sheet_marks(sheet, notice()) if isinstance(mark, Line)]
        middle = sheet.width / 2
        assert any(abs(mark.points[0][0] - middle) < 0.1 and mark.points[0][0] == mark.points[1][0] for mark in lines)


@pytest.mark.parametrize("size", WALL_FORMATS)
def test_r15_codes_are_wide_enough(size):
    face = printed(size, notice()).face
    assert face.is_wide_enough and face.side >= LEAST[size] and face.module >= 1.0


@pytest.mark.parametrize("size", ["wall", "a4", "a5", "tent"])
@pytest.mark.parametrize(
    "case", [case for case in WIFI if len(case.payload.encode()) > 100], ids=lambda case: case.name
)
def test_r15_long_networks_keep_coarse_modules(size, case):
    face = printed(size, notice(ssid=case.ssid, key=case.key, code=case.payload)).face
    assert face.module >= 1.0 and face.side >= LEAST[size]


def test_r15_what_does_not_fit_a_small_sheet_is_said():
    face = printed("a6", notice(ssid=";" * 32, key='"' * 63)).face
    assert face.is_wide_enough is (face.module >= 1.0 and face.side >= 55)
    assert printed("a5", notice(ssid=";" * 32, key='"' * 63)).face.is_wide_enough


@pytest.mark.parametrize(
    ("module", "metres"), [(3.1, "1.0"), (3.09, "0.9"), (3.3867, "1.0"), (4.572, "1.4"), (1.0, "0.3"), (6.2, "2.0")]
)
def test_r16_the_distance_is_rounded_down(module, metres):
    assert str(reach(module).metres) == metres


@formats
def test_r16_the_sheet_says_how_far_it_is_read(size):
    face = printed(size, notice()).face
    metres = str(reach(face.module).metres).replace(".", ",")
    assert f"Đứng cách mã không quá {metres} m" in text_of(document(size, notice()))


@formats
@pytest.mark.parametrize("long", [False, True])
def test_r17_nothing_outside_the_safe_margin(size, long):
    made = notice(title="ỦY BAN NHÂN DÂN XÃ TÂY SƠN – HỘI TRƯỜNG LỚN SỐ 12", key="aB3" * 21) if long else notice()
    dpi = 100
    picture = grey(document(size, made), dpi)
    edge = int((SAFE - 0.1) * dpi / 25.4)
    inside = picture.copy()
    inside[edge:-edge, edge:-edge] = 255
    assert inside.min() == 255


@formats
def test_r17_a_line_of_fifty_millimetres(size):
    made = notice()
    marks = [*printed(size, made).face.marks, *paper.sheet_marks(SHEETS[PaperFormat(size)], made)]
    lengths = [
        abs(mark.points[1][0] - mark.points[0][0]) for mark in marks if isinstance(mark, Line) and len(mark.points) == 2
    ]
    assert CHECK_LINE == 50 and any(abs(length - 50) < 0.01 for length in lengths)


@formats
def test_r18_the_pdf_is_small_vector_and_says_what_it_is(size):
    made = notice()
    pdf = document(size, made)
    assert len(pdf) <= 150 * 1024
    assert b"/Lang (vi)" in pdf
    opened = pypdfium2.PdfDocument(pdf)
    assert len(opened) == 1
    assert opened.get_metadata_value("Title") == made.document
    assert 3 not in kinds_of(pdf)  # no image
    assert b"/Helvetica" not in pdf and pdf.count(b"/FontFile2") >= 3
    assert all(b"+" in line for line in pdf.split(b"\n") if line.startswith(b"/BaseFont"))


@formats
def test_r19_the_same_words_make_the_same_bytes(size):
    made = notice()
    again = paper.pdf([paper.lay_out(made, PaperFormat(size))], made.document)
    assert again == document(size, made)


@pytest.mark.parametrize("size", ["a4", "a6", "tent"])
def test_r19_the_picture_is_the_page(size):
    pdf = document(size, notice())
    picture = np.asarray(Image.open(io.BytesIO(raster.png(pdf, 100))).convert("L")).astype(int)
    page = np.asarray(pypdfium2.PdfDocument(pdf)[0].render(scale=100 / 72).to_pil().convert("L")).astype(int)
    assert picture.shape == page.shape
    assert (np.abs(picture - page) > 24).mean() < 0.01


@pytest.mark.parametrize("size", ["a4", "a5", "a6", "wall"])
def test_r21_the_png_has_whole_dots_its_size_and_little_weight(size):
    made, sheet = notice(), SHEETS[PaperFormat(size)]
    png = raster.png(document(size, made), sheet.dpi)
    picture = Image.open(io.BytesIO(png))
    assert picture.size == sheet.dots
    assert picture.info["dpi"] == pytest.approx((sheet.dpi, sheet.dpi), abs=0.1)
    assert len(png) <= 400 * 1024
    code = next(mark for mark in printed(size, made).face.marks if isinstance(mark, Code))
    dots = round(code.module / sheet.dot)
    left, top = round(code.x / sheet.dot), round(code.y / sheet.dot)
    area = np.asarray(picture.convert("L"))[top : top + dots * code.symbol.size, left : left + dots * code.symbol.size]
    cells = area.reshape(code.symbol.size, dots, code.symbol.size, dots)
    assert (cells.min(axis=(1, 3)) == cells.max(axis=(1, 3))).all()  # every module is one colour through and through
    assert ((cells[:, 0, :, 0] < 128) == np.array(code.symbol.matrix)).all()


@formats
def test_r22_r27_everything_is_written_and_composed(size):
    made = notice(title="Pho\u0300ng ho\u0323p")
    said = text_of(document(size, made))
    assert said == unicodedata.normalize("NFC", said)
    wanted = ["Phòng họp", "UBND Tây Sơn – Khách", "song-xanh-4821", "QR-000012", "bản 2", "30/3/2026"]
    if size != "labels":
        wanted += ["Ủy ban nhân dân xã Tây Sơn", "Camera", "Zalo", "Cần giúp đỡ, xin hỏi cán bộ tại quầy."]
    assert [word for word in wanted if word not in said] == []


@pytest.mark.slow
def test_r33_a_hundred_posters_make_one_document():
    size = PaperFormat.A5
    posters = (paper.lay_out(notice(title=f"Phòng {at}", ssid=f"Phòng {at}"), size) for at in range(100))
    pdf = paper.pdf(posters, "Các tờ")
    opened = pypdfium2.PdfDocument(pdf)
    assert len(opened) == 100
    for at in (0, 57, 99):
        picture = opened[at].render(scale=1.5).to_pil().convert("L")
        assert by_zxing(picture) == [payloads.wifi(f"Phòng {at}", "song-xanh-4821", "WPA")]


@pytest.mark.parametrize("url", LINKS)
def test_links_fit_every_wall_sheet(url):
    made = notice(code=url, ssid="x", key="", values=(), note="")
    for size in ("a4", "wall"):
        face = printed(size, made).face
        assert face.module >= 1.0 or encode(url).size > 100


@pytest.mark.parametrize("size", WALL_FORMATS)
def test_marks_do_not_touch_the_code(size):
    face = printed(size, notice()).face
    code = next(mark for mark in face.marks if isinstance(mark, Code))
    left, top, right, bottom = code.quiet_box
    for mark in face.marks:
        if isinstance(mark, Text):
            x1, y1, x2, y2 = mark.box
        elif isinstance(mark, Box):
            x1, y1, x2, y2 = mark.x, mark.y, mark.x + mark.width, mark.y + mark.height
        elif isinstance(mark, Disc):
            x1, y1, x2, y2 = mark.x - mark.radius, mark.y - mark.radius, mark.x + mark.radius, mark.y + mark.radius
        else:
            continue
        assert x2 <= left or x1 >= right or y2 <= top or y1 >= bottom, mark


def test_formats_are_all_there():
    assert {size.value for size in SHEETS} == set(ALL_FORMATS)
    assert len(list(itertools.chain.from_iterable(sheet.spots() for sheet in SHEETS.values()))) == 18
