"""the emblem of an office"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from models.base import Instant

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """One step forward."""
    op.create_table(
        "emblem",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("picture", sa.LargeBinary(), nullable=False),
        sa.Column("commune_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_emblem_commune_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emblem")),
        sa.UniqueConstraint("commune_id", name=op.f("uq_emblem_commune_id")),
    )
    op.create_index(op.f("ix_emblem_commune_id"), "emblem", ["commune_id"], unique=False)


def downgrade() -> None:
    """One step back."""
    op.drop_index(op.f("ix_emblem_commune_id"), table_name="emblem")
    op.drop_table("emblem")
