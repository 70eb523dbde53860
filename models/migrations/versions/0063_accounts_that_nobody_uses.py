"""when an account was used last, and what nights have said of it"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant

revision: str = "0063"
down_revision: str | None = "0062"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One step forward: the journal knows who signed in when."""
    made = op.create_table(
        "account_use",
        sa.Column("account_id", _number(), nullable=False),
        sa.Column("used_at", Instant(), nullable=True),
        sa.Column("counts_from", Instant(), nullable=False),
        sa.Column("warned_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_use_account_id_account")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_account_use")),
    )
    journal = sa.table(
        "journal", sa.column("at", Instant()), *(sa.column(name, sa.String()) for name in ("action", "entity", "entity_id"))
    )
    account = sa.table("account", sa.column("id", _number()))
    signed_in = sa.select(journal.c.entity_id, sa.func.max(journal.c.at, type_=Instant()).label("at"))
    signed_in = signed_in.where(journal.c.entity == "account", journal.c.action == "signed_in")
    db = op.get_bind()
    known = {row.id for row in db.execute(sa.select(account.c.id))}
    last = {int(row.entity_id): row.at for row in db.execute(signed_in.group_by(journal.c.entity_id))}
    rows = [{"account_id": one, "used_at": at, "counts_from": at} for one, at in last.items() if one in known]
    if rows:
        op.bulk_insert(made, rows)


def downgrade() -> None:
    """One step back: when somebody signed in stays in the journal."""
    op.drop_table("account_use")
