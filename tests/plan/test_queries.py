"""Reading and writing the plan: newest readings, notes, monthly work, other communes, statement counts."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from models import clock
from models.accounts.rules import Role, Viewer
from models.base import db
from models.duties import actions as duties
from models.duties.actions import Evidence
from models.duties.queries import notes
from models.duties.rules import DutyAct, DutyState, DutyStatus, Standing
from models.duties.tables import DutyNote
from models.errors import NotAllowed, NotFound, RuleBroken
from models.journal import JournalEntry
from models.plan import actions, figures, queries
from tests.duties.conftest import finish, report
from tests.factories import Office

LINK = Evidence(link="https://minh-hoa.example/bien-ban")


def test_the_newest_day_counts_and_the_correction_of_one_day(planned: Office, hold) -> None:
    hold("2026-06-20 09:00")
    eyes = planned.viewer("secretary")
    target = queries.target(eyes, 2)
    for day, counted in ((12, 90), (19, 80), (5, 99)):
        wrong = actions.set_figure(eyes, target, date(2026, 6, day), numerator=counted, denominator=100)
        if day == 19:
            args = {"note": "Nhầm tử số", "corrects": wrong}
            actions.set_figure(eyes, target, date(2026, 6, day), None, 94, 100, **args)
    hand = next(row for row in queries.target_rows(eyes) if row.no == 2).hand
    assert hand is not None
    assert (hand.value, hand.as_of, hand.numerator, hand.denominator) == (Fraction(94), date(2026, 6, 19), 94, 100)
    assert [row.numerator for row in figures.history(eyes, target)] == [94, 80, 90, 99]


def test_a_rate_is_kept_exactly(planned: Office) -> None:
    eyes = planned.viewer("secretary")
    actions.set_figure(eyes, queries.target(eyes, 3), clock.today(), value=Decimal("94.9999"))
    db.session.commit()
    hand = next(row for row in queries.target_rows(eyes) if row.no == 3).hand
    assert hand is not None
    assert hand.value == Fraction(949999, 10000)


@pytest.mark.parametrize(
    ("no", "code"),
    [
        (1, "counted_by_system"),
        (9, "counted_by_system"),
        (5, "complaints_missing"),
    ],
)
def test_what_cannot_be_entered_by_hand(planned: Office, no: int, code: str) -> None:
    eyes = planned.viewer("secretary")
    with pytest.raises(RuleBroken) as refusal:
        actions.set_figure(eyes, queries.target(eyes, no), clock.today(), numerator=1, denominator=1)
    assert refusal.value.code == code


def test_the_first_note_begins_the_work_and_the_newest_percent_shows(planned: Office) -> None:
    eyes = planned.viewer("auditor")
    duty = queries.task(eyes, 12).duty
    duty.unit_id = planned.units[1].id
    assert duty.status is DutyStatus.NOT_STARTED
    for percent in (20, 60, None):
        duties.write_note(eyes, duty, "Đã họp với nhà trường.", percent)
    row = queries.task_rows(eyes)[11]
    assert (row.status, row.percent) == (DutyStatus.DOING, 60)
    assert [note.percent for note in notes(eyes, duty.id)] == [None, 60, 20]


def test_finished_work_has_its_product_and_its_day(planned: Office, hold) -> None:
    hold("2026-07-10 09:00")
    eyes = planned.viewer("secretary")
    duty = queries.task(eyes, 12).duty
    with pytest.raises(RuleBroken, match="evidence_missing"):
        duties.report_done(eyes, duty, date(2026, 7, 5), "Học bạ số", Evidence())
    with pytest.raises(RuleBroken, match="day_in_future"):
        duties.report_done(eyes, duty, date(2026, 7, 11), "Học bạ số", LINK)
    report(planned, duty, date(2026, 7, 5))
    assert queries.task_rows(eyes)[11].standing == Standing(DutyState.WAITING, 5)
    duties.confirm(planned.viewer("leader"), duty)
    row = queries.task_rows(eyes)[11]
    assert (row.standing.state, row.standing.days, row.percent) == (DutyState.DONE_LATE, 5, 100)
    assert [note.act for note in notes(eyes, duty.id)] == [DutyAct.CONFIRMED, DutyAct.REPORTED]
    duties.reopen(eyes, duty, "Chưa liên thông.")
    assert queries.task_rows(eyes)[11].standing.state is DutyState.OVERDUE
    with pytest.raises(RuleBroken, match="not_done_yet"):
        duties.reopen(eyes, duty, "Lần nữa.")


def test_monthly_work_comes_back(planned: Office, hold) -> None:
    hold("2026-05-20 09:00")
    eyes = planned.viewer("secretary")
    step = queries.step(eyes, "I.5")
    row = queries.work_row(queries.step_rows(eyes), step)
    assert (row.due_on, row.standing.state) == (date(2026, 4, 24), DutyState.OVERDUE)
    actions.deliver(eyes, step, date(2026, 5, 20), "Báo cáo tháng 5", LINK)
    row = queries.work_row(queries.step_rows(eyes), step)
    assert (row.due_on, row.standing.state, row.status) == (date(2026, 5, 24), DutyState.DUE_SOON, DutyStatus.DOING)
    finish(planned, step.duty, date(2026, 5, 20))
    assert not queries.work_row(queries.step_rows(eyes), step).standing.is_open
    with pytest.raises(RuleBroken, match="not_monthly"):
        actions.deliver(eyes, queries.step(eyes, "I.1"), date(2026, 5, 20), "x", LINK)


def test_a_note_belongs_to_a_piece_of_work(planned: Office) -> None:
    db.session.add(
        DutyNote(commune_id=planned.commune.id, text="x", evidence_link="", written_by=planned.account("leader").id)
    )
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_a_later_day_is_granted_for_one_month_alone(planned: Office, hold) -> None:
    hold("2026-05-20 09:00")
    eyes = planned.viewer("secretary")
    step = queries.step(eyes, "I.5")
    step.duty.extend(date(2026, 5, 31))
    actions.deliver(eyes, step, date(2026, 5, 20), "Báo cáo tháng 5", LINK)
    assert (step.duty.due_on, step.duty.first_due_on) == (date(2026, 5, 24), date(2026, 5, 24))


def test_other_eyes_find_nothing(planned: Office, planned_elsewhere: Office) -> None:
    ours, theirs = planned.viewer("leader"), planned_elsewhere.viewer("leader")
    task = queries.task(ours, 5)
    duties.write_note(ours, task.duty, "Chỉ xã mình thấy.")
    assert queries.task(theirs, 5).id != task.id
    assert notes(theirs, task.duty_id) == []
    assert {row.id for row in queries.task_rows(ours)}.isdisjoint(row.id for row in queries.task_rows(theirs))
    everywhere = Viewer(1, Role.PROVINCE, "Tỉnh", None)
    for ask in (queries.task_rows, queries.step_rows, queries.target_rows, queries.plan):
        with pytest.raises(NotFound):
            ask(everywhere)
    with pytest.raises(NotAllowed):
        duties.write_note(everywhere, task.duty, "Tỉnh không ghi.")


def test_unknown_numbers_and_codes(planned: Office) -> None:
    eyes = planned.viewer("leader")
    for ask in (lambda: queries.task(eyes, 38), lambda: queries.step(eyes, "IX.1"), lambda: queries.target(eyes, 0)):
        with pytest.raises(NotFound):
            ask()


def test_lists_take_one_statement_however_much_was_reported(planned: Office, statements) -> None:
    eyes = planned.viewer("secretary")

    def cost() -> list[int]:
        found = []
        for ask in (queries.task_rows, queries.step_rows, queries.target_rows):
            with statements() as seen:
                ask(eyes)
            found.append(len(seen))
        return found

    duties.write_note(eyes, queries.task(eyes, 1).duty, "Một.", 5)
    first = cost()
    for no in range(1, 21):
        duties.write_note(eyes, queries.task(eyes, no).duty, "Nhiều.", 50)
        day = clock.today() - timedelta(days=no)
        actions.set_figure(eyes, queries.target(eyes, 2 + no % 2), day, numerator=no, denominator=40)
    assert first == cost() == [1, 1, 1]


def test_every_act_is_in_the_journal(planned: Office) -> None:
    eyes = planned.viewer("secretary")
    step = queries.step(eyes, "I.5")
    db.session.commit()
    before = set(db.session.scalars(select(JournalEntry.id)))
    actions.deliver(eyes, step, clock.today(), "Báo cáo tháng này", LINK)
    db.session.commit()
    new = [row for row in db.session.scalars(select(JournalEntry)) if row.id not in before]
    assert {row.entity for row in new} == {"step", "duty", "duty_note"}


def test_only_the_day_of_the_month_makes_work_come_back(planned: Office, browse) -> None:
    eyes = planned.viewer("leader")
    queries.step(eyes, "I.5").recurrence = ""
    queries.step(eyes, "V.6").recurrence = "theo đợt thí điểm"
    db.session.commit()
    rows = {row.ref: row for row in queries.step_rows(eyes)}
    short = {row.ref: row for row in queries.short_rows(eyes)[1]}
    assert [(rows[ref].awaits_next, short[ref].awaits_next) for ref in ("I.5", "V.6")] == [(True, True), (False, False)]
    browser = browse("leader")
    for code, button in (("I-5", "Ghi kết quả tháng này"), ("V-6", "Báo cáo kết quả")):
        assert button in browser.get(f"/ke-hoach/kich-ban/{code}").text
