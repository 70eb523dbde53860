"""Vietnamese text: cleaned at the door, folded for search, ordered as a clerk expects."""

import random
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.text import SORT_KEY_LENGTH, clean, fold, name_sort_key, place_sort_key

ANY_TEXT = st.text(max_size=60) | st.text(alphabet="aăâđêôơưĐẶ ọểữ\u0301\u0323\u0302\u200b-'\n\t0129", max_size=30)


def nfd(s: str) -> str:
    """The text as a phone or a Mac may send it: letters and marks apart."""
    return unicodedata.normalize("NFD", s)


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("  Tây Sơn \n", "Tây Sơn"),
        (nfd("Hạnh"), "Hạnh"),
        ("a\x00b\x07c\x7f", "abc"),
        ("Hà\nNội", "Hà Nội"),
        ("Hà\tNội", "Hà Nội"),
        ("một\r\nhai", "một hai"),
        ("\u202egnud\u202c \u2066x\u2069\u200e\u200f\u061c", "gnud x"),
        ("Ha\u200b\u0323nh\ufeff", "Hạnh"),
        ("lẻ \ud800 loi", "lẻ  loi"),
        ("", ""),
        ("phở 🍜", "phở 🍜"),
    ],
)
def test_clean_keeps_what_people_mean(given_text: str, kept: str) -> None:
    assert clean(given_text) == kept


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("một\r\nhai\rba\n\tbốn", "một\nhai\nba\n\tbốn"),
        ("một\u2028hai\x0bba", "một\nhai\nba"),
        ("\n\n một \n\n", "một"),
        ("a\x00\u202eb", "ab"),
    ],
)
def test_clean_keeps_lines_of_a_long_text(given_text: str, kept: str) -> None:
    assert clean(given_text, multiline=True) == kept


@pytest.mark.parametrize(
    ("original", "folded"),
    [
        ("Kết luận", "ket luan"),
        ("NGUYỄN", "nguyen"),
        ("đường", "duong"),
        ("ĐẶNG", "dang"),
        ("Đak Pơ", "dak po"),
        ("Quy Nhơn  Bắc", "quy nhon bac"),
        ("  Gia\n\tLai\u00a0", "gia lai"),
        ("ƀăl Yă", "bal ya"),
        ("Kông Chro 2026/TB-UBND", "kong chro 2026/tb-ubnd"),
        ("", ""),
    ],
)
def test_fold_drops_case_and_marks(original: str, folded: str) -> None:
    assert fold(original) == folded
    assert fold(nfd(original)) == folded


@given(ANY_TEXT)
def test_fold_of_folded_text_changes_nothing(s: str) -> None:
    assert fold(fold(s)) == fold(s)


@given(ANY_TEXT)
def test_composed_and_decomposed_text_is_the_same_text(s: str) -> None:
    assert clean(nfd(s)) == clean(s)
    assert fold(nfd(s)) == fold(s)
    assert name_sort_key(nfd(s)) == name_sort_key(s)
    assert place_sort_key(nfd(s)) == place_sort_key(s)


@given(ANY_TEXT)
def test_cleaned_text_is_stable_and_storable(s: str) -> None:
    for multiline in (False, True):
        once = clean(s, multiline)
        assert clean(once, multiline) == once
        assert unicodedata.is_normalized("NFC", once)
        once.encode("utf-8")
        assert "\x00" not in once


@given(ANY_TEXT)
def test_folded_text_fits_the_column_of_its_original(s: str) -> None:
    assert len(fold(s)) <= len(clean(s))


@given(st.text(max_size=300))
def test_sort_keys_are_short_ascii(s: str) -> None:
    for key in (name_sort_key(s), place_sort_key(s)):
        assert key.isascii()
        assert len(key) <= SORT_KEY_LENGTH


PEOPLE = [
    "Lê Văn An",
    "Nguyễn Văn An",
    "Lê Thị Anh",
    "Bùi Ánh",
    "Đỗ Minh Ánh",
    "Trần Văn Ân",
    "Nguyễn Văn Bình",
    "Võ Thị Dung",
    "Phạm Thị Đào",
]
PLACES = ["An Bình", "Ayun Pa", "Ân Tường", "Biển Hồ", "Đak Pơ", "Hà Nội", "Hạ Long", "Hải Dương", "Hưng Yên"]
TONES = ["ma", "mà", "mả", "mã", "má", "mạ"]
ALPHABET = list("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("key", "ordered"),
    [
        (name_sort_key, PEOPLE),
        (name_sort_key, ["Lê An", "Lê Thị An", "Lê Thị Minh An", "Lê Thu An"]),
        (name_sort_key, ["Siu H'Bơ", "Rơ Châm H’Lan", "Đinh Yăn"]),
        (place_sort_key, PLACES),
        (place_sort_key, TONES),
        (place_sort_key, ALPHABET),
        (place_sort_key, ["Thôn 1", "Thôn 2", "Thôn 2A", "Thôn 10", "Thôn An"]),
        (place_sort_key, ["An", "An Hoà", "Anh", "Ăn", "Ấn", "Âu"]),
    ],
)
def test_order_of_people_and_places(key: Callable[[str], str], ordered: list[str], seed: int) -> None:
    shuffled = random.Random(seed).sample(ordered, len(ordered))
    assert sorted(shuffled, key=key) == ordered


@pytest.mark.parametrize(("one", "other"), [("Hoà", "Hòa"), ("THUỶ", "Thủy"), ("Đăk-Pơ", "Đăk Pơ")])
def test_spellings_of_one_place_sort_alike(one: str, other: str) -> None:
    assert place_sort_key(one) == place_sort_key(other)


def test_an_empty_name_has_a_key_before_all_others() -> None:
    assert name_sort_key("") < name_sort_key("A")
