"""who of the community's digital team helps people at the centre, on which day and in which half of it"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant

revision: str = "0026"
down_revision: str | None = "0025"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One step forward."""
    half = sa.Enum("morning", "afternoon", name="halfday", native_enum=False, create_constraint=True, length=24)
    key = sa.String(120).with_variant(sa.String(120, collation="C"), "postgresql")
    links = (("person_id", "person"), ("commune_id", "commune"))
    op.create_table(
        "team_turn",
        sa.Column("id", _number(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("half", half, nullable=False),
        sa.Column("person_id", _number(), nullable=True),
        sa.Column("member", sa.String(length=120), nullable=False),
        sa.Column("fold", key, nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("version", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_team_turn_{column}"))
            for column, target in links
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_turn")),
        sa.UniqueConstraint(
            "commune_id", "on_day", "half", "fold", name=op.f("uq_team_turn_commune_id_on_day_half_fold")
        ),
    )
    op.create_index(op.f("ix_team_turn_commune_id"), "team_turn", ["commune_id"], unique=False)


def downgrade() -> None:
    """One step back: the plan is gone."""
    op.drop_table("team_turn")
