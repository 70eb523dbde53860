"""One box: by part of a word, without marks, by number or code, and nothing that these eyes may not see."""

import lxml.html
import pytest

from models.base import db
from models.meetings.rules import Confidentiality
from models.meetings.seats import Seat
from models.searching import LEAST_LETTERS, MOST, MOST_WORDS, Needle, search
from tests.meetings.conftest import make_body, make_meeting

CANARY = "Chim hoàng yến bay qua cửa sổ"


def hits(html: str) -> list[str]:
    found = lxml.html.document_fromstring(html).xpath("//ul[contains(@class,'hits')]/li")
    return [" ".join(one.text_content().split()) for one in found]


@pytest.mark.parametrize(
    ("text", "names", "number"),
    [
        ("NV 29", ("nv", "nhiem vu"), 29),
        ("nhiệm vụ 29", ("nv", "nhiem vu"), 29),
        ("nv29", ("nv",), 29),
        ("QR-000007", ("qr",), 7),
        ("29", ("nv",), None),
        ("ct 29", ("nv",), None),
        ("nv 29 x", ("nv",), None),
        ("nv 9999999999", ("nv",), None),
        ("nv ٢٩", ("nv",), None),
    ],
)
def test_a_number_is_read_behind_its_name_alone(text: str, names: tuple[str, ...], number: int | None) -> None:
    assert Needle(text).number(*names) == number


def test_a_needle_is_bounded_and_needs_two_letters() -> None:
    assert Needle("").is_empty and Needle(" đ ").is_empty and not Needle("ai").is_empty and not Needle("7").is_empty
    assert len(Needle("a " * 200).words) <= MOST_WORDS and LEAST_LETTERS == 2
    assert Needle("ĐƯỜNG  dây").words == ["duong", "day"]
    assert Needle("web - a01").code == "WEB-A01"


def test_words_are_found_without_marks_and_in_part(planned, browse) -> None:
    found = hits(browse("leader").get("/tim?q=IGIALAI").text)
    assert any("Chỉ tiêu 8" in one for one in found) and len(found) > 1
    assert hits(browse("leader").get("/tim?q=igiala").text) == found
    assert any("Bước I.3" in one for one in hits(browse("leader").get("/tim?q=muc do co ban").text))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("NV 29", "/ke-hoach/nhiem-vu/29"),
        ("nhiệm vụ 9", "/ke-hoach/nhiem-vu/9"),
        ("CT 8", "/ke-hoach/chi-tieu/8"),
        ("II.7", "/ke-hoach/kich-ban/II-7"),
        ("ii.7", "/ke-hoach/kich-ban/II-7"),
    ],
)
def test_a_number_or_code_leads_straight_there(planned, browse, text, place) -> None:
    answer = browse("counter").get("/tim", query_string={"q": text})
    assert (answer.status_code, answer.headers["Location"]) == (302, place)


def test_people_are_found_by_a_part_of_their_name(planned, browse) -> None:
    found = hits(browse("counter").get("/tim?q=van+binh").text)
    assert [one for one in found if one.startswith("Nguyễn Văn Bình")]


def test_a_closed_meeting_is_found_by_nobody_who_is_not_in_it(planned, browse) -> None:
    body = make_body(planned)
    own = [Seat(planned.people["leader"].id)]
    make_meeting(planned, body, title=CANARY, confidentiality=Confidentiality.CLOSED, seats=own)
    make_meeting(planned, body, hour=14, title="Họp mở về chim")
    for role, seen in (("leader", 2), ("counter", 1), ("auditor", 1), ("admin", 1)):
        html = browse(role).get("/tim?q=chim").text
        assert len(hits(html)) == seen, role
        assert ("hoàng yến" in html) is (seen == 2)


def test_another_commune_is_never_found(planned, other_office, browse) -> None:
    body = make_body(other_office)
    make_meeting(other_office, body, title="Họp bàn về zxq")
    assert hits(browse("leader").get("/tim?q=zxq").text) == []
    assert "chọn một xã" in browse("province").get("/tim?q=hop").text


def test_of_each_kind_a_few_are_shown_and_the_rest_is_told(planned, browse) -> None:
    body = make_body(planned)
    for number in range(MOST + 2):
        make_meeting(planned, body, hour=7 + number, title=f"Bàn chuyện lúa {number}")
    html = browse("leader").get("/tim?q=lua").text
    assert len([one for one in hits(html) if "Bàn chuyện lúa" in one]) == MOST
    assert "xin gõ thêm chữ" in html


@pytest.mark.parametrize("text", ["%", "_", "%%%%", "\\", "'\"--", "<script>", "🂡🂡", "ﷺﷺ", "a" * 500, "\x00ab", "nv 0"])
def test_odd_texts_find_nothing_and_break_nothing(planned, browse, text) -> None:
    answer = browse("leader").get("/tim", query_string={"q": text})
    assert answer.status_code == 200 and "<script>" not in answer.text.split("<main")[1].replace("&lt;", "")


def test_it_asks_for_a_bounded_number_of_statements(planned, statements) -> None:
    with statements() as seen:
        search(planned.viewer("leader"), "hop giao ban")
    assert len(seen) <= 12
    db.session.rollback()
