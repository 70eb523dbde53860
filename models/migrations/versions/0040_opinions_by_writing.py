"""opinions by writing: rounds with a last day, and what each of those who are asked answers"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant

revision: str = "0040"
down_revision: str | None = "0039"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ROUND, OPINION = "meeting_written_round", "meeting_written_opinion"


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _table(name: str, links: dict[str, str], columns: Sequence[Any], rules: Sequence[Any]) -> None:
    every = {**links, "commune_id": "commune"}
    op.create_table(
        name,
        sa.Column("id", _number(), nullable=False),
        *columns,
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("version", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{name}_{column}"))
            for column, target in every.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        *rules,
    )
    for column in every:
        if column != "round_id":
            op.create_index(op.f(f"ix_{name}_{column}"), name, [column], unique=False)


def upgrade() -> None:
    """One step forward: nobody was asked before."""
    words = sa.Enum(
        "in_favour", "against", "other", "not_voting", name="choice", native_enum=False, create_constraint=True, length=24
    )
    _table(
        ROUND,
        {"body_id": "meeting_body", "asked_by": "account"},
        [
            sa.Column("body_id", _number(), nullable=False),
            sa.Column("title", sa.String(length=300), nullable=False),
            sa.Column("question", sa.Text(), nullable=False),
            sa.Column("link", sa.String(length=500), nullable=False),
            sa.Column("opens_at", Instant(), nullable=False),
            sa.Column("closes_at", Instant(), nullable=False),
            sa.Column("asked_by", _number(), nullable=True),
            sa.Column("withdrawn_at", Instant(), nullable=True),
            sa.Column("withdrawn_reason", sa.String(length=500), nullable=False),
        ],
        [sa.CheckConstraint("closes_at > opens_at", name=op.f(f"ck_{ROUND}_closes_after_opening"))],
    )
    _table(
        OPINION,
        {"round_id": ROUND, "person_id": "person"},
        [
            sa.Column("round_id", _number(), nullable=False),
            sa.Column("person_id", _number(), nullable=False),
            sa.Column("choice", words, nullable=True),
            sa.Column("text", sa.String(length=2000), nullable=False),
            sa.Column("answered_at", Instant(), nullable=True),
            sa.Column("reminded_at", Instant(), nullable=True),
        ],
        [sa.UniqueConstraint("round_id", "person_id", name=op.f(f"uq_{OPINION}_round_id_person_id"))],
    )


def downgrade() -> None:
    """One step back: rounds and answers are gone."""
    op.drop_table(OPINION)
    op.drop_table(ROUND)
