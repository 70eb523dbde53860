"""What a good password is, and that it is compared exactly as people type it."""

import unicodedata

import pytest

from models.accounts import passwords
from models.errors import RuleBroken

GOOD = [
    "muoi bon con co trang",
    "một hai ba bốn năm sáu",
    "Trời xanh mây trắng!",
    "x7-Kq.91mzPw_4",
    "🐃🐃 đồng lúa chín vàng",
    "correct horse battery staple",
    "      muoi  co      ",
]
SHORT = ["", "a", "mười ba ký tự", "x7-Kq.91mzPw_", "🐃" * 13]
COMMON = [
    "11111111111111",
    "12345678901234",
    "aaaaaaaaaaaaaa",
    "matkhaumatkhau",
    "mật khẩu mật khẩu",
    "password123456",
    "Password!2026!!",
    "ubndxatayson2026",
    "UBND xã Tây Sơn 2026",
    "qwertyuiop1234",
    "levanan.levanan",
    "Lê Văn An Lê Văn An",
    "counter-counter",
    "xã hạt nhân số 2026",
    "01/01/1990 01/01/1990",
]
FACTS = ("counter", "Lê Văn An")


def refusal(password: str) -> str | None:
    try:
        passwords.check(password, FACTS)
    except RuleBroken as broken:
        return broken.code
    return None


@pytest.mark.parametrize("password", GOOD)
def test_good(password: str) -> None:
    assert refusal(password) is None


@pytest.mark.parametrize("password", SHORT)
def test_short(password: str) -> None:
    assert refusal(password) == "password_short"


@pytest.mark.parametrize("password", COMMON)
def test_common(password: str) -> None:
    assert refusal(password) == "password_common"


def test_long() -> None:
    assert refusal("ă" * 500 + "xyzwkq" * 4) is None
    assert refusal("xyzwkqấ" * 200) == "password_long"


def test_the_least_length_is_a_setting() -> None:
    passwords.check("x7-Kq.91mzPw", (), least=12)
    with pytest.raises(RuleBroken, match="password_short"):
        passwords.check("x7-Kq.91mzPw", (), least=13)


def test_both_ways_of_typing_vietnamese_are_one_password() -> None:
    typed = "một hai ba bốn năm sáu"
    composed, taken_apart = unicodedata.normalize("NFC", typed), unicodedata.normalize("NFD", typed)
    assert composed != taken_apart
    assert passwords.matches(passwords.hash_of(composed), taken_apart)
    assert passwords.matches(passwords.hash_of(taken_apart), composed)


def test_length_counts_letters_not_marks() -> None:
    assert refusal(unicodedata.normalize("NFD", "mười ba ký tự")) == "password_short"


def test_nothing_is_cut_or_folded() -> None:
    kept = passwords.hash_of("Muoi bon con co trang")
    for other in ("muoi bon con co trang", "Muoi bon con co trang ", " Muoi bon con co trang", "Muoi bon con co tran"):
        assert not passwords.matches(kept, other)
    long = "ă" * 500
    assert not passwords.matches(passwords.hash_of(long), long[:-1])


def test_a_missing_hash_never_fits() -> None:
    for kept in (None, "", "x", "$argon2id$v=19$m=19456,t=2,p=1$"):
        assert not passwords.matches(kept, "muoi bon con co trang")


@pytest.mark.usefixtures("real_hashes")
def test_argon2id_at_least_as_hard_as_advised() -> None:
    assert passwords.hash_of("x").startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.is_outdated("$argon2id$v=19$m=8192,t=1,p=1$c29tZXNhbHQ$aGFzaGhhc2hoYXNoaGFzaA")
