"""what was said may be taken over from the round before, and says from which"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """A column beside the others: no table is made anew, so that every guard stays."""
    op.add_column("item_result", sa.Column("kept_from", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))


def downgrade() -> None:
    """Drop the column, without making its table anew."""
    op.drop_column("item_result", "kept_from")
