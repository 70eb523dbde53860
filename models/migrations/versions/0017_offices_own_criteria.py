"""offices draft versions of criteria, with legal acts that have days of their own and a map from version to version"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

REFUSAL = "a published version and a locked round never change"
SETTLED = "(SELECT status FROM criteria_version WHERE id = {}.version_id) <> 'draft'"
MAP_RULES = (
    ("audits_map_no_insert", "INSERT", SETTLED.format("NEW")),
    ("audits_map_no_update", "UPDATE", f"{SETTLED.format('OLD')} OR {SETTLED.format('NEW')}"),
    ("audits_map_no_delete", "DELETE", SETTLED.format("OLD")),
)
FORMER = ("set_id", "no", "legal_basis", "effective_from", "content_hash")
ADDED = ("commune_id", "base_id", "drafted_by", "published_by", "published_at")
RELATIONS = ("same", "changed", "split", "merged", "new", "removed")
VERIFY = ("V", "V2", "M", "CT", "SP")
TABLES = ("criteria_set", "criteria_version", "criterion")


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


@contextmanager
def _unguarded() -> Iterator[None]:
    """On SQLite a table is made anew, and the guards that look at it with it: all come back as they were."""
    bind = op.get_bind()
    if bind.dialect.name != "sqlite":
        yield
        return
    kept = bind.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%criteri%'").all()
    kept += bind.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql NOT LIKE '%criteri%' AND name LIKE 'audits%'"
    ).all()
    for name, _ in kept:
        op.execute(f"DROP TRIGGER {name}")
    yield
    for _, sql in kept:
        bind.exec_driver_sql(sql)


def _guard(name: str, timing: str, table: str, when: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        end = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        op.execute(f"CREATE TRIGGER {name} BEFORE {timing} ON {table} WHEN {when} {end}")
        return
    gone = "OLD" if timing == "DELETE" else "NEW"
    body = f"BEGIN IF {when} THEN RAISE EXCEPTION '{REFUSAL}'; END IF; RETURN {gone}; END"
    op.execute(f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$")
    op.execute(f"CREATE TRIGGER {name} BEFORE {timing} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def _unguard(name: str, table: str) -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(f"DROP TRIGGER {name}" if is_sqlite else f"DROP TRIGGER {name} ON {table}")


def _guard_version(columns: Sequence[str], texts: Sequence[str]) -> None:
    """A published version may only be retired."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    alike, cast = ("IS", "TEXT") if is_sqlite else ("IS NOT DISTINCT FROM", "text")
    same = [f"NEW.{name} {alike} OLD.{name}" for name in columns]
    same += [f"CAST(NEW.{name} AS {cast}) = CAST(OLD.{name} AS {cast})" for name in texts]
    retired = "OLD.status = 'published' AND NEW.status = 'retired' AND " + " AND ".join(same)
    name, table = "audits_version_no_update", "criteria_version"
    _unguard(name, table)
    _guard(name, "UPDATE", table, f"OLD.status <> 'draft' AND NOT ({retired})")


def _words(name: str, *words: str) -> Any:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=24)


def _add_tables() -> None:
    op.create_table(
        "legal_act",
        sa.Column("id", _number(), nullable=False),
        sa.Column("code", sa.String(24), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("valid_from", sa.Date()),
        sa.Column("valid_to", sa.Date()),
        sa.Column("superseded_by", sa.String(24), nullable=False),
        sa.Column("verify", _words("verify", *VERIFY), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("commune_id", _number()),
        sa.Column("version", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_legal_act_commune_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_act")),
        sa.UniqueConstraint("commune_id", "code", name=op.f("uq_legal_act_commune_id_code")),
    )
    op.create_table(
        "criterion_map",
        sa.Column("id", _number(), nullable=False),
        sa.Column("version_id", _number(), nullable=False),
        sa.Column("from_code", sa.String(24)),
        sa.Column("to_code", sa.String(24)),
        sa.Column("relation", _words("relation", *RELATIONS), nullable=False),
        sa.Column("decided_by", _number()),
        sa.Column("commune_id", _number()),
        sa.Column("version", _number(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["criteria_version.id"], name=op.f("fk_criterion_map_version_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_criterion_map_decided_by")),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_criterion_map_commune_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion_map")),
        sa.UniqueConstraint(
            "version_id", "from_code", "to_code", name=op.f("uq_criterion_map_version_id_from_code_to_code")
        ),
    )
    for table, column in (("legal_act", "commune_id"), ("criterion_map", "commune_id"), ("criterion_map", "version_id")):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def _widen(table: str) -> None:
    with op.batch_alter_table(table) as batch:
        batch.add_column(sa.Column("commune_id", _number(), nullable=True))
        batch.add_column(sa.Column("version", _number(), nullable=False, server_default="1"))
        batch.create_foreign_key(op.f(f"fk_{table}_commune_id"), "commune", ["commune_id"], ["id"])
        batch.create_index(op.f(f"ix_{table}_commune_id"), ["commune_id"], unique=False)
        if table != "criteria_set":
            batch.add_column(sa.Column("cites", sa.JSON(), nullable=False, server_default="[]"))
        if table == "criterion":
            batch.add_column(sa.Column("rests_on", sa.String(200), nullable=False, server_default=""))
        if table == "criteria_version":
            for name, target in (("base_id", "criteria_version"), ("drafted_by", "account"), ("published_by", "account")):
                batch.add_column(sa.Column(name, _number(), nullable=True))
                batch.create_foreign_key(op.f(f"fk_{table}_{name}"), target, [name], ["id"])
            batch.add_column(sa.Column("published_at", Instant(), nullable=True))
    with op.batch_alter_table(table) as batch:
        for name in ("version", "cites", "rests_on")[: 1 + TABLES.index(table)]:  # criteria_set, _version, criterion
            batch.alter_column(name, server_default=None)


def upgrade() -> None:
    """One step forward: what is published stays as it is, common to all; its laws keep the days they were loaded with."""
    with _unguarded():
        for table in TABLES:
            _widen(table)
    _add_tables()
    for name, timing, when in MAP_RULES:
        _guard(name, timing, "criterion_map", when)
    _guard_version([*FORMER, *ADDED], ["score_rule", "cites"])


def downgrade() -> None:
    """One step back: maps, own acts and who published are forgotten; offices' versions stay, common to all."""
    for name, _timing, _when in MAP_RULES:
        _unguard(name, "criterion_map")
    if op.get_bind().dialect.name != "sqlite":
        for name, _timing, _when in MAP_RULES:
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_table("criterion_map")
    op.drop_table("legal_act")
    _guard_version(FORMER, ["score_rule"])
    with _unguarded():
        for table in TABLES:
            with op.batch_alter_table(table) as batch:
                names = ["commune_id"] + (["base_id", "drafted_by", "published_by"] if table == "criteria_version" else [])
                for name in names:
                    batch.drop_constraint(op.f(f"fk_{table}_{name}"), type_="foreignkey")
                batch.drop_index(op.f(f"ix_{table}_commune_id"))
                more = {"criterion": ("cites", "rests_on"), "criteria_version": ("cites", "published_at")}.get(table, ())
                for name in (*names, "version", *more):
                    batch.drop_column(name)
