"""The public sheet of a month: frozen once, unchanged by what comes later, printed with the difference."""

import io
from collections.abc import Callable
from datetime import date, datetime

import pytest
from bs4 import BeautifulSoup
from docx import Document

from models import clock
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
MONTH = Month(date(2026, 3, 1), date(2026, 4, 5))


def say(office: Office, level: int, times: int, answered_at: datetime | None = None, **more: object) -> None:
    for _ in range(times):
        answer = actions.Answer(level, Mode.ONLINE, answered_at=answered_at)
        actions.receive(office.viewer("leader").home_id, answer, Channel.KIOSK, **more)
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
    return " ".join(BeautifulSoup(browser.get(url).text, "lxml").get_text(" ").split())


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
    late(office, hold, 1, 6)
    after = told(browse("leader"))
    assert "40 trên 46 phiếu" in after, "the table that was sent stays"
    assert "thay đổi dưới 10 phiếu so với lúc chốt" in after
    late(office, hold, 5, 6)
    later = told(browse("leader"))
    assert "thay đổi +12 so với lúc chốt" in later and "+6" not in later, "levels wait for a print of their own"


def late(office: Office, hold: Hold, level: int, times: int) -> None:
    """Answers of 31 March that a tablet sends on 5 April."""
    hold("2026-04-05 09:00")
    say(office, level, times, answered_at=clock.at_office(date(2026, 3, 31), 9))


def table(browser: Browser) -> dict[str, list[str]]:
    """The rows of the correction tables, by their first cell."""
    page = BeautifulSoup(browser.get(f"{SHEET}?ky={MARCH}").text, "html.parser")
    rows = [[cell.get_text(" ", strip=True) for cell in row.select("th, td")] for row in page.select("table tr")]
    return {row[0]: row[1:] for row in rows if len(row) == 4 and row[0] != "Mức"}


def test_a_second_print_tells_old_new_and_the_difference(
    april: None, office: Office, browse: Browse, hold: Hold
) -> None:
    browse("leader").post(f"{SHEET}/{MARCH}/chot")
    nothing = browse("leader").post(f"{SHEET}/{MARCH}/dinh-chinh")
    assert nothing.status_code == 409, "nothing has moved"
    late(office, hold, 5, 8)
    late(office, hold, 1, 4)
    leader = browse("leader")
    assert leader.post(f"{SHEET}/{MARCH}/dinh-chinh").status_code == 303
    page, rows = told(leader), table(leader)
    assert "40 trên 46 phiếu" in page, "the first table stays"
    said = page.partition("ĐÍNH CHÍNH, LẦN IN 2")[2][:60]
    assert "5/4" in said and "Tính đến" in said, said
    assert rows["Phiếu được tính"] == ["46", "58", "+12"]
    assert rows["– rất hài lòng"] == ["40", "48", "+8"] and rows["– rất không hài lòng"] == ["0", "4", "+4"]
    assert "Về sau ngày chốt" not in page


def test_a_few_more_are_corrected_without_their_levels(april: None, office: Office, browse: Browse, hold: Hold) -> None:
    browse("leader").post(f"{SHEET}/{MARCH}/chot")
    for level, times in ((5, 12), (1, 3)):
        late(office, hold, level, times)
        browse("leader").post(f"{SHEET}/{MARCH}/dinh-chinh")
    with_levels = [one.levels for one in sheets.corrections(sheets.prints(office.viewer("leader"), MONTH), 10)]
    assert with_levels == [True, False], "three more than a print with levels would show three people"
    assert "– rất không hài lòng" not in table(browse("leader"))
    late(office, hold, 1, 7)
    browse("leader").post(f"{SHEET}/{MARCH}/dinh-chinh")
    assert table(browse("leader"))["– rất không hài lòng"] == ["0", "10", "+10"], "together they are enough"


def test_only_who_may_send_it_corrects_it(april: None, office: Office, browse: Browse, hold: Hold) -> None:
    assert browse("leader").post(f"{SHEET}/{MARCH}/dinh-chinh").status_code == 409, "nothing was sent yet"
    browse("leader").post(f"{SHEET}/{MARCH}/chot")
    late(office, hold, 5, 12)
    assert browse("counter").post(f"{SHEET}/{MARCH}/dinh-chinh").status_code == 403
    assert len(sheets.prints(office.viewer("leader"), MONTH)) == 1


def test_a_sheet_of_few_answers_has_no_levels(office: Office, browse: Browse, hold: Hold) -> None:
    hold("2026-03-20 09:00")
    say(office, 1, 9)
    hold("2026-04-02 08:00")
    page = told(browse("leader"))
    assert "Có dưới 10 phiếu, chưa đủ 10 phiếu" in page and "9 phiếu" not in page
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
