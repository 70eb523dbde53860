"""The page behind a printed code, as a citizen without an account meets it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import lxml.html
import pytest
from flask import Flask
from sqlalchemy import select

from blueprints.satisfaction import public_page
from models import clock
from models.base import db
from models.journal import JournalEntry
from models.places.tables import Counter
from models.satisfaction import actions, catalogue, questionnaires
from models.satisfaction.links import add_link, open_counter
from models.satisfaction.rules import Channel, HoldReason, Mode, Stage, Status
from models.satisfaction.tables import CitizenCase, CitizenContact, Response, ResponseLink, ResponseReason
from tests.browser import Browser
from tests.factories import Office

Browse = Callable[..., Browser]
Hold = Callable[[str], None]


def rows() -> list[Response]:
    """All answers in the order they came."""
    return list(db.session.scalars(select(Response).order_by(Response.id)))


def test_a_citizen_answers_without_an_account(browse: Browse, link: ResponseLink, office: Office) -> None:
    url, counter_id, commune_id = f"/y-kien/{link.token}", link.counter_id, office.commune.id
    citizen = browse(None)
    page = citizen.get(url).text
    assert "Xã Thử Nghiệm · Quầy 1" in page
    assert "khiếu nại, tố cáo" in page
    assert "<script" not in page
    answer = citizen.post_form(url, {"level": "5", "comment": "cán bộ tận tình"}, follow_redirects=True)
    assert "Cảm ơn ông/bà" in answer.text
    (row,) = rows()
    assert (row.level, row.mode, row.channel, row.status) == (5, Mode.IN_PERSON, Channel.QR, Status.COUNTED)
    assert (row.counter_id, row.commune_id, row.recorded_by_id) == (counter_id, commune_id, None)
    entries = db.session.scalars(select(JournalEntry.entity)).all()
    assert "response" not in entries, "its place in the chain of answers is its line"


def test_the_mode_and_moment_of_the_link_go_with_the_answer(browse: Browse, office: Office) -> None:
    link = add_link(office.commune.id, None, Mode.ONLINE, "Trang dịch vụ công", Stage.REFUSAL)
    db.session.commit()
    browse(None).post_form(f"/y-kien/{link.token}", {"level": "2"})
    (row,) = rows()
    assert (row.mode, row.stage, row.counter_id) == (Mode.ONLINE, Stage.REFUSAL, None)


def test_the_citizen_may_say_the_other_mode(browse: Browse, link: ResponseLink) -> None:
    browse(None).post_form(f"/y-kien/{link.token}", {"level": "2", "mode": "online"})
    assert rows()[0].mode is Mode.ONLINE


@pytest.mark.parametrize("token", ["x", "a" * 500, "%00", "..%2f..", "' OR 1=1", "đường"])
def test_an_unknown_address_is_politely_gone(browse: Browse, token: str) -> None:
    for answer in (browse(None).get(f"/y-kien/{token}"), browse(None).get(f"/y-kien/{token}/cam-on")):
        assert answer.status_code == 404
        assert 'lang="vi"' in answer.text


def test_a_switched_off_address_is_gone(browse: Browse, link: ResponseLink) -> None:
    url = f"/y-kien/{link.token}"
    citizen = browse(None)
    hidden = citizen.hidden_fields(url)
    db.session.get_one(ResponseLink, link.id).is_active = False
    db.session.commit()
    answer = citizen.get(url)
    assert answer.status_code == 404
    assert "Địa chỉ này không còn dùng" in answer.text
    assert citizen.post_raw(url, {**hidden, "level": "5"}).status_code == 404
    assert not rows()


@pytest.mark.parametrize("level", ["0", "6", "abc", "", str(2**70)])
def test_a_wrong_level_keeps_the_words(browse: Browse, link: ResponseLink, level: str) -> None:
    answer = browse(None).post_form(f"/y-kien/{link.token}", {"level": level, "comment": "giữ lại"})
    assert answer.status_code == 422
    assert "giữ lại" in answer.text
    assert not rows()


def test_two_citizens_in_one_hall_both_count(browse: Browse, hold: Hold, link: ResponseLink) -> None:
    hold("2026-03-30 09:00:00")
    for _ in range(2):
        browse(None).post_form(f"/y-kien/{link.token}", {"level": "5"})
    assert [row.status for row in rows()] == [Status.COUNTED] * 2


def test_what_comes_too_fast_waits_and_gets_the_same_thanks(browse: Browse, hold: Hold, link: ResponseLink) -> None:
    hold("2026-03-30 09:00:00")
    url = f"/y-kien/{link.token}"
    for _ in range(9):
        answer = browse(None).post_form(url, {"level": "5"}, follow_redirects=True)
        assert "Cảm ơn ông/bà" in answer.text
    hold("2026-03-30 09:00:20")
    browse(None).post_form(url, {"level": "4"})
    told = [(row.status, row.hold_reason) for row in rows()]
    assert told == [*[(Status.COUNTED, None)] * 8, (Status.HELD, HoldReason.BURST), (Status.COUNTED, None)]
    assert actions.check_rollups() == []


def test_a_machine_falls_into_the_trap(browse: Browse, link: ResponseLink) -> None:
    browse(None).post_form(f"/y-kien/{link.token}", {"level": "5", "trang_web": "http://spam"})
    assert [(row.status, row.hold_reason) for row in rows()] == [(Status.HELD, HoldReason.TRAP)]


def test_a_reload_of_the_sent_form_makes_no_second_answer(browse: Browse, link: ResponseLink) -> None:
    url, citizen = f"/y-kien/{link.token}", browse(None)
    hidden = citizen.hidden_fields(url)
    for _ in range(2):
        answer = citizen.post_raw(url, {**hidden, "level": "5"})
        assert answer.status_code == 303
        assert answer.location.endswith("/cam-on")
    assert len(rows()) == 1


def test_two_counters_do_not_slow_each_other(browse: Browse, hold: Hold, link: ResponseLink, office: Office) -> None:
    hold("2026-03-30 09:00:00")
    other: Counter = open_counter(office.viewer("secretary"), "Quầy 2", "")
    db.session.commit()
    tokens = list(db.session.scalars(select(ResponseLink.token)))
    assert other.id
    for token in tokens:
        browse(None).post_form(f"/y-kien/{token}", {"level": "5"})
    assert [row.status for row in rows()] == [Status.COUNTED, Status.COUNTED]


DIGITS = "9" * 9  # behind a nought it is a telephone number, of nobody


@pytest.mark.parametrize(
    ("comment", "is_taken"),
    [
        (f"Gọi tôi số 0{DIGITS}", False),
        (f"gọi +84 {DIGITS[:3]} {DIGITS[3:6]} {DIGITS[6:]} nhé", False),
        (f"0{DIGITS[:3]}.{DIGITS[3:6]}.{DIGITS[6:]}", False),
        ("căn cước 052090001234", False),
        ("CMND 215123456", False),
        ("hồ sơ 000.00.12.H21-250101-0001 chậm 3 ngày", True),
        ("chờ 45 phút, 2 lần", True),
        ("nộp 1.250.000 đồng", True),
        ("1234567890123", True),
        ("từ 30/3/2026 đến 15/4/2026", True),
    ],
)
def test_numbers_of_people_are_not_taken(browse: Browse, link: ResponseLink, comment: str, is_taken: bool) -> None:
    url = f"/y-kien/{link.token}"
    answer = browse(None).post_form(url, {"level": "4", "comment": comment})
    assert (answer.status_code == 303) == is_taken
    assert is_taken or ("Xin bỏ số điện thoại" in answer.text and comment in answer.text)


# ---- floods


@pytest.fixture
def flooding(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Few are a flood here."""
    public_page.pace.forget()
    monkeypatch.setattr(public_page.pace, "most", 5)
    monkeypatch.setattr(actions, "MOST_AN_HOUR", 8)
    yield
    public_page.pace.forget()


