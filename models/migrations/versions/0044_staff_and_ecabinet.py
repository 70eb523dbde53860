"""the staff and e-Cabinet: account, training, use and survey of each person"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant

revision: str = "0044"
down_revision: str | None = "0043"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NAME = "ecabinet_skill"


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        NAME,
        sa.Column("id", _number(), nullable=False),
        sa.Column("person_id", _number(), nullable=False),
        sa.Column("has_account", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Date(), nullable=True) for name in ("since", "trained_on", "used_on")),
        sa.Column("score", _number(), nullable=True),
        sa.Column("scored_on", sa.Date(), nullable=True),
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("version", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.CheckConstraint("score IS NULL OR (score >= 0 AND score <= 100)", name=op.f(f"ck_{NAME}_score_range")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"fk_{NAME}_person_id")),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f(f"fk_{NAME}_commune_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{NAME}")),
        sa.UniqueConstraint("person_id", name=op.f(f"uq_{NAME}_person_id")),
    )
    op.create_index(op.f(f"ix_{NAME}_commune_id"), NAME, ["commune_id"], unique=False)


def downgrade() -> None:
    op.drop_table(NAME)
