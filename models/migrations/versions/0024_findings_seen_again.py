"""findings may be seen again, at many places, and mended by a purchase with its estimate and funding"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0024"
down_revision: str | None = "0023"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COLUMNS = (
    ("places", sa.Text(), sa.text("''")),
    ("seen", NUMBER, sa.text("1")),
    ("is_purchase", sa.Boolean(), sa.false()),
    ("quantity", NUMBER, None),
    ("estimate", sa.BigInteger(), None),
    ("funding", sa.String(length=200), sa.text("''")),
)


def upgrade() -> None:
    """Columns beside the others: no table is made anew, so that every guard stays."""
    for name, kind, usual in COLUMNS:
        op.add_column("finding", sa.Column(name, kind, nullable=usual is None, server_default=usual))


def downgrade() -> None:
    """Drop the columns, without making their table anew."""
    for name, _kind, _usual in reversed(COLUMNS):
        op.drop_column("finding", name)
