"""The journal by instant, so that a clock that went back is noticed without reading all of it."""

from collections.abc import Sequence

from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """One step forward."""
    op.create_index("ix_journal_at", "journal", ["at"])


def downgrade() -> None:
    """One step back."""
    op.drop_index("ix_journal_at", "journal")
