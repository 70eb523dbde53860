"""The running month: every page that tells of it counts the answers and the files of the same days."""

from collections.abc import Callable
from datetime import date

import pytest
from bs4 import BeautifulSoup

from models.base import db
from models.places.tables import Counter
from models.satisfaction import actions, service
from models.satisfaction.rules import Mode
from models.satisfaction.service_import import DayLine
from tests.browser import Browser
from tests.factories import Office

Browse = Callable[..., Browser]
Hold = Callable[[str], None]
PAGES = ("/hai-long", "/hai-long/trung-tam", "/hai-long/niem-yet")


def answers(hold: Hold, office: Office, counter: Counter, day: int, n: int) -> None:
    hold(f"2026-03-{day:02} 09:00")
    for _ in range(n):
        actions.record(office.viewer("counter"), actions.Answer(5, Mode.ONLINE), counter.id)
    db.session.commit()


def files(office: Office, day: int, n: int) -> None:
    """So many files handed in online on a day."""
    line = DayLine(1, date(2026, 3, day), "Khai sinh", Mode.ONLINE, n, n, 0, 0)
    service.keep_days(office.viewer("secretary"), [line], "Khai sinh")
    db.session.commit()


def text(browser: Browser, url: str) -> str:
    return " ".join(BeautifulSoup(browser.get(url).text, "lxml").get_text(" ").split())


@pytest.fixture
def march(hold: Hold, office: Office, counter: Counter) -> None:
    """Ten answers on the 9th, eleven on the 10th, twelve on the 11th; three of today are too few to be told apart.

    The last whole group waits for another one, else the closed month would show who came after it.
    """
    for day, n in ((9, 10), (10, 11), (11, 12), (12, 3)):
        answers(hold, office, counter, day, n)
    for day, n in ((9, 20), (10, 22), (11, 5), (12, 9)):
        files(office, day, n)


@pytest.mark.parametrize("url", PAGES)
def test_the_response_rate_is_the_same_on_every_page(march: None, browse: Browse, url: str) -> None:
    page = text(browse("leader"), url)
    said = {"/hai-long": "21/42 lượt", "/hai-long/trung-tam": "50,0% của 42 lượt"}
    assert said.get(url, "21 phiếu trên 42 lượt làm thủ tục") in page
    assert "10/3/2026" in page, "it says up to which day"
    for of_other_days in ("33 phiếu", "33/", "36 phiếu", "36/", "56 lượt", "47 lượt"):
        assert of_other_days not in page


@pytest.mark.parametrize("url", PAGES)
def test_few_answers_make_no_response_rate(
    hold: Hold, office: Office, counter: Counter, browse: Browse, url: str
) -> None:
    answers(hold, office, counter, 2, 9)
    files(office, 2, 20)
    page = text(browse("leader"), url)
    assert "chưa đủ 10 phiếu" in page.lower()
    assert "0 lượt" not in page and "Có 0 phiếu" not in page


def test_the_counter_reads_nothing_of_the_same_day(march: None, browse: Browse, hold: Hold) -> None:
    hold("2026-03-11 18:00")
    assert "10 phiếu trên 20 lượt làm thủ tục" in text(browse("counter"), "/hai-long/niem-yet")
