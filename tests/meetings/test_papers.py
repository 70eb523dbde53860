"""The minutes of a meeting on paper and as a file: all that was recorded, for the same eyes, nothing of secret ones."""

import io
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from blueprints.documents import DOCX
from models.base import db
from models.meetings.points import DueRule, Point, PointKind
from models.meetings.rules import Platform, State
from models.meetings.seats import Presence, Seat, SeatRole
from models.meetings.tables import Body, Meeting
from models.places.actions import add_room
from tests.browser import Browser
from tests.factories import Office
from tests.meetings.conftest import MONDAY, make_body, make_meeting

Browse = Callable[..., Browser]


@pytest.fixture(autouse=True)
def _monday(hold: Callable[[str], None]) -> None:
    hold("2026-03-30 16:00")


def everybody(office: Office) -> list[Seat]:
    """One of each group, and a guest."""
    person = {role.value: one.id for role, one in office.people.items()}
    return [
        Seat(person["leader"]),
        Seat(person["secretary"]),
        Seat(person["counter"], status=Presence.EXCUSED),
        Seat(None, "Lý Thay Mặt", SeatRole.MEMBER, Presence.SUBSTITUTE, "", person["counter"]),
        Seat(person["auditor"], status=Presence.EXCUSED, reason="đi công tác"),
        Seat(person["admin"], status=Presence.ABSENT),
        Seat(None, "Bà Khách Mời", SeatRole.GUEST),
    ]


def recorded(office: Office, body: Body, **changes: Any) -> int:
    """A meeting with everything that can be recorded."""
    room = add_room(office.viewer("secretary"), "Phòng họp số 1", "Tầng 2", "", 20)
    points = [
        Point("1", "Rà soát hồ sơ <quá hạn>."),
        Point(
            "2a", "Lập danh sách.", PointKind.TASK, office.units[2].id, "Danh sách", "Chủ tịch", MONDAY, DueRule.BEFORE
        ),
        Point("3", "Xong trước Tết.", due_on=MONDAY, due_rule=DueRule.BY_END_OF),
    ]
    values: dict[str, Any] = {
        "room_id": room.id,
        "seats": everybody(office),
        "points": points,
        "secretary_id": office.account("secretary").person_id,
        **changes,
    }
    return make_meeting(office, body, **values).id


SAID = (
    "XÃ THỬ NGHIỆM",
    "Số: /BB-UBND",
    "BIÊN BẢN",
    "Giao ban công việc tuần",
    "Loại cuộc họp: Giao ban tuần.",
    "Thời gian bắt đầu: 8 giờ 00 phút, ngày 30 tháng 3 năm 2026 (thứ Hai).",
    "Địa điểm: Phòng họp số 1.",
    "Hình thức: trực tiếp; nền tảng: e-Cabinet.",
    "- Có mặt 2/5 thành viên, 1 khách mời (danh sách kèm theo);",
    "- Dự thay: 1 (Lý Thay Mặt, dự thay Võ Thị Dung);",
    "- Vắng có phép: 1 (Đỗ Minh Ánh, Chuyên viên, lý do: đi công tác);",
    "- Vắng không phép: 1 (Nguyễn Văn Bình, Chuyên viên).",
    "Chủ trì (chủ tọa): Trần Văn Ân, Chủ tịch UBND xã.",
    "Thư ký (người ghi biên bản): Lê Văn An, Chánh Văn phòng.",
    "1. Rà soát hồ sơ <quá hạn>.",
    "2a. Lập danh sách.",
    "- Giao việc, chủ trì: Phòng Kinh tế; sản phẩm: Danh sách; cấp quyết định: Chủ tịch; hạn: hết ngày 29/3/2026.",
    "3. Xong trước Tết.",
    "- hạn: hết ngày 30/3/2026.",
    "Cuộc họp kết thúc vào 9 giờ 00 phút, ngày 30 tháng 3 năm 2026./.",
    "THƯ KÝ",
    "Lê Văn An",
    "- Lưu: VT, Hồ sơ.",
    "CHỦ TỌA",
    "Trần Văn Ân",
    "DANH SÁCH NGƯỜI DỰ HỌP",
)
LIST = [
    ["1", "Trần Văn Ân", "Chủ tịch UBND xã", "Chủ trì"],
    ["2", "Lê Văn An", "Chánh Văn phòng", "Thư ký"],
    ["3", "Bà Khách Mời", "Khách mời", ""],
    ["4", "Lý Thay Mặt", "", "Thay cho Võ Thị Dung"],
    ["5", "Đỗ Minh Ánh", "Chuyên viên", "đi công tác"],
    ["6", "Nguyễn Văn Bình", "Chuyên viên", ""],
]


def file_of(answer: Any) -> Any:
    """The file that an answer carries."""
    assert (answer.status_code, answer.mimetype) == (200, DOCX)
    return docx.Document(io.BytesIO(answer.data))


