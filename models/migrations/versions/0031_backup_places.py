"""where backups go, and what the last runs of the night have found"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant

revision: str = "0031"
down_revision: str | None = "0030"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One step forward."""
    op.create_table(
        "backup_place",
        sa.Column("id", _number(), nullable=False),
        sa.Column("path", sa.String(length=400), nullable=False),
        sa.Column("version", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup_place")),
        sa.UniqueConstraint("path", name=op.f("uq_backup_place_path")),
    )
    op.create_table(
        "night_run",
        sa.Column("id", _number(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("backup", "check", name="runkind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("ended_at", Instant(), nullable=False),
        sa.Column("is_good", sa.Boolean(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_night_run")),
    )
    op.create_index("ix_night_run_kind_ended_at", "night_run", ["kind", "ended_at"], unique=False)


def downgrade() -> None:
    """One step back."""
    op.drop_table("night_run")
    op.drop_table("backup_place")
