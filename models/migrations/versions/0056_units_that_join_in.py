"""units that join in a duty which another one leads"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant

revision: str = "0056"
down_revision: str | None = "0055"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

LINKS = (("duty_id", "duty"), ("unit_id", "unit"), ("commune_id", "commune"))


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "duty_unit",
        sa.Column("id", _number(), nullable=False),
        *(sa.Column(name, _number(), nullable=False) for name, _table in LINKS),
        sa.Column("created_at", Instant(), nullable=False),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_duty_unit_{name}_{table}"))
            for name, table in LINKS
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_unit")),
        sa.UniqueConstraint("duty_id", "unit_id", name=op.f("uq_duty_unit_duty_id_unit_id")),
    )
    for name, _table in LINKS:
        op.create_index(op.f(f"ix_duty_unit_{name}"), "duty_unit", [name])


def downgrade() -> None:
    op.drop_table("duty_unit")
