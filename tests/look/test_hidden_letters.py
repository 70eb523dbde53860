"""Letters nobody sees: refused where names are typed, kept where somebody else's words are, told wherever shown."""

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from sqlalchemy import select

from blueprints.filters import typed
from models.base import db
from models.places.tables import Counter
from models.satisfaction.rules import names_somebody
from models.satisfaction.tables import Response
from models.text import HIDDEN, clean, hidden_in, turns
from tests.factories import Office

OVERRIDE = "Nguyễn\u202e Lan"
SIGN = "có ký tự ẩn"


def test_all_letters_that_nobody_sees_are_known() -> None:
    ranges = [(0x200B, 0x200F), (0x202A, 0x202E), (0x2066, 0x2069), (0xFEFF, 0xFEFF)]
    assert {chr(code) for first, last in ranges for code in range(first, last + 1)} == HIDDEN
    assert hidden_in("".join(HIDDEN)) == len(HIDDEN)
    assert clean("".join(sorted(HIDDEN))) == ""
    assert clean(OVERRIDE, keeps_hidden=True) == OVERRIDE


@pytest.mark.parametrize("letter", sorted(HIDDEN), ids=lambda letter: f"U+{ord(letter):04X}")
def test_a_text_with_hidden_letters_stays_in_its_place_and_is_told(app: Flask, letter: str) -> None:
    told = BeautifulSoup(typed(f"Lan{letter}<b>Anh"), "lxml")
    assert told.bdi is not None and told.bdi.text == f"Lan{letter}<b>Anh"
    assert SIGN in told.text and told.b is None


def test_plain_vietnamese_needs_no_sign(app: Flask) -> None:
    assert typed("Nguyễn Thị Đượm – tổ 3") == "Nguyễn Thị Đượm – tổ 3"
    assert typed(None) == ""
    assert turns("שלום") and SIGN not in typed("שלום") and "<bdi>" in typed("שלום")


def refusal(answer, field: str) -> str:
    page = BeautifulSoup(answer.text, "lxml")
    box = page.find(attrs={"name": field})
    assert isinstance(box, Tag) and box["value"] == "Quầy 12"
    return page.text


def test_a_name_with_hidden_letters_is_refused_beside_its_field_and_offered_without(office: Office, browse) -> None:
    secretary = browse("secretary")
    answer = secretary.post_form("/quay", {"name": "Quầy \u202e12", "place": ""})
    assert answer.status_code == 422
    assert "Đã bỏ 1 ký tự ẩn" in refusal(answer, "name")
    assert db.session.scalars(select(Counter)).all() == []


def test_old_names_with_hidden_letters_are_told_on_the_pages(office: Office, browse) -> None:
    person = next(iter(office.people.values()))
    person.full_name = OVERRIDE
    db.session.add(Counter(commune_id=office.commune.id, name="Quầy\u200b 1", fold="quay 1", place="Tầng\u2066 1"))
    db.session.commit()
    for role, url, name in (("admin", "/quan-tri/can-bo", OVERRIDE), ("secretary", "/quay", "Quầy\u200b 1")):
        page = BeautifulSoup(browse(role).get(url).text, "lxml")
        found = [bdi for bdi in page.find_all("bdi") if bdi.text == name]
        assert found, url
        assert SIGN in found[0].parent.text


def test_the_words_of_a_citizen_are_kept_and_told(app: Flask, office: Office, browse) -> None:
    said = "Rất tốt\u202e nhanh"
    browse("counter").post_form("/hai-long/ghi", {"level": "5", "mode": "online", "comment": said})
    assert db.session.scalars(select(Response.comment)).one() == said


def test_a_telephone_number_is_found_behind_hidden_letters() -> None:
    assert names_somebody("gọi 0\u200b123456789")
