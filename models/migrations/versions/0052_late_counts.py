"""late counts: what moves a count after its day, so that what was told of the day stands"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0052"
down_revision: str | None = "0051"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

MODES = ("online", "in_person", "unknown")
KINDS = ("counter", "procedure", "staff", "reason", "hour", "stage", "channel", "month", "week")


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=24)


def _make(table: str, day: str, *keys: sa.Column[Any]) -> None:
    level = [sa.Column(name, _number(), autoincrement=False, nullable=False) for name in ("scale_id", "level")]
    own = [sa.Column("commune_id", _number(), autoincrement=False, nullable=False), *keys, *level]
    op.create_table(
        table,
        *own,
        sa.Column("is_after", sa.Boolean(), nullable=False),
        sa.Column("n", _number(), nullable=False),
        sa.CheckConstraint(f"booked_on > {day}", name=op.f(f"ck_{table}_later")),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f(f"fk_{table}_commune_id")),
        sa.ForeignKeyConstraint(
            ["scale_id", "level"],
            ["scale_level.scale_id", "scale_level.value"],
            name=op.f(f"fk_{table}_scale_id_level"),
        ),
        sa.PrimaryKeyConstraint(*(column.name for column in own), name=op.f(f"pk_{table}")),
    )


def upgrade() -> None:
    _make(
        "late_day",
        "local_date",
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("mode", _words("mode", *MODES), nullable=False),
    )
    word = sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql")
    _make(
        "late_count",
        "period",
        sa.Column("kind", _words("countkind", *KINDS), nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("key", word, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("late_count")
    op.drop_table("late_day")
