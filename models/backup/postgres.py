"""A PostgreSQL database as a whole, by the server's own programs: copied while in use, put in place and taken back.

The former tables are not dropped: they move to a schema of their own beside the new ones, in the same transaction.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, NullPool, create_engine, func, select, text

from models import migrate
from models.backup.guards import compare
from models.backup.problems import Unusable
from models.base import prepare_engine
from models.files import StoredFile

ASIDE, STAGE = "before_restore_", "restore_stage_"
# what a schema holds in the way of triggers, with the functions behind them, and of views
_GUARDS = """
SELECT t.tgname AS name, md5(replace(t.tgenabled::text || pg_get_triggerdef(t.oid) || pg_get_functiondef(t.tgfoid),
                                     n.nspname || '.', '')) AS content
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE NOT t.tgisinternal AND n.nspname = '{schema}'
UNION ALL SELECT c.relname, 'view' FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('v', 'm') AND n.nspname = '{schema}'
UNION ALL SELECT r.rulename, 'rule' FROM pg_rules r WHERE r.schemaname = '{schema}'
"""
_CHECK = """
DO $check$ DECLARE here text; BEGIN
  SELECT string_agg(name || '=' || content, ',' ORDER BY name COLLATE "C") INTO here FROM ({guards}) AS guards;
  IF here IS DISTINCT FROM '{wanted}' THEN RAISE EXCEPTION 'guards[%]', here; END IF;
END $check$;
"""
_MOVE = """
DO $move$ DECLARE thing record; BEGIN
  FOR thing IN
    SELECT c.oid::regclass::text AS name FROM pg_class c
     WHERE c.relnamespace = '{source}'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('a', 'i', 'e')
                          AND d.classid = 'pg_class'::regclass)
  LOOP EXECUTE format('ALTER TABLE %s SET SCHEMA {target}', thing.name); END LOOP;
  FOR thing IN
    SELECT p.oid::regprocedure::text AS name FROM pg_proc p
     WHERE p.pronamespace = '{source}'::regnamespace
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
  LOOP EXECUTE format('ALTER ROUTINE %s SET SCHEMA {target}', thing.name); END LOOP;
END $move$;
"""


def _run(*command: str, at: Engine | None = None) -> None:
    """Run one of PostgreSQL's own programs; a password travels in the environment, where nobody lists it."""
    place, secret = [], {}
    if at is not None:
        place = ["--dbname=" + at.url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)]
        secret = {"PGPASSWORD": str(at.url.password)} if at.url.password else {}
    try:
        subprocess.run([*command, *place], check=True, env=os.environ | secret, capture_output=True)  # noqa: S603
    except FileNotFoundError as problem:
        raise Unusable("no_program", name=command[0]) from problem


def dump(engine: Engine, target: Path) -> dict[str, str]:
    """Copy the database; the files that the very same state speaks of are returned with their SHA-256."""
    with engine.execution_options(isolation_level="REPEATABLE READ").connect() as connection:
        snapshot = connection.execute(select(func.pg_export_snapshot())).scalar_one()
        apart = f"--exclude-schema={ASIDE}*"  # what earlier restores have put aside
        _run("pg_dump", "--format=custom", f"--snapshot={snapshot}", apart, f"--file={target}", at=engine)
        return {row.path: row.sha256 for row in connection.execute(select(StoredFile.path, StoredFile.sha256))}


def check(copied: Path) -> None:
    """Whether the server's own programs can read a copy."""
    _run("pg_restore", "--list", str(copied))


@contextmanager
def _staged(engine: Engine) -> Iterator[Engine]:
    """The same database seen through an empty schema, which goes away again."""
    schema = f"{STAGE}{os.getpid()}"
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    staged = create_engine(engine.url, poolclass=NullPool, connect_args={"options": f"-csearch_path={schema}"})
    prepare_engine(staged)
    try:
        yield staged
    finally:
        staged.dispose()
        with engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))


def _guards(connection: Connection) -> dict[str, str]:
    schema = connection.execute(select(func.current_schema())).scalar_one()
    return {row.name: row.content for row in connection.execute(text(_GUARDS.format(schema=schema)))}


def _expected(engine: Engine, revision: str) -> dict[str, str]:
    with _staged(engine) as staged:
        migrate.upgrade(staged, revision)
        with staged.connect() as connection:
            return _guards(connection)


def replace(engine: Engine, copied: Path, stamp: str, revision: str) -> str:
    """Put a copy in the place of the present tables, which move to a schema that is named by the answer.

    One transaction: it is undone when a guard of that version is missing or changed (Unusable).
    """
    wanted = _expected(engine, revision)
    engine.dispose()
    aside = ASIDE + stamp.replace("-", "_")
    said = ",".join(f"{name}={wanted[name]}" for name in sorted(wanted))
    steps = {
        "aside": f"CREATE SCHEMA {aside};" + _MOVE.format(source="public", target=aside),
        "check": _CHECK.format(guards=_GUARDS.format(schema="public"), wanted=said),
    }
    for name, words in steps.items():
        copied.with_name(name).write_text(words, "utf-8")
    plain = copied.with_name("plain")
    _run("pg_restore", "--no-owner", "--no-privileges", f"--file={plain}", str(copied))
    try:
        _script(engine, copied.with_name("aside"), plain, copied.with_name("check"))
    except subprocess.CalledProcessError as problem:
        here = problem.stderr.decode("utf-8", "replace").partition("guards[")[2].partition("]")[0]
        if here:
            compare(dict(part.split("=", 1) for part in here.split(",")), wanted)
        raise
    return aside


def _script(engine: Engine, *files: Path) -> None:
    """Run files of SQL in one transaction."""
    once = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
    _run("psql", *once, *(f"--file={file}" for file in files), at=engine)


def put_back(engine: Engine, aside: str) -> None:
    """Drop the new tables and move the former ones back to their place."""
    engine.dispose()
    failed = aside.replace(ASIDE, STAGE)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {failed}"))
        connection.execute(text(_MOVE.format(source="public", target=failed)))
        connection.execute(text(f"DROP SCHEMA {failed} CASCADE"))
        connection.execute(text(_MOVE.format(source=aside, target="public")))
        connection.execute(text(f"DROP SCHEMA {aside}"))
    engine.dispose()
