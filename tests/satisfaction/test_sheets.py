"""The public sheet of a month: frozen once, unchanged by what comes later, printed with the difference."""

import io
from collections.abc import Callable
from datetime import date

import pytest
from bs4 import BeautifulSoup
from docx import Document

from models.base import db
from models.errors import RuleBroken
from models.satisfaction import actions, sheets
from models.satisfaction.figures import Month
from models.satisfaction.rules import Channel, Mode, Status
from tests.browser import Browser
from tests.factories import Office

Browse = Callable[..., Browser]
Hold = Callable[[str], None]
SHEET = "/hai-long/niem-yet"
MARCH = "2026-03"


def say(office: Office, level: int, times: int, **more: object) -> None:
    for _ in range(times):
        actions.receive(office.commune.id, actions.Answer(level, Mode.ONLINE), Channel.KIOSK, **more)
    db.session.commit()


@pytest.fixture
def april(office: Office, hold: Hold) -> None:
    """April, with the answers of March."""
    hold("2026-03-20 09:00")
    say(office, 5, 40)
    say(office, 2, 6)
    say(office, 1, 3, status=Status.HELD, hold_reason="burst")
    hold("2026-04-02 08:00")


def told(browser: Browser, url: str = f"{SHEET}?ky={MARCH}") -> str:
    return " ".join(BeautifulSoup(browser.get(url).text, "html.parser").get_text(" ").split())


def test_a_month_is_frozen_once_and_only_when_it_is_over(april: None, office: Office) -> None:
    leader = office.viewer("leader")
    with pytest.raises(RuleBroken, match="month_not_over"):
        sheets.freeze(leader, Month(date(2026, 4, 1), date(2026, 4, 2)))
    march = Month(date(2026, 3, 1), date(2026, 4, 2))
    facts = sheets.facts_of(sheets.freeze(leader, march))
    assert facts == sheets.facts_now(leader, march)
    assert (facts.tally().n, facts.tally(Mode.ONLINE).satisfied, facts.held) == (46, 40, {"burst": 3})
    with pytest.raises(RuleBroken, match="sheet_frozen"):
        sheets.freeze(leader, march)


def test_what_comes_later_is_printed_apart_and_few_without_their_levels(
    april: None, office: Office, browse: Browse, hold: Hold
) -> None:
    leader = browse("leader")
    assert "tạm tính" in told(leader)
    assert leader.post(f"{SHEET}/{MARCH}/chot").status_code == 303
    before = told(leader)
    assert "40 trên 46 phiếu" in before and "Không rõ tỷ lệ trả lời" in before
    assert "Về sau ngày chốt" not in before
    hold("2026-03-31 09:00")
    say(office, 1, 6)
    hold("2026-04-05 09:00")
    after = told(browse("leader"))
    assert "40 trên 46 phiếu" in after, "the table that was sent stays"
    assert "thay đổi +6 so với lúc chốt" in after and "không in mức" in after
    hold("2026-03-31 10:00")
    say(office, 5, 6)
    hold("2026-04-05 09:00")
    late = told(browse("leader"))
    assert "rất hài lòng +6" in late and "rất không hài lòng +6" in late


def test_a_sheet_of_few_answers_has_no_levels(office: Office, browse: Browse, hold: Hold) -> None:
    hold("2026-03-20 09:00")
    say(office, 1, 9)
    hold("2026-04-02 08:00")
    page = told(browse("leader"))
    assert "Có 9 phiếu, chưa đủ 10 phiếu" in page
    assert "Rất không hài lòng" not in page


def test_the_paper_and_the_file_say_the_same(april: None, browse: Browse) -> None:
    leader = browse("leader")
    assert "40 trên 46 phiếu" in leader.get(f"{SHEET}/{MARCH}/in").text
    paper = Document(io.BytesIO(leader.get(f"{SHEET}/{MARCH}.docx").data))
    assert any("40 trên 46 phiếu" in paragraph.text for paragraph in paper.paragraphs)
    assert any("Chờ xem lại" in cell.text for table in paper.tables for row in table.rows for cell in row.cells) or any(
        "Chờ xem lại" in paragraph.text for paragraph in paper.paragraphs
    )
    assert leader.get(f"{SHEET}/2026-13.docx").status_code == 404
    assert leader.get(f"{SHEET}/2026-05/in").status_code == 404


def test_who_may_send_it(april: None, browse: Browse) -> None:
    assert browse("counter").post(f"{SHEET}/{MARCH}/chot").status_code == 403
    assert browse("counter").get(f"{SHEET}?ky={MARCH}").status_code == 200
    assert browse("province").get(SHEET).status_code == 403
