"""What a good password is, and that it is compared exactly as people type it."""

import time
import unicodedata

import pytest
from flask import Flask

from models.accounts import passwords
from models.base import db
from models.errors import RuleBroken
from tests.factories import Office

GOOD = [
    "muoi bon con co trang",
    "một hai ba bốn năm sáu",
    "Trời xanh mây trắng!",
    "x7-Kq.91mzPw_4",
    "🐃🐃 đồng lúa chín vàng",
    "   gao moi  thom   ca nha   ",
    "k#9$Lm!2@xQ^7v",
    "mẹ đi chợ mua cá rô",
    "chiều nay họp tổ rồi về quê",
    "chieunayhoptoroiveque",
    "Chị Lan bán phở ngon lắm",
    "bà ngoại trồng hai luống hành",
    "xe đạp cũ của bố vẫn chạy tốt",
    "thứ bảy đưa con đi bơi",
    "tôi thích uống cà phê đen",
    "ba cây na sau vườn trĩu quả",
    "gà trống nhà bác Tư gáy sớm",
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
# long, and among the first that anybody tries
PATTERNS = [
    "abcabcabcabcabc",
    "abcdefghijklmno",
    "zyxwvutsrqponm",
    "0123456789abcd",
    "112233445566778",
    "aaaabbbbccccdddd",
    "1234qwer1234qwer",
    "1q2w3e4r5t6y7u8i",
    "1qaz2wsx3edc4rfv",
    "!QAZ2wsx#EDC4rfv",
    "zaq12wsxcde34rfv",
    "qazwsxedcrfvtgb",
    "asdfghjkl;'asdf",
    "qwertyuiopasdfghjkl",
    "poiuytrewqlkjhg",
    "trustno1trustno1",
    "P@ssw0rdP@ssw0rd",
    "football2024football",
    "superman1234567",
]
NAMES = [
    "nguyenvana1990",
    "NguyenVanAn1985",
    "tranthihoa2024",
    "Tranthimai@1990",
    "phamvanhung19850512",
    "Nguyễn Thị Hồng Nhung 1992",
    "hoangminhtuan@2025",
    "UBNDxa@TaySon2025",
    "Vietnam@30041975",
]
SAYINGS = [
    "emoicobaonhieu",
    "Em ơi có bao nhiêu 2024",
    "noivongtaylon123",
    "nhucobachotrongngayvuidaithang",
    "Giaiphongmiennam1975",
    "Quehuonglachumkhengot!1",
    "muaxuandautien2025",
    "tramnamtrongcoinguoita",
    "Công cha như núi Thái Sơn",
    "khongcogiquyhondoclaptudo",
    "doclaptudohanhphuc",
    "Anhyeuemnhieulam",
    "matkhaucuatoi123",
    "iloveyouforever",
    "thequickbrownfox",
    "tobeornottobethatisthequestion",
    "maytheforcebewithyou",
    "correct horse battery staple",
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


@pytest.mark.parametrize("password", [*COMMON, *PATTERNS, *NAMES, *SAYINGS])
def test_common(password: str) -> None:
    assert refusal(password) == "password_common"


def test_long() -> None:
    assert refusal("ă" * 490 + " gạo mới thơm cả nhà") is None
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


HOSTILE = ["a" * 1000, "1a" * 500, "4@8({[<369!|1l0$5+7%2" * 40, "486139057124" * 80, "4(" * 500, "nguyen" * 160 + "?"]


@pytest.mark.parametrize("password", HOSTILE)
def test_a_password_is_weighed_in_a_moment(password: str) -> None:
    refusal("warming up the lists")
    before = time.process_time()
    refusal(password)
    assert time.process_time() - before < 1


def test_nobody_waits_while_a_password_is_weighed(app: Flask, office: Office) -> None:
    office.commune.name = "Xã Khác"
    db.session.flush()
    with pytest.raises(RuntimeError, match="weighing a password"):
        passwords.check("muoi bon con co trang")
