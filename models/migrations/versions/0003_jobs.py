"""jobs"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from models.base import Instant

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One step forward."""
    op.create_table(
        "job",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("commune_id", NUMBER, nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "running",
                "done",
                "failed",
                "cancelled",
                name="jobstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("run_after", Instant(), nullable=True),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column("worker", sa.String(length=80), nullable=False),
        sa.Column("tries", NUMBER, nullable=False),
        sa.Column("most_tries", NUMBER, nullable=False),
        sa.Column("done", NUMBER, nullable=False),
        sa.Column("total", NUMBER, nullable=False),
        sa.Column("message", sa.String(length=200), nullable=False),
        sa.Column("result", sa.String(length=200), nullable=False),
        sa.Column("started_at", Instant(), nullable=True),
        sa.Column("finished_at", Instant(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_job_commune_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("kind", "key", "period", name=op.f("uq_job_kind_key_period")),
    )
    op.create_index(op.f("ix_job_commune_id"), "job", ["commune_id"], unique=False)
    op.create_index("ix_job_state", "job", ["state"], unique=False)



def downgrade() -> None:
    """One step back."""
    op.drop_index("ix_job_state", table_name="job")
    op.drop_index(op.f("ix_job_commune_id"), table_name="job")
    op.drop_table("job")
