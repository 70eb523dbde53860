"""The way of the schema from one version to the next, with rows in parents and children, on the database under test."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, inspect, text

from models import migrate, schema
from models.base import db
from tests import conftest
from tests.ready import no_waiting_for_the_disk

pytestmark = pytest.mark.slow

StandingAt = Callable[..., Engine]


def rows(engine: Engine, table: str) -> int:
    with engine.connect() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def add_family(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO commune (id, name, fold, province, version, created_at) "
                "VALUES (1, 'Xã A', 'xa a', 'Tỉnh', 1, '2026-01-01 00:00:00')"
            )
        )
        connection.execute(
            text(
                "INSERT INTO unit (id, commune_id, name, fold, position, is_active, version, created_at) "
                "VALUES (1, 1, 'Phòng', 'phong', 1, true, 1, '2026-01-01 00:00:00')"
            )
        )


def test_migrations_and_tables_in_code_say_the_same(standing_at: StandingAt) -> None:
    bare = standing_at()
    assert migrate.version(bare) == migrate.newest_version()
    assert migrate.differences(bare) == []


def test_the_database_refuses_what_every_folder_asks_it_to(standing_at: StandingAt) -> None:
    bare = standing_at()
    asked = {name for ddl in schema.guards(bare.dialect.name) for name in re.findall(r"CREATE TRIGGER (\w+)", ddl)}
    lite = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with bare.connect() as connection:
        there = set(connection.execute(text("SELECT tgname FROM pg_trigger" if conftest.SERVER else lite)).scalars())
    assert {name.split("_")[0] for name in asked} >= {"journal", "audits"}
    assert not asked - there, "a migration has to bring them"


@pytest.mark.slow
def test_upgrading_again_changes_nothing_and_keeps_children(standing_at: StandingAt) -> None:
    bare = standing_at()
    add_family(bare)
    migrate.upgrade(bare)
    assert (rows(bare, "commune"), rows(bare, "unit")) == (1, 1)


@pytest.mark.slow
def test_all_the_way_down_and_up_again_with_rows_inside(bare: Engine) -> None:
    migrate.upgrade(bare)
    add_family(bare)
    migrate.downgrade(bare, "base")
    assert set(inspect(bare).get_table_names()) <= {"alembic_version"}
    migrate.upgrade(bare)
    assert rows(bare, "unit") == 0
    assert migrate.differences(bare) == []


PRINT_JOB = (
    "INSERT INTO print_job (id, commune_id, seal_name, account_id, paper, poster_ids, total, done, version, "
    "created_at) VALUES (:id, 1, :seal, 1, 'a4', '1,2', 2, :done, 1, '2026-01-01 00:00:00')"
)


def test_print_jobs_become_jobs_of_the_queue_and_back(standing_at: StandingAt) -> None:
    bare = standing_at("0002")
    add_family(bare)
    with bare.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO account (id, commune_id, username, display_name, role, code_tries, is_active, version, "
                "created_at) VALUES (1, 1, 'a', 'A', 'secretary', 0, true, 1, '2026-01-01 00:00:00')"
            )
        )
        for number, done in ((5, 2), (6, 1)):
            connection.execute(text(PRINT_JOB), {"id": number, "seal": f"s{number}", "done": done})
        connection.execute(
            text("INSERT INTO print_part (id, commune_id, job_id, position, sealed_pages) VALUES (1, 1, 5, 0, 'x')")
        )
    migrate.upgrade(bare, "0003")
    told = (
        "SELECT print_job.id, job.kind, job.key, job.state, job.done, job.total FROM print_job "
        "JOIN job ON job.id = print_job.job_id ORDER BY print_job.id"
    )
    with bare.connect() as connection:
        assert [tuple(row) for row in connection.execute(text(told))] == [
            (5, "print_posters", "1:s5", "done", 2, 2),
            (6, "print_posters", "1:s6", "waiting", 1, 2),
        ]
    assert rows(bare, "print_part") == 1
    migrate.downgrade(bare, "0002")
    with bare.connect() as connection:
        kept = connection.execute(text("SELECT id, total, done FROM print_job ORDER BY id"))
        assert [tuple(row) for row in kept] == [(5, 2, 2), (6, 2, 1)]
    assert rows(bare, "print_part") == 1
    migrate.upgrade(bare)


@pytest.mark.slow
def test_devices_come_and_go_with_rows_inside(standing_at: StandingAt) -> None:
    bare = standing_at("0004")
    add_family(bare)
    with bare.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO device (id, commune_id, name, fold, token_hash, code_tries, "
                "is_active, version, created_at) "
                "VALUES (1, 1, 'Máy 1', 'may 1', 'x', 0, true, 1, '2026-01-01 00:00:00')"
            )
        )
        connection.execute(
            text(
                "INSERT INTO device_state (device_id, commune_id, app_version, waiting, highest_seq) "
                "VALUES (1, 1, '', 0, 204)"
            )
        )
    migrate.upgrade(bare)
    with bare.connect() as connection:
        told = connection.execute(text("SELECT waiting, set_aside, holding, lacks, oldest_at FROM device_state")).one()
    assert tuple(told) == (0, 0, "[]", "", None)
    migrate.downgrade(bare, "0003")
    assert "device" not in inspect(bare).get_table_names() and rows(bare, "unit") == 1
    migrate.upgrade(bare, "0004")
    assert rows(bare, "device") == 0


def test_foreign_keys_are_watched_again_after_an_upgrade(standing_at: StandingAt) -> None:
    bare = standing_at()
    migrate.upgrade(bare)
    with pytest.raises(Exception, match=r"(?i)foreign key"), bare.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO unit (id, commune_id, name, fold, position, is_active, version, created_at) "
                "VALUES (1, 77, 'Phòng', 'phong', 1, true, 1, '2026-01-01 00:00:00')"
            )
        )


def test_sqlite_connections_keep_the_promised_settings(app: object) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("SQLite alone has these")
    event.remove(db.engine, "connect", no_waiting_for_the_disk)  # the one thing that is otherwise in tests
    db.engine.dispose()
    with db.engine.connect() as connection:
        values = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "recursive_triggers")
        ]
    event.listen(db.engine, "connect", no_waiting_for_the_disk)
    db.engine.dispose()
    assert values == ["wal", 2, 1, 5000, 1]


SCALE = "INSERT INTO scale (id, code, edition, title, question, valid_from, created_at) VALUES (1, 'm', 1, 'M', 'Q', "
OLD_ANSWER = (
    "INSERT INTO response (id, commune_id, cid, content_hash, scale_id, level, mode, channel, comment, answered_at, "
    "local_date, status, decided_reason, version, created_at) VALUES (:id, 1, :cid, 'h', 1, 5, 'online', 'qr', '', "
    ":at, '2026-03-31', :status, '', 1, :at)"
)


def test_older_answers_are_counted_and_chained_and_lose_their_minute(standing_at: StandingAt) -> None:
    from datetime import UTC, datetime
    from uuid import UUID

    import sqlalchemy as sa

    from models.base import Instant

    bare = standing_at("0005")
    add_family(bare)
    add = sa.text(OLD_ANSWER).bindparams(sa.bindparam("cid", type_=sa.Uuid()), sa.bindparam("at", type_=Instant()))
    at = datetime(2026, 3, 31, 2, 20, tzinfo=UTC)
    with bare.begin() as connection:
        connection.execute(text(SCALE + "'2026-01-01', '2026-01-01 00:00:00')"))
        connection.execute(
            text("INSERT INTO scale_level (scale_id, value, label, is_satisfied) VALUES (1, 5, 'R', true)")
        )
        for number, status in ((1, "counted"), (2, "held"), (3, "counted")):
            connection.execute(add, {"id": number, "cid": UUID(int=number), "at": at, "status": status})
    migrate.upgrade(bare)
    with bare.connect() as connection:
        chain = connection.execute(text("SELECT place_in_chain, local_hour FROM response ORDER BY id"))
        assert [tuple(row) for row in chain] == [(1, 9), (2, 9), (3, 9)]
        seen = connection.execute(sa.text("SELECT answered_at FROM response").columns(answered_at=Instant())).scalars()
        assert set(seen) == {datetime(2026, 3, 31, 2, tzinfo=UTC)}
        counts = connection.execute(text("SELECT DISTINCT n FROM response_count")).scalars().all()
        assert counts == [2] and rows(bare, "response_count") == 8 and rows(bare, "response_aside") == 1
    migrate.downgrade(bare, "0005")
    assert rows(bare, "response") == 3
    migrate.upgrade(bare, "0009")


def test_what_a_migration_has_chained_fits_the_chain_of_the_site(app: object) -> None:
    """The digest of the migration and that of the site are one: written twice, since migrations never change."""
    from models.migrations.versions import __path__ as folder
    from models.satisfaction import chain

    script = next(path for path in Path(folder[0]).glob("0009_*.py"))
    assert all(f'"{name}"' in script.read_text("utf-8") for name in chain.SEALED)


def test_counts_of_a_mode_that_nobody_knew_are_not_lost_on_the_way_down(standing_at: StandingAt) -> None:
    bare = standing_at()
    add_family(bare)
    counted = "INSERT INTO response_day (commune_id, local_date, mode, scale_id, level, n) VALUES "
    with bare.begin() as connection:
        for statement in (
            "INSERT INTO scale (id, code, edition, title, question, valid_from, created_at) "
            "VALUES (1, 'x', 1, 'x', 'x', '2026-01-01', '2026-01-01 00:00:00')",
            "INSERT INTO scale_level (scale_id, value, label, is_satisfied) "
            "VALUES (1, 5, 'x', true), (1, 4, 'y', true)",
            counted + "(1, '2026-03-30', 'in_person', 1, 5, 3), (1, '2026-03-30', 'unknown', 1, 5, 4)",
            counted + "(1, '2026-03-30', 'unknown', 1, 4, 2), (1, '2026-03-30', 'online', 1, 4, 9)",
        ):
            connection.execute(text(statement))
    migrate.downgrade(bare, "0009")
    with bare.connect() as connection:
        query = text("SELECT mode, level, n FROM response_day ORDER BY mode, level")
        found = [tuple(row) for row in connection.execute(query)]
    assert found == [("in_person", 4, 2), ("in_person", 5, 7), ("online", 4, 9)]
    migrate.upgrade(bare, "0010")
