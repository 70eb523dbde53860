"""how long a reading by hand holds, in place of where "near the target" begins"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One step forward; the catalogue says the limit of its plan when it is loaded next."""
    op.add_column("plan", sa.Column("reading_days", NUMBER, nullable=True))
    op.drop_column("plan", "near_percent")


def downgrade() -> None:
    """One step back."""
    op.add_column("plan", sa.Column("near_percent", NUMBER, nullable=False, server_default="95"))
    op.drop_column("plan", "reading_days")
