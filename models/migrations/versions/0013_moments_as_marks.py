"""moments as marks: what is kept beside the answers no longer tells the second of any"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from models.base import Instant

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SHORT_LIVED = ("link_pulse", "recent_response")  # of minutes and seconds: begun anew either way


def _forget() -> None:
    for table in SHORT_LIVED:
        op.execute(sa.delete(sa.table(table)))


def upgrade() -> None:
    """One step forward."""
    _forget()
    with op.batch_alter_table("link_pulse") as batch:
        batch.drop_column("last_at")
        batch.drop_column("burst_at")
        batch.add_column(sa.Column("burst_mark", sa.String(length=64), nullable=True))
    with op.batch_alter_table("recent_response") as batch:
        batch.drop_column("at")
        batch.add_column(sa.Column("mark", sa.String(length=64), nullable=False))
    with op.batch_alter_table("device_state") as batch:
        batch.drop_column("counted_at")
        batch.add_column(sa.Column("counted_mark", sa.String(length=64), nullable=True))


def downgrade() -> None:
    """One step back: the moments themselves are not known any more."""
    _forget()
    with op.batch_alter_table("device_state") as batch:
        batch.drop_column("counted_mark")
        batch.add_column(sa.Column("counted_at", Instant(), nullable=True))
    with op.batch_alter_table("recent_response") as batch:
        batch.drop_column("mark")
        batch.add_column(sa.Column("at", Instant(), nullable=False))
    with op.batch_alter_table("link_pulse") as batch:
        batch.drop_column("burst_mark")
        batch.add_column(sa.Column("burst_at", Instant(), nullable=True))
        batch.add_column(sa.Column("last_at", Instant(), nullable=False))
