"""The symbols themselves: announced letters, size, level, readable by two decoders, drawn as one path."""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qrcode import QRCode, base, constants, util

from models.errors import RuleBroken
from models.qr import outlines, readback, symbols
from models.qr.readback import Unreadable, assure, read_symbol
from models.qr.segments import bits
from models.qr.symbols import Symbol, encode
from tests.qr.cases import LINKS, WIFI
from tests.qr.reading import by_zbar, by_zxing, drawn

pytestmark = [pytest.mark.slow, pytest.mark.alike]

TEXTS = [case.payload for case in WIFI] + LINKS
RANKS = {"M": constants.ERROR_CORRECT_M, "Q": constants.ERROR_CORRECT_Q, "H": constants.ERROR_CORRECT_H}


def mask_of(symbol: Symbol) -> int:
    """The number of the mask, out of the three modules that tell it (themselves turned over by 101)."""
    first, second, third = symbol.matrix[8][2:5]
    return (not first) << 2 | second << 1 | (not third)


def first_bits(symbol: Symbol, count: int) -> str:
    """The first data bits, read back from the matrix: unmask, then walk upwards from the lower right corner."""
    size, rule, out = symbol.size, util.mask_func(mask_of(symbol)), ""
    for row in range(size - 1, size - 1 - (count + 1) // 2, -1):
        for column in (size - 1, size - 2):
            out += "1" if symbol.matrix[row][column] != rule(row, column) else "0"
    return out[:count]


@pytest.mark.parametrize("text", TEXTS)
def test_r07_utf8_is_announced_first_and_only_where_it_is_needed(text):
    symbol = encode(text)
    announced = bits(text, symbol.version)[:12] == "011100011010"
    assert announced is not text.isascii()
    blocks = len(base.rs_blocks(symbol.version, RANKS[symbol.level]))
    if blocks <= 5:  # the second word of the first block stands behind the first words of the others
        words = first_bits(symbol, 8 * blocks + 8)
        assert (words[:8] + words[8 * blocks :][:4] == "011100011010") is announced


@pytest.mark.parametrize("text", TEXTS)
def test_r08_two_decoders_read_exactly_the_text(text):
    picture = drawn(encode(text))
    assert by_zxing(picture) == [text]
    assert by_zbar(picture) == [text]


def test_r08_vietnamese_room_names_are_read_by_both():
    rng = random.Random(2026)
    words = (
        "Phòng",
        "Họp",
        "trực",
        "tuyến",
        "Ủy",
        "ban",
        "Tiếp",
        "dân",
        "Một",
        "cửa",
        "Số",
        "ẵ",
        "Đường",
        "nghỉ",
        "Kỹ",
    )
    for _ in range(60):
        name = " ".join(rng.sample(words, 3))[:18]
        text = f"WIFI:T:WPA;S:{name};P:matkhau-{rng.randint(1000, 9999)};;"
        picture = drawn(encode(text), 4)
        assert by_zxing(picture) == by_zbar(picture) == [text]


@pytest.mark.parametrize("text", TEXTS)
def test_r09_smallest_version_highest_level(text):
    symbol = encode(text)
    plain = QRCode(error_correction=constants.ERROR_CORRECT_M)
    plain.add_data(text.encode(), optimize=0)
    plain.best_fit(start=1)
    needed = len(bits(text, symbol.version))
    if text.isascii():
        assert symbol.version <= plain.version
    assert needed > util.BIT_LIMIT_TABLE[RANKS["M"]][symbol.version - 1]
    fitting = [level for level in "MQH" if needed <= util.BIT_LIMIT_TABLE[RANKS[level]][symbol.version]]
    assert symbol.level == fitting[-1]


@given(st.text(alphabet="0123456789ABCDEFGHIJ$%*+-./: abcxyz?#", min_size=1, max_size=90))
@settings(max_examples=60, deadline=None)
def test_r09_mixed_modes_never_need_more_bits_than_one_mode(text):
    one = QRCode(error_correction=constants.ERROR_CORRECT_M)
    one.add_data(util.QRData(text.encode()))
    one.best_fit(start=1)
    assert encode(text).version <= one.version
    assert read_symbol(encode(text)) == text


def test_the_short_address_stays_small():
    assert encode("HTTPS://TAYSON.GOV.VN/Q/7F3K2M").version == 2
    assert encode("HTTPS://TAYSON.GIALAI.GOV.VN/Q/7F3K2MAB").version <= 3


def test_a_text_beyond_every_symbol_is_refused():
    with pytest.raises(RuleBroken, match="text_too_long"):
        encode("x" * 3000)


def test_r12_no_logo_is_offered_inside_the_code():
    assert not hasattr(Symbol, "logo") and set(Symbol.__slots__) == {"text", "matrix", "version", "level"}


def test_r13_a_code_that_does_not_read_back_is_withheld():
    good = encode("https://tayson.gov.vn/")
    assert assure(good) is good
    torn = [list(row) for row in good.matrix]
    for y in range(9, 21):
        for x in range(4, 21):
            torn[y][x] = not torn[y][x]
    with pytest.raises(Unreadable):
        assure(Symbol(good.text, tuple(map(tuple, torn)), good.version, good.level))
    with pytest.raises(Unreadable):
        assure(Symbol("https://tayson.gov.vn/x", good.matrix, good.version, good.level))


@pytest.mark.parametrize("text", ["https://a.vn", TEXTS[1], TEXTS[-1]])
def test_outlines_enclose_exactly_the_dark_modules(text):
    symbol = encode(text)
    crossings = {}
    for corners in outlines.loops(symbol):
        for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1], strict=True):
            assert (x1 == x2) != (y1 == y2)
            if x1 == x2:
                for y in range(min(y1, y2), max(y1, y2)):
                    crossings.setdefault(y, []).append(x1)
    for y, row in enumerate(symbol.matrix):
        for x, dark in enumerate(row):
            assert (sum(at <= x for at in crossings.get(y, [])) % 2 == 1) is dark


@pytest.mark.parametrize("text", TEXTS[:20])
def test_r20_the_svg_is_one_small_path_in_modules(text):
    symbol = encode(text)
    drawing = outlines.svg(symbol)
    side = symbol.full_size
    assert drawing.startswith("<svg ") and f'viewBox="0 0 {side} {side}"' in drawing
    assert drawing.count("<path") == 1
    if symbol.version <= 5:
        assert len(drawing.encode()) <= 4096
    assert re.fullmatch(r"[Mhvz0-9 -]+", re.search(r' d="([^"]+)"', drawing)[1])


def test_nothing_is_kept_of_a_text_after_encoding():
    assert not hasattr(symbols.encode, "cache_info") and not hasattr(readback.assure, "cache_info")
