"""Who has not read the papers: seen by the secretary, reminded once for each version, found in one's own work."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from models import clock
from models.base import db
from models.meetings import papers_read
from models.meetings.tables import Body, Meeting, Nudge
from tests.browser import Browser
from tests.factories import Office
from tests.meetings.test_states import planned

Browse = Callable[..., Browser]
LINK = "https://vanban.example/1"


@pytest.fixture(autouse=True)
def _monday(hold: Callable[[str], None]) -> None:
    hold("2026-03-30 16:00")


@pytest.fixture
def told(office: Office, body: Body) -> int:
    """A meeting that people are invited to, with one paper."""
    meeting = planned(office, body)
    papers_read.publish(office.viewer("secretary"), meeting, "Tờ trình dự toán", None, None, LINK)
    meeting.invite(clock.now())
    db.session.commit()
    return meeting.id


def reminded() -> list[int]:
    return sorted(db.session.scalars(select(Nudge.person_id)).all())


def test_once_for_each_version_and_only_who_has_not_read(browse: Browse, office: Office, told: int) -> None:
    reader, other = office.account("counter").person_id, office.account("auditor").person_id
    version = db.session.get_one(Meeting, told).papers[0].current.id
    browse("counter").post(f"/hop/tai-lieu/{version}/mo")
    browse("counter").post(f"/hop/{told}/da-doc")
    browser = browse("secretary")
    page = browser.get(f"/hop/{told}/truoc-hop").text
    assert "Ai chưa đọc (4)" in page and "Nhắc 4 người chưa đọc" in page
    browser.post(f"/hop/{told}/nhac-doc")
    assert len(reminded()) == 4 and reader not in reminded() and other in reminded()
    again = browser.get(f"/hop/{told}/truoc-hop").text
    assert "(đã nhắc)" in again and "người chưa đọc" not in again
    browser.post(f"/hop/{told}/nhac-doc")
    assert len(reminded()) == 4, "pressed twice is once"
    paper = db.session.get_one(Meeting, told).papers[0].id
    browser.post(f"/hop/tai-lieu/{paper}/ban-moi", {"link": f"{LINK}?2"})
    browser.post(f"/hop/{told}/nhac-doc")
    assert len(reminded()) == 9, "a new version is unread by everybody"


def own_lines(browser: Browser) -> list[str]:
    page = BeautifulSoup(browser.get("/viec-cua-toi").text, "html.parser")
    return [line.text for line in page.select("section[aria-labelledby=recurring] li")]


def test_who_was_reminded_finds_it_until_he_has_read(browse: Browse, office: Office, told: int) -> None:
    reader = browse("auditor")
    assert own_lines(reader) == []
    browse("secretary").post(f"/hop/{told}/nhac-doc")
    (line,) = own_lines(reader)
    assert "Đọc tài liệu họp: Tờ trình dự toán" in line and "chưa mở" in line and "6/4/2026" in line
    version = db.session.get_one(Meeting, told).papers[0].current.id
    reader.post(f"/hop/tai-lieu/{version}/mo")
    assert "đã mở, chưa xác nhận" in own_lines(reader)[0]
    reader.post(f"/hop/{told}/da-doc")
    assert own_lines(reader) == []


def test_nobody_is_reminded_of_a_draft_nor_of_what_is_off(
    browse: Browse, office: Office, body: Body, told: int
) -> None:
    draft = planned(office, body, hour=14)
    papers_read.publish(office.viewer("secretary"), draft, "Kế hoạch", None, None, LINK)
    db.session.commit()
    key, browser = draft.id, browse("secretary")
    browser.post(f"/hop/{key}/nhac-doc")
    assert reminded() == [] and "Chưa gửi giấy mời" in browser.get(f"/hop/{key}/truoc-hop").text
    browser.post(f"/hop/{told}/nhac-doc")
    browser.post_form(f"/hop/{told}/huy", {"reason": "Bão"})
    assert [line for line in own_lines(browse("auditor")) if "Đọc tài liệu" in line] == []
    browser.post(f"/hop/{told}/nhac-doc")
    assert len(reminded()) == 5
