"""Whose eyes see which duties, in which order, and in how many statements."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from models.accounts import actions as accounts
from models.accounts.rules import Role, Viewer
from models.base import db
from models.duties import actions, queries
from models.duties.rows import DutyFilter, waits_for
from models.duties.rows import mine as in_hand
from models.duties.rules import DutyKind, DutyStatus
from models.errors import NotFound
from models.text import fold
from tests.duties.conftest import finish, make_duty, report
from tests.factories import Office

TODAY = date(2026, 6, 20)


@pytest.fixture(autouse=True)
def _summer(hold: Callable[[str], None]) -> None:
    hold("2026-06-20 09:00")


def refs(rows: list) -> str:
    return " ".join(row.ref for row in rows)


def test_mine_is_what_i_owe_and_what_waits_for_my_word(office: Office) -> None:
    clerk, leader, secretary = (office.viewer(role) for role in ("counter", "leader", "secretary"))
    make_duty(office, "1", date(2026, 7, 30), unit=3)
    make_duty(office, "2", date(2026, 6, 1), unit=3, person_id=office.people[Role.COUNTER].id)
    make_duty(office, "3", None, unit=3)
    make_duty(office, "4", date(2026, 6, 1), unit=1)
    make_duty(office, "5", date(2026, 6, 1), unit=3, person_id=office.people[Role.LEADER].id)
    waiting = make_duty(office, "6", date(2026, 6, 25), unit=3)
    report(office, waiting, TODAY, "counter")
    asked = make_duty(office, "7", date(2026, 6, 24), unit=3)
    actions.ask_extension(clerk, asked, date(2026, 8, 1), "Chờ")
    done = make_duty(office, "8", date(2026, 6, 24), unit=3)
    finish(office, done, TODAY, "counter")
    assert refs(queries.mine(clerk)) == "2 7 6 1 3", "by its day, without a day last, what is done not at all"
    assert refs(queries.mine(leader)) == "5 7 6"
    assert refs([row for row in queries.mine(leader) if waits_for(row, leader)]) == "7 6"
    assert refs(queries.mine(secretary)) == "4 6"
    assert refs(queries.mine(office.viewer("admin"))) == "4"
    assert queries.mine(leader)[2].reporter == "Võ Thị Dung"
    rows, total = queries.finished(clerk, DutyFilter(), 10)
    assert (refs(rows), total) == ("8", 1)


def test_the_condition_in_the_query_is_the_rule(office: Office) -> None:
    """Whatever ``mine`` leaves out, neither rule would have kept; whatever it brings, one of them keeps."""
    people = [None, *(office.people[role].id for role in (Role.COUNTER, Role.SECRETARY))]
    for unit in (None, 1, 3):
        for person in people:
            make_duty(office, f"{unit}/{person}", date(2026, 6, 30), unit=unit, person_id=person)
            duty = make_duty(office, f"{unit}/{person}/r", date(2026, 6, 30), unit=unit, person_id=person)
            duty.status, duty.done_on, duty.judged_on = DutyStatus.REPORTED, TODAY, TODAY
            duty.reported_by = office.account("secretary").id
    for role in ("counter", "secretary", "leader", "auditor", "admin"):
        eyes = office.viewer(role)
        all_rows, total = queries.unfinished(eyes, 1000)
        assert len(all_rows) == total
        expected = [row.id for row in all_rows if in_hand([row], eyes) or waits_for(row, eyes)]
        assert [row.id for row in queries.mine(eyes)] == expected, role


def test_urgent_is_overdue_and_due_within_a_week(office: Office) -> None:
    for ref, days in (("1", 8), ("2", 7), ("3", -40), ("4", 0)):
        make_duty(office, ref, TODAY + timedelta(days=days))
    make_duty(office, "5")
    waiting = make_duty(office, "6", date(2026, 6, 1))
    report(office, waiting, TODAY)
    assert refs(queries.mine(office.viewer("counter"), and_urgent=True)) == "3 4 2"
    assert refs(queries.mine(office.viewer("counter"))) == ""
    assert refs(queries.unfinished(office.viewer("leader"), 10)[0]) == "3 6 4 2 1 5"
    assert refs(queries.unfinished(office.viewer("leader"), 2, 2)[0]) == "4 2"
    assert queries.unfinished(office.viewer("leader"), 2, 2)[1] == 6


def test_other_eyes_find_nothing(office: Office, other_office: Office) -> None:
    duty = make_duty(office, due=TODAY)
    actions.write_note(office.viewer("secretary"), duty, "Chỉ xã mình thấy.")
    theirs = other_office.viewer("leader")
    assert (queries.mine(theirs, and_urgent=True), queries.unfinished(theirs, 5)) == ([], ([], 0))
    assert queries.notes(theirs, duty.id) == []
    for ask in (queries.duty, queries.line):
        with pytest.raises(NotFound):
            ask(theirs, duty.id)


def test_a_province_account_owes_nothing(office: Office) -> None:
    make_duty(office, due=TODAY)
    everywhere = Viewer(1, Role.PROVINCE, "Tỉnh", None)
    for ask in (
        queries.mine,
        lambda eyes: queries.unfinished(eyes, 5),
        lambda eyes: queries.finished(eyes, DutyFilter(), 5),
    ):
        with pytest.raises(NotFound):
            ask(everywhere)
    assert queries.mine(Viewer(1, Role.PROVINCE, "Tỉnh", office.commune.id)) == []


def test_finished_work_is_paged_and_searched(office: Office) -> None:
    for number in range(1, 8):
        duty = make_duty(office, str(number), TODAY, title="Học bạ số" if number == 3 else "Việc khác")
        finish(office, duty, date(2026, 6, number))
    eyes = office.viewer("secretary")
    rows, total = queries.finished(eyes, DutyFilter(), 3, 3)
    assert (refs(rows), total) == ("4 3 2", 7)
    rows, total = queries.finished(eyes, DutyFilter(folded=fold("HOC BA")), 3)
    assert (refs(rows), total) == ("3", 1)
    assert queries.finished(eyes, DutyFilter(kind=DutyKind.STEP), 3) == ([], 0)


@pytest.mark.slow
def test_one_statement_for_each_list_with_200_people_and_2000_duties(
    office: Office, statements: Callable[..., object]
) -> None:
    people = [
        accounts.add_person(office.commune, f"Nguyễn Văn {number}", "", office.units[3], 50) for number in range(200)
    ]
    for number in range(2000):
        person = people[number % 200] if number % 3 else None
        make_duty(
            office,
            str(number),
            TODAY + timedelta(days=number % 90 - 45),
            unit=3,
            person_id=person.id if person else None,
            is_last=False,
        )
    db.session.commit()
    eyes = office.viewer("counter")
    with statements() as seen:  # type: ignore[attr-defined]
        rows = queries.mine(eyes)
        page, total = queries.unfinished(eyes, 50)
    assert len(seen) == 2, "one for each list"
    assert (len(rows), len(page), total) == (667, 50, 2000)