def answer_from(browser: Browser, link: ResponseLink, address: str) -> int:
    here = {"REMOTE_ADDR": address}
    return browser.post_form(f"/y-kien/{link.token}", {"level": "5"}, environ_overrides=here).status_code


@pytest.mark.usefixtures("flooding")
def test_one_caller_may_not_fill_the_list(browse: Browse, hold: Hold, link: ResponseLink) -> None:
    hold("2026-03-30 09:00")
    citizen = browse(None)
    assert [answer_from(citizen, link, "10.0.0.1") for _ in range(7)] == [303] * 5 + [429] * 2
    assert answer_from(citizen, link, "10.0.0.2") == 303 and len(rows()) == 6
    hold("2026-03-30 10:01")
    assert answer_from(citizen, link, "10.0.0.1") == 303


@pytest.mark.usefixtures("flooding")
def test_many_callers_may_not_fill_it_either(browse: Browse, hold: Hold, link: ResponseLink) -> None:
    hold("2026-03-30 09:00")
    citizen = browse(None)
    assert [answer_from(citizen, link, f"10.0.0.{number}") for number in range(10)] == [303] * 8 + [429] * 2
    waiting = citizen.post_form(f"/y-kien/{link.token}", {"level": "5"}, environ_overrides={"REMOTE_ADDR": "10.0.1.1"})
    assert waiting.status_code == 429 and int(waiting.headers["Retry-After"]) > 0 and "Gửi quá nhanh" in waiting.text
    assert len(rows()) == 8


