"""The way of the schema from one version to the next: one place for the lock, the switch and the check."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine

import models.schema  # noqa: F401  (every table must be known before schemas are compared)
from models.base import db

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory

MIGRATIONS = Path(__file__).parent / "migrations"
MIGRATION_LOCK = 814


def _script() -> "ScriptDirectory":
    from alembic.config import Config
    from alembic.script import ScriptDirectory  # a site that serves never needs it, and it takes a tenth of the start

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def _migrate(engine: Engine, steps: Callable[[Any, Any], Any], target: str) -> None:
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext

    script = _script()
    config = Config()
    with EnvironmentContext(config, script, fn=steps, destination_rev=target) as env, engine.connect() as connection:
        lite = connection.dialect.name == "sqlite"
        if lite:  # batch mode rebuilds parents; with foreign keys on, the cascade would empty their children
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")
        env.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            compare_type=True,
            transactional_ddl=False,
        )
        env.run_migrations()
        if lite and connection.exec_driver_sql("PRAGMA foreign_key_check").all():
            raise RuntimeError("the migration would leave rows without their parents; nothing was changed")
        connection.commit()
    engine.dispose()  # no pooled connection keeps foreign keys off


def upgrade(engine: Engine, target: str = "head") -> None:
    """Bring the database to a version; safe to run again and by two servers at once."""
    script = _script()
    _migrate(engine, lambda current, _context: script._upgrade_revs(target, current), target)


def downgrade(engine: Engine, target: str) -> None:
    """Take the database back to an older version (``base`` for nothing at all)."""
    script = _script()
    _migrate(engine, lambda current, _context: script._downgrade_revs(target, current), target)


def version(engine: Engine) -> str | None:
    """The version the database stands at, None for an empty one."""
    from alembic.runtime.migration import MigrationContext

    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_version() -> str | None:
    """The newest version this code knows."""
    return _script().get_current_head()


def knows(revision: str | None) -> bool:
    """Whether a version of the schema is one that this code can bring to its own."""
    return revision is None or any(step.revision == revision for step in _script().walk_revisions())


def differences(engine: Engine) -> list[Any]:
    """Where the database and the tables in code disagree; empty when all is well."""
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, db.metadata))
