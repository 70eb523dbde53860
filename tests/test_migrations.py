"""The way of the schema from one version to the next, with rows in parents and children, on the database under test."""

import re

import pytest
from sqlalchemy import Engine, inspect, text

from models import migrate, schema
from models.base import db
from tests import conftest

pytestmark = pytest.mark.slow


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


def test_migrations_and_tables_in_code_say_the_same(bare: Engine) -> None:
    migrate.upgrade(bare)
    assert migrate.version(bare) == migrate.newest_version()
    assert migrate.differences(bare) == []


def test_the_database_refuses_what_every_folder_asks_it_to(bare: Engine) -> None:
    migrate.upgrade(bare)
    asked = {name for ddl in schema.guards(bare.dialect.name) for name in re.findall(r"CREATE TRIGGER (\w+)", ddl)}
    lite = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with bare.connect() as connection:
        there = set(connection.execute(text("SELECT tgname FROM pg_trigger" if conftest.SERVER else lite)).scalars())
    assert {name.split("_")[0] for name in asked} >= {"journal", "audits"}
    assert not asked - there, "a migration has to bring them"


@pytest.mark.slow
def test_upgrading_again_changes_nothing_and_keeps_children(bare: Engine) -> None:
    migrate.upgrade(bare)
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


PRINT_JOB = (
    "INSERT INTO print_job (id, commune_id, seal_name, account_id, paper, poster_ids, total, done, version, "
    "created_at) VALUES (:id, 1, :seal, 1, 'a4', '1,2', 2, :done, 1, '2026-01-01 00:00:00')"
)


def test_print_jobs_become_jobs_of_the_queue_and_back(bare: Engine) -> None:
    migrate.upgrade(bare, "0002")
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
def test_devices_come_and_go_with_rows_inside(bare: Engine) -> None:
    migrate.upgrade(bare)
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
    migrate.downgrade(bare, "0003")
    assert "device" not in inspect(bare).get_table_names() and rows(bare, "unit") == 1
    migrate.upgrade(bare)
    assert rows(bare, "device") == 0


def test_foreign_keys_are_watched_again_after_an_upgrade(bare: Engine) -> None:
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
    with db.engine.connect() as connection:
        values = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "recursive_triggers")
        ]
    assert values == ["wal", 2, 1, 5000, 1]
