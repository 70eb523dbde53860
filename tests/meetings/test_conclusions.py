"""A pasted notice becomes conclusions that a person confirmed; a conclusion is a task once six things are clear."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import lxml.html
import pytest
from sqlalchemy import select

from models.accounts.tables import Account, Person
from models.base import db
from models.duties import queries as duty_queries
from models.duties.tables import Duty
from models.meetings import assigning
from models.meetings.assigning import own_units
from models.meetings.points import PointKind
from models.meetings.products import read_product
from models.meetings.rules import Confidentiality
from models.meetings.tables import Body, Conclusion, Meeting
from tests.browser import Browser
from tests.factories import Office
from tests.meetings.conftest import make_meeting

Browse = Callable[..., Browser]
NOTICE = """
Chủ tịch UBND xã kết luận như sau:
1. Các đơn vị quán triệt.
2. Giao Phòng Kinh tế chủ trì, phối hợp với Văn phòng HĐND và UBND xã lập danh sách trước ngày 05/4/2026.
a) Văn phòng gửi báo cáo trước ngày 1/4, hoàn thành trước ngày 8/4.
b) Trung tâm Phục vụ hành chính công xã báo cáo trước ngày 31/4/2026.
3. Phòng Kinh tế rà soát trước ngày 15/3.
Nơi nhận:
"""


@pytest.fixture(autouse=True)
def _monday(hold: Callable[[str], None]) -> None:
    hold("2026-03-30 16:00")


def fields_of(page: str) -> dict[str, str]:
    """What the form of a page would send."""
    form = next(f for f in lxml.html.document_fromstring(page).forms if f.xpath(".//textarea[@name='pasted']"))
    return {name: value for name, value in form.form_values() if name != "viec"}


@pytest.fixture
def meeting_id(office: Office, body: Body) -> int:
    return make_meeting(office, body).id


@pytest.fixture
def read(browse: Browse, meeting_id: int) -> tuple[Browser, str, str]:
    """The secretary's browser, the address, and the page once the notice was read."""
    browser, url = browse("secretary"), f"/hop/{meeting_id}/ket-luan/dan"
    answer = browser.post_form(url, {"pasted": NOTICE, "viec": "doc"})
    assert answer.status_code == 200
    return browser, url, answer.text


def lines() -> dict[str, Conclusion]:
    return {line.label: line for line in db.session.scalars(select(Conclusion))}


def test_what_was_read_is_shown_and_nothing_is_kept(read: tuple[Browser, str, str]) -> None:
    _, _, page = read
    fields = fields_of(page)
    assert [fields[f"blocks-{row}-label"] for row in range(5)] == ["1", "2", "2a", "2b", "3"]
    assert fields["blocks-1-due_on"] == "5/4/2026"
    assert fields["blocks-1-named"] == "Phòng Kinh tế; Văn phòng HĐND và UBND xã"
    assert (fields["blocks-2-due_on"], fields["blocks-3-due_on"], fields["blocks-4-due_on"]) == ("", "", "")
    assert len(re.findall(r'class="block doubtful"', page)) == 3
    assert "nhiều thời hạn" in page and "không có trong lịch" in page and "ở trước ngày họp" in page
    assert lines() == {}


def test_a_ready_answer_is_taken_and_the_rest_stays_as_typed(read: tuple[Browser, str, str]) -> None:
    browser, url, page = read
    fields = {**fields_of(page), "blocks-0-text": "Sửa lại mục một."}
    assert 'value="chon:2:2026-04-08"' in page
    again = browser.post_form(url, {**fields, "viec": "chon:2:2026-04-08"})
    assert again.status_code == 200
    kept = fields_of(again.text)
    assert (kept["blocks-2-due_on"], kept["blocks-0-text"]) == ("8/4/2026", "\nSửa lại mục một.")
    for bad in ("chon:99:2026-04-08", "chon:2:x", "chon:", "chon:-1:2026-04-08"):
        assert browser.post_form(url, {**fields, "viec": bad}).status_code == 200
    assert lines() == {}


def test_confirmed_blocks_are_kept_with_their_labels_once(read: tuple[Browser, str, str], meeting_id: int) -> None:
    browser, url, page = read
    fields = fields_of(page)
    del fields["blocks-0-is_kept"]
    saved = browser.post_form(url, fields)
    assert (saved.status_code, saved.location) == (303, f"/hop/{meeting_id}/ket-luan")
    assert browser.post_form(url, fields).status_code == 303, "sent twice it is kept once"
    found = lines()
    assert sorted(found) == ["2", "2a", "2b", "3"]
    assert (found["2"].due_on, found["2"].due_text) == (date(2026, 4, 5), "trước ngày 05/4/2026")
    assert (found["2a"].due_on, found["2a"].kind) == (None, PointKind.GENERAL)
    assert found["2"].named == "Phòng Kinh tế; Văn phòng HĐND và UBND xã"
    again = browser.post_form(url, {**fields, "form_key": "k" * 24})
    assert again.status_code == 422 and "bị trùng" in again.text
    assert len(lines()) == 4


