"""readings and people that come as workbooks, to be taken back for a day"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant
from models.triggers import Dialect, Rule, refusing

revision: str = "0054"
down_revision: str | None = "0053"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

REFUSAL = "a reading never changes: write a newer one that names it"
OWN = ("commune_id", "target_id", "step_id", "indicator_id")
NAMES = ("figure_no_update", "figure_no_delete", "figure_corrects_its_own")
UNDONE = "EXISTS (SELECT 1 FROM rows_import WHERE id = OLD.import_id AND undone_at IS NOT NULL)"


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _rules(goes: str) -> Any:
    def rules(dialect: Dialect) -> list[Rule]:
        same = " AND ".join(f"earlier.{column} {dialect.alike} NEW.{column}" for column in OWN)
        known = f"EXISTS (SELECT 1 FROM figure AS earlier WHERE earlier.id = NEW.corrects_id AND {same})"  # noqa: S608
        return [
            (NAMES[0], "UPDATE", "figure", "1 = 1"),
            (NAMES[1], "DELETE", "figure", f"NOT {goes}"),
            (NAMES[2], "INSERT", "figure", f"NEW.corrects_id IS NOT NULL AND NOT {known}"),
        ]

    return rules


def _guard(goes: str) -> None:
    for ddl in refusing("plan", REFUSAL, _rules(goes))[op.get_bind().dialect.name]:
        op.execute(ddl)


def _unguard() -> None:
    is_lite = op.get_bind().dialect.name == "sqlite"
    for name in NAMES:
        op.execute(f"DROP TRIGGER plan_{name}" + ("" if is_lite else " ON figure"))
        if not is_lite:
            op.execute(f"DROP FUNCTION plan_{name}()")


def upgrade() -> None:
    """One step forward: no reading came in a workbook before."""
    op.create_table(
        "rows_import",
        sa.Column("id", _number(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("handed_in_by", _number(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sheets", sa.JSON(), nullable=False),
        sa.Column("wish", sa.JSON(), nullable=False),
        sa.Column("written", sa.JSON(), nullable=False),
        sa.Column("taken_at", Instant(), nullable=True),
        sa.Column("undone_at", Instant(), nullable=True),
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["handed_in_by"], ["account.id"], name=op.f("fk_rows_import_handed_in_by")),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_rows_import_commune_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rows_import")),
    )
    op.create_index(op.f("ix_rows_import_commune_id"), "rows_import", ["commune_id"], unique=False)
    _unguard()
    with op.batch_alter_table("figure") as batch:
        batch.add_column(sa.Column("import_id", _number(), nullable=True))
    with op.batch_alter_table("figure") as batch:
        batch.create_foreign_key(op.f("fk_figure_import_id"), "rows_import", ["import_id"], ["id"])
    op.create_index(op.f("ix_figure_import_id"), "figure", ["import_id"], unique=False)
    _guard(UNDONE)


def downgrade() -> None:
    """One step back: readings that came in workbooks stay, as if they had been typed."""
    _unguard()
    op.drop_index(op.f("ix_figure_import_id"), "figure")
    with op.batch_alter_table("figure") as batch:
        batch.drop_constraint(op.f("fk_figure_import_id"), type_="foreignkey")
    with op.batch_alter_table("figure") as batch:
        batch.drop_column("import_id")
    _guard("0 = 1")
    op.drop_table("rows_import")
