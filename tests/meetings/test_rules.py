"""What counts as an e-Cabinet meeting, as paperless, as late, as a good week; who sat there; when a task is due."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from models import clock, periods
from models.errors import RuleBroken
from models.meetings.points import (
    DueRule,
    Point,
    PointKind,
    broken_points,
    effective_due,
    label_key,
    missing_of_task,
    numbered,
)
from models.meetings.rules import (
    Convenor,
    Facts,
    GoalTerm,
    MeetingFigure,
    MeetingGoal,
    Platform,
    State,
    WeekFigures,
    WeekGoal,
    belongs,
    counts_as_ecabinet,
    goal_on,
    is_late_entry,
    truly_paperless,
    week_of,
)
from models.meetings.seats import Presence, Seat, SeatRole, broken_seats, headcount, seat_order, with_officers
from models.meetings.tables import Meeting
from models.text import name_sort_key
from models.verdicts import Verdict

NUMBER = MeetingGoal(GoalTerm.NUMBER, Decimal(3), date(2026, 3, 1))
SHARE = MeetingGoal(GoalTerm.SHARE, Decimal(100), date(2026, 3, 31))
GOAL = WeekGoal(NUMBER, SHARE)
MONDAY = date(2026, 3, 30)


def facts(**changes: object) -> Facts:
    """A proven, paperless e-Cabinet meeting of the commune, changed where a case says so."""
    plain: dict[str, object] = {
        "state": State.HELD,
        "platform": Platform.ECABINET,
        "convenor": Convenor.OWN,
        "counts_for_kpi": True,
        "ecabinet_ref": "EC-1",
        "has_evidence": False,
        "printed_pages": 0,
        "held_on": MONDAY,
    }
    return Facts(**{**plain, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("state", "platform", "ref", "evidence", "counts"),
    [
        (State.HELD, Platform.ECABINET, "EC-1", False, True),
        (State.CONCLUDED, Platform.ECABINET, "", True, True),
        (State.HELD, Platform.ECABINET, "", False, False),
        (State.HELD, Platform.ECABINET, "   ", False, False),
        (State.DRAFT, Platform.ECABINET, "EC-1", True, False),
        (State.CANCELLED, Platform.ECABINET, "EC-1", True, False),
        (State.HELD, Platform.MIXED, "EC-1", True, False),
        (State.HELD, Platform.PAPER, "EC-1", True, False),
        (State.HELD, Platform.SECRET, "EC-1", True, False),
    ],
)
def test_a_tick_without_proof_is_no_ecabinet_meeting(
    state: State, platform: Platform, ref: str, evidence: bool, counts: bool
) -> None:
    assert counts_as_ecabinet(state, platform, ref, evidence) is counts


@pytest.mark.parametrize(
    ("pages", "ref", "paperless"), [(0, "EC-1", True), (None, "EC-1", False), (4, "EC-1", False), (0, "", False)]
)
def test_paperless_needs_proof_and_a_known_zero(pages: int | None, ref: str, paperless: bool) -> None:
    assert truly_paperless(State.HELD, Platform.ECABINET, ref, False, pages) is paperless


@pytest.mark.parametrize(
    ("held", "logged", "late"),
    [
        (date(2026, 3, 30), date(2026, 3, 30), False),
        (date(2026, 3, 30), date(2026, 3, 31), False),
        (date(2026, 3, 30), date(2026, 4, 1), True),
        (date(2026, 4, 3), date(2026, 4, 6), False),  # Friday, logged on Monday
        (date(2026, 4, 3), date(2026, 4, 7), True),
        (date(2026, 4, 4), date(2026, 4, 6), False),  # a Saturday meeting
    ],
)
def test_late_means_after_the_next_working_day(held: date, logged: date, late: bool) -> None:
    assert is_late_entry(held, logged) is late


@pytest.mark.parametrize(
    ("held", "logged", "late"),
    [
        (date(2026, 4, 28), date(2026, 4, 29), False),
        (date(2026, 4, 29), date(2026, 5, 4), False),  # 30/4 and 1/5 are off, then a weekend
        (date(2026, 4, 29), date(2026, 5, 5), True),
        (date(2026, 8, 21), date(2026, 8, 22), False),  # a Saturday that is worked to make up
        (date(2026, 8, 21), date(2026, 8, 24), True),
    ],
)
def test_late_goes_by_the_days_the_office_works(held: date, logged: date, late: bool) -> None:
    off, make_up = {date(2026, 4, 30), date(2026, 5, 1)}, {date(2026, 8, 22)}
    assert is_late_entry(held, logged, off, make_up) is late


@pytest.mark.parametrize(
    ("changes", "figures"),
    [
        ({}, {"held", "counted", "ecabinet", "paperless"}),
        ({"printed_pages": None}, {"held", "counted", "ecabinet"}),
        ({"ecabinet_ref": ""}, {"held", "counted", "unproven"}),
        ({"platform": Platform.MIXED}, {"held", "counted"}),
        ({"platform": Platform.SECRET, "ecabinet_ref": ""}, {"held", "secret"}),
        ({"convenor": Convenor.HIGHER}, {"held", "higher"}),
        ({"counts_for_kpi": False}, {"held"}),
        ({"is_late": True}, {"held", "counted", "ecabinet", "paperless", "late"}),
        ({"state": State.CANCELLED}, set()),
        ({"state": State.DRAFT}, set()),
    ],
)
def test_which_figures_count_a_meeting(changes: dict[str, object], figures: set[str]) -> None:
    assert {figure.value for figure in MeetingFigure if belongs(facts(**changes), figure)} == figures


@pytest.mark.parametrize(
    ("ecabinet", "others", "number", "share", "both"),
    [
        (3, 0, "met", "met", "met"),
        (3, 2, "met", "not_met", "not_met"),
        (2, 0, "not_met", "met", "not_met"),
        (2, 1, "not_met", "not_met", "not_met"),
        (0, 1, "not_met", "not_met", "not_met"),
        (0, 0, "no_data", "no_data", "no_data"),
    ],
)
def test_a_week_is_as_good_as_the_worse_of_its_two_goals(
    ecabinet: int, others: int, number: str, share: str, both: str
) -> None:
    rows = [facts()] * ecabinet + [facts(platform=Platform.PAPER)] * others
    week = week_of(2026, 14, rows, GOAL)
    assert (week.number_verdict, week.share_verdict, week.verdict) == (number, share, both)
    assert week.missing == max(0, 3 - ecabinet)


def test_an_empty_week_has_no_share_and_no_goal_means_no_verdict() -> None:
    assert WeekFigures(2026, 14, goal=GOAL).verdict is Verdict.NO_DATA
    unjudged = week_of(2026, 14, [facts()], None)
    assert (unjudged.number_verdict, unjudged.share_verdict, unjudged.verdict) == (None, None, None)


def test_secret_and_higher_meetings_never_spoil_the_share() -> None:
    rows = [facts(), facts(platform=Platform.SECRET, ecabinet_ref=""), facts(convenor=Convenor.HIGHER, ecabinet_ref="")]
    week = week_of(2026, 14, rows, GOAL)
    assert (week.held, week.counted, week.ecabinet, week.secret, week.higher, week.share_verdict) == (
        3,
        1,
        1,
        1,
        1,
        Verdict.MET,
    )


def test_each_term_of_the_goal_holds_from_its_own_day_and_the_youngest_wins() -> None:
    later = MeetingGoal(GoalTerm.NUMBER, Decimal(4), date(2026, 7, 1))
    terms = [later, NUMBER, SHARE]
    assert goal_on(terms, date(2026, 2, 28)) is None
    assert goal_on(terms, date(2026, 3, 29)) == WeekGoal(NUMBER, None), "week 13 ends before the share is asked for"
    assert goal_on(terms, date(2026, 4, 5)) == GOAL
    assert goal_on(terms, date(2026, 7, 1)) == WeekGoal(later, SHARE)
    ended = MeetingGoal(GoalTerm.NUMBER, Decimal(1), date(2026, 1, 1), date(2026, 1, 31))
    assert goal_on([ended], date(2026, 2, 1)) is None


def test_before_the_share_is_asked_for_the_number_alone_is_judged() -> None:
    rows = [facts()] * 3 + [facts(platform=Platform.PAPER)] * 2
    week = week_of(2026, 13, rows, WeekGoal(NUMBER))
    assert (week.number_verdict, week.share_verdict, week.verdict) == ("met", None, "met")
    assert week_of(2026, 14, rows, GOAL).verdict == "not_met"


@pytest.mark.parametrize(
    ("instant", "week"),
    [
        (datetime(2026, 3, 29, 23, 30, tzinfo=UTC), (2026, 14)),
        (datetime(2026, 3, 29, 16, 59, tzinfo=UTC), (2026, 13)),
        (datetime(2026, 12, 31, 1, 0, tzinfo=UTC), (2026, 53)),
        (datetime(2027, 1, 3, 12, 0, tzinfo=UTC), (2026, 53)),
        (datetime(2027, 1, 3, 17, 0, tzinfo=UTC), (2027, 1)),
        (datetime(2025, 12, 29, 1, 0, tzinfo=UTC), (2026, 1)),
    ],
)
def test_weeks_are_those_of_the_office(instant: datetime, week: tuple[int, int]) -> None:
    assert periods.week_of_day(clock.local(instant).date()) == week


@pytest.mark.parametrize(
    ("seats", "codes"),
    [
        ([Seat(1, duty=SeatRole.CHAIR), Seat(2)], set()),
        ([Seat(1, duty=SeatRole.CHAIR), Seat(1)], {"person_listed_twice"}),
        ([Seat(1, duty=SeatRole.CHAIR, status=Presence.EXCUSED), Seat(2)], {"chair_not_present"}),
        ([Seat(2, status=Presence.ABSENT)], {"nobody_present"}),
        ([], {"nobody_present"}),
        (
            [
                Seat(1),
                Seat(2, status=Presence.EXCUSED),
                Seat(None, "Khách", status=Presence.SUBSTITUTE, substitute_for_id=2),
            ],
            set(),
        ),
        (
            [Seat(1), Seat(2), Seat(None, "Khách", status=Presence.SUBSTITUTE, substitute_for_id=2)],
            {"present_and_substituted"},
        ),
        ([Seat(1), Seat(None, "Khách", status=Presence.SUBSTITUTE, substitute_for_id=9)], {"substitute_for_nobody"}),
        ([Seat(1), Seat(None, "Khách", status=Presence.SUBSTITUTE)], {"substitute_for_nobody"}),
        (
            [
                Seat(1),
                Seat(2, status=Presence.EXCUSED),
                Seat(3, status=Presence.SUBSTITUTE, substitute_for_id=2),
                Seat(4, status=Presence.SUBSTITUTE, substitute_for_id=2),
            ],
            {"two_substitutes"},
        ),
    ],
)
def test_attendance_lists_that_cannot_be_true(seats: list[Seat], codes: set[str]) -> None:
    assert {rule.code for rule in broken_seats(seats)} == codes


def test_a_substitute_represents_but_is_not_a_member() -> None:
    heads = headcount(
        [
            (SeatRole.CHAIR, Presence.PRESENT),
            (SeatRole.MEMBER, Presence.PRESENT),
            (SeatRole.MEMBER, Presence.EXCUSED),
            (SeatRole.MEMBER, Presence.EXCUSED),
            (SeatRole.MEMBER, Presence.SUBSTITUTE),
            (SeatRole.MEMBER, Presence.ABSENT),
            (SeatRole.GUEST, Presence.PRESENT),
        ]
    )
    assert (heads.required, heads.present, heads.represented) == (5, 2, 3)
    assert (heads.excused, heads.absent, heads.guests) == (2, 1, 1)


def test_chair_and_secretary_are_always_on_the_list() -> None:
    seats = with_officers([Seat(3), Seat(2)], chair_id=1, secretary_id=2)
    assert [(seat.person_id, seat.duty) for seat in seats] == [
        (1, SeatRole.CHAIR),
        (2, SeatRole.SECRETARY),
        (3, SeatRole.MEMBER),
    ]


def test_lists_go_by_chair_then_rank_then_vietnamese_names() -> None:
    people = [
        ("Đỗ Minh Ánh", 5, SeatRole.MEMBER),
        ("Trần Văn Ân", 5, SeatRole.MEMBER),
        ("Lê Văn An", 5, SeatRole.MEMBER),
        ("Phạm Thị Đào", 1, SeatRole.MEMBER),
        ("Bùi Ánh", 9, SeatRole.CHAIR),
        ("Khách", 0, SeatRole.GUEST),
    ]
    ordered = sorted(people, key=lambda p: seat_order(p[2], p[1], name_sort_key(p[0]), p[0]))
    assert [name for name, *_ in ordered] == [
        "Bùi Ánh",
        "Phạm Thị Đào",
        "Lê Văn An",
        "Đỗ Minh Ánh",
        "Trần Văn Ân",
        "Khách",
    ]


def test_labels_go_by_number_then_letter() -> None:
    labels = ["10", "2b", "2", "2*", "1", "2đ", "2d", "2a", "Khác"]
    assert sorted(labels, key=label_key) == ["1", "2", "2a", "2b", "2d", "2đ", "2*", "10", "Khác"]
    labels = ["II.1", "I.2", "1.10", "1.2", "2a-10", "I", "2a-2", "2a", "1", "10"]
    assert sorted(labels, key=label_key) == ["1", "1.2", "1.10", "2a", "2a-2", "2a-10", "10", "I", "I.2", "II.1"]


def test_a_conclusion_without_a_label_gets_the_next_number() -> None:
    assert [point.label for point in numbered([Point("2", "b"), Point("", "c"), Point("1", "a")])] == ["1", "2", "3"]


@pytest.mark.parametrize(("rule", "last_day"), [(DueRule.BEFORE, date(2026, 3, 29)), (DueRule.BY_END_OF, MONDAY)])
def test_before_a_day_ends_with_the_day_before(rule: DueRule, last_day: date) -> None:
    assert effective_due(MONDAY, rule) == last_day


def test_a_task_names_everything_that_is_missing_and_a_general_direction_nothing() -> None:
    assert missing_of_task(Point("1", "Rà soát", PointKind.GENERAL)) == []
    assert missing_of_task(Point("1", "Rà soát", PointKind.TASK)) == ["lead_unit_id", "product", "authority", "due_on"]
    whole = Point("1", "Rà soát", PointKind.TASK, 4, "Báo cáo", "Chủ tịch", MONDAY)
    assert missing_of_task(whole) == []


def meeting(**changes: object) -> Meeting:
    """A record nothing speaks against, changed where a case says so."""
    plain: dict[str, object] = {
        "body_id": 1,
        "title": "Giao ban",
        "starts_at": clock.at_office(MONDAY, 8),
        "chair_id": 1,
        "ends_at": clock.at_office(MONDAY, 9),
    }
    made = Meeting(**{**plain, **changes})
    made.settle()
    return made


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        ({}, set()),
        ({"ends_at": clock.at_office(MONDAY, 8)}, {("end_before_start", "end")}),
        (
            {"starts_at": clock.at_office(date(2026, 4, 2), 8), "ends_at": clock.at_office(date(2026, 4, 2), 9)},
            {("not_begun", "day")},
        ),
        ({"title": "  "}, {("title_missing", "title")}),
        ({"printed_pages": -1}, {("pages_out_of_range", "printed_pages")}),
        ({"secretary_id": 1}, {("chair_is_secretary", "secretary_id")}),
        (
            {"platform": Platform.SECRET, "ecabinet_ref": "EC-1", "evidence_id": 3},
            {("secret_keeps_no_words", "ecabinet_ref"), ("secret_keeps_no_words", "evidence")},
        ),
    ],
)
def test_records_the_office_does_not_accept(changes: dict[str, object], broken: set[tuple[str, str]]) -> None:
    found = meeting(**changes).broken_rules(now=clock.at_office(MONDAY, 17))
    assert {(rule.code, rule.field) for rule in found} == broken
    assert all(isinstance(rule, RuleBroken) for rule in found)


@pytest.mark.parametrize(
    ("points", "broken"),
    [
        ([Point("1", "a"), Point("1", "b")], {("label_twice", "conclusions")}),
        ([Point("1", "a", PointKind.TASK)], {("task_unclear", "conclusions")}),
        ([Point("1", "a"), Point("", "b")], set()),
    ],
)
def test_conclusions_the_office_does_not_accept(points: list[Point], broken: set[tuple[str, str]]) -> None:
    assert {(rule.code, rule.field) for rule in broken_points(numbered(points))} == broken


def test_a_secret_meeting_keeps_no_title_and_no_place() -> None:
    kept = meeting(platform=Platform.SECRET, title="Không được giữ", place="Phòng kín")
    assert (kept.title, kept.place, kept.fold) == ("", "", "")


def test_a_room_of_the_office_leaves_no_other_place() -> None:
    assert meeting(room_id=2, place="Nhà văn hóa").place == ""
    assert meeting(place="Nhà văn hóa").place == "Nhà văn hóa"
