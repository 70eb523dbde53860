"""Finishing, reopening, assigning and entering readings: what is taken, what is refused, and two people at once."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from models import clock
from models.base import db
from models.plan import queries
from models.plan.rules import Status
from models.plan.tables import Figure, ProgressNote
from tests.factories import Office

TASK = "/ke-hoach/nhiem-vu/5"
FIGURE = "/ke-hoach/chi-tieu/5/so-lieu"
GOOD = {"as_of": "19/6/2026", "numerator": "1.103", "denominator": "1.171", "complaints": "0", "note": "Cổng DVC"}
LINK = "https://minh-hoa.example/bien-ban"


def note_count() -> int:
    return db.session.scalar(select(func.count()).select_from(ProgressNote)) or 0


def test_finishing_needs_its_product(planned: Office, browse, hold) -> None:
    hold("2026-06-20 09:00")
    url = f"{TASK}/hoan-thanh"
    browser = browse("secretary")
    assert "Xin gửi tệp minh chứng" in browser.post_form(url, {"done_on": "19/6/2026", "text": "Phòng họp"}).text
    future = browser.post_form(url, {"done_on": "21/6/2026", "text": "Phòng họp", "evidence_link": LINK})
    assert future.status_code == 422
    assert "Ngày này chưa đến" in future.text
    assert browser.post_form(url, {"done_on": "31/2/2026", "text": "x", "evidence_link": LINK}).status_code == 422
    assert queries.task(planned.viewer("leader"), 5).done_on is None
    done = browser.post_form(url, {"done_on": "19/6/2026", "text": "Phòng họp vận hành", "evidence_link": LINK})
    assert (done.status_code, done.location) == (303, TASK)
    task = queries.task(planned.viewer("leader"), 5)
    assert (task.done_on, task.status) == (date(2026, 6, 19), Status.DONE)
    assert "Phòng họp vận hành" in browser.get(TASK).text


def test_two_people_finish_one_task(planned: Office, browse) -> None:
    url = f"{TASK}/hoan-thanh"
    answer = {"done_on": clock.today().strftime("%d/%m/%Y"), "text": "Xong", "evidence_link": LINK}
    first, second = browse("secretary"), browse("auditor")
    early = second.hidden_fields(url)
    assert first.post_form(url, answer).status_code == 303
    late = second.post_raw(url, {**early, **answer})
    assert late.status_code == 409
    assert "Xong" in late.text
    assert note_count() == 1


def test_reopening(planned: Office, browse) -> None:
    browser = browse("secretary")
    day = clock.today().strftime("%d/%m/%Y")
    browser.post_form(f"{TASK}/hoan-thanh", {"done_on": day, "text": "Xong", "evidence_link": LINK})
    stale = browser.hidden_fields(TASK, f"{TASK}/mo-lai")
    assert browser.post_raw(f"{TASK}/mo-lai", stale).status_code == 303
    assert queries.task(planned.viewer("leader"), 5).done_on is None
    assert browser.post_raw(f"{TASK}/mo-lai", stale).status_code == 409
    assert browser.post(f"{TASK}/mo-lai", {}).status_code == 409


def test_the_monthly_report_goes_on_until_it_is_over(planned: Office, browse, hold) -> None:
    hold("2026-05-20 09:00")
    url, home = "/ke-hoach/kich-ban/I-5/hoan-thanh", "/ke-hoach/kich-ban/I-5"
    browser = browse("secretary")
    answer = {"done_on": "20/5/2026", "text": "Báo cáo tháng 5", "evidence_link": LINK}
    assert browser.post_form(url, answer).location == home
    assert "24/6/2026" in browser.get(home).text
    browser.post_form(url, {**answer, "is_over": "y"})
    assert queries.step(planned.viewer("leader"), "I.5").status is Status.DONE


def test_work_is_given_to_unit_and_person(planned: Office, planned_elsewhere: Office, browse) -> None:
    url = "/ke-hoach/kich-ban/III-4/phan-cong"
    unit, person = planned.units[1].id, planned.people["secretary"].id
    stranger, foreign_unit = planned_elsewhere.people["secretary"].id, planned_elsewhere.units[0].id
    leader, secretary = browse("leader"), browse("secretary")
    early = secretary.hidden_fields(url)
    chosen = {"unit_id": str(unit), "person_id": str(person)}
    assert leader.post_form(url, chosen).location == "/ke-hoach/kich-ban/III-4"
    assert "Lê Văn An" in leader.get("/ke-hoach/kich-ban").text
    assert "Họp UBND xã bằng e-Cabinet" in secretary.get("/ke-hoach/viec?cua-toi=1").text
    for odd in ({"unit_id": str(foreign_unit)}, {"person_id": str(stranger)}, {"unit_id": "abc"}):
        assert leader.post_form(url, odd).status_code == 422, odd
    late = secretary.post_raw(url, {**early, "unit_id": "", "person_id": ""})
    assert late.status_code == 409
    assert "Người khác vừa lưu" in late.text
    step = queries.step(planned.viewer("leader"), "III.4")
    assert (step.unit_id, step.person_id) == (unit, person)


def test_a_reading_is_entered(planned: Office, browse, hold) -> None:
    hold("2026-06-20 09:00")
    browser = browse("secretary")
    assert browser.post_form(FIGURE, GOOD).location == "/ke-hoach/chi-tieu/5"
    page = browser.get("/ke-hoach/chi-tieu/5").text
    assert "94,1 %" in page
    assert "1.103/1.171" in page
    assert "Chưa đạt" in page
    browser.post_form(FIGURE, {**GOOD, "numerator": "1171", "complaints": "1"})
    page = BeautifulSoup(browser.get("/ke-hoach/chi-tieu").text, "html.parser")
    row = page.select("tbody tr")[4].text
    assert "100 %" in row
    assert "Chưa đạt" in row
    assert "1 phản ánh phiền hà" in row


REFUSED = [
    ({"numerator": "1172"}, "Số đạt không được lớn hơn"),
    ({"numerator": ""}, "Xin ghi đủ cả hai số"),
    ({"denominator": "0"}, "Tổng số phải lớn hơn 0"),
    ({"value": "98,6"}, "không ghi thêm tỷ lệ"),
    ({"numerator": "", "denominator": ""}, "Xin ghi hai số đếm"),
    ({"complaints": ""}, "Không có thì ghi 0"),
    ({"as_of": "21/6/2026"}, "Ngày này chưa đến"),
    ({"as_of": "hôm qua"}, "Ngày chưa đúng"),
    ({"numerator": "mười"}, "Xin ghi một số nguyên"),
    ({"value": "101", "numerator": "", "denominator": ""}, "0 đến 100"),
]


@pytest.mark.parametrize(("change", "words"), REFUSED)
def test_a_reading_that_cannot_be_is_refused(planned: Office, browse, hold, change: dict[str, str], words: str) -> None:
    hold("2026-06-20 09:00")
    answer = browse("secretary").post_form(FIGURE, {**GOOD, **change})
    assert answer.status_code == 422
    assert words in answer.text
    assert db.session.scalar(select(func.count()).select_from(Figure)) == 0


def test_a_target_that_is_counted_takes_no_reading(planned: Office, browse) -> None:
    browser = browse("secretary")
    assert browser.get("/ke-hoach/chi-tieu/1/so-lieu").status_code == 409
    assert "Nhập số liệu</a>" not in browser.get("/ke-hoach/chi-tieu/1").text
