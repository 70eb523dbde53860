"""what every measure said at the end of each week, which nothing changes"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant, key_type
from models.triggers import Dialect, Rule, refusing

revision: str = "0050"
down_revision: str | None = "0049"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NAME = "measure_week"
REFUSAL = "what was counted at the end of a week never changes"
GUARDS = (("week_no_update", "UPDATE"), ("week_no_delete", "DELETE"))
VERDICTS = ("surely_met", "met", "not_met", "surely_not_met", "no_data", "stale", "unproven", "ungrounded")
GRADES = ("counted", "imported", "typed", "unproven")


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _rules(_dialect: Dialect) -> list[Rule]:
    return [(name, timing, NAME, "1 = 1") for name, timing in GUARDS]


def upgrade() -> None:
    op.create_table(
        NAME,
        sa.Column("id", _number(), nullable=False),
        sa.Column("key", key_type(120), nullable=False),
        *(sa.Column(name, _number(), nullable=False) for name in ("year", "week")),
        sa.Column("definition", sa.String(40), nullable=False),
        sa.Column("unit_words", sa.String(80), nullable=False),
        sa.Column("value", sa.String(80), nullable=False),
        *(sa.Column(name, _number(), nullable=True) for name in ("numerator", "denominator")),
        sa.Column("as_of", sa.Date(), nullable=True),
        *(sa.Column(name, sa.String(24), nullable=True) for name in ("verdict", "grade")),
        sa.Column("taken_at", Instant(), nullable=False),
        sa.Column("commune_id", _number(), nullable=False),
        sa.CheckConstraint(sa.column("verdict").in_(VERDICTS), name=op.f(f"ck_{NAME}_verdict")),
        sa.CheckConstraint(sa.column("grade").in_(GRADES), name=op.f(f"ck_{NAME}_grade")),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f(f"fk_{NAME}_commune_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{NAME}")),
        sa.UniqueConstraint("commune_id", "key", "year", "week", name=op.f(f"uq_{NAME}_commune_id_key_year_week")),
    )
    op.create_index(op.f(f"ix_{NAME}_commune_id"), NAME, ["commune_id"], unique=False)
    for ddl in refusing("measures", REFUSAL, _rules)[op.get_bind().dialect.name]:
        op.execute(ddl)


def downgrade() -> None:
    op.drop_table(NAME)
    if op.get_bind().dialect.name == "postgresql":
        for name, _ in GUARDS:
            op.execute(f"DROP FUNCTION measures_{name}()")
