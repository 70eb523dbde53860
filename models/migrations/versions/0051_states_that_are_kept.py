"""notes that say why a state stays although its measure says another thing"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0051"
down_revision: str | None = "0050"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OLD = ("progress", "reported", "delivered", "confirmed", "sent_back", "reopened")


def _acts(words: tuple[str, ...]) -> None:
    with op.batch_alter_table("duty_note") as batch:
        batch.drop_constraint(op.f("ck_duty_note_dutyact"), type_="check")
        batch.create_check_constraint(op.f("ck_duty_note_dutyact"), sa.column("act").in_(words))


def upgrade() -> None:
    _acts((*OLD, "kept"))


def downgrade() -> None:
    op.execute("UPDATE duty_note SET act = 'progress' WHERE act = 'kept'")
    _acts(OLD)
