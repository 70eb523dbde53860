"""rooms: who looks after one, what it has, looks before a meeting, and what did not work"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant

revision: str = "0028"
down_revision: str | None = "0027"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KINDS = ("task", "step", "conclusion", "case", "finding")
LINES = ("connection", "sound", "lighting", "camera", "screen", "casting", "wifi_sign", "solemnity", "backup")


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _words(name: str, *words: str) -> Any:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=24)


def _kinds(*words: str) -> None:
    with op.batch_alter_table("duty") as batch:
        batch.drop_constraint(op.f("ck_duty_dutykind"), type_="check")
        batch.create_check_constraint(op.f("ck_duty_dutykind"), sa.column("kind").in_(words))


def _table(name: str, *columns: sa.Column[Any], links: dict[str, str], more: Sequence[Any] = ()) -> None:
    every = {**links, "commune_id": "commune"}
    op.create_table(
        name,
        sa.Column("id", _number(), nullable=False),
        *columns,
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{name}_{column}"))
            for column, target in every.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        *more,
    )
    op.create_index(op.f(f"ix_{name}_commune_id"), name, ["commune_id"], unique=False)


def upgrade() -> None:
    """One step forward."""
    _kinds(*KINDS, "room_fault")
    with op.batch_alter_table("room") as batch:
        batch.add_column(sa.Column("keeper_id", _number(), nullable=True))
        batch.create_foreign_key(op.f("fk_room_keeper_id"), "person", ["keeper_id"], ["id"])
    _table(
        "room_equipment",
        sa.Column("room_id", _number(), nullable=False),
        sa.Column("line", _words("roomline", *LINES), nullable=False),
        sa.Column("owned", sa.String(length=300), nullable=False),
        sa.Column("standing", _words("equipped", "meets", "lacking", "missing"), nullable=False),
        sa.Column("remedy", sa.String(length=300), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("counted_by", _number(), nullable=False),
        sa.Column("version", _number(), nullable=False),
        links={"room_id": "room", "counted_by": "account"},
        more=(
            sa.UniqueConstraint("room_id", "line", name=op.f("uq_room_equipment_room_id_line")),
            sa.CheckConstraint("standing = 'meets' OR remedy <> ''", name=op.f("ck_room_equipment_remedy_named")),
        ),
    )
    _table(
        "room_check",
        sa.Column("room_id", _number(), nullable=False),
        sa.Column("checked_at", Instant(), nullable=False),
        sa.Column("checked_by", _number(), nullable=False),
        links={"room_id": "room", "checked_by": "account"},
    )
    op.create_index("ix_room_check_room_id_checked_at", "room_check", ["room_id", "checked_at"], unique=False)
    _table(
        "room_fault",
        sa.Column("check_id", _number(), nullable=False),
        sa.Column("room_id", _number(), nullable=False),
        sa.Column("line", _words("roomline", *LINES), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("file_id", _number(), nullable=True),
        sa.Column("duty_id", _number(), nullable=False),
        links={"check_id": "room_check", "room_id": "room", "file_id": "stored_file", "duty_id": "duty"},
        more=(sa.UniqueConstraint("check_id", "line", name=op.f("uq_room_fault_check_id_line")),),
    )
    for column in ("room_id", "duty_id"):
        op.create_index(op.f(f"ix_room_fault_{column}"), "room_fault", [column], unique=False)


def downgrade() -> None:
    """One step back: looks at rooms and what was done about their faults are gone."""
    for name in ("room_fault", "room_check", "room_equipment"):
        op.drop_table(name)
    with op.batch_alter_table("room") as batch:
        batch.drop_constraint(op.f("fk_room_keeper_id"), type_="foreignkey")
        batch.drop_column("keeper_id")
    of_rooms = "(SELECT id FROM duty WHERE kind = 'room_fault')"
    for table in ("duty_note", "duty_extension"):
        op.execute(f"DELETE FROM {table} WHERE duty_id IN {of_rooms}")
    op.execute("DELETE FROM duty WHERE kind = 'room_fault'")
    _kinds(*KINDS)
