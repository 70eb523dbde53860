"""which procedures a counter serves, and how files of each are handed in there"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

LINKS = (("counter_id", "counter"), ("procedure_id", "service_procedure"), ("commune_id", "commune"))


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One step forward."""
    words = ("online", "in_person", "unknown")
    mode = sa.Enum(*words, name="mode", native_enum=False, create_constraint=True, length=24)
    op.create_table(
        "counter_procedure",
        sa.Column("id", _number(), nullable=False),
        sa.Column("counter_id", _number(), nullable=False),
        sa.Column("procedure_id", _number(), nullable=False),
        sa.Column("mode", mode, nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("version", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_counter_procedure_in_order")),
        sa.CheckConstraint("mode IS NULL OR mode <> 'unknown'", name=op.f("ck_counter_procedure_known")),
        *(
            sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_counter_procedure_{column}"))
            for column, target in LINKS
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter_procedure")),
        sa.UniqueConstraint(
            "counter_id", "procedure_id", "valid_from", name=op.f("uq_counter_procedure_counter_id_procedure_id_valid_from")
        ),
    )
    for column in ("commune_id", "procedure_id"):
        op.create_index(op.f(f"ix_counter_procedure_{column}"), "counter_procedure", [column], unique=False)


def downgrade() -> None:
    """One step back: the lists of the counters are gone."""
    op.drop_table("counter_procedure")