def words(file: Any) -> str:
    """All words of a file, in one line."""
    return " ".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in file.element.body.iter(qn("w:p")))


def test_the_minutes_hold_everything_that_was_recorded(browse: Browse, office: Office, body: Body) -> None:
    key = recorded(office, body)
    answer = browse("counter").get(f"/hop/{key}/bien-ban.docx")
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="bien-ban-30-3-2026-giao-ban-cong-viec-tuan.docx"'
    )
    file = file_of(answer)
    told = " ".join(words(file).split())
    for said in SAID:
        assert said in told, said
        told = told[told.index(said) :] if said not in ("Lê Văn An", "Trần Văn Ân") else told
    rows = [[cell.text for cell in row.cells] for row in file.tables[-1].rows]
    assert [row for row in rows[1:] if len(set(row)) > 1] == LIST
    assert [row[0] for row in rows[1:] if len(set(row)) == 1] == [
        "Có mặt: 3",
        "Dự thay: 1",
        "Vắng có phép: 1",
        "Vắng không phép: 1",
    ]
    assert (file.core_properties.author, file.core_properties.created.date()) == ("Xã Thử Nghiệm", MONDAY)


@pytest.mark.parametrize("way", ["bien-ban", "in"])
def test_page_and_print_view_say_the_same(browse: Browse, office: Office, body: Body, way: str) -> None:
    import lxml.html

    key = recorded(office, body)
    clerk = browse("counter")
    page = clerk.get(f"/hop/{key}/{way}").text
    told = " ".join(" ".join(lxml.html.document_fromstring(page).xpath("//main//text()")).split())
    assert not [said for said in SAID if said not in told.replace(" :", ":")]
    assert f'href="/hop/{key}/bien-ban.docx"' in page
    assert f'href="/hop/{key}/bien-ban"' in clerk.get(f"/hop/{key}").text


def test_nothing_is_written_by_looking(browse: Browse, office: Office, body: Body, statements: Any) -> None:
    key = recorded(office, body)
    clerk = browse("counter")
    clerk.get(f"/hop/{key}/in")
    with statements() as seen:
        clerk.get(f"/hop/{key}/bien-ban.docx")
    assert not [one for one in seen if not one.startswith(("SELECT", "BEGIN", "ROLLBACK"))]
    assert len(seen) <= 14, seen


def test_a_meeting_with_hardly_anything_has_minutes_too(browse: Browse, office: Office, body: Body) -> None:
    seats = [Seat(office.account("leader").person_id)]
    key = make_meeting(office, body, seats=seats).id
    told = words(file_of(browse("leader").get(f"/hop/{key}/bien-ban.docx")))
    assert "Địa điểm: chưa ghi." in told and "Thư ký (người ghi biên bản): chưa ghi." in told
    assert "kết luận" not in told


def test_a_cancelled_meeting_says_so(browse: Browse, office: Office, body: Body) -> None:
    key = make_meeting(office, body).id
    meeting = db.session.get_one(Meeting, key)
    meeting.cancel("trùng lịch")
    db.session.commit()
    assert db.session.get_one(Meeting, key).state is State.CANCELLED
    assert "cuộc họp đã hủy: trùng lịch." in words(file_of(browse("leader").get(f"/hop/{key}/bien-ban.docx")))


def test_a_secret_meeting_leaves_no_file(browse: Browse, office: Office, body: Body) -> None:
    people = [Seat(office.account(role).person_id) for role in ("leader", "secretary")]
    changes = {"platform": Platform.SECRET, "ecabinet_ref": "", "printed_pages": None, "title": "", "seats": people}
    key = make_meeting(office, body, **changes).id
    invited, outsider = browse("leader"), browse("counter")
    refused = invited.get(f"/hop/{key}/bien-ban.docx")
    assert refused.status_code == 409 and "Cuộc họp có nội dung bí mật nhà nước không có tệp biên bản" in refused.text
    assert refused.mimetype == "text/html"
    assert outsider.get(f"/hop/{key}/bien-ban.docx").status_code == 404
    assert "bien-ban.docx" not in invited.get(f"/hop/{key}").text
    printed = invited.get(f"/hop/{key}/in").text
    assert (
        "Cuộc họp có nội dung bí mật nhà nước" in printed
        and "bien-ban.docx" not in printed
        and "kết luận của chủ tọa" not in printed
    )


def test_minutes_of_another_commune_are_not_there(browse: Browse, office: Office, other_office: Office) -> None:
    key = make_meeting(other_office, make_body(other_office)).id
    assert browse("secretary").get(f"/hop/{key}/bien-ban.docx").status_code == 404
    province = file_of(browse("province").get(f"/hop/{key}/bien-ban.docx"))
    assert "XÃ LÁNG GIỀNG" in words(province)
