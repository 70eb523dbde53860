"""several roles of one account"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0049"
down_revision: str | None = "0048"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("account") as table:
        table.add_column(sa.Column("other_roles", sa.String(120), nullable=False, server_default=""))
    with op.batch_alter_table("account") as table:
        table.alter_column("other_roles", existing_type=sa.String(120), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("account") as table:
        table.drop_column("other_roles")
