"""reminders to read the papers of a meeting"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant

revision: str = "0039"
down_revision: str | None = "0038"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NUDGE = "meeting_paper_nudge"
LINKS = {"version_id": "meeting_paper_version", "person_id": "person", "sent_by": "account", "commune_id": "commune"}


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One step forward: nobody was reminded before."""
    op.create_table(
        NUDGE,
        sa.Column("id", _number(), nullable=False),
        sa.Column("version_id", _number(), nullable=False),
        sa.Column("person_id", _number(), nullable=False),
        sa.Column("sent_at", Instant(), nullable=False),
        sa.Column("sent_by", _number(), nullable=True),
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{NUDGE}_{column}"))
            for column, target in LINKS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{NUDGE}")),
        sa.UniqueConstraint("version_id", "person_id", name=op.f(f"uq_{NUDGE}_version_id_person_id")),
    )
    for column in ("person_id", "sent_by", "commune_id"):
        op.create_index(op.f(f"ix_{NUDGE}_{column}"), NUDGE, [column], unique=False)


def downgrade() -> None:
    """One step back: who was reminded is forgotten."""
    op.drop_table(NUDGE)
