"""The clerk's form: two clicks, a remembered mode, a way back, and nothing stored that was not meant."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import func, select

from models import journal
from models.accounts.rules import Role
from models.accounts.tables import Account
from models.base import db
from models.places.tables import Counter
from models.satisfaction import actions
from models.satisfaction.chain import broken_seals
from models.satisfaction.links import open_counter
from models.satisfaction.rules import Channel, HoldReason, Mode, Status
from models.satisfaction.scales import load_catalogue
from models.satisfaction.tables import Response, ResponseReason, Scale
from tests.browser import Browser
from tests.factories import Office
from tests.security.test_transactions import together

Browse = Callable[..., Browser]
Hold = Callable[[str], None]
Counting = Callable[[], AbstractContextManager[list[str]]]
RECORD, LIST, FIGURES = "/hai-long/ghi", "/hai-long/phieu", "/hai-long"


def rows() -> list[Response]:
    """All answers in the order they came."""
    return list(db.session.scalars(select(Response).order_by(Response.id)))


def words(html: str) -> str:
    """The words of a page, single-spaced."""
    return " ".join(BeautifulSoup(html, "lxml").get_text(" ").split())


def test_two_clicks_record_an_answer(browse: Browse, hold: Hold) -> None:
    hold("2026-03-30 16:20")
    clerk = browse("counter")
    page = BeautifulSoup(clerk.get(RECORD).text, "lxml")
    assert [field["value"] for field in page.select("input[name=level]")] == ["5", "4", "3", "2", "1"]
    answer = clerk.post_form(
        RECORD, {"level": "4", "mode": "online", "comment": "  nhanh, gọn  "}, follow_redirects=True
    )
    assert "Đã ghi “Hài lòng” lúc 16:20." in answer.text
    assert "Hài lòng 16:20 · trực tuyến" in words(answer.text)
    (row,) = rows()
    assert (row.level, row.mode, row.comment, row.status) == (4, Mode.ONLINE, "nhanh, gọn", Status.COUNTED)


def test_the_thanks_are_read_from_the_answer_itself(browse: Browse, hold: Hold) -> None:
    hold("2026-03-30 16:20")
    clerk = browse("counter")
    thanks = clerk.post_form(RECORD, {"level": "4", "mode": "online"}).headers["Location"]
    (response_id,) = [row.id for row in rows()]
    assert thanks.endswith(f"ghi={response_id}")
    assert "Đã ghi “" in clerk.get(thanks).text
    assert "Đã ghi “" not in clerk.get(RECORD).text  # the page of the next day, or another tab
    assert "Đã ghi “" not in browse("secretary").get(thanks).text  # somebody else's answer
    clerk.post_form(f"{RECORD}/{response_id}/bo", {}, page=RECORD)
    assert "Đã ghi “" not in clerk.get(thanks).text


def test_each_window_thanks_for_its_own_answer(browse: Browse) -> None:
    here, there = browse("counter"), browse("counter")
    mine = here.post_form(RECORD, {"level": "2", "mode": "online"}).headers["Location"]
    there.post_form(RECORD, {"level": "5", "mode": "online"})
    page = BeautifulSoup(here.get(mine).text, "lxml")
    assert "Đã ghi “Không hài lòng”" in page.select_one(".flash").text  # type: ignore[union-attr]
    first = rows()[0]
    assert page.select_one(f"form[action$='/{first.id}/bo']") is not None  # and takes that one back


def test_a_pc_is_told_its_counter_once(counter: Counter, browse: Browse, hold: Hold, other_office: Office) -> None:
    hold("2026-03-30 09:00")
    clerk, own_id, own_name = browse("counter"), counter.id, counter.name
    foreign = open_counter(other_office.viewer("secretary"), "Quầy lạ", "").id
    db.session.commit()
    assert "Máy này ở quầy nào?" in clerk.get(RECORD).text
    assert clerk.post(f"{RECORD}/may-nay", {"counter_id": str(foreign)}).status_code == 400
    clerk.post(f"{RECORD}/may-nay", {"counter_id": str(own_id)})
    assert f"Máy này: {own_name}" in words(clerk.get(RECORD).text)
    hold("2026-03-31 08:00")
    clerk.enter_as(db.session.get_one(Account, other_clerk(clerk)))
    clerk.post_form(RECORD, {"level": "5", "mode": "online"})
    assert [row.counter_id for row in rows()] == [own_id], "the PC says it, whoever sits there"
    assert "Máy này ở quầy nào?" in browse("counter").get(RECORD).text, "another PC was told nothing"


def other_clerk(_clerk: Browser) -> int:
    """The secretary, who may record too."""
    return db.session.scalars(select(Account.id).where(Account.role == Role.SECRETARY)).first() or 0


def test_the_mode_is_the_press_that_saves(browse: Browse) -> None:
    page = BeautifulSoup(browse("counter").get(RECORD).text, "lxml")
    pressed = page.select("form.entry button[name=mode]")
    assert [button["value"] for button in pressed] == ["in_person", "online", "unknown"]
    assert not page.select("input[name=mode]"), "nothing is chosen before"
    clerk = browse("counter")
    for mode in ("in_person", "online", "unknown"):
        clerk.post_form(RECORD, {"level": "5", "mode": mode})
    assert [row.mode for row in rows()] == [Mode.IN_PERSON, Mode.ONLINE, Mode.UNKNOWN]


def test_an_unhappy_answer_takes_reasons_and_is_not_thanked_in_green(browse: Browse) -> None:
    clerk = browse("counter")
    sad = clerk.post_form(RECORD, {"level": "2", "mode": "online", "reasons": "thoi_gian"}, follow_redirects=True)
    glad = clerk.post_form(RECORD, {"level": "5", "mode": "online", "reasons": "thoi_gian"}, follow_redirects=True)
    for answer, kind in ((sad, "warn"), (glad, "ok")):
        told = BeautifulSoup(answer.text, "lxml").select_one(".flash")
        assert told is not None and kind in told["class"]
    kept = db.session.execute(select(ResponseReason.response_id, ResponseReason.code)).all()
    assert [tuple(row) for row in kept] == [(rows()[0].id, "thoi_gian")], "reasons belong to an unhappy answer"


@pytest.mark.parametrize(
    ("said_at", "hour"), [("2026-03-30T07:10:00+00:00", 14), ("2026-03-28T07:10:00+00:00", 16), ("x", 16), ("", 16)]
)
def test_an_answer_that_waited_for_the_line_keeps_its_hour(browse: Browse, hold: Hold, said_at: str, hour: int) -> None:
    hold("2026-03-30 16:20")
    browse("counter").post_form(RECORD, {"level": "5", "mode": "online", "said_at": said_at})
    assert rows()[0].local_hour == hour


@pytest.mark.parametrize("level", ["0", "6", "-1", "abc", "", " ", str(2**70), "5.0", "٥x", "1_0", "5\x00", "9" * 5000])
def test_a_wrong_level_is_said_beside_the_field_and_nothing_is_stored(browse: Browse, level: str) -> None:
    answer = browse("counter").post_form(RECORD, {"level": level, "mode": "online", "comment": "giữ lại chữ này"})
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "lxml")
    assert "Xin chọn một mức hài lòng" in page.select_one("#level .error").text  # type: ignore[union-attr]
    assert "giữ lại chữ này" in answer.text
    assert not rows()


@pytest.mark.parametrize("mode", ["", "ONLINE", "x" * 3000, "1"])
def test_a_wrong_mode_is_refused(browse: Browse, mode: str) -> None:
    assert browse("counter").post_form(RECORD, {"level": "5", "mode": mode}).status_code == 422
    assert not rows()


@pytest.mark.parametrize(
    ("comment", "kept"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("{{ 1234567*7 }}' OR 1=1 --", "{{ 1234567*7 }}' OR 1=1 --"),
        ("a\x00b\u202ec\ud800", None),
        ("Cám ơn", "Cám ơn"),  # decomposed marks come in, composed ones are kept
        ("x" * 1000, "x" * 1000),
        ("dòng 1\r\ndòng 2", "dòng 1\ndòng 2"),
    ],
)
def test_hostile_comments_are_only_text(browse: Browse, comment: str, kept: str | None) -> None:
    clerk, reader = browse("counter"), browse("secretary")
    sent = comment.encode("utf-8", "surrogatepass").decode("utf-8", "replace") if kept is None else comment
    answer = clerk.post_form(RECORD, {"level": "1", "mode": "online", "comment": sent})
    assert answer.status_code == 303
    (row,) = rows()
    assert row.comment == kept if kept is not None else row.comment.startswith("ab\u202ec")
    for _ in range(4):
        clerk.post_form(RECORD, {"level": "1", "mode": "online"})
    listed = reader.get(LIST).text
    assert "<script>alert(1)" not in listed
    assert "8641969" not in listed  # nobody worked the braces out
    assert ("có ký tự ẩn" in listed) == ("\u202e" in comment)


def test_a_huge_comment_is_refused_with_its_text_kept(browse: Browse) -> None:
    answer = browse("counter").post_form(RECORD, {"level": "1", "mode": "online", "comment": "ă" * 1001})
    assert answer.status_code == 422
    assert "Dài quá 1000 ký tự" in answer.text
    assert "ă" * 1001 in answer.text
    assert not rows()


def test_a_double_post_makes_one_row(browse: Browse) -> None:
    clerk = browse("counter")
    hidden = clerk.hidden_fields(RECORD)
    for _ in range(2):
        answer = clerk.post_raw(RECORD, {**hidden, "level": "5", "mode": "online"})
        assert answer.status_code == 303
    assert "đã được lưu trước đó" in clerk.get(answer.location).text
    other = clerk.post_raw(RECORD, {**hidden, "level": "1", "mode": "online", "comment": "chờ lâu"})
    assert other.status_code == 409
    assert "đã ghi một phiếu với nội dung khác" in other.text
    assert "chờ lâu" in other.text, "what was typed stays"
    again = hidden_of(other.text)
    assert again["form_key"] != hidden["form_key"]
    assert clerk.post_raw(RECORD, {**again, "level": "1", "mode": "online"}).status_code == 303, "now it is a decision"
    clerk.post_form(f"{RECORD}/{rows()[1].id}/bo", {}, page=RECORD)
    answer = clerk.post_raw(RECORD, {**again, "level": "1", "mode": "online"})
    assert "đã bỏ do bấm nhầm nên không được tính" in clerk.get(answer.location).text
    assert [(row.level, row.status) for row in rows()] == [(5, "counted"), (1, "tombstone")]
    assert actions.check_rollups() == []


def hidden_of(html: str) -> dict[str, str]:
    """The hidden fields of the form that records."""
    form = BeautifulSoup(html, "lxml").select_one("main form:has(input[name=form_key])")
    assert form is not None
    return {str(field["name"]): str(field["value"]) for field in form.select("input[type=hidden]")}


def test_eight_presses_at_the_same_moment_make_one_row(app: Flask, office: Office, browse: Browse) -> None:
    clerk = browse("counter")
    load_catalogue()
    db.session.commit()
    form = clerk.hidden_fields(RECORD) | {"level": "4", "mode": "online", "comment": ""}
    assert together(app, clerk, 8, RECORD, [form]) == [303] * 8
    assert [row.level for row in rows()] == [4]
    assert actions.check_rollups() == []
    assert list(broken_seals(office.viewer("counter").home_id)) == []


def test_first_answers_at_the_same_moment_bring_one_scale(app: Flask, browse: Browse) -> None:
    clerk = browse("counter")
    hidden = clerk.hidden_fields(RECORD) | {"level": "4", "mode": "online", "comment": ""}
    db.session.rollback()
    forms = [hidden | {"form_key": f"{number:032d}"} for number in range(8)]
    assert together(app, clerk, 8, RECORD, forms) == [303] * 8
    assert len(rows()) == 8 and db.session.scalar(select(func.count(Scale.id))) == 1
    assert actions.check_rollups() == [] and list(journal.broken_links()) == []


def test_a_wrong_press_is_taken_back_and_leaves_a_tombstone(browse: Browse, hold: Hold) -> None:
    hold("2026-03-30 09:00")
    clerk, secretary = browse("counter"), browse("secretary")
    clerk.post_form(RECORD, {"level": "1", "mode": "online"})
    url = f"{RECORD}/{rows()[0].id}/bo"
    answer = clerk.post_form(url, {}, page=RECORD, follow_redirects=True)
    assert "Đã bỏ phiếu “Rất không hài lòng” ghi lúc" in answer.text
    assert [(row.status, row.level) for row in rows()] == [(Status.TOMBSTONE, 1)]
    assert actions.check_rollups() == []
    assert secretary.post(url).status_code == 409


def test_each_of_the_own_answers_of_the_last_minutes_has_its_way_back(browse: Browse, hold: Hold) -> None:
    hold("2026-03-30 09:00")
    clerk = browse("counter")
    for level in ("5", "1", "4"):
        clerk.post_form(RECORD, {"level": level, "mode": "online"})
    ids = [row.id for row in rows()]

    def offered() -> list[int]:
        page = BeautifulSoup(clerk.get(RECORD).text, "lxml")
        return [int(str(form["action"]).split("/")[-2]) for form in page.select(".mine-row form")]

    assert offered() == ids[::-1]
    clerk.post_form(f"{RECORD}/{ids[1]}/bo", {}, page=RECORD)
    assert offered() == [ids[2], ids[0]]
    assert "Rất không hài lòng đã bỏ" in words(clerk.get(RECORD).text), "it stays in its place, struck through"
    hold("2026-03-30 09:06")
    assert offered() == []
    assert "3 phiếu" in words(clerk.get(RECORD).text)
    assert browse("secretary").get(RECORD).text.count("mine-row") == 0


SLIP = f"{RECORD}/phieu-giay"


def slip(serial: str, counter_id: int | str = "") -> dict[str, str]:
    """A slip as it is typed in."""
    told = {"serial": serial, "day": "30/3/2026", "level": "2", "mode": "in_person", "comment": "chờ lâu"}
    return told | {"counter_id": str(counter_id)}


def test_a_slip_comes_once_and_never_from_its_own_counter(browse: Browse, hold: Hold, counter: Counter) -> None:
    hold("2026-03-30 16:00")
    clerk, counter_id = browse("counter"), counter.id
    assert clerk.post_form(SLIP, slip("A 0012", counter_id)).status_code == 303
    again = clerk.post_form(SLIP, slip("a0012", counter_id))
    assert again.status_code == 422 and "đã được nhập" in again.text
    clerk.post(f"{RECORD}/may-nay", {"counter_id": str(counter_id)})
    own = clerk.post_form(SLIP, slip("A 0013", counter_id))
    assert own.status_code == 422 and "người khác nhập" in own.text
    clerk.post_form(RECORD, {"level": "5", "mode": "online"})
    there = browse("counter")  # the same clerk at another PC, who sits at that counter today
    assert there.post_form(SLIP, slip("A 0014", counter_id)).status_code == 303
    told = [(row.channel, row.status, row.hold_reason) for row in rows() if row.channel is Channel.PAPER]
    assert told == [
        (Channel.PAPER, Status.COUNTED, None),
        (Channel.PAPER, Status.HELD, HoldReason.OWN_SLIP),
    ]
    assert actions.check_rollups() == []


def test_a_counter_of_this_office_goes_with_the_answer(
    browse: Browse, counter: Counter, office: Office, other_office: Office
) -> None:
    foreign = open_counter(other_office.viewer("secretary"), "Quầy lạ", "")
    db.session.commit()
    clerk, own_id, foreign_id = browse("counter"), counter.id, foreign.id
    for wanted in (own_id, foreign_id, 10**15):
        clerk.post_form(f"{RECORD}?quay={wanted}", {"level": "5", "mode": "online"})
    clerk.post_form(f"{RECORD}?quay=0", {"level": "5", "mode": "online"})
    assert [row.counter_id for row in rows()] == [own_id, None, None, None]