def test_nothing_chosen_and_empty_text_are_told(
    browse: Browse, meeting_id: int, read: tuple[Browser, str, str]
) -> None:
    browser, url, page = read
    empty = browser.post_form(url, {"pasted": "Không có gì", "viec": "doc"})
    assert "Không thấy mục đánh số nào" in empty.text
    assert browser.post_form(url, {"pasted": ""}).status_code == 422
    blank = browser.post_form(url, {**fields_of(page), "blocks-1-text": " "})
    assert blank.status_code == 422 and "bỏ dấu chọn" in blank.text


def test_own_units_are_recognised_and_nobody_else() -> None:
    units = {1: "Văn phòng HĐND và UBND xã", 2: "Phòng Kinh tế", 3: "Trung tâm Phục vụ hành chính công xã"}
    assert own_units(["Phòng Kinh tế", "Văn phòng", "Sở Y tế"], units) == [2, 1]
    assert own_units(["Trung tâm Phục vụ hành chính công", "phòng kinh tế"], units) == [3, 2]
    assert own_units(["Phòng"], {1: "Phòng Kinh tế", 2: "Phòng Văn hóa"}) == [], "two are meant: none is guessed"


@pytest.fixture
def line(office: Office, meeting_id: int) -> Conclusion:
    meeting = db.session.get_one(Meeting, meeting_id)
    named = "Phòng Kinh tế; Văn phòng HĐND và UBND xã"
    (made,) = assigning.take_over(
        office.viewer("secretary"), meeting, [assigning.Taken("2", "Lập danh sách.", named=named)]
    )
    db.session.commit()
    return made


def clear(office: Office, **changes: str) -> dict[str, Any]:
    """Six clear things."""
    return {
        "person_id": str(office.account("counter").person_id),
        "title": "Lập danh sách hộ dân",
        "due_on": "10/4/2026",
        "due_rule": "by_end_of",
        "unit_id": str(office.units[3].id),
        "product": "Danh sách",
        "authority": "Chủ tịch UBND xã",
        **changes,
    }


SIX = ["person_id", "title", "due_on", "unit_id", "product", "authority"]


@pytest.mark.parametrize("missing", SIX)
def test_a_task_is_refused_while_one_of_six_is_missing(
    office: Office, browse: Browse, line: Conclusion, missing: str
) -> None:
    url = f"/ket-luan/{line.id}/giao-viec"
    answer = browse("secretary").post_form(url, clear(office, **{missing: ""}))
    assert answer.status_code == 422 and "còn 1 trong 6 rõ" in answer.text
    assert "Danh sách" in answer.text or missing == "product"
    assert db.session.scalars(select(Duty)).all() == []


def test_six_clear_things_make_a_duty_that_leads_both_ways(office: Office, browse: Browse, line: Conclusion) -> None:
    url, meeting_id, unit_id = f"/ket-luan/{line.id}/giao-viec", line.meeting_id, office.units[2].id
    fields = {**clear(office), "joining": [str(office.units[1].id)]}
    secretary = browse("secretary")
    page = secretary.get(url).text
    assert f'<option selected value="{unit_id}">' in page, "the unit that the paper names is proposed"
    answer = secretary.post_form(url, fields)
    assert (answer.status_code, answer.location) == (303, f"/hop/{meeting_id}/ket-luan")
    duty = db.session.scalars(select(Duty)).one()
    assert (duty.title, duty.first_due_on, duty.person_id) == (
        "Lập danh sách hộ dân",
        date(2026, 4, 10),
        int(fields["person_id"]),
    )
    duty_id = duty.id
    assert [row.id for row in duty_queries.mine(office.viewer("counter"))] == [duty_id]
    clerk = browse("counter")
    assert "Lập danh sách hộ dân" in clerk.get("/viec-cua-toi").text
    assert "Lập danh sách hộ dân" in clerk.get("/ke-hoach/viec").text
    assert f'href="/hop/{meeting_id}"' in clerk.get(f"/viec/{duty_id}").text
    listed = clerk.get(f"/hop/{meeting_id}/ket-luan").text
    assert f'href="/viec/{duty_id}"' in listed and "phối hợp: Văn phòng HĐND và UBND xã" in listed


def test_the_person_works_in_the_leading_unit_which_does_not_join_itself(
    office: Office, browse: Browse, line: Conclusion
) -> None:
    url, unit = f"/ket-luan/{line.id}/giao-viec", str(office.units[1].id)
    answer = browse("secretary").post_form(url, {**clear(office, unit_id=unit), "joining": [unit]})
    assert answer.status_code == 422
    assert "không ở đơn vị chủ trì" in answer.text and "không ghi vào đơn vị phối hợp" in answer.text