def bare(app: Flask) -> Browser:
    """A phone that keeps no cookies."""
    browser = Browser(app)
    browser.client = app.test_client(use_cookies=False)
    return browser


def test_a_phone_without_cookies_answers(app: Flask, link: ResponseLink) -> None:
    url, citizen = f"/y-kien/{link.token}", bare(app)
    page = citizen.get(url)
    assert "Set-Cookie" not in page.headers
    assert len(page.data) <= 15 * 1024
    assert "<script" not in page.text
    answer = citizen.post_form(url, {"level": "4", "reasons": "di_lai"})
    assert answer.status_code == 303 and "Set-Cookie" not in answer.headers
    assert "Cảm ơn ông/bà" in citizen.get(answer.location).text
    assert list(db.session.scalars(select(ResponseReason.code))) == ["di_lai"]


@pytest.mark.parametrize(("days", "is_taken"), [(60, True), (179, True), (181, False)])
def test_a_page_left_open_for_months(app: Flask, hold: Hold, link: ResponseLink, days: int, is_taken: bool) -> None:
    url, citizen = f"/y-kien/{link.token}", bare(app)
    with time_at("2026-03-30 09:00"):
        hidden = citizen.hidden_fields(url)
    with time_at("2026-03-30 09:00", days):
        answer = citizen.post_raw(url, {**hidden, "level": "2", "comment": "chờ lâu"})
        assert (answer.status_code == 303) is is_taken
        if not is_taken:
            assert "chờ lâu" in answer.text and "mở đã lâu" in answer.text
            again = citizen_fields(answer.text)
            assert citizen.post_raw(url, {**again, "level": "2", "comment": "chờ lâu"}).status_code == 303
    assert len(rows()) == 1


def time_at(moment: str, days: int = 0) -> Any:
    """The clock of the office and that of the signatures, together."""
    at = datetime.fromisoformat(moment).astimezone(UTC) + timedelta(days=days)
    stack = ExitStack()
    stack.enter_context(clock.held_at(at))
    stack.enter_context(patch("itsdangerous.timed.time.time", at.timestamp))
    return stack


def citizen_fields(html: str) -> dict[str, str]:
    """The hidden fields of the form on a page."""
    page = lxml.html.document_fromstring(html)
    return {field.get("name"): field.get("value", "") for field in page.xpath("//form//input[@type='hidden']")}


def test_the_same_page_with_another_answer_is_kept_and_waits(app: Flask, link: ResponseLink) -> None:
    url, citizen = f"/y-kien/{link.token}", bare(app)
    hidden = citizen.hidden_fields(url)
    for level in ("5", "2", "2"):
        assert citizen.post_raw(url, {**hidden, "level": level}).status_code == 303
    assert [(row.level, row.status) for row in rows()] == [(5, Status.COUNTED), (2, Status.HELD)]
    assert rows()[1].hold_reason is HoldReason.REUSED


def test_a_mark_of_another_place_is_none(app: Flask, link: ResponseLink, office: Office) -> None:
    other = add_link(office.commune.id, None, Mode.ONLINE)
    db.session.commit()
    citizen, url = bare(app), f"/y-kien/{other.token}"
    hidden = citizen.hidden_fields(f"/y-kien/{link.token}")
    assert citizen.post_raw(url, {**hidden, "level": "5"}).status_code == 422
    assert citizen.post_raw(url, {"level": "5"}).status_code == 400
    assert not rows()


