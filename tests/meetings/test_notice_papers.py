"""Notices of conclusions: drafted, laid before whoever signs, issued with number and day, replaced by later ones."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError

from models.base import db
from models.errors import RuleBroken
from models.holidays import actions as holidays
from models.holidays.tables import DayKind
from models.meetings import assigning, queries
from models.meetings.paper_rules import Capacity, PaperState, delay, notice_clock
from models.meetings.paper_tables import MeetingNotice
from models.meetings.points import Point
from models.meetings.tables import Body, Conclusion, Meeting
from tests.browser import Browser
from tests.factories import Office
from tests.meetings.conftest import make_meeting

Browse = Callable[..., Browser]
MAY = frozenset({date(2026, 4, 30), date(2026, 5, 1)})


@pytest.fixture(autouse=True)
def _tuesday(hold: Callable[[str], None]) -> None:
    hold("2026-03-31 10:00")


@pytest.fixture
def meeting_id(office: Office, body: Body) -> int:
    points = [Point("1", "Không in giấy."), Point("2", "Rà soát:"), Point("2a", "Phòng Kinh tế gửi số liệu.")]
    return make_meeting(office, body, points=points).id


@pytest.mark.parametrize(
    ("held_on", "days_off", "today", "due_on", "left"),
    [
        (date(2026, 3, 24), frozenset(), date(2026, 3, 25), date(2026, 3, 31), 4),
        (date(2026, 4, 28), MAY, date(2026, 5, 7), date(2026, 5, 7), 0),
        (date(2026, 4, 28), MAY, date(2026, 5, 8), date(2026, 5, 7), -1),
    ],
)
def test_the_clock_counts_working_days(
    held_on: date, days_off: frozenset[date], today: date, due_on: date, left: int
) -> None:
    found = notice_clock(held_on, 5, today, days_off)
    assert (found.due_on, found.left, found.is_late) == (due_on, left, left < 0)


def test_the_delay_of_a_notice_in_working_days() -> None:
    assert delay(date(2026, 3, 24), date(2026, 3, 25)) == 1
    assert delay(date(2026, 3, 27), date(2026, 3, 30)) == 1


def test_the_page_counts_with_the_calendar_and_the_body(office: Office, meeting_id: int, browse: Browse) -> None:
    holidays.add(office.viewer("admin"), date(2026, 4, 6), None, DayKind.OFF, "Nghỉ bù")
    db.session.commit()
    page = browse("secretary").get(f"/hop/{meeting_id}/thong-bao/soan").text
    assert "còn 4 ngày làm việc" in page and "7/4/2026" in page


def fields(**changes: str) -> dict[str, str]:
    return {
        "grounds": "Căn cứ Quy chế làm việc;\nCăn cứ Chương trình công tác",
        "opening": "Ngày 30 tháng 3 năm 2026, Chủ tịch chủ trì cuộc họp.",
        "heard": "Sau khi nghe, Chủ tịch kết luận như sau:",
        "closing": "Ủy ban nhân dân xã thông báo để thực hiện./.",
        "copies": "- CT, PCT;\nCác đơn vị dự họp\nLưu: VT.",
        "capacity": "by_order",
        "signer_post": "Chánh Văn phòng",
        "signer_name": "",
        **changes,
    }


def issued(browser: Browser, meeting_id: int) -> int:
    """A notice all the way to its number and day."""
    home = f"/hop/{meeting_id}/thong-bao/soan"
    assert browser.post_form(home, fields()).status_code == 303
    key = db.session.scalars(select(MeetingNotice.id)).one()
    db.session.rollback()
    assert browser.post_form(f"/thong-bao/{key}/trinh", {}, page=home).status_code == 303
    given = {
        "symbol": "05/TB-UBND",
        "issued_on": "31/3/2026",
        "capacity": "by_order_for",
        "signer_post": "Phó Chánh Văn phòng",
        "signer_name": "Võ Văn Uyên",
    }
    assert browser.post_form(f"/thong-bao/{key}/ban-hanh", given).status_code == 303
    return key


def test_from_draft_to_issue(browse: Browse, meeting_id: int) -> None:
    browser, clerk = browse("secretary"), browse("counter")
    assert clerk.get(f"/hop/{meeting_id}/thong-bao").status_code == 404, "nothing is told before it is issued"
    proposed = browser.get(f"/hop/{meeting_id}/thong-bao").text
    assert "Số:" in proposed and "2026" in proposed and "Chủ tịch UBND xã Trần Văn Ân" in proposed
    issued(browser, meeting_id)
    row = db.session.scalars(select(MeetingNotice)).one()
    assert (row.state, row.symbol, row.capacity) == (PaperState.ISSUED, "05/TB-UBND", Capacity.BY_ORDER_FOR)
    page = clerk.get(f"/hop/{meeting_id}/thong-bao").text
    for said in ("Số: 05/TB-UBND", "ngày 31 tháng 3 năm 2026", "TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "Võ Văn Uyên"):
        assert said in page, said
    assert "- Các đơn vị dự họp;" in page and "- Lưu: VT." in page and "thực hiện./." in page


@pytest.mark.parametrize("missing", ["symbol", "issued_on", "signer_name"])
def test_issue_needs_number_day_and_signer(browse: Browse, meeting_id: int, missing: str) -> None:
    browser, home = browse("secretary"), f"/hop/{meeting_id}/thong-bao/soan"
    browser.post_form(home, fields())
    key = db.session.scalars(select(MeetingNotice.id)).one()
    db.session.rollback()
    given = {"symbol": "05/TB-UBND", "issued_on": "31/3/2026", "signer_name": "Võ Văn Uyên"}
    post = {"capacity": "by_order", "signer_post": "Chánh Văn phòng"}
    early = browser.post_form(f"/thong-bao/{key}/ban-hanh", {**given, **post})
    assert early.status_code == 422 and "chưa trình ký" in early.text
    browser.post_form(f"/thong-bao/{key}/trinh", {}, page=home)
    answer = browser.post_form(f"/thong-bao/{key}/ban-hanh", {**given, **post, missing: ""})
    assert answer.status_code == 422
    tomorrow = browser.post_form(f"/thong-bao/{key}/ban-hanh", {**given, **post, "issued_on": "1/4/2026"})
    assert tomorrow.status_code == 422 and "từ ngày họp đến hôm nay" in tomorrow.text
    assert db.session.scalars(select(MeetingNotice)).one().state is PaperState.WAITING


@pytest.mark.parametrize(
    "statement",
    [
        update(MeetingNotice).values(paper="khác"),
        update(MeetingNotice).values(symbol="06/TB-UBND"),
        update(MeetingNotice).values(state=PaperState.DRAFT),
        delete(MeetingNotice),
        update(Conclusion).values(text="khác"),
        delete(Conclusion).where(Conclusion.label == "1"),
    ],
    ids=str,
)
def test_the_database_refuses_to_change_what_is_issued(browse: Browse, meeting_id: int, statement: Any) -> None:
    issued(browse("secretary"), meeting_id)
    with pytest.raises(DatabaseError):
        db.session.execute(statement)
    db.session.rollback()


def test_no_door_changes_what_is_issued(browse: Browse, office: Office, meeting_id: int) -> None:
    browser = browse("secretary")
    key, home = issued(browser, meeting_id), f"/hop/{meeting_id}/thong-bao/soan"
    for role in ("secretary", "leader"):
        other = browse(role)
        for url in (f"/thong-bao/{key}/trinh", f"/thong-bao/{key}/sua-tiep"):
            other.post_form(url, {}, page=home)
        assert other.post_form(home, fields(opening="Khác")).status_code in (409, 422)
        assert other.get(f"/hop/{meeting_id}/ket-luan/dan").status_code == 409
    meeting = queries.meeting(office.viewer("secretary"), meeting_id)
    with pytest.raises(RuleBroken):
        assigning.take_over(office.viewer("secretary"), meeting, [assigning.Taken("9", "Thêm.")])
    db.session.rollback()
    row = db.session.scalars(select(MeetingNotice)).one()
    assert (row.state, row.opening) == (PaperState.ISSUED, fields()["opening"])


def test_correcting_the_record_cannot_change_what_was_told(browse: Browse, meeting_id: int, office: Office) -> None:
    issued(browse("secretary"), meeting_id)
    meeting = db.session.get_one(Meeting, meeting_id)
    assert assigning.is_told(meeting_id)
    from models.errors import RulesBroken
    from models.meetings import actions
    from models.meetings.seats import Seat

    seats = [Seat(person.id) for person in office.people.values()]
    with pytest.raises(RulesBroken) as refused:
        actions.correct(office.viewer("secretary"), meeting, seats, [Point("1", "Khác.")])
    assert [broken.code for broken in refused.value.broken] == ["notice_issued"]
    db.session.rollback()
    meeting = db.session.get_one(Meeting, meeting_id)
    actions.correct(office.viewer("secretary"), meeting, seats, [line.point for line in meeting.conclusions])
    db.session.commit()


def test_a_replacement_is_a_later_version_and_the_first_stays_readable(browse: Browse, meeting_id: int) -> None:
    browser = browse("secretary")
    first = issued(browser, meeting_id)
    url, home = f"/hop/{meeting_id}/thong-bao/thay-the", f"/hop/{meeting_id}/thong-bao/soan"
    assert browser.post_form(url, {"reason": ""}).status_code == 422
    assert browser.post_form(url, {"reason": "Sai thời hạn"}).status_code == 303
    rows = db.session.scalars(select(MeetingNotice).order_by(MeetingNotice.number)).all()
    assert [(row.number, row.state) for row in rows] == [(1, PaperState.ISSUED), (2, PaperState.DRAFT)]
    second = rows[1].id
    line = db.session.scalars(select(Conclusion).where(Conclusion.label == "1")).one()
    line.text = "Không in giấy, trừ tài liệu mật."
    db.session.commit()
    browser.post_form(f"/thong-bao/{second}/trinh", {}, page=home)
    given = {
        "symbol": "06/TB-UBND",
        "issued_on": "31/3/2026",
        "capacity": "for_head",
        "signer_post": "Phó Chủ tịch",
        "signer_name": "Hồ Đình Lan",
    }
    assert browser.post_form(f"/thong-bao/{second}/ban-hanh", given).status_code == 303
    assert db.session.get_one(MeetingNotice, first).state is PaperState.REPLACED
    clerk = browse("counter")
    assert "trừ tài liệu mật" in clerk.get(f"/hop/{meeting_id}/thong-bao").text
    old = clerk.get(f"/hop/{meeting_id}/thong-bao?ban=1").text
    assert "Số: 05/TB-UBND" in old and "trừ tài liệu mật" not in old and "Bị thay thế" in old


def test_a_notice_that_tells_nothing_is_not_submitted(office: Office, body: Body, browse: Browse) -> None:
    key = make_meeting(office, body, hour=10).id
    browser, home = browse("secretary"), f"/hop/{key}/thong-bao/soan"
    browser.post_form(home, fields())
    row = db.session.scalars(select(MeetingNotice.id)).one()
    db.session.rollback()
    browser.post_form(f"/thong-bao/{row}/trinh", {}, page=home)
    assert db.session.get_one(MeetingNotice, row).state is PaperState.DRAFT
    assert "chưa có kết luận nào để thông báo" in browser.get(home).text


def test_two_who_write_a_draft_see_each_other(browse: Browse, meeting_id: int) -> None:
    first, second, home = browse("secretary"), browse("leader"), f"/hop/{meeting_id}/thong-bao/soan"
    first.post_form(home, fields())
    stale = {"version": "1", "seen": ""}
    first.post_form(home, fields(heard="Câu của người thứ nhất:"))
    answer = second.post_form(home, {**fields(heard="Câu của người thứ hai:"), **stale})
    assert answer.status_code == 409
    assert "Câu của người thứ nhất:" in answer.text and "Câu của người thứ hai:" in answer.text
