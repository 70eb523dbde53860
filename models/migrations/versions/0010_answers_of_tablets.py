"""answers of tablets: how they came, their reasons, their numbers, and what a tablet tells"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WITH_MODE = ("response", "response_day", "response_aside", "response_link", "service_day")
STATE = (
    ("oldest_at", Instant(), None),
    ("set_aside", None, "0"),
    ("received", sa.Text(), "[]"),
    ("holding", sa.Text(), "[]"),
    ("lacks", sa.String(length=200), ""),
    ("is_persisted", sa.Boolean(), None),
    ("free_bytes", None, None),
    ("clock_skew", None, None),
    ("counted_at", Instant(), None),
    ("context", sa.String(length=400), None),
    ("context_until", Instant(), None),
)


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _words(modes: Sequence[str], reasons: Sequence[str]) -> None:
    """The closed lists that the database itself knows of answers."""
    for table in WITH_MODE:
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_mode"), type_="check")
            batch.create_check_constraint(op.f(f"ck_{table}_mode"), sa.column("mode").in_(modes))
            if table == "response":
                batch.drop_constraint(op.f("ck_response_holdreason"), type_="check")
                batch.create_check_constraint(op.f("ck_response_holdreason"), sa.column("hold_reason").in_(reasons))


def _owned(table: str) -> list[sa.schema.SchemaItem]:
    name = op.f(f"fk_{table}_commune_id")
    return [
        sa.Column("commune_id", _number(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=name),
    ]


def upgrade() -> None:
    """One step forward."""
    _words(("online", "in_person", "unknown"), ("trap", "burst", "crowd", "clock"))
    _make_gaps()
    with op.batch_alter_table("device") as batch:
        batch.add_column(sa.Column("pin_salt", sa.String(length=32), nullable=True))
        batch.add_column(sa.Column("pin_hash", sa.String(length=64), nullable=True))
    for name, kind, default in STATE:
        column = sa.Column(name, kind or _number(), nullable=default is None, server_default=default)
        op.add_column("device_state", column)
    with op.batch_alter_table("device_state") as batch:
        for name, _kind, default in STATE:
            if default is not None:
                batch.alter_column(name, server_default=None)


def _make_gaps() -> None:
    op.create_table(
        "device_gap",
        sa.Column("id", _number(), nullable=False),
        sa.Column("device_id", _number(), nullable=False),
        sa.Column("first", _number(), nullable=False),
        sa.Column("last", _number(), nullable=False),
        sa.Column("cause", sa.String(length=200), nullable=False),
        sa.Column("noted_by", _number(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        *_owned("device_gap"),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_device_gap_device_id")),
        sa.ForeignKeyConstraint(["noted_by"], ["account.id"], name=op.f("fk_device_gap_noted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_gap")),
    )
    op.create_index(op.f("ix_device_gap_commune_id"), "device_gap", ["commune_id"], unique=False)
    op.create_index(op.f("ix_device_gap_device_id"), "device_gap", ["device_id"], unique=False)


def downgrade() -> None:
    """One step back: answers whose mode nobody knew are told as handed in at the counter, which their seals show."""
    for table, columns in (("device_state", [name for name, *_ in STATE]), ("device", ["pin_salt", "pin_hash"])):
        with op.batch_alter_table(table) as batch:
            for name in columns:
                batch.drop_column(name)
    op.drop_table("device_gap")
    op.execute("UPDATE response SET hold_reason = 'crowd' WHERE hold_reason = 'clock'")
    _merge("response_day", "mode", ("commune_id", "local_date", "scale_id", "level"))
    _merge("response_aside", "mode", ("commune_id", "local_date", "status", "reason"))
    _merge("response_count", "key", ("commune_id", "kind", "period", "scale_id", "level"))
    for table in ("response", "response_link", "service_day"):
        op.execute(f"UPDATE {table} SET mode = 'in_person' WHERE mode = 'unknown'")
    _words(("online", "in_person"), ("trap", "burst", "crowd"))


def _merge(table: str, column: str, others: Sequence[str]) -> None:
    """Count what was unknown with what was handed in at the counter."""
    same = " AND ".join(f"other.{name} = {table}.{name}" for name in others)
    unknown = f"SELECT n FROM {table} other WHERE other.{column} = 'unknown' AND {same}"
    op.execute(f"UPDATE {table} SET n = n + coalesce(({unknown}), 0) WHERE {column} = 'in_person'")
    known = f"SELECT 1 FROM {table} other WHERE other.{column} = 'in_person' AND {same}"
    op.execute(f"DELETE FROM {table} WHERE {column} = 'unknown' AND EXISTS ({known})")
    op.execute(f"UPDATE {table} SET {column} = 'in_person' WHERE {column} = 'unknown'")
