"""What is done with a duty, and what is refused by name."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from models import clock
from models.base import db
from models.duties import actions, queries
from models.duties.actions import Evidence
from models.duties.rules import DutyAct, DutyState, DutyStatus
from models.duties.tables import Duty, DutyExtension, DutyNote
from models.errors import NotAllowed, RuleBroken
from models.journal import JournalEntry
from tests.duties.conftest import LINK, finish, make_duty, report
from tests.factories import Office

DUE = date(2026, 6, 30)
Act = Callable[[], object]


@pytest.fixture(autouse=True)
def _summer(hold: Callable[[str], None]) -> None:
    hold("2026-06-20 09:00")


def refused(act: Act, code: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        act()
    assert refusal.value.code == code


def test_the_first_note_begins_the_work_and_the_newest_percent_shows(office: Office) -> None:
    duty = make_duty(office, due=DUE, unit=1)
    assert duty.status is DutyStatus.NOT_STARTED
    for percent in (20, 60, None):
        actions.write_note(office.viewer("auditor"), duty, "Đã họp với nhà trường.", percent)
    row = queries.line(office.viewer("leader"), duty.id)
    assert (row.status, row.percent) == (DutyStatus.DOING, 60)
    assert [note.percent for note in queries.notes(office.viewer("leader"), duty.id)] == [None, 60, 20]


def test_reported_work_is_done_once_a_second_person_confirms_it(office: Office) -> None:
    duty = make_duty(office, due=DUE)
    report(office, duty, date(2026, 6, 20))
    row = queries.line(office.viewer("leader"), duty.id)
    assert (row.standing.state, row.standing.is_done, row.percent) == (DutyState.WAITING, False, 100)
    actions.confirm(office.viewer("leader"), duty)
    row = queries.line(office.viewer("leader"), duty.id)
    assert (row.standing.state, row.standing.is_done) == (DutyState.DONE, True)
    assert (duty.reported_by, duty.confirmed_by) == (office.account("secretary").id, office.account("leader").id)
    acts = [note.act for note in queries.notes(office.viewer("leader"), duty.id)]
    assert acts == [DutyAct.CONFIRMED, DutyAct.REPORTED]


def test_a_report_needs_something_to_show_and_a_day_that_has_come(office: Office) -> None:
    duty, eyes = make_duty(office, due=DUE), office.viewer("secretary")
    refused(lambda: actions.report_done(eyes, duty, date(2026, 6, 20), "Xong", Evidence()), "evidence_missing")
    refused(lambda: actions.report_done(eyes, duty, date(2026, 6, 21), "Xong", LINK), "day_in_future")
    assert duty.status is DutyStatus.NOT_STARTED


def test_finishing_again_is_refused_by_name(office: Office) -> None:
    duty, eyes = make_duty(office, due=DUE), office.viewer("secretary")
    report(office, duty, date(2026, 6, 19))
    again: list[Act] = [
        lambda: actions.report_done(eyes, duty, date(2026, 6, 20), "Xong", LINK),
        lambda: actions.deliver(eyes, duty, "Tháng 6", LINK),
        lambda: actions.ask_extension(eyes, duty, date(2026, 7, 30), "Chờ"),
    ]
    for act in again:
        refused(act, "duty_reported")
    actions.confirm(office.viewer("leader"), duty)
    for act in again:
        refused(act, "duty_done")
    refused(lambda: actions.confirm(office.viewer("leader"), duty), "duty_not_reported")


def test_who_reported_never_confirms(office: Office) -> None:
    duty = make_duty(office, due=DUE)
    refused(lambda: actions.confirm(office.viewer("leader"), duty), "duty_not_reported")
    report(office, duty, date(2026, 6, 20), "leader")
    refused(lambda: actions.confirm(office.viewer("leader"), duty), "own_report")
    refused(lambda: actions.send_back(office.viewer("leader"), duty, "Thiếu"), "own_report")
    for role in ("auditor", "admin", "counter"):
        with pytest.raises(NotAllowed):
            actions.confirm(office.viewer(role), duty)
    actions.confirm(office.viewer("secretary"), duty)
    assert duty.status is DutyStatus.DONE
    duty.reported_by = duty.confirmed_by
    with pytest.raises(IntegrityError, match="second_person"):
        db.session.flush()


def test_only_who_has_it_in_hand_writes(office: Office) -> None:
    duty = make_duty(office, due=DUE, unit=3)
    for role in ("secretary", "leader", "auditor", "admin"):
        eyes = office.viewer(role)
        writes: list[Act] = [
            lambda eyes=eyes: actions.write_note(eyes, duty, "Ghi hộ"),  # type: ignore[misc]
            lambda eyes=eyes: actions.report_done(eyes, duty, date(2026, 6, 20), "Xong hộ", LINK),  # type: ignore[misc]
            lambda eyes=eyes: actions.deliver(eyes, duty, "Tháng", LINK),  # type: ignore[misc]
            lambda eyes=eyes: actions.ask_extension(eyes, duty, date(2026, 8, 1), "Xin"),  # type: ignore[misc]
        ]
        for act in writes:
            with pytest.raises(NotAllowed):
                act()
    assert db.session.scalars(select(DutyNote)).all() == []
    report(office, duty, date(2026, 6, 20), "counter")


def test_what_is_sent_back_is_open_again_with_its_reason(office: Office) -> None:
    duty = make_duty(office, due=DUE)
    report(office, duty, date(2026, 6, 19))
    refused(lambda: actions.send_back(office.viewer("leader"), duty, "  "), "reason_missing")
    actions.send_back(office.viewer("leader"), duty, "Thiếu biên bản.")
    row = queries.line(office.viewer("leader"), duty.id)
    assert (row.status, row.return_reason, row.done_on) == (DutyStatus.DOING, "Thiếu biên bản.", None)
    assert (duty.reported_by, duty.reopened) == (None, 0)
    report(office, duty, date(2026, 6, 20))
    assert (duty.return_reason, duty.returned_at) == ("", None)


def test_reopening_needs_a_reason_and_is_counted(office: Office) -> None:
    duty, eyes = make_duty(office, due=DUE), office.viewer("secretary")
    refused(lambda: actions.reopen(eyes, duty, "Vì sao"), "not_done_yet")
    finish(office, duty, date(2026, 6, 19))
    refused(lambda: actions.reopen(eyes, duty, ""), "reason_missing")
    actions.reopen(eyes, duty, "Sản phẩm chưa dùng được.")
    assert (duty.status, duty.done_on, duty.confirmed_by, duty.reopened) == (DutyStatus.DOING, None, None, 1)
    with pytest.raises(NotAllowed):
        actions.reopen(office.viewer("counter"), duty, "Không phải việc của tôi")
    report(office, duty, date(2026, 6, 20))
    actions.reopen(eyes, duty, "Báo cáo nhầm.")
    assert duty.reopened == 1, "what was not confirmed yet was not done"
    assert duty.return_reason == "", "nobody sent it back"


def test_a_later_day_is_asked_for_and_granted_and_the_first_one_remembered(office: Office) -> None:
    duty, clerk, leader = make_duty(office, due=DUE, unit=3), office.viewer("counter"), office.viewer("leader")
    refused(lambda: actions.ask_extension(clerk, duty, DUE, "Chờ"), "extension_no_later")
    refused(lambda: actions.ask_extension(clerk, duty, date(2026, 8, 15), " "), "reason_missing")
    actions.ask_extension(clerk, duty, date(2026, 8, 15), "Chờ biển số nhà đợt hai.")
    refused(lambda: actions.ask_extension(clerk, duty, date(2026, 9, 1), "Nữa"), "extension_pending")
    with pytest.raises(NotAllowed):
        actions.decide_extension(office.viewer("secretary"), duty, True)
    actions.decide_extension(leader, duty, True)
    assert (duty.due_on, duty.first_due_on, duty.is_extended) == (date(2026, 8, 15), DUE, True)
    wish = queries.extensions(leader, duty.id)[0]
    assert (wish.old_due, wish.new_due, wish.is_granted, wish.decided_by) == (
        DUE,
        date(2026, 8, 15),
        True,
        leader.account_id,
    )
    refused(lambda: wish.decide(leader, False, clock.now()), "extension_decided")
    duty.promise(date(2026, 7, 1))
    assert (duty.due_on, duty.first_due_on) == (date(2026, 8, 15), date(2026, 7, 1)), "an extended day stays"


def test_a_refused_wish_moves_nothing_and_nobody_grants_his_own(office: Office) -> None:
    duty, leader = make_duty(office, due=DUE), office.viewer("leader")
    actions.ask_extension(leader, duty, date(2026, 8, 15), "Bận")
    refused(lambda: actions.decide_extension(leader, duty, True), "own_extension")
    other = make_duty(office, "2", DUE)
    actions.ask_extension(office.viewer("secretary"), other, date(2026, 8, 15), "Bận")
    actions.decide_extension(leader, other, False)
    assert (other.due_on, other.is_extended) == (DUE, False)
    refused(
        lambda: actions.ask_extension(office.viewer("secretary"), make_duty(office, "3"), DUE, "x"), "no_day_to_extend"
    )


def test_the_database_keeps_one_open_wish_for_each_duty(office: Office) -> None:
    duty = make_duty(office, due=DUE)
    for _ in range(2):
        db.session.add(
            DutyExtension(
                commune_id=office.commune.id,
                duty_id=duty.id,
                old_due=DUE,
                new_due=date(2026, 8, 1),
                reason="x",
                asked_by=office.account("secretary").id,
            )
        )
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_what_was_called_off_takes_nothing(office: Office) -> None:
    duty, eyes = make_duty(office, due=DUE), office.viewer("secretary")
    duty.call_off()
    refused(lambda: actions.write_note(eyes, duty, "Ghi thêm"), "duty_void")
    refused(lambda: actions.report_done(eyes, duty, date(2026, 6, 20), "Xong", LINK), "duty_void")
    assert queries.mine(eyes) == []


def test_a_back_dated_report_is_marked_and_not_in_time(office: Office, hold: Callable[[str], None]) -> None:
    hold("2026-07-02 09:00")
    duty = make_duty(office, due=DUE)
    report(office, duty, date(2026, 6, 29), written_on=date(2026, 7, 2))
    actions.confirm(office.viewer("leader"), duty)
    row = queries.line(office.viewer("leader"), duty.id)
    assert (row.standing.state, row.standing.days, row.is_backdated) == (DutyState.DONE_LATE, 2, True)
    assert duty.days_behind == 3


def test_every_act_is_in_the_journal(office: Office) -> None:
    duty = make_duty(office, due=DUE)
    db.session.commit()
    before = set(db.session.scalars(select(JournalEntry.id)))
    finish(office, duty, date(2026, 6, 20))
    db.session.commit()
    new = [row for row in db.session.scalars(select(JournalEntry)) if row.id not in before]
    assert {row.entity for row in new} == {"duty", "duty_note"}
    assert isinstance(duty, Duty)
