"""official wording"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KINDS = ("document", "deadline", "report", "request", "script", "measure", "money", "duty", "closing")
LONG, DAY, CITED = sa.Text(), sa.String(length=200), sa.String(length=160)
WORDS: dict[str, dict[str, sa.types.TypeEngine[str]]] = {
    "plan": {
        "official_title": LONG,
        "due_text": DAY,
        "cited": CITED,
        "script_official_title": LONG,
        "script_cited": CITED,
    },
    "target": {"official": LONG, "numerator_words": DAY, "denominator_words": DAY},
    "plan_task": {"official_title": LONG, "official_goal": LONG, "official_product": LONG, "due_text": DAY},
    "workstream": {"official_title": LONG},
    "step": {"official_title": LONG, "official_result": LONG, "due_text": DAY},
}


def upgrade() -> None:
    """One step forward; the words themselves come with the next loading of the catalogue."""
    for table, columns in WORDS.items():
        with op.batch_alter_table(table) as batch:
            for name, kind in columns.items():
                batch.add_column(sa.Column(name, kind, nullable=False, server_default=""))
            if table == "step":
                batch.add_column(sa.Column("contacts", sa.JSON(), nullable=False, server_default=sa.text("'[]'")))
    for table, columns in WORDS.items():
        with op.batch_alter_table(table) as batch:
            for name in [*columns, *(["contacts"] if table == "step" else [])]:
                batch.alter_column(name, server_default=None)
    op.create_table(
        "provision",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("plan_id", NUMBER, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*KINDS, name="provisionkind", native_enum=False, length=24, create_constraint=True),
            nullable=False,
        ),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("position", NUMBER, nullable=False),
        sa.Column("document", sa.String(length=160), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("bodies", sa.JSON(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("due_text", sa.String(length=300), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("commune_id", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_provision_commune_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_provision_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provision")),
        sa.UniqueConstraint("plan_id", "kind", "key", name=op.f("uq_provision_plan_id_kind_key")),
    )
    op.create_index(op.f("ix_provision_commune_id"), "provision", ["commune_id"], unique=False)


def downgrade() -> None:
    """One step back."""
    op.drop_index(op.f("ix_provision_commune_id"), table_name="provision")
    op.drop_table("provision")
    with op.batch_alter_table("step") as batch:
        batch.drop_column("contacts")
    for table, columns in WORDS.items():
        with op.batch_alter_table(table) as batch:
            for name in columns:
                batch.drop_column(name)
