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
    """One step forward: the queue; what a print job is worth lives on in it as a job of its own."""
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
    op.execute(
        "INSERT INTO job (commune_id, kind, key, period, payload, state, worker, tries, most_tries, done, total, "
        "message, result, finished_at, created_at) "
        "SELECT commune_id, 'print_posters', commune_id || ':' || seal_name, '', '{}', "
        "CASE WHEN done < total THEN 'waiting' ELSE 'done' END, '', 0, 5, done, total, '', '', "
        "CASE WHEN done < total THEN NULL ELSE created_at END, created_at FROM print_job"
    )
    with op.batch_alter_table("print_job") as table:
        table.add_column(sa.Column("job_id", NUMBER, nullable=True))
    op.execute(
        "UPDATE print_job SET job_id = (SELECT job.id FROM job WHERE job.kind = 'print_posters' "
        "AND job.key = print_job.commune_id || ':' || print_job.seal_name)"
    )
    with op.batch_alter_table("print_job") as table:
        table.alter_column("job_id", existing_type=NUMBER, nullable=False)
        table.create_foreign_key(op.f("fk_print_job_job_id"), "job", ["job_id"], ["id"])
        table.create_unique_constraint(op.f("uq_print_job_job_id"), ["job_id"])
        table.drop_column("done")
        table.drop_column("total")


def downgrade() -> None:
    """One step back: a print job counts its own pages again."""
    with op.batch_alter_table("print_job") as table:
        table.add_column(sa.Column("total", NUMBER, nullable=True))
        table.add_column(sa.Column("done", NUMBER, nullable=True))
    for name in ("total", "done"):
        op.execute(f"UPDATE print_job SET {name} = (SELECT job.{name} FROM job WHERE job.id = print_job.job_id)")
    with op.batch_alter_table("print_job") as table:
        table.alter_column("total", existing_type=NUMBER, nullable=False)
        table.alter_column("done", existing_type=NUMBER, nullable=False)
        table.drop_constraint(op.f("uq_print_job_job_id"), type_="unique")
        table.drop_constraint(op.f("fk_print_job_job_id"), type_="foreignkey")
        table.drop_column("job_id")
    op.drop_index("ix_job_state", table_name="job")
    op.drop_index(op.f("ix_job_commune_id"), table_name="job")
    op.drop_table("job")
