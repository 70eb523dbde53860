"""A meeting that is ahead, from its form: a draft, told, repeated, read from an invitation; nothing is lost."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from models import clock
from models.accounts import actions as accounts
from models.base import db
from models.meetings.seats import Presence
from models.meetings.states import State
from models.meetings.tables import Body, BodyMember, Meeting
from tests.browser import Browser
from tests.factories import Office
from tests.meetings.conftest import MONDAY, make_body, make_meeting
from tests.meetings.test_fields import sent_by

Filled = Callable[..., dict[str, Any]]
Browse = Callable[..., Browser]


@pytest.fixture(autouse=True)
def _monday(hold: Callable[[str], None]) -> None:
    hold("2026-03-30 16:00")


def all_meetings() -> list[Meeting]:
    """The meetings by their days."""
    return list(db.session.scalars(select(Meeting).order_by(Meeting.starts_at)))


def test_ahead_is_a_draft_that_nobody_is_told_of(browse: Browse, filled: Filled) -> None:
    answer = browse("secretary").post_form("/hop/moi", filled(day="31/3/2026", ecabinet_ref=""))
    assert answer.status_code == 303
    (meeting,) = all_meetings()
    key = meeting.id
    assert (meeting.state, meeting.invited_at) == (State.DRAFT, None)
    assert {seat.status for seat in meeting.attendance} == {Presence.EXPECTED}
    assert browse("counter").get(f"/hop/{key}").status_code == 404
    page = browse("secretary").get(f"/hop/{key}").text
    assert "Chưa gửi cho ai" in page and "Gửi giấy mời (5)" in page


def test_saved_and_told_in_one_press(browse: Browse, filled: Filled) -> None:
    agenda = "1. Báo cáo tháng (10 phút)\n2. Dự toán (40 phút)"
    fields = filled(day="31/3/2026", luu="moi", agenda=agenda)
    assert browse("secretary").post_form("/hop/moi", fields).status_code == 303
    (meeting,) = all_meetings()
    assert meeting.state is State.INVITED and meeting.invited_at == clock.now()
    assert [(item.no, item.title, item.minutes) for item in meeting.items] == [
        (1, "Báo cáo tháng", 10),
        (2, "Dự toán", 40),
    ]
    assert "Báo cáo tháng" in browse("counter").get(f"/hop/{meeting.id}/truoc-hop").text


def test_past_midnight(browse: Browse, filled: Filled) -> None:
    browser = browse("secretary")
    late = filled(day="29/3/2026", start="22:00", end="1:30")
    refused = browser.post_form("/hop/moi", late)
    assert refused.status_code == 422 and "Kết thúc sang ngày hôm sau" in refused.text
    assert browser.post_form("/hop/moi", {**late, "next_day": "y"}).status_code == 303
    (meeting,) = all_meetings()
    assert meeting.ends_at - meeting.starts_at == timedelta(hours=3, minutes=30)
    assert meeting.held_on == date(2026, 3, 29)
    assert "checked" in str(
        BeautifulSoup(browser.get(f"/hop/{meeting.id}/sua").text, "html.parser").find(id="next_day")
    )


def test_several_sittings_are_one_meeting(browse: Browse, filled: Filled) -> None:
    browser = browse("secretary")
    second = {"sittings-0-day": "31/3/2026", "sittings-0-start": "14:00", "sittings-0-end": "17:00"}
    assert browser.post_form("/hop/moi", filled(day="31/3/2026", **second)).status_code == 303
    (meeting,) = all_meetings()
    key = meeting.id
    assert [(one.no, clock.local(one.starts_at).hour) for one in meeting.sittings] == [(1, 7), (2, 14)]
    assert clock.local(meeting.ends_at).hour == 17
    overlapping = {**second, "sittings-0-start": "8:00"}
    answer = browser.post_form("/hop/moi", filled(day="1/4/2026", **{**overlapping, "sittings-0-day": "1/4/2026"}))
    assert answer.status_code == 422 and "không được trùng giờ" in answer.text
    page = sent_by(BeautifulSoup(browser.get(f"/hop/{key}/sua").text, "html.parser"))
    assert (page["start"], page["end"], page["sittings-0-start"]) == ("07:30", "09:00", "14:00")


def test_a_series_is_as_many_meetings(browse: Browse, filled: Filled) -> None:
    fields = filled(day="31/3/2026", every="1", times="3", luu="moi")
    assert browse("secretary").post_form("/hop/moi", fields).status_code == 303
    found = all_meetings()
    assert [meeting.held_on for meeting in found] == [date(2026, 3, 31), date(2026, 4, 7), date(2026, 4, 14)]
    assert {meeting.state for meeting in found} == {State.INVITED}
    assert [meeting.series_id for meeting in found] == [None, found[0].id, found[0].id]
    assert {len(meeting.attendance) for meeting in found} == {5}


def test_another_kind_asks_before_it_replaces_anything(browse: Browse, office: Office, filled: Filled) -> None:
    leader, admin = office.account("leader").person_id, office.account("admin").person_id
    council = make_body(office, "Họp UBND xã", default_chair_id=admin, position=2)
    for person in list(office.people.values())[:3]:
        db.session.add(
            BodyMember(commune_id=office.commune.id, body_id=council.id, person_id=person.id, from_on=date(2026, 1, 1))
        )
    db.session.commit()
    key, browser = council.id, browse("secretary")
    typed = filled(title="Chữ đã gõ", day="8/4/2026", body_id=str(key))
    asked = browser.post_form("/hop/moi?viec=theo-loai", typed, page="/hop/moi")
    page = BeautifulSoup(asked.text, "html.parser")
    assert asked.status_code == 200 and "chủ trì" in page.find(role="alertdialog").text  # type: ignore[union-attr]
    kept = sent_by(page)
    assert (kept["title"], kept["day"], kept["chair_id"]) == ("Chữ đã gõ", "8/4/2026", str(leader))
    replaced = browser.post_form("/hop/moi?viec=thay", typed, page="/hop/moi")
    after = sent_by(BeautifulSoup(replaced.text, "html.parser"))
    assert (after["title"], after["day"], after["start"]) == ("Chữ đã gõ", "8/4/2026", "07:30")
    assert (after["chair_id"], after["body_id"]) == (str(admin), str(key))
    assert all_meetings() == []


def test_an_empty_form_takes_what_is_usual_without_asking(browse: Browse, office: Office, body: Body) -> None:
    make_meeting(office, body)
    browser = browse("secretary")
    empty = sent_by(BeautifulSoup(browser.get("/hop/moi").text, "html.parser"))
    assert not [name for name in empty if name.startswith("people-")], "never a list of everybody"
    filled_in = browser.post_raw("/hop/moi?viec=theo-loai", {**empty, "body_id": str(body.id), "title": "Giữ lại"})
    page = BeautifulSoup(filled_in.text, "html.parser")
    said = sent_by(page)
    assert page.find(role="alertdialog") is None
    assert (said["title"], said["start"], len([name for name in said if name.endswith("-status")])) == (
        "Giữ lại",
        "07:30",
        5,
    )


def test_last_weeks_is_repeated_on_the_right_day(
    browse: Browse, office: Office, body: Body, hold: Callable[[str], None]
) -> None:
    make_meeting(office, body, title="Giao ban tuần 14")
    hold("2026-04-02 09:00")
    browser = browse("secretary")
    card = BeautifulSoup(browser.get("/hop/lich").text, "html.parser").select_one(".repeat a")
    assert card is not None and "Giao ban tuần 15" in card.text and "6/4" in card.text
    said = sent_by(BeautifulSoup(browser.get(str(card["href"])).text, "html.parser"))
    assert (said["title"], said["day"], said["start"]) == ("Giao ban tuần 15", "6/4/2026", "08:00")
    assert browser.post_raw("/hop/moi", said).status_code == 303
    assert [(one.held_on, one.state) for one in all_meetings()] == [
        (MONDAY, State.HELD),
        (date(2026, 4, 6), State.DRAFT),
    ]


def test_an_invitation_fills_the_form_and_names_what_is_doubtful(browse: Browse, office: Office, body: Body) -> None:
    text = (
        "GIẤY MỜI\nHọp Giao ban tuần 15\nThời gian: 8 giờ 00, thứ Hai ngày 7/4/2026\nĐịa điểm: Nhà văn hóa thôn 3\n"
        "Chủ trì: Đồng chí Trần Văn Ân, Chủ tịch\nChương trình:\n1. Rà soát việc quá hạn\n2. Phân công tuần"
    )
    browser, leader, kind = browse("secretary"), str(office.account("leader").person_id), str(body.id)
    answer = browser.post("/hop/moi", {"giay-moi": text})
    page = BeautifulSoup(answer.text, "html.parser")
    said = sent_by(page)
    assert answer.status_code == 200 and "Thứ và ngày không khớp" in page.select_one("[data-doubts]").text  # type: ignore[union-attr]
    assert (said["day"], said["start"], said["place"]) == ("", "08:00", "Nhà văn hóa thôn 3")
    assert said["chair_id"] == leader
    assert said["agenda"] == "Rà soát việc quá hạn\nPhân công tuần"
    assert (said["body_id"], said["title"]) == (kind, "Họp Giao ban tuần 15")
    assert all_meetings() == []


def test_what_people_were_told_is_changed_by_a_move_alone(browse: Browse, office: Office, filled: Filled) -> None:
    browser = browse("secretary")
    browser.post_form("/hop/moi", filled(day="31/3/2026", luu="moi"))
    key = all_meetings()[0].id
    refused = browser.post_form(f"/hop/{key}/sua", filled(day="1/4/2026"))
    assert refused.status_code == 422 and "Dời cuộc họp" in refused.text
    move = {"day": "2/4/2026", "start": "14:00", "end": "15:30", "reason": "Trùng lịch tỉnh", "place": "Hội trường"}
    assert browser.post_form(f"/hop/{key}/doi", {**move, "reason": ""}).status_code == 422
    assert browser.post_form(f"/hop/{key}/doi", move).status_code == 303
    page = browse("counter").get(f"/hop/{key}").text
    assert "Dời từ thứ Ba 31/3/2026, 07:30 sang thứ Năm 2/4/2026, 14:00" in page and "Trùng lịch tỉnh" in page


def test_a_refused_step_says_why(browse: Browse, office: Office, body: Body) -> None:
    key = make_meeting(office, body).id
    browser = browse("secretary")
    assert browser.post(f"/hop/{key}/khai-mac").status_code == 303
    assert "đang ở trạng thái “đã họp” nên chưa khai mạc được" in browser.get(f"/hop/{key}").text


@pytest.mark.slow
def test_an_office_of_two_thousand_people(browse: Browse, office: Office, body: Body, filled: Filled) -> None:
    from tests.bounds.test_big_office import grow

    unit = accounts.add_unit(office.commune, "Các trường học", 9)
    db.session.flush()
    grow(office.commune.id, 2000)
    from sqlalchemy import update

    from models.accounts.tables import Person

    crowd = db.session.scalars(select(Person.id).order_by(Person.id.desc()).limit(400)).all()
    db.session.connection().execute(
        update(Person.__table__).where(Person.__table__.c.id.in_(crowd)).values(unit_id=unit.id)
    )  # type: ignore[arg-type]
    db.session.commit()
    unit_id, browser = unit.id, browse("secretary")
    empty = browser.get("/hop/moi")
    assert empty.status_code == 200 and len(empty.data) < 80_000
    fields = filled(day="31/3/2026")
    full = browser.post_form("/hop/moi", {**fields, "nhom": f"unit-{unit_id}"}, page="/hop/moi")
    assert full.status_code == 200 and "tối đa 300 người" in full.text
    assert browser.post_form("/hop/moi", fields).status_code == 303
    key = all_meetings()[0].id
    assert browser.post(f"/hop/{key}/nguoi-du", {"nhom": f"unit-{unit_id}"}).status_code == 303
    page = browser.get(f"/hop/{key}/nguoi-du")
    assert "Đã mời 405 người" in page.text and len(page.data) < 150_000
    edit = browser.get(f"/hop/{key}/sua")
    assert edit.status_code == 200 and "Có 405 người dự" in edit.text
    said = sent_by(BeautifulSoup(edit.text, "html.parser"))
    assert browser.post_raw(f"/hop/{key}/sua", {**said, "title": "Đổi tên"}).status_code == 303
    (meeting,) = all_meetings()
    assert (meeting.title, len(meeting.attendance)) == ("Đổi tên", 405)


@pytest.mark.parametrize("people", [140, 160, 280])
def test_a_list_of_many_people_is_saved(browse: Browse, office: Office, filled: Filled, people: int) -> None:
    from tests.bounds.test_big_office import grow

    grow(office.commune.id, people)
    db.session.commit()
    from models.accounts.tables import Person

    ids = db.session.scalars(select(Person.id).where(Person.commune_id == office.commune.id)).all()
    rows = {f"people-{row}-person_id": str(key) for row, key in enumerate(ids)}
    rows |= {f"people-{row}-status": "present" for row in range(len(ids))}
    assert browse("secretary").post_form("/hop/moi", filled(**rows)).status_code == 303
    assert len(all_meetings()[0].attendance) == people + 5
