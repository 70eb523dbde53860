"""Every measure equals the list that it points at."""

import ast
from contextlib import AbstractContextManager
from dataclasses import fields
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from bs4 import BeautifulSoup

from blueprints.capability import measures as said
from blueprints.capability import place
from blueprints.labels import VERDICT
from models import clock
from models.audits import actions as audits
from models.base import db
from models.collect import merged
from models.measures.overview import CommuneLine, overview
from models.measures.queries import Look, measure, measures
from models.measures.targets import read_targets
from models.meetings.rules import Platform
from models.plan import actions as plan
from models.plan import queries
from models.satisfaction import actions as satisfaction
from models.satisfaction import queries as satisfaction_queries
from models.satisfaction import service
from models.satisfaction.rollups import month_of
from models.satisfaction.rules import Mode
from models.satisfaction.service_import import DayLine
from models.verdicts import Verdict
from tests.architecture.house import modules
from tests.duties.conftest import finish, report
from tests.factories import Office
from tests.meetings.conftest import MONDAY, make_body, make_meeting
from tests.shipped import load_criteria

PROOF = plan.Evidence(link="https://minh-hoa.example/so-lieu")


def answers(office: Office, mode: Mode, good: int, bad: int) -> None:
    for level in [5] * good + [2] * bad:
        satisfaction.record(office.viewer("counter"), satisfaction.Answer(level, mode))


def last_month() -> AbstractContextManager[None]:
    """A day of the month before, which is told whole; a month that runs is told by whole groups."""
    return clock.held_at(clock.at_office(month_of(month_of(clock.today()) - timedelta(days=1)) + timedelta(days=9), 9))


def answers_before(office: Office, mode: Mode, good: int, bad: int) -> None:
    """Answers of the month before."""
    with last_month():
        answers(office, mode, good, bad)


def served(office: Office, n: int) -> None:
    """So many files handed in online today."""
    keeper = office.viewer("secretary")
    service.keep_days(keeper, [DayLine(1, clock.today(), "Khai sinh", Mode.ONLINE, n, n, 0, 0)], "Khai sinh")


def address(app, key: str, office: Office) -> str:
    where = measure(office.viewer("leader"), key).where
    assert where is not None
    with app.test_request_context():
        return place(where)


def lines(html: str, selector: str) -> int:
    return len(BeautifulSoup(html, "lxml").select(selector))


def test_satisfaction_counts_online_answers_apart(planned: Office, app, browse) -> None:
    answers_before(planned, Mode.ONLINE, 11, 1)
    answers_before(planned, Mode.IN_PERSON, 6, 4)
    db.session.commit()
    eyes = planned.viewer("leader")
    online, everyone = measure(eyes, "satisfaction.online_rate"), measure(eyes, "satisfaction.all_rate")
    assert (online.numerator, online.denominator, online.value) == (11, 12, Fraction(1100, 12))
    assert (everyone.numerator, everyone.denominator) == (17, 22)
    browser = browse("leader")
    for key, expected in (("satisfaction.online_rate", 12), ("satisfaction.all_rate", 22)):
        assert lines(browser.get(address(app, key, planned)).text, "table.rows tbody tr") == expected


def test_few_answers_give_no_rate(planned: Office) -> None:
    answers_before(planned, Mode.ONLINE, 9, 0)
    found = measure(planned.viewer("leader"), "satisfaction.online_rate")
    assert (found.value, found.numerator, found.denominator) == (None, 0, 0), "not even how many"
    reading = next(item for item in read_targets(Look(planned.viewer("leader"))) if item.target.no == 1)
    assert reading.verdict is Verdict.NO_DATA


def test_what_is_older_than_last_month_does_not_count(planned: Office, hold) -> None:
    hold("2026-05-01 09:00")
    answers(planned, Mode.ONLINE, 12, 0)
    hold("2026-05-30 23:00")
    assert measure(planned.viewer("leader"), "satisfaction.online_rate").denominator == 0, "the last group waits"
    hold("2026-06-30 23:00")
    assert measure(planned.viewer("leader"), "satisfaction.online_rate").denominator == 12
    hold("2026-07-01 00:10")
    assert measure(planned.viewer("leader"), "satisfaction.online_rate").denominator == 0


def test_meetings_of_the_week(planned: Office, app, browse, hold) -> None:
    hold("2026-04-02 17:00")
    body = make_body(planned)
    make_meeting(planned, body, MONDAY, 8)
    make_meeting(planned, body, MONDAY, 14)
    make_meeting(planned, body, date(2026, 4, 1), 8, platform=Platform.PAPER, ecabinet_ref="")
    make_meeting(planned, body, date(2026, 3, 27), 8)
    eyes = planned.viewer("leader")
    weekly, shared = measure(eyes, "meetings.ecabinet_per_week"), measure(eyes, "meetings.ecabinet_share")
    assert (weekly.value, shared.numerator, shared.denominator) == (2, 2, 3)
    browser = browse("leader")
    paperless = measure(planned.viewer("leader"), "meetings.paperless_share")
    assert paperless.denominator == measure(planned.viewer("leader"), "meetings.ecabinet_share").denominator
    wanted = {"meetings.ecabinet_per_week": 2, "meetings.ecabinet_share": 2, paperless.key: paperless.numerator}
    for key, expected in wanted.items():
        assert lines(browser.get(address(app, key, planned)).text, "table.rows tbody tr") == expected


