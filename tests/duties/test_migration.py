"""The move of tasks, steps and conclusions to their duties: with rows from before, up, down and up again."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, inspect, text

from models import migrate
from tests import conftest

pytestmark = pytest.mark.slow

BEFORE = "0002"
ROWS = Path(__file__).with_name("before_duties.sql")
KEPT = {
    "plan_task": "id, no, due_on, status, done_on, unit_id, person_id, version",
    "step": "id, code, due_on, status, done_on, unit_id, person_id, delivered_on",
    "meeting_conclusion": "id, label, kind, lead_unit_id, product, due_on, due_rule",
    "progress_note": "task_id, step_id, text, percent, is_product, evidence_link, written_by",
}


@pytest.fixture
def seeded(standing_at: Callable[[str], Engine]) -> Engine:
    """A database of the version before, with a row of every kind."""
    before = standing_at(BEFORE)
    with before.begin() as connection:
        for statement in ROWS.read_text("utf-8").split(";\n"):
            if statement.strip():
                connection.execute(text(statement))
        if conftest.SERVER:
            for table in KEPT:
                connection.execute(text(f"SELECT setval('{table}_id_seq', 100)"))
    return before


def ask(engine: Engine, question: str) -> list[tuple[Any, ...]]:
    """Rows as plain values, the same on both databases."""
    with engine.connect() as connection:
        return [tuple(_plain(value) for value in row) for row in connection.execute(text(question))]


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, date) else bool(value) if isinstance(value, bool) else value


def kept(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """What the version before knew."""
    order = {"progress_note": "written_by, text"}
    return {
        table: ask(engine, f"SELECT {columns} FROM {table} ORDER BY {order.get(table, 'id')}")
        for table, columns in KEPT.items()
    }


def test_what_was_there_is_a_duty_now(seeded: Engine) -> None:
    migrate.upgrade(seeded, "0005")
    facts = "d.kind, d.ref, d.title, d.origin, d.due_on, d.first_due_on, d.status, d.done_on, d.judged_on"
    june, april = "2026-06-20", "2026-04-05"
    assert ask(seeded, f"SELECT {facts}, d.unit_id, d.person_id FROM duty d ORDER BY d.id") == [
        ("task", "1", "Học bạ số", "Chính quyền số", "2026-06-30", "2026-06-30", "done", june, june, 1, 1),
        ("task", "2", "Chợ số", "Chính quyền số", "2026-06-30", "2026-06-30", "doing", None, None, 2, None),
        ("task", "3", "Du lịch số", "Chính quyền số", None, None, "not_started", None, None, None, None),
        ("step", "I.1", "Nghiên cứu", "Sử dụng AI", "2026-03-25", "2026-03-25", "not_started", None, None, 1, None),
        ("step", "I.5", "Đánh giá", "Sử dụng AI", "2026-06-24", "2026-06-24", "doing", None, None, 1, 1),
        ("conclusion", "2", "Rà soát", "Giao ban tuần", "2026-04-04", "2026-04-04", "not_started", None, None, 2, None),
        ("conclusion", "3", "Tổng hợp", "Giao ban tuần", april, april, "not_started", None, None, 1, None),
        ("conclusion", "1", "Không còn", "Họp đã hủy", april, april, "void", None, None, 1, None),
    ]
    done = "SELECT reported_by, confirmed_by FROM duty WHERE status = 'done'"
    assert ask(seeded, done) == [(1, None)], "it was done before there was a second person"
    notes = "SELECT d.ref, n.act, n.percent FROM duty_note n JOIN duty d ON d.id = n.duty_id ORDER BY n.id"
    assert ask(seeded, notes) == [("1", "progress", 40), ("1", "reported", 100), ("I.5", "delivered", None)]
    rows = "SELECT c.label, c.kind, c.lead_unit_id, c.due_on, d.ref FROM meeting_conclusion c LEFT JOIN duty d"
    assert ask(seeded, f"{rows} ON d.id = c.duty_id ORDER BY c.id") == [
        ("1", "general", 2, "2026-04-09", None),
        ("2", "task", None, None, "2"),
        ("3", "task", None, None, "3"),
        ("1", "task", None, None, "1"),
    ]


def test_down_and_up_again_keeps_what_was_there(seeded: Engine) -> None:
    before, tables = kept(seeded), set(inspect(seeded).get_table_names())
    migrate.upgrade(seeded, "0005")
    migrate.downgrade(seeded, BEFORE)
    assert kept(seeded) == before
    assert set(inspect(seeded).get_table_names()) == tables
    with seeded.begin() as connection:  # the rules of the version before hold again
        for broken in (
            "UPDATE meeting_conclusion SET due_on = NULL WHERE id = 2",
            "UPDATE plan_task SET status = 'lost'",
            "UPDATE meeting_conclusion SET kind = 'wish' WHERE id = 1",
        ):
            nested = connection.begin_nested()
            with pytest.raises(Exception, match=r"(?i)check"):
                connection.execute(text(broken))
            nested.rollback()
    migrate.upgrade(seeded, "0005")
    assert len(ask(seeded, "SELECT id FROM duty")) == 8


@pytest.mark.slow
def test_what_is_reported_counts_as_done_in_the_version_before(seeded: Engine) -> None:
    migrate.upgrade(seeded, "0005")
    with seeded.begin() as connection:
        connection.execute(
            text(
                "UPDATE duty SET status = 'reported', done_on = '2026-06-25', judged_on = "
                "'2026-06-26', reported_by = 1 "
                "WHERE ref = '2' AND kind = 'task'"
            )
        )
        connection.execute(
            text(
                "INSERT INTO duty_note (id, commune_id, duty_id, act, text, evidence_link, written_by, created_at) "
                "SELECT 900, 1, id, 'confirmed', '', '', 1, '2026-04-15 01:00:00' FROM duty "
                "WHERE ref = '1' AND kind = 'task'"
            )
        )
    migrate.downgrade(seeded, BEFORE)
    assert ask(seeded, "SELECT status, done_on FROM plan_task WHERE no = 2") == [("done", "2026-06-25")]
    assert len(ask(seeded, "SELECT id FROM progress_note")) == 3, "a word that says nothing is no note"


def test_the_new_rules_hold(seeded: Engine) -> None:
    migrate.upgrade(seeded, "0005")
    today = date(2026, 6, 30)
    early = f"status = 'done', done_on = '{today}', judged_on = '{today - timedelta(days=1)}'"
    broken = {
        "UPDATE duty SET status = 'done' WHERE ref = '2'": "a finished duty without its day",
        f"UPDATE duty SET done_on = '{today}' WHERE ref = '2'": "an open duty with a day",
        f"UPDATE duty SET {early}": "judged early",
        "UPDATE duty SET reported_by = 1, confirmed_by = 1": "one person alone",
        "UPDATE meeting_conclusion SET due_on = '2026-04-05' WHERE id = 2": "a day told twice",
        "UPDATE meeting_conclusion SET duty_id = NULL WHERE id = 2": "a task without its duty",
        "UPDATE meeting_conclusion SET kind = 'wish' WHERE id = 1": "an unknown kind",
    }
    with seeded.begin() as connection:
        for statement, why in broken.items():
            nested = connection.begin_nested()
            with pytest.raises(Exception, match=r"(?i)check"):
                connection.execute(text(statement))
                pytest.fail(why)
            nested.rollback()
