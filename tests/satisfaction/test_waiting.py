"""What waits at an office: said once on the front page, however much there is of it."""

from collections.abc import Callable
from datetime import date

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from models import clock
from models.audits import actions as audits
from models.audits import findings
from models.audits.rules import ItemState
from models.audits.tables import ItemResult
from models.base import db
from models.places.tables import Counter
from models.satisfaction import actions, alerts
from models.satisfaction.rules import Mode
from models.satisfaction.tables import ResponseLink
from tests.browser import Browser
from tests.factories import Office
from tests.shipped import load_criteria

Browse = Callable[..., Browser]
Hold = Callable[[str], None]


def answers(hold: Hold, office: Office, counter: Counter, day: str, levels: list[int]) -> None:
    """What citizens said at a counter on one day."""
    hold(f"{day} 09:00")
    for level in levels:
        actions.record(office.viewer("counter"), actions.Answer(level, Mode.ONLINE), counter.id)
    db.session.commit()


@pytest.mark.slow
def test_a_bad_week_of_a_counter_is_one_notice(hold: Hold, office: Office, counter: Counter, browse: Browse) -> None:
    answers(hold, office, counter, "2026-11-11", [5] * 30)
    answers(hold, office, counter, "2026-11-18", [5] * 30)
    today = date(2026, 11, 25)
    assert alerts.bad_weeks(office.viewer("leader"), today) == []
    answers(hold, office, counter, "2026-11-24", [1] * 9)
    assert alerts.bad_weeks(office.viewer("leader"), today) == [], "nine are too few to say anything"
    answers(hold, office, counter, "2026-11-25", [1] * 31 + [5] * 4)
    (bad,) = alerts.bad_weeks(office.viewer("leader"), today)
    assert (bad.counter, bad.now.n, bad.now.satisfied, bad.before.n) == ("Quầy 1", 44, 4, 60)
    for address in ("/hai-long/trung-tam", "/"):
        page = browse("leader").get(address).text
        (line,) = [line for line in BeautifulSoup(page, "html.parser").select("li") if "Thấp hơn rõ" in line.text]
        assert line.a is not None and line.a["href"] == "/hai-long/bang/quay?ky=2026-11", address
        told = set(line.text.replace("Quầy 1", "")) & set("0123456789")
        assert not told, "beside the table of weeks the counts would show what is hidden there"
    assert "Thấp hơn rõ" not in browse("counter").get("/").text
    hold("2026-12-01 09:00")
    (bad,) = alerts.bad_weeks(office.viewer("leader"), date(2026, 12, 1))
    assert not bad.is_running and "tuần trước hài lòng thấp hơn rõ" in " ".join(browse("leader").get("/").text.split())


def test_what_waits_is_said_to_who_may_act(browse: Browse, office: Office, link: ResponseLink) -> None:
    actions.answer_link(link, actions.Answer(1, Mode.ONLINE, "chờ lâu"))
    actions.answer_link(link, actions.Answer(1, Mode.ONLINE), trap="x")
    db.session.commit()
    for role, cases, held in (("leader", True, True), ("auditor", True, False), ("counter", False, False)):
        page = browse(role).get("/").text
        assert ("1 ý kiến cần trả lời" in page) is cases, role
        assert ("1 phiếu chờ xét" in page) is held, role


def test_the_centre_leads_to_what_it_names(browse: Browse, office: Office, link: ResponseLink) -> None:
    actions.answer_link(link, actions.Answer(1, Mode.ONLINE, "chờ lâu"))
    db.session.commit()
    page = browse("secretary").get("/hai-long/trung-tam").text
    assert "chờ lâu" in page and "/hai-long/y-kien/" in page
    assert browse("counter").get("/hai-long/trung-tam").status_code == 403


def test_the_centre_names_its_rounds(browse: Browse, office: Office) -> None:
    load_criteria()
    audits.open_round(office.viewer("auditor"), "service_centre", None)
    db.session.commit()
    assert ">Trung tâm Phục vụ hành chính công, đợt 1<" in browse("secretary").get("/hai-long/trung-tam").text


def test_the_centre_leads_to_what_its_checklist_found(browse: Browse, office: Office) -> None:
    load_criteria()
    auditor = office.viewer("auditor")
    opened = audits.open_round(auditor, "service_centre", None)
    address = f"/kiem-tra/ton-tai?dot={opened.id}"
    db.session.commit()
    assert address not in browse("leader").get("/hai-long/trung-tam").text
    result = db.session.scalars(select(ItemResult).where(ItemResult.round_id == opened.id)).first()
    assert result is not None
    result.state = ItemState.NOT_MET
    findings.note(auditor, result, "Thiếu ghế chờ", auditor.unit_id or 0, clock.today())
    db.session.commit()
    page = browse("leader").get("/hai-long/trung-tam").text
    assert address in page and "1 tồn tại chưa khắc phục" in page
