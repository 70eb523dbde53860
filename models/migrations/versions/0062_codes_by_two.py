"""a new code for an administrator may wait for a second one"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0062"
down_revision: str | None = "0061"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

FORMER = ("roles", "clear_factor")


def _kinds(words: Sequence[str]) -> None:
    with op.batch_alter_table("account_request") as batch:
        batch.drop_constraint(op.f("ck_account_request_requestkind"), type_="check")
        batch.create_check_constraint(op.f("ck_account_request_requestkind"), sa.column("kind").in_(words))


def upgrade() -> None:
    """One step forward."""
    _kinds((*FORMER, "new_code"))


def downgrade() -> None:
    """One step back: a code that was asked for is asked for again."""
    op.execute("DELETE FROM account_request WHERE kind = 'new_code'")
    _kinds(FORMER)
