"""Tables of cases: where a duty stands, who may do what with it."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from models.accounts.rules import Role, Viewer
from models.duties.rules import (
    DutyKind,
    DutyState,
    DutyStatus,
    Standing,
    headline,
    is_mine,
    judged_day,
    may_confirm,
    may_grant_extension,
    may_reopen,
    may_report,
    standing,
)

DAY = date(2026, 3, 30)
OPEN = [DutyStatus.NOT_STARTED, DutyStatus.DOING]


@pytest.mark.parametrize("status", OPEN)
@pytest.mark.parametrize(
    ("due_on", "today", "expected"),
    [
        (None, DAY, Standing(DutyState.NO_DATE)),
        (DAY, DAY, Standing(DutyState.DUE_SOON, 0)),
        (DAY, date(2026, 3, 29), Standing(DutyState.DUE_SOON, 1)),
        (DAY, date(2026, 3, 23), Standing(DutyState.DUE_SOON, 7)),
        (DAY, date(2026, 3, 22), Standing(DutyState.LATER, 8)),
        (DAY, date(2026, 3, 31), Standing(DutyState.OVERDUE, 1)),
        (DAY, date(2026, 11, 21), Standing(DutyState.OVERDUE, 236)),
    ],
)
def test_open_work_stands_against_its_day(
    status: DutyStatus, due_on: date | None, today: date, expected: Standing
) -> None:
    assert standing(status, due_on, None, today) == expected


@pytest.mark.parametrize(
    ("judged_on", "due_on", "late"),
    [
        (DAY, DAY, 0),
        (date(2026, 3, 1), DAY, 0),
        (date(2026, 4, 2), DAY, 3),
        (DAY, None, 0),
    ],
)
def test_finished_work_is_judged_by_its_day_and_waits_until_it_is_confirmed(
    judged_on: date, due_on: date | None, late: int
) -> None:
    today = date(2026, 11, 21)
    done = Standing(DutyState.DONE_LATE, late) if late else Standing(DutyState.DONE)
    assert standing(DutyStatus.DONE, due_on, judged_on, today) == done
    assert standing(DutyStatus.REPORTED, due_on, judged_on, today) == Standing(DutyState.WAITING, late)


def test_what_was_called_off_stands_nowhere() -> None:
    assert standing(DutyStatus.VOID, DAY, None, date(2026, 11, 21)) == Standing(DutyState.VOID)


@pytest.mark.parametrize(
    ("done_on", "reported_on", "due_on", "state"),
    [
        (date(2026, 3, 30), date(2026, 3, 30), DAY, DutyState.DONE),  # the due day itself is in time
        (date(2026, 3, 28), date(2026, 3, 30), DAY, DutyState.DONE),  # written later, but still in time
        (date(2026, 3, 30), date(2026, 3, 31), DAY, DutyState.DONE_LATE),  # the due day lies between: not earned
        (date(2026, 3, 1), date(2026, 11, 21), DAY, DutyState.DONE_LATE),
        (date(2026, 3, 31), date(2026, 3, 31), DAY, DutyState.DONE_LATE),
    ],
)
def test_a_back_dated_report_earns_nothing(done_on: date, reported_on: date, due_on: date, state: DutyState) -> None:
    judged = judged_day(done_on, reported_on)
    assert standing(DutyStatus.DONE, due_on, judged, date(2026, 11, 21)).state is state


@pytest.mark.parametrize(
    ("found", "on_time", "is_open", "is_done"),
    [
        (Standing(DutyState.DONE), True, False, True),
        (Standing(DutyState.DONE_LATE, 3), False, False, True),
        (Standing(DutyState.OVERDUE, 1), False, True, False),
        (Standing(DutyState.DUE_SOON), True, True, False),
        (Standing(DutyState.LATER), True, True, False),
        (Standing(DutyState.NO_DATE), False, True, False),
        (Standing(DutyState.WAITING), True, False, False),
        (Standing(DutyState.WAITING, 2), False, False, False),
        (Standing(DutyState.VOID), False, False, False),
    ],
)
def test_on_time_open_and_done(found: Standing, on_time: bool, is_open: bool, is_done: bool) -> None:
    assert (found.is_on_time, found.is_open, found.is_done) == (on_time, is_open, is_done)


@dataclass
class Charge:
    """Who has it in hand."""

    unit_id: int | None = None
    person_id: int | None = None
    reported_by: int | None = None
    kind: DutyKind = DutyKind.TASK


def eyes(role: Role, person_id: int | None = 7, unit_id: int | None = 3, account_id: int = 1) -> Viewer:
    return Viewer(account_id, role, "Lê Văn An", 1, person_id, unit_id)


CLERK, SECRETARY, LEADER = eyes(Role.COUNTER), eyes(Role.SECRETARY, 8, 4), eyes(Role.LEADER, 9, 5)
PROVINCE = Viewer(2, Role.PROVINCE, "Văn phòng tỉnh", 1)
NOBODY = eyes(Role.COUNTER, None, None)


@pytest.mark.parametrize(
    ("duty", "viewer", "expected"),
    [
        (Charge(unit_id=3), CLERK, True),  # anybody of the unit in charge
        (Charge(unit_id=3, person_id=99), CLERK, True),  # also where somebody else is named
        (Charge(unit_id=4, person_id=7), CLERK, True),  # the person in charge, of whatever unit
        (Charge(person_id=7), CLERK, True),
        (Charge(unit_id=4), CLERK, False),
        (Charge(unit_id=4, person_id=99), CLERK, False),
        (Charge(), CLERK, False),
        (Charge(), SECRETARY, True),  # while no unit is in charge, those who assign work
        (Charge(), LEADER, True),
        (Charge(person_id=99), LEADER, True),
        (Charge(unit_id=3), SECRETARY, False),  # then the unit alone
        (Charge(unit_id=3), LEADER, False),
        (Charge(), PROVINCE, False),
        (Charge(), NOBODY, False),
        (Charge(), eyes(Role.AUDITOR), False),
        (Charge(), eyes(Role.ADMIN), False),
    ],
)
def test_who_may_report(duty: Charge, viewer: Viewer, expected: bool) -> None:
    assert may_report(duty, viewer) is expected


@pytest.mark.parametrize(
    ("duty", "viewer", "expected"),
    [
        (Charge(kind=DutyKind.FINDING, reported_by=5), eyes(Role.AUDITOR), True),
        (Charge(kind=DutyKind.FINDING, reported_by=5), LEADER, True),
        (Charge(kind=DutyKind.FINDING, reported_by=5), CLERK, False),
        (Charge(kind=DutyKind.FINDING, reported_by=1), eyes(Role.AUDITOR), False),  # not who said that it is mended
        (
            Charge(kind=DutyKind.FINDING, person_id=7, reported_by=5),
            eyes(Role.AUDITOR),
            False,
        ),  # nor who was to mend it
        (Charge(kind=DutyKind.TASK, reported_by=5), eyes(Role.AUDITOR), False),
    ],
)
def test_who_verifies_a_finding(duty: Charge, viewer: Viewer, expected: bool) -> None:
    assert may_confirm(duty, viewer) is expected


@pytest.mark.parametrize(
    ("reported_by", "viewer", "expected"),
    [
        (50, LEADER, True),
        (50, SECRETARY, True),
        (50, CLERK, False),
        (50, eyes(Role.AUDITOR), False),
        (50, eyes(Role.ADMIN), False),
        (50, PROVINCE, False),
        (1, LEADER, False),  # the account that reported
        (1, SECRETARY, False),
        (50, replace(LEADER, own_accounts=frozenset({1, 50})), False),  # the same person, with another account
        (51, replace(LEADER, own_accounts=frozenset({1, 50})), True),
    ],
)
def test_who_may_confirm_and_who_may_grant_a_later_day(reported_by: int, viewer: Viewer, expected: bool) -> None:
    assert may_confirm(Charge(reported_by=reported_by), viewer) is expected
    assert may_grant_extension(reported_by, viewer) is (expected and viewer.role is Role.LEADER)


@pytest.mark.parametrize(
    ("unit_id", "viewer", "expected"),
    [(3, CLERK, True), (4, CLERK, False), (3, LEADER, True), (3, SECRETARY, True), (3, PROVINCE, False)],
)
def test_who_may_reopen(unit_id: int, viewer: Viewer, expected: bool) -> None:
    assert may_reopen(Charge(unit_id=unit_id), viewer) is expected


@pytest.mark.parametrize(
    ("unit_id", "person_id", "expected"),
    [
        (None, None, False),
        (3, None, True),
        (4, None, False),
        (3, 7, True),
        (4, 7, True),
        (3, 8, False),
    ],
)
def test_work_is_mine_in_person_or_through_my_unit(unit_id: int | None, person_id: int | None, expected: bool) -> None:
    assert is_mine(Charge(unit_id, person_id), CLERK) is expected


def test_nobody_without_person_and_unit_owns_what_was_given_to_nobody() -> None:
    assert not is_mine(Charge(), PROVINCE)
    assert not is_mine(Charge(), NOBODY)


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("Gửi báo cáo.", 160, "Gửi báo cáo."),
        ("Gửi\n báo   cáo.", 160, "Gửi báo cáo."),
        ("Gửi báo cáo tuần", 10, "Gửi báo…"),
        ("a" * 20, 10, "aaaaaaaaa…"),
        ("", 10, ""),
    ],
)
def test_the_beginning_of_a_text_names_it(text: str, most: int, expected: str) -> None:
    assert headline(text, most) == expected
    assert len(headline(text, most)) <= max(most, len(expected))
