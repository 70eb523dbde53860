"""Opinions by writing: who is asked, until when, what is kept; never a meeting."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import func, select

from models import clock
from models.base import db
from models.errors import NotFound, RuleBroken
from models.meetings import asking
from models.meetings.quorum import Choice
from models.meetings.tables import Body, BodyMember, Meeting, WrittenOpinion, WrittenRound
from tests.browser import Browser
from tests.factories import Office

Browse = Callable[..., Browser]


@pytest.fixture(autouse=True)
def _monday(hold: Callable[[str], None]) -> None:
    hold("2026-03-30 16:00")


@pytest.fixture
def members(office: Office, body: Body) -> Body:
    """A body of three, of whom one has no vote."""
    for role, votes in (("leader", True), ("counter", True), ("auditor", True), ("admin", False)):
        key = office.account(role).person_id
        db.session.add(
            BodyMember(
                commune_id=office.commune.id, body_id=body.id, person_id=key, may_vote=votes, from_on=date(2026, 1, 1)
            )
        )
    db.session.commit()
    return body


def asked(browser: Browser, body_id: int, **more: str) -> int:
    fields = {
        "body_id": str(body_id),
        "title": "Danh sách hộ",
        "question": "Đề nghị cho ý kiến",
        "closes_on": "1/4/2026",
    }
    assert browser.post_form("/hop/lay-y-kien/moi", {**fields, **more}).status_code == 303
    return db.session.scalars(select(WrittenRound.id).order_by(WrittenRound.id.desc())).first() or 0


def test_members_with_a_vote_are_asked_and_find_it_in_their_work(browse: Browse, office: Office, members: Body) -> None:
    reader, body_id = browse("counter"), members.id
    key = asked(browse("secretary"), body_id)
    assert db.session.scalar(select(func.count(WrittenOpinion.id))) == 3
    assert "Trả lời phiếu lấy ý kiến: Danh sách hộ" in reader.get("/viec-cua-toi").text
    assert (
        reader.post(f"/hop/lay-y-kien/{key}/tra-loi", {"choice": "against", "text": "Thiếu hai hộ"}).status_code == 303
    )
    assert "phiếu lấy ý kiến" not in reader.get("/viec-cua-toi").text
    page = browse("secretary").get(f"/hop/lay-y-kien/{key}").text
    assert "Thiếu hai hộ" in page and "1/3 người" in page
    other = browse("auditor").get(f"/hop/lay-y-kien/{key}").text
    assert "Thiếu hai hộ" not in other and "Kết quả hiện khi phiếu đã đóng" in other
    assert browse("admin").get(f"/hop/lay-y-kien/{key}").status_code in (200, 404)
    assert db.session.scalar(select(func.count(Meeting.id))) == 0, "never a meeting"


def test_it_closes_by_itself_and_its_result_stays(
    browse: Browse, office: Office, members: Body, hold: Callable[[str], None]
) -> None:
    body_id = members.id
    key = asked(browse("secretary"), body_id)
    for role, choice in (("leader", "in_favour"), ("counter", "in_favour")):
        browse(role).post(f"/hop/lay-y-kien/{key}/tra-loi", {"choice": choice})
    hold("2026-04-02 00:00")  # the last day is over
    late = browse("auditor")
    late.post(f"/hop/lay-y-kien/{key}/tra-loi", {"choice": "against"})
    page = late.get(f"/hop/lay-y-kien/{key}").text
    assert "Đã đóng. Tán thành 2/3: quá nửa" in page and "đã đóng nên không ghi thêm" in page
    found = db.session.get_one(WrittenRound, key)
    assert (found.count.in_favour, found.count.against, found.count.not_voting) == (2, 0, 1)
    with pytest.raises(RuleBroken, match="round_closed"):
        asking.remind(found, clock.now())


def test_only_the_silent_are_reminded_once_a_day(browse: Browse, office: Office, members: Body) -> None:
    browser, body_id = browse("secretary"), members.id
    key = asked(browser, body_id)
    browse("leader").post(f"/hop/lay-y-kien/{key}/tra-loi", {"choice": "in_favour"})
    browser.post(f"/hop/lay-y-kien/{key}/nhac")
    assert db.session.scalar(select(func.count(WrittenOpinion.id)).where(WrittenOpinion.reminded_at.is_not(None))) == 2
    assert asking.remind(db.session.get_one(WrittenRound, key), clock.now()) == 0
    browser.post(f"/hop/lay-y-kien/{key}/rut", {"reason": ""})
    assert db.session.get_one(WrittenRound, key).withdrawn_at is None
    browser.post(f"/hop/lay-y-kien/{key}/rut", {"reason": "Gửi nhầm"})
    assert "Đã rút: Gửi nhầm" in browser.get(f"/hop/lay-y-kien/{key}").text


def test_what_is_refused(browse: Browse, office: Office, body: Body, members: Body, other_office: Office) -> None:
    browser, body_id, eyes = browse("secretary"), body.id, office.viewer("counter")
    fields = {"body_id": str(body_id), "title": "Việc", "question": "Hỏi", "closes_on": "29/3/2026"}
    assert "Xin chọn ngày từ hôm nay" in browser.post_form("/hop/lay-y-kien/moi", fields).text
    script = {**fields, "closes_on": "1/4/2026", "link": "javascript:alert(1)"}
    assert browser.post_form("/hop/lay-y-kien/moi", script).status_code in (409, 422)
    key = asked(browser, body_id)
    found = asking.written_round(eyes, key)
    with pytest.raises(RuleBroken, match="not_asked"):
        asking.answer(office.viewer("admin"), found, Choice.IN_FAVOUR, "", clock.now())
    for stranger in (other_office.viewer("secretary"), other_office.viewer("counter")):
        with pytest.raises(NotFound):
            asking.written_round(stranger, key)
