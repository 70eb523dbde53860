"""The secretary records, corrects, cancels and prints; others read; nothing leaks, nothing is lost."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from models import journal
from models.base import db
from models.journal import JournalEntry
from models.meetings import actions
from models.meetings.points import Point
from models.meetings.rules import Platform, State
from models.meetings.seats import Presence, Seat
from models.meetings.tables import Attendance, Body, Conclusion, Meeting
from models.text import clean, hidden_in
from tests.browser import Browser
from tests.factories import Office
from tests.meetings.conftest import MONDAY, make_meeting

Filled = Callable[..., dict[str, Any]]
Browse = Callable[..., Browser]
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde"
    b"\x00\x00\x00\x0cIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\r\xefF\xb8\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture(autouse=True)
def _monday(hold: Callable[[str], None]) -> None:
    hold("2026-03-30 16:00")


def count(kind: Any) -> int:
    """How many rows of a table there are."""
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


def only() -> Meeting:
    """The one meeting in the ledger."""
    return db.session.scalars(select(Meeting)).one()


def test_the_secretary_records_a_meeting_and_the_week_counts_it(browse: Browse, filled: Filled) -> None:
    browser = browse("secretary")
    answer = browser.post_form("/hop/moi", filled())
    assert answer.status_code == 303
    meeting = only()
    assert answer.headers["Location"] == f"/hop/{meeting.id}"
    assert (meeting.held_on, meeting.state, meeting.counts_as_ecabinet, meeting.is_paperless) == (
        MONDAY,
        State.HELD,
        True,
        True,
    )
    page = browser.get(f"/hop/{meeting.id}").text
    assert "Giao ban tuần 14" in page and "Có mặt 5/5" in page and "Đã ghi cuộc họp." in page
    assert "còn thiếu 2" in browser.get("/hop").text


def test_attendance_with_exceptions(
    browse: Browse, filled: Filled, rows_of: Callable[[str], int], person_ids: dict[str, int]
) -> None:
    reader = browse("counter")
    counter, auditor, admin = rows_of("counter"), rows_of("auditor"), rows_of("admin")
    changes = {
        f"people-{counter}-status": "excused",
        f"people-{counter}-note": "Nghỉ phép năm",
        f"people-{auditor}-status": "substituted",
        f"people-{auditor}-note": "nguyen van binh",
        f"people-{admin}-status": "present",
        "guests": "Siu Hà, Phòng Kinh tế xã bạn\n\nSiu Hà, Phòng Kinh tế xã bạn",
    }
    assert browse("secretary").post_form("/hop/moi", filled(**changes)).status_code == 303
    meeting = only()
    names = {status: [seat.name for seat in meeting.seats(status)] for status in Presence}
    assert names[Presence.PRESENT] == ["Trần Văn Ân", "Lê Văn An", "Siu Hà, Phòng Kinh tế xã bạn"]
    assert names[Presence.EXCUSED] == ["Võ Thị Dung"]
    assert names[Presence.REPRESENTED] == ["Đỗ Minh Ánh"]
    assert names[Presence.SUBSTITUTE] == ["Nguyễn Văn Bình"]
    stand_in = meeting.seats(Presence.SUBSTITUTE)[0]
    assert stand_in.person_id == person_ids["admin"]
    assert stand_in.substitute_for_id == person_ids["auditor"]
    heads = meeting.heads
    assert (heads.required, heads.present, heads.represented, heads.guests) == (4, 2, 3, 1)
    page = reader.get(f"/hop/{meeting.id}").text
    assert "thay cho Đỗ Minh Ánh" in page and "lý do: Nghỉ phép năm" in page


def test_conclusions_in_order_and_a_task_that_is_clear(
    browse: Browse, filled: Filled, office: Office, person_ids: dict[str, int]
) -> None:
    unit, reader = str(office.units[1].id), browse("leader")
    rows = {
        "points-0-label": "10",
        "points-0-text": "Mười",
        "points-0-kind": "general",
        "points-0-due_rule": "before",
        "points-1-label": "2",
        "points-1-text": "Rà soát chỉ tiêu",
        "points-1-kind": "task",
        "points-1-lead_unit_id": unit,
        "points-1-person_id": str(person_ids["admin"]),
        "points-1-product": "Báo cáo",
        "points-1-authority": "Chủ tịch UBND xã",
        "points-1-due_on": "5/4/2026",
        "points-1-due_rule": "before",
        "points-2-text": "Tự đánh số",
        "points-2-kind": "general",
        "points-2-due_rule": "before",
        "points-3-text": "",
        "points-3-kind": "general",
        "points-3-due_rule": "before",
    }
    assert browse("secretary").post_form("/hop/moi", filled(**rows)).status_code == 303
    meeting = only()
    assert [point.label for point in meeting.conclusions] == ["2", "10", "11"]
    duty = next(point.duty for point in meeting.conclusions if point.duty is not None)
    assert duty.person_id == person_ids["admin"]
    page = reader.get(f"/hop/{meeting.id}").text
    assert "hạn: hết ngày 4/4/2026" in page


def test_a_task_of_the_form_has_a_person_of_the_leading_unit(
    browse: Browse, filled: Filled, office: Office, person_ids: dict[str, int]
) -> None:
    row = {"label": "1", "text": "Rà soát", "kind": "task", "lead_unit_id": str(office.units[1].id)}
    row |= {"product": "Báo cáo", "authority": "Chủ tịch", "due_on": "5/4/2026", "due_rule": "before"}
    fields = {f"points-0-{name}": value for name, value in row.items()}
    browser = browse("secretary")
    asked = browser.post_form("/hop/moi", filled(**fields))
    assert asked.status_code == 422 and "Đã chọn sẵn người đứng đầu đơn vị chủ trì" in asked.text
    page = BeautifulSoup(asked.text, "html.parser")
    (chosen,) = page.select("[name=points-0-person_id] option[selected]")
    assert chosen["value"] == str(person_ids["secretary"]), "whoever stands first in the unit"
    elsewhere = filled(**fields, **{"points-0-person_id": str(person_ids["counter"])})
    refused = browser.post_form("/hop/moi", elsewhere)
    assert refused.status_code == 422 and "không ở đơn vị chủ trì" in refused.text and count(Meeting) == 0
    own = filled(**fields, **{"points-0-person_id": str(chosen["value"])})
    assert browser.post_form("/hop/moi", own).status_code == 303
    key = only().id
    edit = browser.get(f"/hop/{key}/sua").text
    assert (
        BeautifulSoup(edit, "html.parser").select_one("[name=points-0-person_id] option[selected]")["value"]
        == (  # type: ignore[index]
            chosen["value"]
        )
    )


def test_an_unclear_task_is_refused_by_name_and_nothing_is_lost(browse: Browse, filled: Filled) -> None:
    rows = {"points-0-text": "Rà soát", "points-0-kind": "task", "points-0-due_rule": "before"}
    answer = browse("secretary").post_form("/hop/moi", filled(**rows, title="Tiêu đề phải còn"))
    assert answer.status_code == 422 and count(Meeting) == 0
    assert "còn thiếu: đơn vị chủ trì, sản phẩm, cấp quyết định, thời hạn" in answer.text
    assert "Tiêu đề phải còn" in answer.text and "Rà soát" in answer.text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "Xin ghi nội dung cuộc họp."),
        ({"end": "7:00"}, "Giờ kết thúc phải sau giờ bắt đầu."),
        ({"day": "30/2/2026"}, "Ngày chưa đúng"),
        ({"start": "25:99"}, "Giờ chưa đúng"),
        ({"body_id": ""}, "Xin chọn một mục"),
        ({"body_id": "999999999999999999999999"}, "Xin chọn một mục"),
        ({"chair_id": "0"}, "Xin chọn một mục"),
        ({"platform": "carrier_pigeon"}, "Xin chọn một mục"),
        ({"printed_pages": "-3"}, "Số phải từ 0"),
        ({"title": "Họp" * 200}, "Dài quá 300 ký tự"),
        ({"guests": "x" * 7000}, "Dài quá 6000 ký tự"),
        ({"people-0-status": "absent"}, "Người chủ trì phải có mặt"),
        ({"people-1-status": "substituted"}, "Xin ghi tên người dự thay"),
        ({"people-1-status": "substituted", "people-1-note": "trần văn ân"}, "ghi hai lần trong danh sách"),
        ({"people-1-status": "asleep"}, "Xin chọn một mục"),
        ({"points-0-label": "1", "points-1-label": "1", "points-0-text": "a", "points-1-text": "b"}, "bị trùng"),
        ({"points-0-product": "Báo cáo"}, "Xin ghi nội dung kết luận"),
        ({"points-0-text": "a", "points-0-due_on": "mai"}, "Ngày chưa đúng"),
    ],
)
def test_wrong_input_is_said_in_vietnamese_and_saves_nothing(
    browse: Browse, filled: Filled, changes: dict[str, str], words: str
) -> None:
    kinds = {
        f"points-{row}-{name}": value for row in (0, 1) for name, value in (("kind", "general"), ("due_rule", "before"))
    }
    answer = browse("secretary").post_form("/hop/moi", filled(**{**kinds, **changes}))
    assert answer.status_code == 422
    assert words in answer.text
    assert (count(Meeting), count(Attendance), count(Conclusion)) == (0, 0, 0)


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "'; DROP TABLE meeting; --",
        "Cộng hòa\x00\x1b[31m",
        "\u202eđảo ngược",
        "𠮷野家 🎉 Ä",
    ],
)
def test_hostile_words_are_only_words(browse: Browse, filled: Filled, hostile: str) -> None:
    fields = filled(title=f"Họp {hostile}", guests=hostile, ecabinet_ref=f"javascript:{hostile}", place=hostile)
    browser = browse("secretary")
    if hidden_in(hostile):
        refused = browser.post_form("/hop/moi", fields)
        assert (
            refused.status_code == 422 and refused.text.count("Đã bỏ 1 ký tự ẩn") == 8
        )  # four fields, told twice each
        fields = {name: clean(value) for name, value in fields.items()}
    assert browser.post_form("/hop/moi", fields).status_code == 303
    page = browser.get(f"/hop/{only().id}").text
    assert "<script>alert(1)" not in page and 'href="javascript:' not in page
    assert browser.get("/hop", query_string={"q": hostile}).status_code == 200


def test_an_unknown_person_in_the_list_is_dropped(browse: Browse, filled: Filled) -> None:
    fields = filled(**{"people-7-person_id": "99999999999999999999", "people-7-status": "present"})
    assert browse("secretary").post_form("/hop/moi", fields).status_code == 303
    assert count(Attendance) == 5


@pytest.mark.parametrize("number", ["²", "9" * 5000, "-1", "٣", "", "0x1"])
def test_a_row_with_no_number_of_its_own_is_no_row(browse: Browse, filled: Filled, number: str) -> None:
    answer = browse("secretary").post_form("/hop/moi", filled(**{f"points-{number}-text": "Lạ"}), page="/hop/moi")
    assert answer.status_code == 303
    assert count(Conclusion) == 0


def test_the_same_body_and_start_leads_to_the_first(browse: Browse, filled: Filled) -> None:
    browser = browse("secretary")
    browser.post_form("/hop/moi", filled())
    first = only().id
    answer = browser.post_form("/hop/moi", filled(title="Ghi lần nữa"))
    assert answer.status_code == 409 and f'href="/hop/{first}"' in answer.text and "Ghi lần nữa" in answer.text
    assert count(Meeting) == 1
    browser.post_form(f"/hop/{first}/huy", {"reason": "Ghi nhầm"})
    assert browser.post_form("/hop/moi", filled(title="Ghi lại")).status_code == 303


def test_a_double_post_makes_one_meeting(browse: Browse, filled: Filled) -> None:
    browser = browse("secretary")
    fields = {**browser.hidden_fields("/hop/moi"), **filled()}
    first, second = browser.post_raw("/hop/moi", fields), browser.post_raw("/hop/moi", fields)
    assert first.status_code == second.status_code == 303
    assert first.headers["Location"] == second.headers["Location"]
    assert count(Meeting) == 1


def test_more_rows_and_pasted_conclusions_save_nothing(browse: Browse, filled: Filled) -> None:
    browser = browse("secretary")
    more = browser.post_form("/hop/moi?viec=them-dong", filled(**{"points-0-text": "Giữ lại"}), page="/hop/moi")
    assert more.status_code == 200 and "Giữ lại" in more.text and 'name="points-3-text"' in more.text
    pasted = "1. Việc một trước ngày 5/4/2026.\na) Việc con"
    split = browser.post_form("/hop/moi?viec=tach", filled(pasted=pasted), page="/hop/moi")
    assert split.status_code == 200 and "Việc con" in split.text and 'value="5/4/2026"' in split.text
    piece = browser.htmx("/hop/moi?viec=tach", filled(pasted=pasted))
    assert piece.status_code == 200 and "<html" not in piece.text and "Việc con" in piece.text
    assert "Không thấy mục đánh số nào" in browser.htmx("/hop/moi?viec=tach", filled(pasted="không có gì")).text
    assert count(Meeting) == 0


def test_a_file_proves_a_meeting(browse: Browse, filled: Filled) -> None:
    browser = browse("secretary")
    fields = filled(ecabinet_ref="", evidence_file=(BytesIO(PNG), "ảnh chụp màn hình.png"))
    assert browser.post_form("/hop/moi", fields).status_code == 303
    meeting = only()
    assert meeting.evidence is not None and meeting.counts_as_ecabinet
    assert "ảnh chụp màn hình.png" in browser.get(f"/hop/{meeting.id}").text
    bad = filled(start="10:00", end="11:00", evidence_file=(BytesIO(b"<svg onload=alert(1)>"), "x.png"))
    answer = browser.post_form("/hop/moi", bad)
    assert answer.status_code == 422 and "Chỉ nhận ảnh" in answer.text and count(Meeting) == 1


def test_a_body_brings_its_habits_and_last_week_is_copied_in_two_clicks(
    browse: Browse, office: Office, body: Body, hold: Callable[[str], None]
) -> None:
    key, body_id = make_meeting(office, body, hour=7).id, body.id
    hold("2026-04-06 10:00")
    browser = browse("secretary")
    page = browser.get(f"/hop/moi?loai={body_id}").text
    assert 'value="07:30"' in page and 'value="09:00"' in page
    assert f'href="/hop/moi?nhan-ban={key}"' in browser.get("/hop").text
    from bs4 import BeautifulSoup

    form = BeautifulSoup(browser.get(f"/hop/moi?nhan-ban={key}").text, "lxml").find("form", enctype=True)
    assert form is not None
    fields = {
        str(tag["name"]): str(tag.get("value", ""))
        for tag in form.find_all("input")
        if tag.get("type") not in ("radio", "file") or tag.has_attr("checked")
    }
    for tag in form.find_all("select"):
        chosen = tag.find("option", selected=True)
        fields[str(tag["name"])] = str(chosen["value"]) if chosen else ""
    assert (fields["day"], fields["start"], fields["ecabinet_ref"]) == ("6/4/2026", "07:00", "")
    assert browser.post_raw("/hop/moi", fields).status_code == 303
    assert count(Meeting) == 2


def test_a_meeting_that_turns_secret_takes_no_words_into_the_journal(office: Office, body: Body) -> None:
    points = [Point("a", "Lời mật số một")]
    meeting = make_meeting(office, body, title="Tên mật", points=points, place="Chỗ mật")
    told = db.session.scalar(select(func.max(JournalEntry.id)))
    meeting.title, meeting.platform, meeting.ecabinet_ref, meeting.printed_pages = "", Platform.SECRET, "", None
    actions.correct(office.viewer("secretary"), meeting, [Seat(person.id) for person in office.people.values()])
    db.session.commit()
    lines = db.session.scalars(select(JournalEntry).where(JournalEntry.id > told)).all()
    assert {line.entity for line in lines} >= {"meeting", "meeting_conclusion"}
    assert all("mật" not in line.changes.lower() for line in lines)
    assert "•••" in "".join(line.changes for line in lines)
    assert list(journal.broken_links()) == []


def test_what_is_taken_out_of_a_record_stays_in_the_journal(office: Office, body: Body) -> None:
    meeting = make_meeting(office, body, points=[Point("a", "Họp lại vào thứ sáu"), Point("b", "Gửi báo cáo")])
    told = db.session.scalar(select(func.max(JournalEntry.id)))
    everybody = [Seat(person.id) for person in office.people.values()]
    kept = [Point("a", "Họp lại vào thứ sáu")]
    actions.correct(office.viewer("secretary"), meeting, everybody[:3], kept)
    db.session.commit()
    lines = db.session.scalars(select(JournalEntry).where(JournalEntry.id > told)).all()
    gone = [(line.entity, line.changes) for line in lines if line.action == "deleted"]
    assert [changes for entity, changes in gone if entity == "meeting_conclusion" and "Gửi báo cáo" in changes]
    assert len([entity for entity, _ in gone if entity == "meeting_attendance"]) == len(everybody) - len(
        meeting.attendance
    )
    assert list(journal.broken_links()) == []