def test_the_original_day_is_remembered_and_a_task_can_be_taken_back(
    office: Office, browse: Browse, line: Conclusion
) -> None:
    key, secretary = line.id, browse("secretary")
    secretary.post_form(f"/ket-luan/{key}/giao-viec", clear(office))
    duty = db.session.scalars(select(Duty)).one()
    duty.extend(date(2026, 5, 4))
    db.session.commit()
    page = secretary.get(f"/hop/{line.meeting_id}/ket-luan").text
    assert "hạn gốc: hết ngày 10/4/2026, gia hạn đến 4/5/2026" in " ".join(page.split())
    answer = secretary.post_form(f"/ket-luan/{key}/chi-dao-chung", {}, page=f"/ket-luan/{key}/giao-viec")
    assert answer.status_code == 303
    assert db.session.scalars(select(Duty)).all() == []
    assert lines()["2"].kind is PointKind.GENERAL


def test_two_who_give_the_same_task_see_each_other(office: Office, browse: Browse, line: Conclusion) -> None:
    url = f"/ket-luan/{line.id}/giao-viec"
    ours, theirs = clear(office, product="Bảng kê"), clear(office, product="Danh sách in")
    first, second = browse("secretary"), browse("leader")
    assert first.post_form(url, ours).status_code == 303
    answer = second.post_form(url, {**theirs, "version": "1", "seen": ""})
    assert answer.status_code == 409 and "Bảng kê" in answer.text and "Danh sách in" in answer.text


def test_others_may_read_and_not_give_work(office: Office, browse: Browse, line: Conclusion) -> None:
    key, meeting_id = line.id, line.meeting_id
    clerk = browse("counter")
    assert "Lập danh sách." in clerk.get(f"/hop/{meeting_id}/ket-luan").text
    assert clerk.get(f"/ket-luan/{key}/giao-viec").status_code == 403
    assert clerk.get(f"/hop/{meeting_id}/ket-luan/dan").status_code == 403


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("Giao Phòng Kinh tế đối soát bản đồ. Báo cáo UBND xã trước ngày 30/3/2026.", "Báo cáo"),
        ("Giao Văn phòng tham mưu khung tiêu chí. Thời gian hoàn thành trước ngày 05/4/2026.", "Khung tiêu chí"),
        ("Giao Trung tâm hoàn thiện kế hoạch trước ngày 31/3/2026.", "Kế hoạch"),
        ("Các phòng cập nhật biểu mẫu điện tử trước ngày 28/3/2026.", "Biểu mẫu điện tử"),
        ("Phòng Kinh tế lập danh sách hộ vay vốn trước ngày 5/4", "Danh sách hộ vay vốn"),
        ("Các thôn tuyên truyền.", ""),  # nothing is invented
        ("Rà soát theo Kế hoạch số 12.", ""),
        ("", ""),
    ],
)
def test_what_has_to_come_of_it_is_read_as_it_is_written(text: str, product: str) -> None:
    assert read_product(text) == product


def test_a_block_is_given_to_somebody_in_the_same_press(read: tuple[Browser, str, str], office: Office) -> None:
    """What the notice says is proposed; what it does not say stays empty, and nothing at all is kept without it."""
    browser, url, page = read
    fields = fields_of(page)
    head = db.session.scalars(select(Account.person_id).where(Account.username == "secretary")).one()
    assert fields["blocks-1-product"] == "Danh sách" and fields["blocks-1-authority"] == "Chủ tịch UBND xã"
    unit_id = db.session.scalars(select(Person.unit_id).where(Person.id == head)).one()
    given = {**fields, "blocks-1-is_given": "y", "blocks-1-unit_id": str(unit_id), "blocks-1-person_id": str(head)}
    refused = browser.post_form(url, {**given, "blocks-1-product": "", "blocks-1-authority": "Chủ tịch UBND xã"})
    assert refused.status_code == 422 and lines() == {}, "five of six are not enough, and nothing is half kept"
    saved = browser.post_form(url, {**given, "blocks-1-product": "Kế hoạch", "blocks-1-authority": "Chủ tịch UBND xã"})
    assert saved.status_code == 303
    duty = lines()["2"].duty
    assert duty is not None and (duty.person_id, duty.due_on) == (head, date(2026, 4, 4))
    assert {line.label for line in lines().values() if line.duty} == {"2"}


def test_a_closed_meeting_gives_no_tasks_there_either(
    browse: Browse, read: tuple[Browser, str, str], meeting_id: int
) -> None:
    browser, url, page = read
    db.session.get_one(Meeting, meeting_id).confidentiality = Confidentiality.CLOSED
    db.session.commit()
    assert "blocks-1-is_given" not in browser.post_form(url, {"pasted": NOTICE, "viec": "doc"}).text
    refused = browser.post_form(url, {**fields_of(page), "blocks-1-is_given": "y"})
    assert refused.status_code == 422 and lines() == {}
