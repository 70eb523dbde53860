"""Figures by week, month and quarter: each is the sum of its list, closed meetings count without words."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from io import BytesIO
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook
from sqlalchemy import event

from models import clock
from models.accounts.rules import Role
from models.base import db
from models.duties.rules import DutyStatus
from models.holidays.rules import WorkCalendar
from models.meetings import figures as reading
from models.meetings.bodies import BodyCounting
from models.meetings.counting import AsideKind, MeetingMetric, by_age, notice_in_time, parts_of
from models.meetings.judging import judged, weeks_of
from models.meetings.points import DueRule, Point, PointKind
from models.meetings.rules import Confidentiality, Convenor, Platform, Urgency
from models.meetings.seats import Presence, Seat
from models.meetings.states import State
from models.meetings.tables import Body
from models.readiness.past import ledger_with_rooms
from models.spans import Period, SpanKind, read_span, span_on
from tests.browser import Browser
from tests.factories import Office
from tests.meetings.conftest import MONDAY, make_body, make_meeting
from tests.meetings.test_rules import facts

Browse = Callable[..., Browser]
W14 = Period(SpanKind.WEEK, 2026, 14)
MAY = frozenset({date(2026, 4, 30), date(2026, 5, 1)})


@pytest.fixture(autouse=True)
def _friday(hold: Callable[[str], None]) -> None:
    hold("2026-04-03 16:30")


@pytest.mark.parametrize(
    ("code", "first", "last", "before"),
    [
        ("2026-W14", date(2026, 3, 30), date(2026, 4, 5), "2026-W13"),
        ("2026-W01", date(2025, 12, 29), date(2026, 1, 4), "2025-W52"),
        ("2026-W53", date(2026, 12, 28), date(2027, 1, 3), "2026-W52"),
        ("2026-03", date(2026, 3, 1), date(2026, 3, 31), "2026-02"),
        ("2026-01", date(2026, 1, 1), date(2026, 1, 31), "2025-12"),
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31), "2025-Q4"),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31), "2026-Q3"),
    ],
)
def test_spans(code: str, first: date, last: date, before: str) -> None:
    span = read_span(code)
    assert span is not None and span.days == (first, last) and span.code == code
    assert span.shifted(-1).code == before and span.shifted(-1).shifted(1) == span
    assert span_on(span.kind, first) == span == span_on(span.kind, last)


@pytest.mark.parametrize("text", ["", "2026-W54", "2025-W53", "2026-13", "2026-Q5", "0001-W01", "9999-W52", "tuần 14"])
def test_what_is_no_span(text: str) -> None:
    assert read_span(text) is None


def test_weeks_belong_where_they_end() -> None:
    assert Period(SpanKind.MONTH, 2026, 3).weeks == [(2026, n) for n in range(9, 14)]
    assert Period(SpanKind.WEEK, 2026, 14).weeks == [(2026, 14)]


@pytest.mark.parametrize(
    ("held", "days", "off", "due"),
    [
        (date(2026, 3, 24), 5, frozenset(), date(2026, 3, 31)),
        (date(2026, 4, 28), 5, MAY, date(2026, 5, 7)),
        (date(2026, 3, 30), -3, frozenset(), date(2026, 3, 25)),
        (date(2026, 5, 5), -3, MAY, date(2026, 4, 28)),
    ],
)
def test_days_that_notices_and_papers_are_due(held: date, days: int, off: frozenset[date], due: date) -> None:
    assert WorkCalendar(off).after(held, days) == due


@pytest.mark.parametrize(
    ("conclusions", "issued", "today", "changes", "in_time"),
    [
        (1, date(2026, 3, 25), date(2026, 3, 25), {}, True),
        (1, date(2026, 3, 31), date(2026, 5, 1), {}, True),
        (1, date(2026, 4, 1), date(2026, 5, 1), {}, False),
        (1, None, date(2026, 3, 31), {}, None),  # still to come: not among those divided by
        (1, None, date(2026, 4, 1), {}, False),
        (0, None, date(2026, 5, 1), {}, None),  # nothing was concluded
        (1, None, date(2026, 5, 1), {"platform": Platform.SECRET}, None),
        (1, None, date(2026, 5, 1), {"convenor": Convenor.HIGHER}, None),
    ],
)
def test_notices_in_time(
    conclusions: int, issued: date | None, today: date, changes: dict[str, object], in_time: bool | None
) -> None:
    row = SimpleNamespace(conclusions=conclusions, notice_on=issued)
    assert notice_in_time(row, facts(**changes), date(2026, 3, 31), today) is in_time


def test_overdue_by_age() -> None:
    assert by_age([1, 7, 8, 30, 31, 400]) == (2, 2, 2)
    assert by_age([]) == (0, 0, 0)


COLUMNS = """required present substitutes people papers papers_in_time papers_before confirmed positions items in_block
tasks clear_tasks pages conclusions"""
NOTHING = dict.fromkeys(COLUMNS.split(), 0)


def adds(changes: dict[str, object], **row: object) -> dict[str, tuple[int, int]]:
    """What one meeting adds, by metric."""
    start = clock.at_office(MONDAY, 8)
    plain = {**NOTHING, "planned_start": None, "planned_end": None, "invited_at": None, "notice_on": None}
    plain["urgency"] = Urgency.REGULAR
    values = {**plain, "starts_at": start, "ends_at": start + timedelta(hours=1), **row}
    found = parts_of(SimpleNamespace(**values), facts(**changes), date(2026, 4, 6), MONDAY)
    return {metric.value: (int(n), d) for metric, n, d in found}


def test_an_empty_meeting_adds_to_no_share_of_what_it_has_not() -> None:
    assert adds({}) == {
        "held": (1, 0),
        "logged": (1, 1),
        "share": (1, 1),
        "paperless": (1, 1),
        "ecabinet": (1, 0),
        "evidence": (1, 1),
    }


@pytest.mark.parametrize(
    ("changes", "row", "metric", "part"),
    [
        ({"ecabinet_ref": ""}, {}, "share", (0, 1)),
        ({"ecabinet_ref": ""}, {}, "evidence", (0, 1)),
        ({"platform": Platform.PAPER}, {}, "evidence", None),
        ({"platform": Platform.SECRET}, {}, "share", None),
        ({"convenor": Convenor.HIGHER}, {}, "share", None),
        ({"counts_for_kpi": False}, {}, "share", None),
        ({"printed_pages": None}, {}, "paperless", (0, 1)),
        ({"is_late": True}, {}, "logged", (0, 1)),
        ({}, {"required": 14, "present": 12, "substitutes": 1}, "present", (12, 14)),
        ({}, {"required": 14, "present": 12, "substitutes": 1}, "represented", (13, 14)),
        ({}, {"papers": 3, "papers_in_time": 2}, "papers", (2, 3)),
        ({}, {"papers": 3, "papers_in_time": 2, "urgency": Urgency.URGENT}, "papers", None),  # a row of its own
        ({}, {"papers": 3, "papers_in_time": 2, "urgency": Urgency.URGENT}, "urgent_papers", (2, 3)),
        ({}, {"papers_before": 3, "people": 5, "confirmed": 7}, "read", (7, 15)),
        ({}, {"items": 4, "people": 5, "positions": 9}, "positions", None),  # nobody was asked
        ({}, {"items": 4, "people": 5, "positions": 9, "invited_at": clock.at_office(MONDAY)}, "positions", (9, 20)),
        ({}, {"items": 4, "in_block": 3}, "block", (3, 4)),
        ({}, {"tasks": 3, "clear_tasks": 2}, "clear", (2, 3)),
        ({}, {"pages": 12, "people": 5}, "saved", (60, 0)),
    ],
)
def test_what_a_meeting_adds(
    changes: dict[str, object], row: dict[str, object], metric: str, part: tuple[int, int] | None
) -> None:
    assert adds(changes, **row).get(metric) == part


def test_planned_and_real_minutes_only_where_both_were_entered() -> None:
    start = clock.at_office(MONDAY, 8)
    plan = {"planned_start": start, "planned_end": start + timedelta(minutes=90)}
    assert adds({}, **plan)["duration"] == (60, 90)
    assert "duration" not in adds({}, planned_start=start)


@pytest.fixture
def week(office: Office, body: Body) -> Body:
    """Two proven meetings, one on paper, one secret, one of the province, one cancelled, one of an uncounted body."""
    others = make_body(office, "Họp với thôn", counts_for_kpi=False)
    make_meeting(office, body, MONDAY)
    make_meeting(office, body, MONDAY + timedelta(days=1), confidentiality=Confidentiality.CLOSED, title="Nhân sự")
    make_meeting(office, body, MONDAY + timedelta(days=2), platform=Platform.PAPER, ecabinet_ref="")
    make_meeting(office, body, MONDAY + timedelta(days=3), platform=Platform.SECRET, ecabinet_ref="", title="")
    make_meeting(office, body, MONDAY + timedelta(days=3), 14, convenor=Convenor.HIGHER)
    make_meeting(office, body, MONDAY + timedelta(days=4), 7).state = State.CANCELLED
    make_meeting(office, others, MONDAY + timedelta(days=4), 9)
    return others


def test_a_week_with_everything(office: Office, week: Body) -> None:
    ledger = ledger_with_rooms(office.viewer("secretary"), *W14.days, W14)
    share, held = ledger.figure(MeetingMetric.SHARE, W14), ledger.figure(MeetingMetric.HELD, W14)
    assert (share.numerator, share.denominator, held.numerator) == (2, 3, 6)
    assert {kind: len(parts) for kind, parts in ledger.aside(W14).items()} == {
        AsideKind.SECRET: 1,
        AsideKind.HIGHER: 1,
        AsideKind.BODY: 1,
        AsideKind.CANCELLED: 1,
    }
    verdict = judged(W14, weeks_of(W14, ledger.facts))
    assert verdict.number and verdict.share
    assert (verdict.number.numerator, verdict.number.verdict, verdict.share.verdict) == (2, "not_met", "not_met")
    assert verdict.verdict == "not_met"
    assert not ledger.figure(MeetingMetric.HELD, W14.shifted(-1)).parts
    assert ledger.figure(MeetingMetric.SHARE, W14.shifted(-1)).is_empty


def test_a_body_counts_as_it_did_on_the_day(office: Office, week: Body) -> None:
    db.session.add(
        BodyCounting(commune_id=office.commune.id, body_id=week.id, until=MONDAY + timedelta(5), counts=True)
    )
    db.session.commit()
    ledger = ledger_with_rooms(office.viewer("secretary"), *W14.days, W14)
    assert ledger.figure(MeetingMetric.SHARE, W14).denominator == 4
    assert AsideKind.BODY not in ledger.aside(W14)


def test_every_figure_is_the_sum_of_its_list(office: Office, week: Body, browse: Browse) -> None:
    ledger = ledger_with_rooms(office.viewer("secretary"), *W14.days, W14)
    reading.add_staff(ledger, office.viewer("secretary"))
    assert len(ledger.figure(MeetingMetric.SURVEY, W14).parts) == len(office.people)
    browser = browse("secretary")
    page = browser.get("/hop/so-lieu?ky=2026-W14").text
    for metric in MeetingMetric:
        figure = ledger.figure(metric, W14)
        shown = browser.get(f"/hop/so-lieu/{metric}?ky=2026-W14")
        assert shown.status_code == 200
        assert shown.text.count('data-label="Góp vào số liệu"') == len(figure.parts), metric
        said = str(figure.numerator) if figure.is_plain else f"{figure.numerator}/{figure.denominator}"
        assert figure.is_empty or said in page, metric
    assert browser.get("/hop/so-lieu/khong-co").status_code == 404


def test_names_of_the_staff_are_for_the_secretary_alone(office: Office, browse: Browse) -> None:
    name = office.people[Role.AUDITOR].full_name
    told, hidden = (browse(role).get("/hop/so-lieu/survey").text for role in ("secretary", "leader"))
    assert name in told and "Chưa đạt" in told
    assert name not in hidden and f"0/{len(office.people)}" in hidden and "chỉ thư ký xem được" in hidden


def test_a_closed_meeting_is_counted_and_says_nothing(office: Office, body: Body, browse: Browse) -> None:
    people = [Seat(office.account("leader").person_id), Seat(office.account("secretary").person_id)]
    make_meeting(office, body, MONDAY, confidentiality=Confidentiality.CLOSED, title="Kỷ luật cán bộ", seats=people)
    outsider = browse("counter")
    for url in ("/hop/so-lieu?ky=2026-W14", "/hop/so-lieu/held?ky=2026-W14", "/hop/so-lieu/present?ky=2026-W14"):
        assert "Kỷ luật" not in outsider.get(url).text
    listed = outsider.get("/hop/so-lieu/held?ky=2026-W14").text
    assert "1 cuộc họp kín" in listed and "30/3/2026</td>" not in listed
    by_kind = outsider.get(f"/hop/so-lieu/held?ky=2026-W14&loai={body.id}").text
    assert "1 cuộc họp kín" not in by_kind, "which kind it was is told to nobody else"
    assert "Kỷ luật" in browse("leader").get("/hop/so-lieu/held?ky=2026-W14").text


def test_attendance_and_tasks(office: Office, body: Body) -> None:
    first, second, third = list(office.people.values())[:3]
    leader = office.account("leader").person_id
    others = [one for one in (first, second, third) if one.id != leader][:2]
    seats = [Seat(leader), Seat(others[0].id, status=Presence.EXCUSED), Seat(others[1].id)]
    unit = third.unit_id or first.unit_id or second.unit_id
    points = [
        Point("1", "Rà soát", PointKind.TASK, unit, "Báo cáo", "Chủ tịch", date(2026, 4, 2), DueRule.BY_END_OF),
        Point("2", "Tổng hợp", PointKind.TASK, unit, "Bảng", "Chủ tịch", date(2026, 4, 9), DueRule.BY_END_OF),
    ]
    meeting = make_meeting(office, body, MONDAY, seats=seats, points=points if unit else [])
    ledger = ledger_with_rooms(office.viewer("secretary"), *W14.days, W14)
    present = ledger.figure(MeetingMetric.PRESENT, W14)
    assert (present.numerator, present.denominator) == (2, 3)
    if not unit:
        return
    tasks = ledger.figure(MeetingMetric.TASKS, W14)
    assert (tasks.numerator, tasks.denominator) == (0, 1), "the second is not due yet"
    overdue = ledger.figure(MeetingMetric.OVERDUE, W14)
    assert (overdue.numerator, overdue.denominator) == (1, 2) and [one.days for one in ledger.overdue] == [1]
    duty = meeting.conclusions[0].duty
    assert duty is not None
    duty.status, duty.done_on, duty.judged_on = DutyStatus.DONE, date(2026, 4, 1), date(2026, 4, 1)
    db.session.commit()
    again = ledger_with_rooms(office.viewer("secretary"), *W14.days, W14)
    assert again.figure(MeetingMetric.TASKS, W14).numerator == 1


def test_files_hold_what_the_page_shows(office: Office, week: Body, browse: Browse) -> None:
    browser = browse("leader")
    sheet = load_workbook(BytesIO(browser.get("/hop/so-lieu.xlsx?ky=2026-W14").data)).active
    rows = {row[0]: row[1:4] for row in sheet.iter_rows(values_only=True)}
    assert rows["Tỷ lệ họp trên e-Cabinet"] == (2, 3, "66,7%")
    assert rows["Tài liệu gửi đúng hạn"] == (0, 0, "—")
    text = browser.get("/hop/so-lieu.csv?ky=2026-W14").data.decode("utf-8-sig")
    assert "Tỷ lệ họp trên e-Cabinet,2,3,66" in text.replace('"', "")


def test_other_eyes(office: Office, other_office: Office, week: Body, browse: Browse) -> None:
    theirs = ledger_with_rooms(other_office.viewer("secretary"), *W14.days, W14)
    assert not theirs.parts and not theirs.asides
    assert browse("province").get("/hop/so-lieu").status_code == 200
    assert browse().get("/hop/so-lieu").status_code in (302, 303)


@pytest.mark.parametrize("query", ["ky=x", "ky=2026-W99", "ky=9999-12", "loai=abc", "loai=999999999999", "ky=%00"])
def test_odd_questions_get_a_page(query: str, office: Office, browse: Browse) -> None:
    assert browse("leader").get(f"/hop/so-lieu?{query}").status_code == 200


def test_ten_years_cost_a_week_nothing(
    office: Office, body: Body, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    """As many statements, and each finds its rows by a range of an index: none reads what lies outside the days."""
    make_meeting(office, body, MONDAY)
    eyes = office.viewer("secretary")
    with statements() as before:
        ledger_with_rooms(eyes, *W14.days, W14)
    for year in range(2017, 2026):
        make_meeting(office, body, date(year, 3, 2))
    plans: list[str] = []

    def explain(connection, cursor, statement, parameters, context, many) -> None:
        if connection.dialect.name == "sqlite" and statement.startswith("SELECT"):
            plan = connection.connection.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
            plans.extend(str(row[3]) for row in plan)

    event.listen(db.engine, "before_cursor_execute", explain)
    try:
        with statements() as after:
            reading.read_ledger(eyes, *W14.days, W14, None)
            ledger_with_rooms(eyes, *W14.days, W14)
    finally:
        event.remove(db.engine, "before_cursor_execute", explain)
    assert len(after) <= 2 * len(before)
    scans = [plan for plan in plans if plan.startswith("SCAN") and "CONSTANT" not in plan and "SUBQUERY" not in plan]
    assert not scans, scans
    if plans:
        ranges = (
            "ix_meeting_commune_held_on",
            "ix_duty_commune_id_first_due_on",
            "ix_meeting_move_commune_id_from_start",
        )
        assert all(any(name in plan and ">" in plan for plan in plans) for name in ranges), plans
