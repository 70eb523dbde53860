"""files of a month per commune, added up from their days: who looks at all communes reads no days"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0023"
down_revision: str | None = "0022"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """The table, filled from what is there."""
    op.create_table(
        "service_month",
        sa.Column("commune_id", _number(), autoincrement=False, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("mode", sa.String(length=24), nullable=False),
        sa.Column("received", _number(), nullable=False),
        sa.CheckConstraint("mode IN ('online', 'in_person', 'unknown')", name=op.f("ck_service_month_mode")),
        sa.CheckConstraint("received >= 0", name=op.f("ck_service_month_not_negative")),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_service_month_commune_id_commune")),
        sa.PrimaryKeyConstraint("commune_id", "month", "mode", name=op.f("pk_service_month")),
    )
    is_lite = op.get_bind().dialect.name == "sqlite"
    month = "date(local_date, 'start of month')" if is_lite else "date_trunc('month', local_date)::date"
    op.execute(
        f"INSERT INTO service_month (commune_id, month, mode, received) "
        f"SELECT commune_id, {month}, mode, SUM(received) FROM service_day GROUP BY commune_id, {month}, mode"
    )


def downgrade() -> None:
    """Without it; the days stay."""
    op.drop_table("service_month")
