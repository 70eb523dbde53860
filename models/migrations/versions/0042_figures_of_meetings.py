"""figures of meetings: pages of papers, and indexes that keep a week's figures as quick after years"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0042"
down_revision: str | None = "0041"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "meeting_paper_version", sa.Column("pages", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
    )
    op.create_index("ix_duty_commune_id_first_due_on", "duty", ["commune_id", "first_due_on"])
    op.create_index("ix_meeting_move_commune_id_from_start", "meeting_move", ["commune_id", "from_start"])


def downgrade() -> None:
    op.drop_index("ix_meeting_move_commune_id_from_start", "meeting_move")
    op.drop_index("ix_duty_commune_id_first_due_on", "duty")
    op.drop_column("meeting_paper_version", "pages")
