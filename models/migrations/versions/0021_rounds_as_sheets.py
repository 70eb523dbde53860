"""rounds that were edited as a sheet wait for somebody to look at the preview"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant

revision: str = "0021"
down_revision: str | None = "0020"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One step forward."""
    links = (("round_id", "audit_round"), ("handed_in_by", "account"), ("commune_id", "commune"))
    op.create_table(
        "sheet_import",
        sa.Column("id", _number(), nullable=False),
        sa.Column("round_id", _number(), nullable=False),
        sa.Column("handed_in_by", _number(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("exported_at", Instant(), nullable=True),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("taken_at", Instant(), nullable=True),
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_sheet_import_{column}"))
            for column, target in links
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_import")),
    )
    op.create_index(op.f("ix_sheet_import_commune_id"), "sheet_import", ["commune_id"], unique=False)
    op.create_index(op.f("ix_sheet_import_round_id"), "sheet_import", ["round_id"], unique=False)


def downgrade() -> None:
    """One step back: files that wait are forgotten."""
    op.drop_table("sheet_import")
