"""Finishing, reopening, assigning and entering readings: what is taken, what is refused, and two people at once."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from models import clock
from models.base import db
from models.duties.rules import DutyStatus
from models.duties.tables import DutyNote
from models.plan import queries
from models.plan.tables import Figure
from tests.factories import Office

TASK = "/ke-hoach/nhiem-vu/5"
FIGURE = "/ke-hoach/chi-tieu/5/so-lieu"
GOOD = {"as_of": "19/6/2026", "numerator": "1.103", "denominator": "1.171", "complaints": "0", "note": "Cổng DVC"}
LINK = "https://minh-hoa.example/bien-ban"


def note_count() -> int:
    return db.session.scalar(select(func.count()).select_from(DutyNote)) or 0


def test_finishing_needs_its_product(planned: Office, browse, hold) -> None:
    hold("2026-06-20 09:00")
    url = f"{TASK}/hoan-thanh"
    browser = browse("secretary")
    assert "Xin gửi tệp minh chứng" in browser.post_form(url, {"done_on": "19/6/2026", "text": "Phòng họp"}).text
    future = browser.post_form(url, {"done_on": "21/6/2026", "text": "Phòng họp", "evidence_link": LINK})
    assert future.status_code == 422
    assert "Ngày này chưa đến" in future.text
    assert browser.post_form(url, {"done_on": "31/2/2026", "text": "x", "evidence_link": LINK}).status_code == 422
    assert queries.task(planned.viewer("leader"), 5).duty.done_on is None
    done = browser.post_form(url, {"done_on": "19/6/2026", "text": "Phòng họp vận hành", "evidence_link": LINK})
    assert (done.status_code, done.location) == (303, TASK)
    duty = queries.task(planned.viewer("leader"), 5).duty
    assert (duty.done_on, duty.judged_on, duty.status) == (
        date(2026, 6, 19),
        date(2026, 6, 20),
        DutyStatus.REPORTED,
    )
    page = browser.get(TASK).text
    assert "Phòng họp vận hành" in page
    assert "Chờ xác nhận" in page
    assert "Ghi muộn 1 ngày" in page
    assert "Người báo cáo không tự xác nhận" in page
    assert f'action="{TASK}/xac-nhan"' not in page


def test_a_second_person_confirms(planned: Office, browse, hold) -> None:
    hold("2026-06-20 09:00")
    secretary, leader = browse("secretary"), browse("leader")
    secretary.post_form(f"{TASK}/hoan-thanh", {"done_on": "20/6/2026", "text": "Phòng họp", "evidence_link": LINK})
    own = secretary.post(f"{TASK}/xac-nhan", {"version": "2"})
    assert own.status_code == 409
    assert "không tự xác nhận" in own.text
    for role in ("counter", "auditor", "admin"):
        assert browse(role).post(f"{TASK}/xac-nhan").status_code == 403, role
    assert queries.task(planned.viewer("leader"), 5).duty.status is DutyStatus.REPORTED
    done = leader.post_form(f"{TASK}/xac-nhan", {"reason": "Đã xem tại chỗ."}, page=TASK)
    assert (done.status_code, done.location) == (303, TASK)
    page = leader.get(TASK).text
    assert "Đã hoàn thành" in page
    assert "Đã xem tại chỗ." in page
    assert queries.task(planned.viewer("leader"), 5).duty.status is DutyStatus.DONE
    assert leader.post(f"{TASK}/xac-nhan", {"version": "3"}).status_code == 409


def test_sent_back_with_a_reason(planned: Office, browse, hold) -> None:
    hold("2026-06-20 09:00")
    secretary, leader = browse("secretary"), browse("leader")
    secretary.post_form(f"{TASK}/hoan-thanh", {"done_on": "20/6/2026", "text": "Phòng họp", "evidence_link": LINK})
    hidden = leader.hidden_fields(TASK, f"{TASK}/xac-nhan")
    silent = leader.post_raw(f"{TASK}/tra-lai", {**hidden, "reason": "  "})
    assert silent.status_code == 422
    assert "Xin ghi lý do." in silent.text
    assert leader.post_raw(f"{TASK}/tra-lai", {**hidden, "reason": "Thiếu biên bản."}).location == TASK
    page = secretary.get(TASK).text
    assert "Trả lại lúc 09:00 hôm nay: “Thiếu biên bản.”" in page
    stale = leader.post_raw(f"{TASK}/tra-lai", {**hidden, "reason": "Chữ đã gõ"})
    assert stale.status_code == 409
    assert "Người khác vừa thay đổi việc này" in stale.text
    again = {"done_on": "20/6/2026", "text": "Đã bổ sung", "evidence_link": LINK}
    assert secretary.post_form(f"{TASK}/hoan-thanh", again).status_code == 303


def test_a_later_day_is_asked_for_and_granted(planned: Office, browse, hold) -> None:
    hold("2026-06-20 09:00")
    secretary, leader = browse("secretary"), browse("leader")
    url = f"{TASK}/gia-han"
    wrong = secretary.post_form(url, {"new_due": "30/6/2026", "reason": "Chờ thiết bị"}, page=TASK)
    assert wrong.status_code == 422
    assert "Hạn mới phải sau hạn đang có." in wrong.text
    assert "Chờ thiết bị" in wrong.text
    assert secretary.post_form(url, {"new_due": "15/8/2026", "reason": ""}, page=TASK).status_code == 422
    asked = secretary.post_form(url, {"new_due": "15/8/2026", "reason": "Chờ thiết bị"}, page=TASK)
    assert asked.location == TASK
    assert secretary.post(f"{url}/dong-y", {"version": "1"}).status_code == 403
    assert "Xin gia hạn đến 15/8/2026" in leader.get("/viec-cua-toi?muc=xac-nhan").text
    assert leader.post_form(f"{url}/dong-y", {}, page=TASK).location == TASK
    page = leader.get(TASK).text
    assert "15/8/2026" in page
    assert "<s>30/6/2026</s>" in page
    assert leader.post(f"{url}/tu-choi", {"version": "2"}).status_code == 404, "nobody asks any more"


def test_two_people_finish_one_task(planned: Office, browse) -> None:
    url = f"{TASK}/hoan-thanh"
    answer = {"done_on": clock.today().strftime("%d/%m/%Y"), "text": "Xong", "evidence_link": LINK}
    first, second = browse("secretary"), browse("leader")
    early = second.hidden_fields(url)
    assert first.post_form(url, answer).status_code == 303
    late = second.post_raw(url, {**early, **answer})
    assert late.status_code == 409
    assert "Xong" in late.text
    assert note_count() == 1
    again = second.post(url, {**answer, "version": "2"})
    assert again.status_code == 422
    assert "đang chờ xác nhận" in again.text
    seen = second.get(url)
    assert (seen.status_code, seen.location) == (303, TASK), "there is nothing to report"
    assert note_count() == 1


def test_reopening(planned: Office, browse) -> None:
    browser = browse("secretary")
    day = clock.today().strftime("%d/%m/%Y")
    browser.post_form(f"{TASK}/hoan-thanh", {"done_on": day, "text": "Xong", "evidence_link": LINK})
    stale = browser.hidden_fields(TASK, f"{TASK}/mo-lai")
    assert browser.post_raw(f"{TASK}/mo-lai", stale).status_code == 422, "the reason is missing"
    assert browser.post_raw(f"{TASK}/mo-lai", {**stale, "reason": "Báo cáo nhầm"}).status_code == 303
    assert queries.task(planned.viewer("leader"), 5).duty.done_on is None
    assert "Báo cáo nhầm" in browser.get(TASK).text
    assert browser.post_raw(f"{TASK}/mo-lai", {**stale, "reason": "Lần nữa"}).status_code == 409
    assert browser.post(f"{TASK}/mo-lai", {}).status_code == 409


def test_the_monthly_report_goes_on_until_it_is_over(planned: Office, browse, hold) -> None:
    hold("2026-05-20 09:00")
    url, home = "/ke-hoach/kich-ban/I-5/hoan-thanh", "/ke-hoach/kich-ban/I-5"
    browser = browse("secretary")
    answer = {"done_on": "20/5/2026", "text": "Báo cáo tháng 5", "evidence_link": LINK}
    assert browser.post_form(url, answer).location == home
    assert "24/5/2026" in browser.get(home).text
    assert queries.step(planned.viewer("leader"), "I.5").duty.status is DutyStatus.DOING
    browser.post_form(url, {**answer, "is_over": "y"})
    assert queries.step(planned.viewer("leader"), "I.5").duty.status is DutyStatus.REPORTED
    browse("leader").post_form(f"{home}/xac-nhan", {}, page=home)
    assert queries.step(planned.viewer("leader"), "I.5").duty.status is DutyStatus.DONE


def test_a_report_for_a_month_that_was_handed_in_meanwhile_is_led_to_the_form_of_the_next(
    planned: Office, browse, hold, writes_nothing
) -> None:
    hold("2026-05-20 09:00")
    url = "/ke-hoach/kich-ban/I-5/hoan-thanh"
    answer = {"done_on": "20/5/2026", "text": "Báo cáo tháng 4", "evidence_link": LINK}
    leader, secretary = browse("leader"), browse("secretary")
    early = secretary.hidden_fields(url)
    assert leader.post_form(url, answer).status_code == 303
    with writes_nothing():
        late = secretary.post_raw(url, early | answer)
    assert (late.status_code, late.location) == (303, url)
    page = secretary.get(url)
    assert "đã có người ghi" in page.text and "24/5/2026" in page.text
    assert secretary.post_form(url, answer).location == "/ke-hoach/kich-ban/I-5"


def test_the_general_address_reports_no_work_with_a_form_of_its_own(planned: Office, browse, writes_nothing) -> None:
    step = queries.step(planned.viewer("leader"), "I.5")
    browser, url = browse("secretary"), f"/viec/{step.duty_id}/hoan-thanh"
    with writes_nothing():
        answer = browser.post(url, {"done_on": "20/5/2026", "text": "Xong", "evidence_link": LINK})
    assert (answer.status_code, answer.location) == (303, "/ke-hoach/kich-ban/I-5/hoan-thanh")


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
    duty = queries.step(planned.viewer("leader"), "III.4").duty
    assert (duty.unit_id, duty.person_id) == (unit, person)


@pytest.mark.slow
def test_the_work_of_another_unit_is_only_read(planned: Office, browse, writes_nothing) -> None:
    """Whoever may not report sees no form, and gets 403 when he posts all the same."""
    queries.task(planned.viewer("leader"), 5).duty.unit_id = planned.units[3].id
    db.session.commit()
    for role in ("secretary", "leader", "auditor", "admin"):
        browser = browse(role)
        page = browser.get(TASK).text
        assert "Lưu ghi nhận" not in page, role
        assert f"{TASK}/hoan-thanh" not in page, role
        assert "tài khoản này chỉ được xem" in page
        with writes_nothing():
            assert browser.get(f"{TASK}/hoan-thanh").status_code == 403
            for verb, data in {
                "tien-do": {"text": "Ghi hộ"},
                "hoan-thanh": {"done_on": "1/6/2026", "text": "Xong hộ", "evidence_link": "https://x.vn"},
                "gia-han": {"new_due": "1/9/2026", "reason": "Xin hộ"},
            }.items():
                answer = browser.post(f"{TASK}/{verb}", data)
                assert answer.status_code == 403, (role, verb)
                assert "chỉ được xem" in answer.text
    assert "Lưu ghi nhận" in browse("counter").get(TASK).text


def test_a_reading_is_entered(planned: Office, browse, hold) -> None:
    hold("2026-06-20 09:00")
    browser = browse("secretary")
    assert browser.post_form(FIGURE, GOOD).location == "/ke-hoach/chi-tieu/5"
    page = browser.get("/ke-hoach/chi-tieu/5").text
    assert "94,2%" in page
    assert "1.103/1.171" in page
    assert "Chưa có minh chứng" in page and "Chưa đạt" not in page
    proven = {**GOOD, "evidence_link": LINK}
    again = browser.post_form(FIGURE, proven)
    assert again.status_code == 422 and "Đã có số liệu tính đến ngày này" in again.text
    reason = {"note": "Bổ sung minh chứng"}
    first = db.session.scalars(select(Figure.id)).one()
    assert f"{FIGURE}?dinh-chinh={first}" in page
    silent = browser.post_form(f"{FIGURE}?dinh-chinh={first}", {**proven, "note": " "})
    assert silent.status_code == 422, "it has to say why"
    browser.post_form(f"{FIGURE}?dinh-chinh={first}", proven | reason)
    page = browser.get("/ke-hoach/chi-tieu/5").text
    assert "Chưa đạt" in page and "data-corrected" in page and "Đính chính: Bổ sung minh chứng" in page
    second = db.session.scalars(select(Figure.id).where(Figure.corrects_id == first)).one()
    assert browser.post_form(f"{FIGURE}?dinh-chinh={first}", proven | reason).status_code == 422, "it is corrected"
    browser.post_form(f"{FIGURE}?dinh-chinh={second}", {**proven, **reason, "numerator": "1171", "complaints": "1"})
    page = BeautifulSoup(browser.get("/ke-hoach/chi-tieu").text, "lxml")
    row = page.select("tbody tr")[4].text
    assert "100%" in row
    assert "Chưa đạt" in row
    assert "1 phản ánh, kiến nghị về gây phiền hà, sách nhiễu" in row
    hold("2026-07-04 09:00")
    assert "Số liệu đã cũ" in browse("leader").get("/ke-hoach/chi-tieu").text


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