@pytest.mark.parametrize(
    ("sent", "is_taken"),
    [
        ({"wants_reply": "y", "contact": "dan@thu.example", "comment": "mong có ghế"}, True),
        ({"wants_reply": "y", "contact": "+84 " + "9" * 9, "comment": "mong có ghế"}, True),
        ({"wants_reply": "y", "contact": "", "comment": "mong có ghế"}, False),
        ({"wants_reply": "y", "contact": "gọi tôi", "comment": "mong có ghế"}, False),
        ({"wants_reply": "y", "contact": "dan@thu.example", "comment": ""}, False),
        ({"contact": "dan@thu.example", "comment": "mong có ghế"}, True),
    ],
)
def test_who_wants_a_reply_says_how_and_about_what(
    app: Flask, link: ResponseLink, sent: dict[str, str], is_taken: bool
) -> None:
    answer = bare(app).post_form(f"/y-kien/{link.token}", {"level": "4", **sent})
    assert answer.status_code == (303 if is_taken else 422)
    assert (
        len(db.session.scalars(select(CitizenContact)).all())
        == len(db.session.scalars(select(CitizenCase)).all())
        == int(is_taken)
    )


def test_an_unhappy_word_becomes_a_case(app: Flask, link: ResponseLink) -> None:
    bare(app).post_form(f"/y-kien/{link.token}", {"level": "1", "comment": "chờ lâu"})
    bare(app).post_form(f"/y-kien/{link.token}", {"level": "1", "reasons": "chi_phi"})
    bare(app).post_form(f"/y-kien/{link.token}", {"level": "1"})
    assert len(db.session.scalars(select(CitizenCase)).all()) == 2


def test_it_speaks_another_language_by_its_address_alone(app: Flask, link: ResponseLink) -> None:
    url, citizen = f"/y-kien/{link.token}", bare(app)
    assert lxml.html.document_fromstring(citizen.get(url).text).xpath("//nav//a/@href") == [f"{url}?ngon-ngu=en"]
    citizen.checked = False  # that every page is in Vietnamese
    english = f"{url}?ngon-ngu=en"
    page = citizen.get(english)
    assert "Set-Cookie" not in page.headers and "<script" not in page.text and len(page.data) <= 15 * 1024
    tree = lxml.html.document_fromstring(page.text)
    assert tree.get("lang") == "en" and tree.xpath("//nav//a/@href") == [url]
    assert tree.xpath("//form/@action") == [english]
    seen = "//body//text()[not(ancestor::nav or ancestor::header or ancestor::*[@hidden])]"
    marks = set("ăđơưạảấầẩậắằặẹẻẽếềểễệỉịọỏốồổộớờởợụủứừửữựỳỵỷỹ")
    assert not marks.intersection(" ".join(tree.xpath(seen)).lower()), "nothing is left in Vietnamese"
    refused = citizen.post_raw(english, {**citizen_fields(page.text), "comment": f"call {'09' * 5}"})
    assert refused.status_code == 422
    assert "Please choose one face." in refused.text and "Please take out telephone" in refused.text
    wants = {"level": "2", "wants_reply": "y", "contact": "x", "comment": "slow"}
    refused = citizen.post_raw(english, {**citizen_fields(page.text), **wants})
    assert "Please enter a telephone number or an e-mail address." in refused.text
    sent = citizen.post_raw(english, {**citizen_fields(page.text), "level": "2", "reasons": "di_lai"})
    assert sent.status_code == 303 and sent.location.endswith("?ngon-ngu=en")
    assert "Thank you!" in citizen.get(sent.location).text


def test_a_language_that_is_none_is_vietnamese(app: Flask, link: ResponseLink) -> None:
    for wanted in ("xx", "", "VI", "en%00", "../vi"):
        assert "Gửi ý kiến" in bare(app).get(f"/y-kien/{link.token}?ngon-ngu={wanted}").text


def test_the_words_of_the_page_are_those_of_the_catalogue() -> None:
    first = questionnaires.languages(questionnaires.SHIPPED / "none")[0]
    assert first["plain"] == catalogue.plain_reasons()
