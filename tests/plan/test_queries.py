"""Reading and writing the plan: newest readings, notes, monthly work, other communes, statement counts."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from models import clock
from models.accounts.rules import Role, Viewer
from models.base import db
from models.errors import NotFound, RuleBroken
from models.journal import JournalEntry
from models.plan import actions, queries
from models.plan.actions import Evidence
from models.plan.rules import State, Status
from models.plan.tables import ProgressNote
from tests.factories import Office

LINK = Evidence(link="https://minh-hoa.example/bien-ban")


def test_the_newest_day_counts_and_the_later_entry_of_one_day(planned: Office, hold) -> None:
    hold("2026-06-20 09:00")
    eyes = planned.viewer("secretary")
    target = queries.target(eyes, 2)
    for day, counted in ((12, 90), (19, 80), (19, 94), (5, 99)):
        actions.set_figure(eyes, target, date(2026, 6, day), numerator=counted, denominator=100)
    hand = next(row for row in queries.target_rows(eyes) if row.no == 2).hand
    assert hand is not None
    assert (hand.value, hand.as_of, hand.numerator, hand.denominator) == (Fraction(94), date(2026, 6, 19), 94, 100)
    assert [row.numerator for row in queries.history(eyes, target.id)] == [94, 80, 90, 99]


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
    task = queries.task(eyes, 12)
    assert task.status is Status.NOT_STARTED
    for percent in (20, 60, None):
        actions.report(eyes, task, "Đã họp với nhà trường.", percent)
    row = queries.task_rows(eyes)[11]
    assert (row.status, row.percent) == (Status.DOING, 60)
    assert [note.percent for note in queries.notes(eyes, task)] == [None, 60, 20]


def test_finished_work_has_its_product_and_its_day(planned: Office, hold) -> None:
    hold("2026-07-10 09:00")
    eyes = planned.viewer("secretary")
    task = queries.task(eyes, 12)
    with pytest.raises(RuleBroken, match="evidence_missing"):
        actions.finish(eyes, task, date(2026, 7, 5), "Học bạ số", Evidence())
    with pytest.raises(RuleBroken, match="day_in_future"):
        actions.finish(eyes, task, date(2026, 7, 11), "Học bạ số", LINK)
    actions.finish(eyes, task, date(2026, 7, 5), "Học bạ số", LINK)
    row = queries.task_rows(eyes)[11]
    assert (row.standing.state, row.standing.days, row.percent) == (State.DONE_LATE, 5, 100)
    assert queries.notes(eyes, task)[0].is_product
    task.reopen()
    db.session.flush()
    assert queries.task_rows(eyes)[11].standing.state is State.OVERDUE
    with pytest.raises(RuleBroken, match="not_done_yet"):
        task.reopen()


def test_monthly_work_comes_back(planned: Office, hold) -> None:
    hold("2026-05-20 09:00")
    eyes = planned.viewer("secretary")
    step = queries.step(eyes, "I.5")
    row = queries.work_row(queries.step_rows(eyes), step)
    assert (row.due_on, row.standing.state) == (date(2026, 4, 24), State.OVERDUE)
    actions.deliver(eyes, step, date(2026, 5, 20), "Báo cáo tháng 5", LINK)
    row = queries.work_row(queries.step_rows(eyes), step)
    assert (row.due_on, row.standing.state, row.status) == (date(2026, 6, 24), State.LATER, Status.DOING)
    actions.finish(eyes, step, date(2026, 5, 20), "Xã xác nhận đã sử dụng thuần thục", LINK)
    assert not queries.work_row(queries.step_rows(eyes), step).standing.is_open
    with pytest.raises(RuleBroken, match="not_monthly"):
        actions.deliver(eyes, queries.step(eyes, "I.1"), date(2026, 5, 20), "x", LINK)


def test_a_note_belongs_to_exactly_one_piece_of_work(planned: Office) -> None:
    db.session.add(
        ProgressNote(commune_id=planned.commune.id, text="x", evidence_link="", written_by=planned.account("leader").id)
    )
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_other_eyes_find_nothing(planned: Office, planned_elsewhere: Office) -> None:
    ours, theirs = planned.viewer("leader"), planned_elsewhere.viewer("leader")
    task = queries.task(ours, 5)
    actions.report(ours, task, "Chỉ xã mình thấy.")
    assert queries.task(theirs, 5).id != task.id
    assert queries.notes(theirs, task) == []
    assert {row.id for row in queries.task_rows(ours)}.isdisjoint(row.id for row in queries.task_rows(theirs))
    everywhere = Viewer(1, Role.PROVINCE, "Tỉnh", None)
    for ask in (queries.task_rows, queries.step_rows, queries.target_rows, queries.plan):
        with pytest.raises(NotFound):
            ask(everywhere)
    with pytest.raises(LookupError):
        actions.report(everywhere, task, "Tỉnh không ghi.")


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

    actions.report(eyes, queries.task(eyes, 1), "Một.", 5)
    first = cost()
    for no in range(1, 21):
        actions.report(eyes, queries.task(eyes, no), "Nhiều.", 50)
        actions.set_figure(eyes, queries.target(eyes, 2 + no % 2), clock.today(), numerator=no, denominator=40)
    assert first == cost() == [1, 1, 1]


def test_every_act_is_in_the_journal(planned: Office) -> None:
    eyes = planned.viewer("secretary")
    task = queries.task(eyes, 5)
    db.session.commit()
    before = set(db.session.scalars(select(JournalEntry.id)))
    actions.finish(eyes, task, clock.today(), "Phòng họp thông minh vận hành", LINK)
    db.session.commit()
    new = [row for row in db.session.scalars(select(JournalEntry)) if row.id not in before]
    assert {row.entity for row in new} == {"plan_task", "progress_note"}
