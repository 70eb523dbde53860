"""dated readings: of steps and indicators too, with their document, corrected only by a newer one that names it"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Exact, Instant
from models.triggers import Dialect, Rule, refusing

revision: str = "0046"
down_revision: str | None = "0045"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

INDICATOR = "local_indicator"
COMPARATORS = (">=", "<=", "=", ">", "<")
SUBJECTS = {"step_id": "step", "indicator_id": INDICATOR}
ONE_SUBJECT = " + ".join(f"(CASE WHEN {kind}_id IS NULL THEN 0 ELSE 1 END)" for kind in ("target", "step", "indicator"))
REFUSAL = "a reading never changes: write a newer one that names it"
OWN = ("commune_id", "target_id", "step_id", "indicator_id")
NAMES = ("figure_no_update", "figure_no_delete", "figure_corrects_its_own")


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _rules(dialect: Dialect) -> list[Rule]:
    same = " AND ".join(f"earlier.{column} {dialect.alike} NEW.{column}" for column in OWN)
    known = f"EXISTS (SELECT 1 FROM figure AS earlier WHERE earlier.id = NEW.corrects_id AND {same})"  # noqa: S608
    return [
        (NAMES[0], "UPDATE", "figure", "1 = 1"),
        (NAMES[1], "DELETE", "figure", "1 = 1"),
        (NAMES[2], "INSERT", "figure", f"NEW.corrects_id IS NOT NULL AND NOT {known}"),
    ]


def _indicators() -> None:
    op.create_table(
        INDICATOR,
        sa.Column("id", _number(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("says", sa.String(500), nullable=False),
        sa.Column("unit_words", sa.String(80), nullable=False),
        sa.Column("comparator", sa.String(24), nullable=True),
        sa.Column("value", Exact(), nullable=True),
        sa.Column("followed_by", sa.String(200), nullable=False),
        sa.Column("reading_days", _number(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("version", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.CheckConstraint(sa.column("comparator").in_(COMPARATORS), name=op.f(f"ck_{INDICATOR}_comparator")),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f(f"fk_{INDICATOR}_commune_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{INDICATOR}")),
    )
    op.create_index(op.f(f"ix_{INDICATOR}_commune_id"), INDICATOR, ["commune_id"], unique=False)


def upgrade() -> None:
    """One step forward: what was read so far are readings of targets in per cent."""
    _indicators()
    with op.batch_alter_table("target") as batch:
        batch.add_column(sa.Column("short_title", sa.String(60), nullable=False, server_default=""))
    with op.batch_alter_table("target") as batch:
        batch.alter_column("short_title", server_default=None)
    with op.batch_alter_table("figure") as batch:
        batch.alter_column("target_id", existing_type=_number(), nullable=True)
        for name in (*SUBJECTS, "corrects_id"):
            batch.add_column(sa.Column(name, _number(), nullable=True))
        batch.add_column(sa.Column("unit_words", sa.String(80), nullable=False, server_default="%"))
        batch.add_column(sa.Column("document_no", sa.String(80), nullable=False, server_default=""))
        batch.add_column(sa.Column("document_on", sa.Date(), nullable=True))
    with op.batch_alter_table("figure") as batch:
        for name, kind in (*SUBJECTS.items(), ("corrects_id", "figure")):
            batch.create_foreign_key(op.f(f"fk_figure_{name}"), kind, [name], ["id"])
        batch.create_unique_constraint(op.f("uq_figure_corrects_id"), ["corrects_id"])
        batch.create_check_constraint(op.f("ck_figure_one_subject"), f"{ONE_SUBJECT} = 1")
        batch.create_check_constraint(op.f("ck_figure_correction_has_reason"), "corrects_id IS NULL OR note <> ''")
        for name in ("unit_words", "document_no"):
            batch.alter_column(name, server_default=None)
    for name in SUBJECTS:
        op.create_index(op.f(f"ix_figure_{name}"), "figure", [name], unique=False)
    for ddl in refusing("plan", REFUSAL, _rules)[op.get_bind().dialect.name]:
        op.execute(ddl)


def downgrade() -> None:
    """One step back: readings that were corrected, and those of steps and indicators, are gone."""
    is_lite = op.get_bind().dialect.name == "sqlite"
    for name in NAMES:
        op.execute(f"DROP TRIGGER plan_{name}" + ("" if is_lite else " ON figure"))
        if not is_lite:
            op.execute(f"DROP FUNCTION plan_{name}()")
    old = "SELECT corrects_id FROM figure WHERE corrects_id IS NOT NULL"
    op.execute("CREATE TABLE figure_corrected AS " + old)
    op.execute("UPDATE figure SET corrects_id = NULL")
    op.execute("DELETE FROM figure WHERE target_id IS NULL OR id IN (SELECT corrects_id FROM figure_corrected)")
    op.drop_table("figure_corrected")
    for name in SUBJECTS:
        op.drop_index(op.f(f"ix_figure_{name}"), "figure")
    with op.batch_alter_table("figure") as batch:
        for name in ("one_subject", "correction_has_reason"):
            batch.drop_constraint(op.f(f"ck_figure_{name}"), type_="check")
        batch.drop_constraint(op.f("uq_figure_corrects_id"), type_="unique")
        for name in (*SUBJECTS, "corrects_id"):
            batch.drop_constraint(op.f(f"fk_figure_{name}"), type_="foreignkey")
    with op.batch_alter_table("figure") as batch:
        for name in (*SUBJECTS, "corrects_id", "unit_words", "document_no", "document_on"):
            batch.drop_column(name)
        batch.alter_column("target_id", existing_type=_number(), nullable=False)
    with op.batch_alter_table("target") as batch:
        batch.drop_column("short_title")
    op.drop_table(INDICATOR)
