"""each place of a finding with who found it mended"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant

revision: str = "0032"
down_revision: str | None = "0031"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

WHOLE = (
    "(confirmed_by IS NULL) = (confirmed_at IS NULL) AND (confirmed_by IS NULL) = (confirmed_at_reopening IS NULL)"
)
LINKS = (("finding_id", "finding"), ("confirmed_by", "account"), ("commune_id", "commune"))
FINDING = sa.table("finding", sa.column("id"), sa.column("commune_id"), sa.column("places"))
PLACE = sa.table(
    "finding_place", sa.column("finding_id"), sa.column("commune_id"), sa.column("place"), sa.column("version")
)


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One step forward: what is known of several places stands one a row."""
    op.create_table(
        "finding_place",
        sa.Column("id", _number(), nullable=False),
        sa.Column("finding_id", _number(), nullable=False),
        sa.Column("place", sa.String(length=500), nullable=False),
        sa.Column("confirmed_by", _number(), nullable=True),
        sa.Column("confirmed_at", Instant(), nullable=True),
        sa.Column("confirmed_at_reopening", _number(), nullable=True),
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("version", _number(), nullable=False),
        sa.CheckConstraint(WHOLE, name=op.f("ck_finding_place_confirmed_whole")),
        *(
            sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_finding_place_{column}"))
            for column, target in LINKS
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_place")),
        sa.UniqueConstraint("finding_id", "place", name=op.f("uq_finding_place_finding_id_place")),
    )
    op.create_index(op.f("ix_finding_place_commune_id"), "finding_place", ["commune_id"], unique=False)
    several = op.get_bind().execute(sa.select(FINDING).where(FINDING.c.places != "").order_by(FINDING.c.id)).all()
    rows = [
        {"finding_id": row.id, "commune_id": row.commune_id, "place": place, "version": 1}
        for row in several
        for place in dict.fromkeys(line.strip()[:500] for line in row.places.splitlines() if line.strip())
    ]
    if rows:
        op.bulk_insert(PLACE, rows)


def downgrade() -> None:
    """One step back: who found which place mended is forgotten."""
    op.drop_table("finding_place")
