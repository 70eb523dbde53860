"""reminders of meetings, notices and tasks, each given once"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant

revision: str = "0048"
down_revision: str | None = "0047"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLE = "meeting_reminder"
LINKS = {"meeting_id": "meeting", "person_id": "person", "commune_id": "commune"}


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _word(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    """One step forward: nobody was reminded before."""
    op.create_table(
        TABLE,
        sa.Column("id", _number(), nullable=False),
        sa.Column("meeting_id", _number(), nullable=False),
        sa.Column("about", _word("about", "meeting", "notice", "task"), nullable=False),
        sa.Column("subject_id", _number(), nullable=False),
        sa.Column("person_id", _number(), nullable=False),
        sa.Column("step", _word("step", "before", "day", "after"), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("sent_at", Instant(), nullable=False),
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{TABLE}_{column}"))
            for column, target in LINKS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("about", "subject_id", "person_id", "step", "due_on", name="uq_meeting_reminder_once"),
    )
    for column in ("meeting_id", "commune_id"):
        op.create_index(op.f(f"ix_{TABLE}_{column}"), TABLE, [column], unique=False)
    op.create_index("ix_meeting_reminder_person_due", TABLE, ["person_id", "due_on"], unique=False)


def downgrade() -> None:
    """One step back: who was reminded is forgotten."""
    op.drop_table(TABLE)