def test_tasks_on_time(planned: Office, app, browse, hold) -> None:
    hold("2026-07-10 09:00")
    eyes = planned.viewer("secretary")
    finish(planned, queries.task(eyes, 1).duty, date(2026, 6, 1))
    finish(planned, queries.task(eyes, 2).duty, date(2026, 7, 1))
    queries.task(eyes, 3).duty.due_on = date(2026, 7, 12)
    queries.task(eyes, 6).duty.due_on = None
    report(planned, queries.task(eyes, 4).duty, date(2026, 6, 1))
    report(planned, queries.task(eyes, 5).duty, date(2026, 6, 1), written_on=date(2026, 7, 1))
    db.session.commit()
    found = measure(eyes, "plan.tasks_on_time")
    assert (found.numerator, found.denominator) == (3, 36), "back-dated is not in time, without a day is not counted"
    leader = browse("leader")
    assert lines(leader.get(address(app, "plan.tasks_on_time", planned)).text, "#rows tbody tr") == 3
    done, overdue = measure(eyes, "plan.tasks_done"), measure(eyes, "plan.tasks_overdue")
    assert (done.numerator, done.denominator) == (2, 37), "late and confirmed is done, what waits is not"
    assert (overdue.numerator, overdue.denominator) == (31, 37), "neither what waits nor what has no day"
    for key, found in (("plan.tasks_done", done), ("plan.tasks_overdue", overdue)):
        assert lines(leader.get(address(app, key, planned)).text, "#rows tbody tr") == found.numerator


@pytest.mark.parametrize(
    "key",
    [
        "training.ai.unknown",
        "ranking.website",
        "audits.website.unknown",
        "",
        "x",
        "audits",
    ],
)
def test_keys_that_nothing_counts(planned: Office, key: str) -> None:
    found = measure(planned.viewer("leader"), key)
    assert (found.value, found.where) == (None, None)


@pytest.mark.slow
def test_every_measure_points_at_a_page_that_is_there(planned: Office, app, browse) -> None:
    browser = browse("leader")
    assert len(measures()) >= 9
    for key in (name.replace("*", "infrastructure") for name in measures()):
        assert browser.get(address(app, key, planned)).status_code == 200, key


def test_every_measure_says_in_words_what_it_counts() -> None:
    assert set(said()) == set(measures())


def test_a_target_reads_its_measure_or_the_newest_figure(planned: Office) -> None:
    eyes = planned.viewer("secretary")
    answers_before(planned, Mode.ONLINE, 12, 0)
    on_time = queries.target(eyes, 5)
    plan.set_figure(eyes, on_time, clock.today(), numerator=50, denominator=50, complaints=1, evidence=PROOF)
    plan.set_figure(eyes, queries.target(eyes, 8), clock.today(), value=Decimal("76.5"), evidence=PROOF)
    found = {item.target.no: item for item in read_targets(Look(eyes))}
    assert [found[no].verdict for no in (1, 5, 8, 9, 2)] == [
        Verdict.UNGROUNDED,
        Verdict.NOT_MET,
        Verdict.NOT_MET,
        Verdict.NO_DATA,
        Verdict.NO_DATA,
    ]
    assert found[8].measure.where is not None
    assert found[8].measure.where.filters == {"no": 8}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("visits", "found"),
    [
        (None, Verdict.UNGROUNDED),
        (61, Verdict.UNGROUNDED),  # 12 of 61 are below the least response rate
        (11, Verdict.UNGROUNDED),  # more answers than people: something was entered wrongly
        (60, Verdict.MET),
        (12, Verdict.MET),
    ],
)
def test_satisfaction_is_met_only_where_enough_of_those_served_have_answered(
    planned: Office, browse, visits: int | None, found: Verdict
) -> None:
    """The dashboard, the target's pages, the figures of satisfaction, the sheet and the province say the same."""
    answers_before(planned, Mode.ONLINE, 12, 0)
    with last_month():
        if visits:
            served(planned, visits)
        month = f"?ky={clock.today():%Y-%m}"
    db.session.commit()
    first = next(item for item in read_targets(Look(planned.viewer("leader"))) if item.target.no == 1)
    assert first.verdict is found
    line = next(one for one in overview(planned.viewer("province")) if one.commune_id == planned.commune.id)
    assert line.verdict is found
    leader, said = browse("leader"), VERDICT[found]
    tile = next(one for one in soup(leader, "/").select(".tile") if "Hài lòng" in one.text)
    assert said in tile.text
    rows = [soup(leader, path).select_one("tr:has(a[href$='/chi-tieu/1'])") for path in ("/", "/ke-hoach/chi-tieu")]
    texts = [row.text for row in rows if row] + [soup(leader, "/ke-hoach/chi-tieu/1").select_one("main").text]
    texts += [soup(leader, "/hai-long" + month).select_one("section[aria-labelledby='h-online']").text]
    texts += [soup(leader, "/hai-long/niem-yet" + month).select_one("main").text]
    assert len(texts) == 5 and all(said in text for text in texts)
    if found is Verdict.UNGROUNDED:
        assert not [text for text in (tile.text, *texts) if "Kết luận: Đạt" in text or "Đạt\n" in text]


