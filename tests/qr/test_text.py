"""The words on posters: composed, never touching, never clipped, broken where a reader breathes."""

import itertools
import math
import re
import unicodedata

import numpy as np
import pypdfium2
import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

from models.qr import faces
from models.qr.faces import LINE, Face, advance, has, shown, width
from models.qr.fitting import FLOOR, fit, fit_exact
from models.qr.marks import Text
from models.qr.rules import PaperFormat
from models.qr.sheets import SHEETS
from tests.qr.cases import TEXTS, WIFI
from tests.qr.printing import ALL_FORMATS, WALL_FORMATS, document, notice, printed, text_of

pytestmark = [pytest.mark.slow, pytest.mark.alike]

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz"
MARKS = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
VIETNAMESE = sorted(
    {unicodedata.normalize("NFC", letter + mark) for letter in "aăâeêioôơuưy" for mark in MARKS} | set(LETTERS)
)
by_text = pytest.mark.parametrize("name", TEXTS)


def texts(size, made):
    return [mark for mark in printed(size, made).face.marks if isinstance(mark, Text)]


@pytest.mark.parametrize("face", list(Face))
def test_every_vietnamese_letter_is_in_every_face(face):
    composed = [letter for letter in VIETNAMESE if len(letter) == 1]
    assert all(has(face, case) for letter in composed for case in (letter, letter.upper()))


@by_text
@pytest.mark.parametrize("size", WALL_FORMATS)
def test_r22_what_is_shown_is_composed_and_extracts_as_typed(name, size):
    title, place = TEXTS[name]
    said = text_of(document(size, notice(title=title, place=place))).replace(" ", "")
    for text in (title, place):
        expected = "".join(shown(text, Face.TEXT, "biểu tượng").split())
        assert expected in said


@pytest.mark.parametrize("face", [Face.TEXT, Face.STRONG, Face.HEAVY])
def test_r23_lines_are_far_enough_apart_for_stacked_marks(face):
    font = TTFont(faces.FOLDER / f"{face.value}.ttf")
    names, glyphs = font.getBestCmap(), font.getGlyphSet()
    highest = lowest = 0
    for letter in (case for small in VIETNAMESE if len(small) == 1 for case in (small, small.upper())):
        pen = BoundsPen(glyphs)
        glyphs[names[ord(letter)]].draw(pen)
        lowest, highest = min(lowest, pen.bounds[1]), max(highest, pen.bounds[3])
    assert (highest - lowest) / font["head"].unitsPerEm < LINE
    assert highest / font["head"].unitsPerEm <= faces.ASCENT
    assert LINE >= 1.48


@pytest.mark.parametrize("size", ["a4", "a6", "tent"])
def test_r23_ink_of_consecutive_lines_is_disjoint(size):
    """On the raster: between the lines of a title in capitals there is a row without ink."""
    made = notice(title=TEXTS["capitals"][0], place="")
    title = [mark for mark in texts(size, made) if mark.face is Face.HEAVY and len(mark.text) > 3]
    assert len(title) >= 1
    sheet = SHEETS[PaperFormat(size)]
    spot = sheet.spots()[-1]
    dpi = 200
    page = np.asarray(pypdfium2.PdfDocument(document(size, made))[0].render(scale=dpi / 72).to_pil().convert("L"))
    for line in title:
        x1, y1, x2, y2 = (
            math.ceil((value + offset) * dpi / 25.4)
            for value, offset in zip(line.box, (spot.x, spot.y, spot.x, spot.y), strict=True)
        )
        ink = page[y1 : y2 + 1, x1:x2] < 128
        assert not ink[0].any() and not ink[-1].any() and ink.any()
    for upper, lower in itertools.pairwise(title):
        assert upper.y + _reach(upper)[0] < lower.y - _reach(lower)[1]


def test_r24_look_alikes_have_different_outlines():
    font = TTFont(faces.FOLDER / f"{Face.MONO.value}.ttf")
    names, shapes = font.getBestCmap(), font["glyf"]
    for one, other in itertools.combinations("Il1|O0", 2):
        assert shapes[names[ord(one)]] != shapes[names[ord(other)]]


@pytest.mark.parametrize("size", ALL_FORMATS)
def test_r24_a_key_of_63_letters_is_complete_and_without_hyphens(size):
    key = "Il1|O0aB" * 7 + "Il1|O0a"
    assert key in text_of(document(size, notice(key=key))).replace(" ", "")
    pieces = [mark for mark in texts(size, notice(key=key)) if mark.face is Face.MONO]
    assert "".join(mark.text for mark in pieces).endswith(key)


def test_r24_spaces_at_the_edges_are_shown_but_not_written():
    plain, spaced = notice(ssid="Khach"), notice(ssid=" Khach ")
    assert len(printed("a5", spaced).face.marks) == len(printed("a5", plain).face.marks) + 2
    assert any(mark.text == " Khach " for mark in texts("a5", spaced))


