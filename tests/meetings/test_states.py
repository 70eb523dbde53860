"""From the plan to the file: which step is possible in which state, and what the clock alone never does."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from models import clock
from models.base import db
from models.errors import RuleBroken, RulesBroken
from models.meetings import actions, queries, weeks
from models.meetings.seats import Presence, Seat, broken_seats, headcount, with_officers
from models.meetings.states import STEPS, MeetingStep, State, after, may_take
from models.meetings.tables import Body, BodyCounting, Meeting
from tests.factories import Office
from tests.meetings.conftest import MONDAY, make_meeting

# step: every state in which it is possible, and what it makes of it
CASES = {
    MeetingStep.INVITE: ("draft", "invited"),
    MeetingStep.MOVE: ("invited moved", "moved"),
    MeetingStep.OPEN: ("invited moved", "in_session"),
    MeetingStep.CLOSE: ("in_session", "held"),
    MeetingStep.RECORD: ("draft invited moved", "held"),
    MeetingStep.GIVE_UP: ("invited moved in_session", "no_quorum"),
    MeetingStep.CONCLUDE: ("held", "concluded"),
    MeetingStep.FILE: ("concluded", "filed"),
    MeetingStep.REOPEN: ("concluded filed", "held"),
    MeetingStep.CANCEL: ("draft invited moved held", "cancelled"),
    MeetingStep.RENEW: ("cancelled no_quorum", "draft"),
}


@pytest.fixture(autouse=True)
def _monday(hold: Callable[[str], None]) -> None:
    hold("2026-03-30 16:00")


@pytest.mark.parametrize("step", list(MeetingStep))
@pytest.mark.parametrize("state", list(State))
def test_each_step_from_each_state(step: MeetingStep, state: State) -> None:
    possible, becomes = CASES[step]
    if state in possible.split():
        assert after(state, step) is State(becomes)
        return
    with pytest.raises(RuleBroken) as refused:
        after(state, step)
    assert (refused.value.code, refused.value.details) == ("step_refused", {"step": step, "state": state})
    assert not may_take(state, step)


def test_the_table_knows_every_step() -> None:
    assert set(STEPS) == set(MeetingStep) == set(CASES)


def planned(office: Office, body: Body, day: date = MONDAY + timedelta(days=7), hour: int = 8) -> Meeting:
    """A draft of a meeting that is still ahead."""
    meeting = Meeting(
        body_id=body.id,
        title="Giao ban tuần sau",
        chair_id=office.account("leader").person_id,
        starts_at=clock.at_office(day, hour),
        ends_at=clock.at_office(day, hour + 1),
    )
    seats = [Seat(person.id, status=Presence.EXPECTED) for person in office.people.values()]
    actions.plan(office.viewer("secretary"), meeting, seats)
    db.session.commit()
    return meeting


def test_the_clock_alone_never_holds_a_meeting(office: Office, body: Body, hold: Callable[[str], None]) -> None:
    meeting = planned(office, body)
    meeting.invite(clock.now())
    db.session.commit()
    hold("2026-05-01 08:00")
    assert meeting.state is State.INVITED
    assert weeks.week_figures(office.viewer("leader"), 2026, 15).held == 0


def test_what_is_ahead_is_not_held_before_its_hour(office: Office, body: Body, hold: Callable[[str], None]) -> None:
    meeting = planned(office, body)
    with pytest.raises(RuleBroken, match="not_begun"):
        meeting.hold(clock.now())
    hold("2026-04-06 09:30")
    meeting.hold(clock.now())
    db.session.commit()
    assert meeting.state is State.HELD
    assert {seat.status for seat in meeting.attendance} == {Presence.PRESENT}
    assert weeks.week_figures(office.viewer("leader"), 2026, 15).held == 1


def test_from_opening_to_closing(office: Office, body: Body, hold: Callable[[str], None]) -> None:
    meeting = planned(office, body)
    meeting.invite(clock.now())
    hold("2026-04-06 08:07")
    meeting.begin(clock.now())
    db.session.commit()
    assert (meeting.starts_at, meeting.planned_start) == (clock.now(), clock.at_office(date(2026, 4, 6), 8))
    hold("2026-04-06 09:40")
    with pytest.raises(RuleBroken, match="not_ticked"):
        meeting.close(clock.now())
    for seat in meeting.attendance:
        seat.status = Presence.PRESENT
    meeting.close(clock.now())
    db.session.commit()
    assert (meeting.state, meeting.ends_at) == (State.HELD, clock.now())


def test_nobody_is_told_of_a_meeting_without_people(office: Office, body: Body) -> None:
    meeting = planned(office, body)
    meeting.attendance = []
    with pytest.raises(RuleBroken, match="nobody_invited"):
        meeting.invite(clock.now())


@pytest.mark.parametrize("state", [State.CANCELLED, State.NO_QUORUM, State.DRAFT, State.INVITED, State.IN_SESSION])
def test_what_did_not_take_place_counts_nowhere(office: Office, body: Body, state: State) -> None:
    meeting = make_meeting(office, body)
    meeting.state = state
    db.session.commit()
    assert weeks.week_figures(office.viewer("leader"), 2026, 14).held == 0


def test_who_sends_somebody_is_represented_and_never_absent_too(office: Office) -> None:
    seats = [Seat(1), Seat(2, status=Presence.EXCUSED), Seat(None, "Bà Lê Thị Mai", status=Presence.SUBSTITUTE)]
    seats[2] = Seat(None, "Bà Lê Thị Mai", status=Presence.SUBSTITUTE, substitute_for_id=2)
    listed = with_officers(seats, 1, None)
    heads = headcount((seat.duty, seat.status) for seat in listed)
    assert (heads.required, heads.present, heads.substitutes, heads.excused, heads.absent) == (2, 1, 1, 0, 0)
    assert heads.represented == 2 and broken_seats(listed) == []
    alone = [Seat(1), Seat(2, status=Presence.REPRESENTED)]
    assert [rule.code for rule in broken_seats(with_officers(alone, 1, None))] == ["substitute_unnamed"]


def test_unticking_the_goal_leaves_the_weeks_that_are_over(
    office: Office, body: Body, hold: Callable[[str], None]
) -> None:
    make_meeting(office, body)
    hold("2026-04-10 09:00")
    body.counts_for_kpi = False
    actions.save_body(office.viewer("secretary"), body)
    db.session.commit()
    make_meeting(office, body, date(2026, 4, 10), 8)
    eyes = office.viewer("leader")
    assert weeks.week_figures(eyes, 2026, 14).counted == 1
    assert weeks.week_figures(eyes, 2026, 15).counted == 0
    body.counts_for_kpi = True
    actions.save_body(office.viewer("secretary"), body)
    db.session.commit()
    assert db.session.query(BodyCounting).count() == 1, "twice on one day: what was before that day stays"
    assert weeks.week_figures(eyes, 2026, 15).counted == 1


def test_a_closed_meeting_is_there_for_the_invited_alone(office: Office, body: Body) -> None:
    from models.errors import NotFound
    from models.meetings.rules import Confidentiality

    seats = [Seat(office.account("leader").person_id), Seat(office.account("admin").person_id)]
    meeting = make_meeting(office, body, seats=seats, confidentiality=Confidentiality.CLOSED)
    assert queries.meeting(office.viewer("admin"), meeting.id)
    with pytest.raises(NotFound):
        queries.meeting(office.viewer("counter"), meeting.id)


def test_a_closed_meeting_gives_no_tasks_that_all_would_read(office: Office, body: Body) -> None:
    from models.meetings.points import DueRule, Point, PointKind
    from models.meetings.rules import Confidentiality

    task = Point("1", "Làm", PointKind.TASK, office.units[2].id, "Báo cáo", "Chủ tịch", MONDAY, DueRule.BEFORE)
    with pytest.raises(RulesBroken) as refused:
        make_meeting(office, body, confidentiality=Confidentiality.CLOSED, points=[task])
    assert [rule.code for rule in refused.value.broken] == ["closed_gives_no_tasks"]


def test_what_is_opened_on_another_day_counts_in_that_week(office: Office, body: Body) -> None:
    meeting = planned(office, body)
    meeting.ecabinet_ref = "EC-1"
    meeting.invite(clock.now())
    meeting.begin(clock.now())
    for seat in meeting.attendance:
        seat.status = Presence.PRESENT
    meeting.close(clock.now() + timedelta(hours=1))
    db.session.commit()
    assert meeting.held_on == MONDAY and meeting.planned_start == clock.at_office(MONDAY + timedelta(days=7), 8)
    eyes = office.viewer("leader")
    assert (weeks.week_figures(eyes, 2026, 14).ecabinet, weeks.week_figures(eyes, 2026, 15).held) == (1, 0)
