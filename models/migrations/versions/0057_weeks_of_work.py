"""where tasks and steps stood at the end of each week, and figures of a week found across communes"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant

revision: str = "0057"
down_revision: str | None = "0056"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

REFUSAL = "what was counted at the end of a week never changes"
RULES = (("measures_work_no_update", "UPDATE"), ("measures_work_no_delete", "DELETE"))


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _guard(name: str, timing: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        end = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        op.execute(f"CREATE TRIGGER {name} BEFORE {timing} ON work_week WHEN 1 = 1 {end}")
        return
    gone = "OLD" if timing == "DELETE" else "NEW"
    body = f"BEGIN IF 1 = 1 THEN RAISE EXCEPTION '{REFUSAL}'; END IF; RETURN {gone}; END"
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$")
    op.execute(f"CREATE TRIGGER {name} BEFORE {timing} ON work_week FOR EACH ROW EXECUTE FUNCTION {name}()")


def upgrade() -> None:
    """One step forward: of weeks before nothing is known."""
    op.create_table(
        "work_week",
        sa.Column("id", _number(), nullable=False),
        sa.Column("year", _number(), nullable=False),
        sa.Column("week", _number(), nullable=False),
        sa.Column("states", sa.JSON(), nullable=False),
        sa.Column("taken_at", Instant(), nullable=False),
        sa.Column("commune_id", _number(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_work_week_commune_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_week")),
        sa.UniqueConstraint("commune_id", "year", "week", name=op.f("uq_work_week_commune_id_year_week")),
    )
    op.create_index(op.f("ix_work_week_commune_id"), "work_week", ["commune_id"], unique=False)
    op.create_index("ix_work_week_year_week", "work_week", ["year", "week"], unique=False)
    op.create_index("ix_measure_week_year_week_key", "measure_week", ["year", "week", "key"], unique=False)
    for rule in RULES:
        _guard(*rule)


def downgrade() -> None:
    """One step back: the weeks are forgotten."""
    is_lite = op.get_bind().dialect.name == "sqlite"
    for name, _ in RULES:
        op.execute(f"DROP TRIGGER {name}" + ("" if is_lite else " ON work_week"))
        if not is_lite:
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_index("ix_measure_week_year_week_key", "measure_week")
    op.drop_table("work_week")