@pytest.mark.parametrize("case", WIFI, ids=lambda case: case.name)
def test_r25_no_letter_without_a_glyph_is_ever_printed(case):
    for mark in texts("a5", notice(ssid=case.ssid, key=case.key, code=case.payload)):
        for piece in faces.runs(mark.text, mark.face):
            assert all(has(piece.face, letter) for letter in piece.text), mark.text


def test_r25_pictures_are_described():
    assert shown("Nhà 🏠🌾 thôn", Face.MONO, "biểu tượng") == "Nhà [biểu tượng] thôn"
    assert shown("👩\u200d🌾", Face.TEXT, "biểu tượng") == "[biểu tượng]"
    assert shown("a\u200bb", Face.MONO, "biểu tượng") == "a[U+200B]b"


@by_text
@pytest.mark.parametrize("size", WALL_FORMATS)
def test_r26_no_two_texts_overlap(name, size):
    title, place = TEXTS[name]
    boxes = [(mark, mark.box) for mark in texts(size, notice(title=title, place=place)) if mark.text.strip()]
    for (one, a), (other, b) in itertools.combinations(boxes, 2):
        apart = a[2] <= b[0] + 0.01 or b[2] <= a[0] + 0.01 or a[3] <= b[1] + 0.05 or b[3] <= a[1] + 0.05
        assert apart or _ink_is_apart(one, other), (one.text, other.text)


def _ink_is_apart(one: Text, other: Text) -> bool:
    """Rooms may overlap by the empty part above small letters; the ink itself may not."""
    upper, lower = sorted((one, other), key=lambda mark: mark.y)
    return upper.y + _reach(upper)[0] <= lower.y - _reach(lower)[1]


def _reach(mark: Text) -> tuple[float, float]:
    """How far the ink of a line reaches below and above its baseline."""
    low = high = 0.0
    for piece in faces.runs(mark.text, mark.face):
        font = TTFont(faces.FOLDER / f"{piece.face.value}.ttf")
        names, glyphs = font.getBestCmap(), font.getGlyphSet()
        for letter in piece.text:
            pen = BoundsPen(glyphs)
            glyphs[names[ord(letter)]].draw(pen)
            if pen.bounds:
                low, high = min(low, pen.bounds[1]), max(high, pen.bounds[3])
    return -low * mark.size / 1000, high * mark.size / 1000


@by_text
@pytest.mark.parametrize("size", WALL_FORMATS)
def test_r18_r26_texts_stay_inside_their_face(name, size):
    title, place = TEXTS[name]
    wide, high = SHEETS[PaperFormat(size)].face
    for mark in texts(size, notice(title=title, place=place)):
        x1, _, x2, y2 = mark.box
        assert x1 >= 8 and x2 <= wide - 8 + 0.01 and y2 <= high - 8 + 0.5, mark.text
        assert mark.y - _reach(mark)[1] >= 8


def test_r26_lines_break_at_dashes_first():
    made = fit("Phòng họp trực tuyến – Điểm cầu số 12", Face.HEAVY, 60, 8)
    assert made.lines[-2].endswith("–") and made.lines[-1] == "Điểm cầu số 12"


@pytest.mark.parametrize("room", range(25, 130, 5))
def test_r26_names_and_units_are_never_parted(room):
    text = "Ủy ban nhân dân và Hội đồng nhân dân xã, 120 chỗ, tầng 2, cách 50 m"
    made = fit(text, Face.STRONG, room, 6, 9)
    assert " ".join(made.lines) == text
    for whole in ("Ủy ban nhân dân", "Hội đồng nhân dân", "120 chỗ", "tầng 2", "50 m"):
        assert any(whole in line for line in made.lines), (whole, made.lines)


@pytest.mark.parametrize("text", [texts[0] for texts in TEXTS.values()])
def test_r26_shrinking_stops_at_four_millimetres_while_words_fit(text):
    text = shown(text, Face.HEAVY, "biểu tượng")
    made = fit(text, Face.HEAVY, 80, 16)
    widest_word = max(width(word, Face.HEAVY, FLOOR) for word in re.split(r"[ ]", text))
    assert made.size >= FLOOR or widest_word > 80
    assert all(width(line, Face.HEAVY, made.size) <= 80.01 for line in made.lines)
    assert "".join("".join(made.lines).split()) == "".join(text.split())


def test_exact_values_are_cut_evenly_and_lose_nothing():
    key = "aB3" * 21
    made = fit_exact(key, 60, 8, 4)
    assert "".join(made.lines) == key and made.size >= 4
    assert max(map(len, made.lines)) - min(map(len, made.lines)) <= len(made.lines)
    assert all(len(line) * advance(Face.MONO, "0") * made.size <= 60.01 for line in made.lines)
