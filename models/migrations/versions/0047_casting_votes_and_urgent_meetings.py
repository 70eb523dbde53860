"""casting votes of chairs, and urgent meetings"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0047"
down_revision: str | None = "0046"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SIDES = "'in_favour', 'against', 'other', 'not_voting'"


def upgrade() -> None:
    """One step forward: no chair has a casting vote until his office says so, and no meeting was urgent."""
    op.add_column("meeting_body", sa.Column("chair_casts", sa.Boolean(), nullable=False, server_default=sa.false()))
    check = "CONSTRAINT ck_meeting_urgency CHECK (urgency IN ('regular', 'urgent'))"
    op.execute(f"ALTER TABLE meeting ADD COLUMN urgency VARCHAR(24) NOT NULL DEFAULT 'regular' {check}")
    check = f"CONSTRAINT ck_meeting_ballot_chair_choice CHECK (chair_choice IN ({SIDES}))"
    op.execute(f"ALTER TABLE meeting_ballot ADD COLUMN chair_choice VARCHAR(24) {check}")


def downgrade() -> None:
    """One step back: which side a chair took, and what was urgent, is forgotten."""
    op.drop_column("meeting_ballot", "chair_choice")
    op.drop_column("meeting", "urgency")
    op.drop_column("meeting_body", "chair_casts")
