"""what an officer notes on his quarter, and the head's word on it"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant

revision: str = "0035"
down_revision: str | None = "0034"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

GRADES = ("excellent", "good", "done", "not_done")


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One step forward: nobody has written on a sheet yet."""
    links = {"person_id": "person", "confirmed_by": "account", "commune_id": "commune"}
    grade = sa.Enum(*GRADES, name="kpigrade", native_enum=False, create_constraint=True, length=24)
    op.create_table(
        "kpi_sheet",
        sa.Column("id", _number(), nullable=False),
        sa.Column("person_id", _number(), nullable=False),
        sa.Column("year", _number(), nullable=False),
        sa.Column("quarter", _number(), nullable=False),
        sa.Column("own_note", sa.Text(), nullable=False),
        sa.Column("noted_at", Instant(), nullable=True),
        sa.Column("head_note", sa.String(2000), nullable=False),
        sa.Column("grade", grade, nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("confirmed_by", _number(), nullable=True),
        sa.Column("confirmed_at", Instant(), nullable=True),
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("version", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_kpi_sheet_{column}"))
            for column, target in links.items()
        ),
        sa.CheckConstraint("quarter >= 1 AND quarter <= 4", name=op.f("ck_kpi_sheet_four_quarters")),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (grade IS NULL)", name=op.f("ck_kpi_sheet_confirmed_with_grade")
        ),
        sa.UniqueConstraint("person_id", "year", "quarter", name=op.f("uq_kpi_sheet_person_id_year_quarter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kpi_sheet")),
    )
    op.create_index(op.f("ix_kpi_sheet_commune_id"), "kpi_sheet", ["commune_id"], unique=False)


def downgrade() -> None:
    """One step back: what was written on sheets is gone."""
    op.drop_table("kpi_sheet")
