"""several plans of a commune, targets and tasks as other offices word them, and plans that come as workbooks"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant

revision: str = "0041"
down_revision: str | None = "0040"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

OLD, NEW = (">=", "<="), (">=", "<=", "=", ">", "<")
TARGET = (("threshold", 200, ""), ("unit_words", 80, "%"), ("followed_by", 200, ""), ("note", 1000, ""))
TASK = (("authority", 200), ("note", 1000))
MAIN = """
UPDATE plan SET is_main = :yes WHERE NOT EXISTS (
    SELECT 1 FROM plan AS newer WHERE newer.commune_id = plan.commune_id
    AND (newer.decided_on > plan.decided_on OR (newer.decided_on = plan.decided_on AND newer.id > plan.id)))
"""


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _comparators(words: tuple[str, ...]) -> None:
    with op.batch_alter_table("target") as batch:
        batch.drop_constraint(op.f("ck_target_comparator"), type_="check")
        batch.create_check_constraint(op.f("ck_target_comparator"), sa.column("comparator").in_(words))


def upgrade() -> None:
    """One step forward: the newest plan of a commune is its main one."""
    _comparators(NEW)
    with op.batch_alter_table("target") as batch:
        for name, length, default in TARGET:
            batch.add_column(sa.Column(name, sa.String(length=length), nullable=False, server_default=default))
    with op.batch_alter_table("target") as batch:
        for name, _, _ in TARGET:
            batch.alter_column(name, server_default=None)
    with op.batch_alter_table("plan_task") as batch:
        batch.alter_column("pillar_id", existing_type=_number(), nullable=True)
        for name, length in TASK:
            batch.add_column(sa.Column(name, sa.String(length=length), nullable=False, server_default=""))
    with op.batch_alter_table("plan_task") as batch:
        for name, _ in TASK:
            batch.alter_column(name, server_default=None)
    with op.batch_alter_table("plan") as batch:
        batch.alter_column("decided_on", existing_type=sa.Date(), nullable=True)
        batch.add_column(sa.Column("year", _number()))
        batch.add_column(sa.Column("is_main", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("first_no", _number(), nullable=False, server_default="0"))
    with op.batch_alter_table("plan") as batch:
        batch.alter_column("is_main", server_default=None)
        batch.alter_column("first_no", server_default=None)
    op.get_bind().execute(sa.text(MAIN).bindparams(sa.bindparam("yes", True, sa.Boolean())))
    links = (("handed_in_by", "account"), ("plan_id", "plan"), ("commune_id", "commune"))
    op.create_table(
        "plan_import",
        sa.Column("id", _number(), nullable=False),
        sa.Column("handed_in_by", _number(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("plan_id", _number(), nullable=True),
        sa.Column("sheets", sa.JSON(), nullable=False),
        sa.Column("wish", sa.JSON(), nullable=False),
        sa.Column("written", sa.JSON(), nullable=False),
        sa.Column("taken_at", Instant(), nullable=True),
        sa.Column("undone_at", Instant(), nullable=True),
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_plan_import_{column}"))
            for column, target in links
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_import")),
    )
    for column in ("plan_id", "commune_id"):
        op.create_index(op.f(f"ix_plan_import_{column}"), "plan_import", [column], unique=False)


def downgrade() -> None:
    """One step back: plans that were not decided are decided today, and tasks without a pillar get one."""
    op.drop_table("plan_import")
    op.execute("UPDATE plan SET decided_on = CURRENT_DATE WHERE decided_on IS NULL")
    op.execute("UPDATE target SET comparator = '>=' WHERE comparator IN ('=', '>')")
    op.execute("UPDATE target SET comparator = '<=' WHERE comparator = '<'")
    op.execute(
        "INSERT INTO pillar (plan_id, code, title, position, commune_id) SELECT DISTINCT plan_id, '-', '', 0, commune_id"
        " FROM plan_task WHERE pillar_id IS NULL"
    )
    op.execute(
        "UPDATE plan_task SET pillar_id = (SELECT id FROM pillar WHERE pillar.plan_id = plan_task.plan_id"
        " AND pillar.code = '-') WHERE pillar_id IS NULL"
    )
    with op.batch_alter_table("plan") as batch:
        for name in ("first_no", "is_main", "year"):
            batch.drop_column(name)
        batch.alter_column("decided_on", existing_type=sa.Date(), nullable=False)
    with op.batch_alter_table("plan_task") as batch:
        for name, _ in TASK:
            batch.drop_column(name)
        batch.alter_column("pillar_id", existing_type=_number(), nullable=False)
    with op.batch_alter_table("target") as batch:
        for name, _, _ in TARGET:
            batch.drop_column(name)
    _comparators(OLD)
