"""how long a session may rest before it ends, as each office chooses"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0065"
down_revision: str | None = "0064"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

COLUMNS = {"idle_minutes": "15", "admin_idle_minutes": "5"}


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One step forward: every office has what the checklist asks for."""
    for name, usual in COLUMNS.items():
        op.add_column("sign_in_rule", sa.Column(name, _number(), nullable=False, server_default=usual))
    with op.batch_alter_table("sign_in_rule") as batch:
        for name in COLUMNS:
            batch.alter_column(name, existing_type=_number(), server_default=None)


def downgrade() -> None:
    """One step back."""
    with op.batch_alter_table("sign_in_rule") as batch:
        for name in COLUMNS:
            batch.drop_column(name)
