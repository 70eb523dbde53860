"""A record after it was written: corrected by two, cancelled, closed, reopened; read by others, not by neighbours."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from models.base import db
from models.meetings.rules import State
from models.meetings.seats import Presence
from models.meetings.tables import Attendance, Body, Meeting
from tests.browser import Browser
from tests.factories import Office
from tests.meetings.conftest import make_body, make_meeting

Filled = Callable[..., dict[str, Any]]
Browse = Callable[..., Browser]


@pytest.fixture(autouse=True)
def _monday(hold: Callable[[str], None]) -> None:
    hold("2026-03-30 16:00")


def count(kind: Any) -> int:
    """How many rows of a table there are."""
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


def only() -> Meeting:
    """The one meeting in the ledger."""
    return db.session.scalars(select(Meeting)).one()


def test_two_savers_see_both_texts(browse: Browse, office: Office, body: Body, filled: Filled) -> None:
    key = make_meeting(office, body).id
    address = f"/hop/{key}/sua"
    first, second = browse("secretary"), browse("leader")
    hidden = second.hidden_fields(address)
    row = {"text": "Kết luận của người thứ nhất", "kind": "general", "due_rule": "before"}
    changes = {f"points-0-{name}": value for name, value in row.items()}
    assert first.post_form(address, filled(title="Bản thứ nhất", start="8:15", **changes)).status_code == 303
    mine = {**hidden, **filled(title="Bản thứ hai", start="8:45")}
    answer = second.post_raw(address, mine)
    assert answer.status_code == 409
    for words in ("Bản thứ nhất", "Bản thứ hai", "08:15", "Kết luận của người thứ nhất"):
        assert words in answer.text
    assert only().title == "Bản thứ nhất"
    assert second.post_form(address, filled(title="Đã gộp")).status_code == 303
    assert only().title == "Đã gộp"


def test_a_changed_list_alone_counts_the_version_up(
    browse: Browse, office: Office, body: Body, filled: Filled, rows_of: Callable[[str], int]
) -> None:
    meeting = make_meeting(office, body)
    key, before, title = meeting.id, meeting.version, meeting.title
    change = {f"people-{rows_of('counter')}-status": "absent"}
    fields = filled(start="8:00", end="9:00", title=title, ecabinet_ref="EC-14", **change)
    assert browse("secretary").post_form(f"/hop/{key}/sua", fields).status_code == 303
    assert only().version > before and len(only().seats(Presence.ABSENT)) == 1
    assert count(Attendance) == 5


def test_the_edit_form_gives_back_what_was_saved(
    browse: Browse, office: Office, body: Body, filled: Filled, rows_of: Callable[[str], int]
) -> None:
    row = rows_of("auditor")
    fields = filled(guests="Khách Một", **{f"people-{row}-status": "substituted", f"people-{row}-note": "Người Ngoài"})
    browser = browse("secretary")
    browser.post_form("/hop/moi", fields)
    page = browser.get(f"/hop/{only().id}/sua").text
    assert 'value="Người Ngoài"' in page and "Khách Một" in page and 'value="30/3/2026"' in page


def test_cancel_needs_a_reason_and_ends_the_counting(browse: Browse, office: Office, body: Body) -> None:
    key = make_meeting(office, body).id
    browser = browse("secretary")
    assert browser.post_form(f"/hop/{key}/huy", {"reason": "  "}).status_code == 422
    assert only().state is State.HELD
    assert browser.post_form(f"/hop/{key}/huy", {"reason": "Ghi nhầm"}).status_code == 303
    assert "Đã hủy: Ghi nhầm" in browser.get(f"/hop/{key}").text
    assert browser.post(f"/hop/{key}/khoa").status_code == 303
    assert only().state is State.CANCELLED
    assert browser.get(f"/hop/{key}/sua").status_code == 409


def test_a_closed_record_is_only_read_until_it_is_opened_with_a_reason(
    browse: Browse, office: Office, body: Body, filled: Filled
) -> None:
    key = make_meeting(office, body).id
    browser = browse("secretary")
    hidden = browser.hidden_fields(f"/hop/{key}/sua")
    assert browser.post(f"/hop/{key}/khoa").status_code == 303
    refused = browser.post_raw(f"/hop/{key}/sua", {**hidden, **filled(title="Sửa trộm")})
    assert refused.status_code == 409 and "Hồ sơ cuộc họp đã khóa. Xin mở lại hồ sơ" in refused.text
    assert only().title == "Giao ban công việc tuần"
    assert browser.post_form(f"/hop/{key}/mo-lai", {"reason": "Bổ sung kết luận"}).status_code == 303
    assert only().state is State.HELD
    assert "Bổ sung kết luận" in browser.get(f"/hop/{key}").text


def test_print_view_has_people_and_conclusions(browse: Browse, office: Office, body: Body) -> None:
    page = browse("auditor").get(f"/hop/{make_meeting(office, body).id}/in").text
    assert "Trần Văn Ân" in page and "Chủ tịch UBND xã" in page and "Có mặt 5/5" in page


def test_bodies_are_added_changed_and_retired(browse: Browse, office: Office) -> None:
    browser = browse("secretary")
    assert "Chưa có loại cuộc họp nào" in browser.get("/hop/moi").text
    fields = {
        "name": "Họp UBND xã",
        "default_start": "14h",
        "default_minutes": "120",
        "notice_workdays": "5",
        "counts_for_kpi": "y",
    }
    assert browser.post_form("/hop/loai/moi", fields).status_code == 303
    assert browser.post_form("/hop/loai/moi", {**fields, "name": "hop ubnd  xa"}).status_code == 422
    body = db.session.scalars(select(Body)).one()
    assert "Họp UBND xã" in browser.get("/hop/loai").text
    assert browser.post_form(f"/hop/loai/{body.id}", {**fields, "name": "Họp Ủy ban"}).status_code == 303
    body = db.session.scalars(select(Body)).one()
    assert (body.name, body.is_active, body.fold) == ("Họp Ủy ban", False, "hop uy ban")


def test_another_communes_meeting_does_not_exist(
    browse: Browse, office: Office, other_office: Office, filled: Filled
) -> None:
    foreign_body = make_body(other_office)
    foreign = make_meeting(other_office, foreign_body)
    key, body_id, title = foreign.id, foreign_body.id, foreign.title
    chair = other_office.account("leader").person_id
    browser = browse("secretary")
    for address in (
        f"/hop/{key}",
        f"/hop/{key}/bien-ban",
        f"/hop/{key}/in",
        f"/hop/{key}/sua",
        f"/hop/{key}/huy",
        f"/hop/{key}/mo-lai",
        f"/hop/moi?nhan-ban={key}",
        f"/hop/moi?loai={body_id}",
        f"/hop/loai/{body_id}",
        f"/hop/{2**63}",
        "/hop/tuan/2026-W54",
        "/hop/tuan/abc",
    ):
        assert browser.get(address).status_code == 404, address
    assert browser.post(f"/hop/{key}/khoa").status_code == 404
    assert browser.post_form("/hop/moi", filled(body_id=str(body_id))).status_code == 422
    assert browser.post_form("/hop/moi", filled(chair_id=str(chair))).status_code == 422
    assert title not in browser.get("/hop").text
    assert count(Meeting) == 1


@pytest.mark.parametrize("role", ["counter", "auditor", "admin", "province"])
def test_others_read_but_do_not_write(browse: Browse, office: Office, body: Body, filled: Filled, role: str) -> None:
    key = make_meeting(office, body).id
    browser = browse(role)
    page = browser.get(f"/hop/{key}")
    assert page.status_code == 200 and f"/hop/{key}/sua" not in page.text
    assert browser.get("/hop").status_code == 200 and browser.get("/hop/tuan/2026-W14").status_code == 200
    for address in ("/hop/moi", f"/hop/{key}/sua", f"/hop/{key}/huy", "/hop/loai"):
        assert browser.get(address).status_code == 403
    for address in ("/hop/moi", f"/hop/{key}/sua", f"/hop/{key}/huy", f"/hop/{key}/khoa", f"/hop/{key}/mo-lai"):
        assert browser.post(address, filled()).status_code == 403
    assert (count(Meeting), only().version) == (1, 1)


def test_without_a_token_nothing_is_written(browse: Browse, office: Office, body: Body, filled: Filled) -> None:
    key = make_meeting(office, body).id
    browser = browse("secretary")
    for address in ("/hop/moi", f"/hop/{key}/sua", f"/hop/{key}/huy", f"/hop/{key}/khoa", "/hop/loai/moi"):
        assert browser.post_raw(address, filled(reason="x")).status_code == 400
    assert (count(Meeting), only().version, count(Body)) == (1, 1, 1)


def test_nobody_is_sent_to_the_door(browse: Browse, body: Body) -> None:
    assert browse(None).get("/hop").status_code == 303
