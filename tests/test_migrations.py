"""The way of the schema from one version to the next, with rows in parents and children, on the database under test."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, inspect, text

from models import migrate, schema
from models.base import db, prepare_engine
from tests import conftest


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Engine]:
    """An engine on a database without a single table."""
    name = ""
    if conftest.SERVER:
        name = conftest.make_database("bare")
        engine = create_engine(create_engine(conftest.SERVER).url.set(database=name))
    else:
        engine = create_engine(f"sqlite:///{tmp_path / 'bare.sqlite'}")
    prepare_engine(engine)
    yield engine
    engine.dispose()
    if name:
        conftest.drop_database(name)


def rows(engine: Engine, table: str) -> int:
    with engine.connect() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def add_family(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text(
            "INSERT INTO commune (id, name, fold, province, version, created_at) "
            "VALUES (1, 'Xã A', 'xa a', 'Tỉnh', 1, '2026-01-01 00:00:00')"
        ))  # fmt: skip
        connection.execute(text(
            "INSERT INTO unit (id, commune_id, name, fold, position, is_active, version, created_at) "
            "VALUES (1, 1, 'Phòng', 'phong', 1, true, 1, '2026-01-01 00:00:00')"
        ))  # fmt: skip


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


def test_upgrading_again_changes_nothing_and_keeps_children(bare: Engine) -> None:
    migrate.upgrade(bare)
    add_family(bare)
    migrate.upgrade(bare)
    assert (rows(bare, "commune"), rows(bare, "unit")) == (1, 1)


def test_all_the_way_down_and_up_again_with_rows_inside(bare: Engine) -> None:
    migrate.upgrade(bare)
    add_family(bare)
    migrate.downgrade(bare, "base")
    assert set(inspect(bare).get_table_names()) <= {"alembic_version"}
    migrate.upgrade(bare)
    assert rows(bare, "unit") == 0


def test_foreign_keys_are_watched_again_after_an_upgrade(bare: Engine) -> None:
    migrate.upgrade(bare)
    with pytest.raises(Exception, match=r"(?i)foreign key"), bare.begin() as connection:
        connection.execute(text(
            "INSERT INTO unit (id, commune_id, name, fold, position, is_active, version, created_at) "
            "VALUES (1, 77, 'Phòng', 'phong', 1, true, 1, '2026-01-01 00:00:00')"
        ))  # fmt: skip


def test_sqlite_connections_keep_the_promised_settings(app: object) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("SQLite alone has these")
    with db.engine.connect() as connection:
        values = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in
                  ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "recursive_triggers")]  # fmt: skip
    assert values == ["wal", 2, 1, 5000, 1]
