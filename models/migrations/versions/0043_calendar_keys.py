"""keys of the calendars that phones subscribe to"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant

revision: str = "0043"
down_revision: str | None = "0042"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NAME = "meeting_calendar_key"


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        NAME,
        sa.Column("id", _number(), nullable=False),
        sa.Column("account_id", _number(), nullable=False),
        sa.Column("key_hash", sa.String(64), nullable=True),
        sa.Column("made_at", Instant(), nullable=True),
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("version", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f(f"fk_{NAME}_account_id")),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f(f"fk_{NAME}_commune_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{NAME}")),
        sa.UniqueConstraint("account_id", name=op.f(f"uq_{NAME}_account_id")),
        sa.UniqueConstraint("key_hash", name=op.f(f"uq_{NAME}_key_hash")),
    )
    op.create_index(op.f(f"ix_{NAME}_commune_id"), NAME, ["commune_id"], unique=False)


def downgrade() -> None:
    op.drop_table(NAME)