def soup(browser, path: str) -> BeautifulSoup:
    return BeautifulSoup(browser.get(path).text, "lxml")


def test_the_overview_equals_what_each_commune_sees(planned: Office, other_office: Office, statements) -> None:
    load_criteria()
    answers(planned, Mode.ONLINE, 15, 1)
    answers(other_office, Mode.ONLINE, 4, 0)
    audits.open_round(planned.viewer("auditor"), "website", None)
    audits.open_round(planned.viewer("auditor"), "website", None)
    finish(planned, queries.task(planned.viewer("secretary"), 1).duty, date(2026, 6, 1))
    report(planned, queries.task(planned.viewer("secretary"), 2).duty, date(2026, 6, 1))
    db.session.commit()
    everywhere = planned.viewer("province")
    with statements() as seen:
        found = {line.commune_id: line for line in overview(everywhere)}
    assert len(seen) <= 9  # acts have days of their own, which a round is judged by
    for office in (planned, other_office):
        eyes = office.viewer("leader")
        look, line = Look(eyes), found[eyes.commune_id or 0]
        assert (line.week.ecabinet, line.week.counted) == (look.meetings.ecabinet, look.meetings.counted)
        assert line.website == look.round("website")
        assert line.task_count == len(look.tasks)
        assert line.overdue == sum(row.standing.state == "overdue" for row in look.tasks)
        assert line.done == sum(row.standing.is_done for row in look.tasks)
        assert line.waiting == sum(row.standing.state == "waiting" for row in look.tasks)
    assert found[planned.viewer("leader").commune_id or 0].website.no == 2
    assert found[other_office.viewer("leader").commune_id or 0].rate is None


def test_the_overview_reads_months_that_are_over(planned: Office, other_office: Office, statements) -> None:
    """Its figures equal the days of the month; neither answers nor days are read; nobody is given a place."""
    with clock.held_at(clock.at_office(date(2026, 10, 28), 9)):  # a Wednesday
        answers(planned, Mode.ONLINE, 15, 1)
        answers(planned, Mode.IN_PERSON, 3, 3)
        answers(other_office, Mode.ONLINE, 4, 0)
        served(planned, 20)
    with clock.held_at(clock.at_office(date(2026, 11, 3), 9)):
        answers(planned, Mode.ONLINE, 7, 7)
        db.session.commit()
        with statements() as seen:
            found = {line.commune_id: line for line in overview(planned.viewer("province"))}
    for office, satisfied, n, is_enough in ((planned, 15, 16, True), (other_office, 4, 4, False)):
        eyes = office.viewer("leader")
        line, days = found[eyes.home_id], satisfaction_queries.daily(eyes, date(2026, 10, 1), date(2026, 10, 31))
        tally = satisfaction_queries.total(days, date(2026, 10, 1), date(2026, 10, 31), Mode.ONLINE)
        assert (line.satisfied, line.answers) == (tally.satisfied, tally.n) == (satisfied, n)
        assert (line.rate is not None) is is_enough
        assert line.is_firm is (office is planned)
    read = " ".join(seen)
    assert not [table for table in ("FROM response ", "response_day", "service_day") if table in read]
    assert not [one.name for one in fields(CommuneLine) if "last_week" in one.name], "a week reaches over two months"
    assert not [one.name for one in fields(CommuneLine) if "rank" in one.name or "place" in one.name]


@pytest.mark.slow
def test_the_office_knows_no_address(app) -> None:
    """What lies behind a figure is named by its kind; which page lists it, with which words, is the window's affair."""
    told = {*app.view_functions, "tuan", "trang-thai", "hinh-thuc"} - {"static"}  # which is a folder as well
    wrong = [
        f"{module.where(node)}: {node.value}"
        for module in modules("models")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and node.value in told
    ]
    assert not wrong, "\n".join(wrong)


def test_a_key_that_two_capabilities_claim_is_refused() -> None:
    with pytest.raises(KeyError, match=r"plan\.tasks_on_time"):
        merged([measures(), {"plan.tasks_on_time": measures()["plan.tasks_on_time"]}])
