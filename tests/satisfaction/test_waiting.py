"""What waits at an office: said once on the front page, however much there is of it."""

from collections.abc import Callable
from datetime import date

from models.audits import actions as audits
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
    page = browse("leader").get("/hai-long/trung-tam").text
    assert page.count("Thấp hơn rõ") == 1


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
