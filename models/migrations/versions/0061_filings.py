"""plans of communes and scripts of provincial bodies as they were sent; a file that belongs to the province alone"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant

revision: str = "0061"
down_revision: str | None = "0060"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

LINKS = {"evidence_file_id": "stored_file", "entered_by": "account"}


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _filed(table: str, owner: str, owned_by: str, *more: sa.Column[Any]) -> None:
    links = LINKS | {owner: owned_by}
    op.create_table(
        table,
        sa.Column("id", _number(), nullable=False),
        sa.Column(owner, _number(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("document_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("evidence_file_id", _number(), nullable=True),
        sa.Column("evidence_link", sa.String(length=500), nullable=False),
        sa.Column("entered_by", _number(), nullable=False),
        sa.Column("void_reason", sa.String(length=500), nullable=False),
        *more,
        sa.Column("version", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.CheckConstraint("evidence_file_id IS NOT NULL OR evidence_link <> ''", name=op.f(f"ck_{table}_has_paper")),
        *(
            sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))
            for column, target in links.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_{owner}"), table, [owner], unique=False)


def upgrade() -> None:
    """One step forward: nothing was sent before."""
    op.create_table(
        "provincial_body",
        sa.Column("id", _number(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("position", _number(), nullable=False),
        sa.Column("task_nos", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provincial_body")),
        sa.UniqueConstraint("name", name=op.f("uq_provincial_body_name")),
    )
    _filed("plan_filing", "commune_id", "commune", sa.Column("is_by_province", sa.Boolean(), nullable=False))
    _filed("script_filing", "body_id", "provincial_body")
    with op.batch_alter_table("stored_file") as batch:
        batch.alter_column("commune_id", existing_type=_number(), nullable=True)


def downgrade() -> None:
    """One step back: the registers are forgotten, and the files that only they speak of."""
    for table in ("script_filing", "plan_filing", "provincial_body"):
        op.drop_table(table)
    op.execute("DELETE FROM stored_file WHERE commune_id IS NULL")
    with op.batch_alter_table("stored_file") as batch:
        batch.alter_column("commune_id", existing_type=_number(), nullable=False)
