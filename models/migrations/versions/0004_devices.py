"""devices"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from models.base import Instant

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One step forward."""
    op.create_table(
        "device",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column(
            "fold", sa.String(length=80).with_variant(sa.String(length=80, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("counter_id", NUMBER, nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("code_head", sa.String(length=3), nullable=True),
        sa.Column("code_print", sa.String(length=64), nullable=True),
        sa.Column("code_expires_at", Instant(), nullable=True),
        sa.Column("code_tries", NUMBER, nullable=False),
        sa.Column("paired_at", Instant(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("revoked_at", Instant(), nullable=True),
        sa.Column("revoked_by", NUMBER, nullable=True),
        sa.Column("commune_id", NUMBER, nullable=False),
        sa.Column("version", NUMBER, nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_device_commune_id")),
        sa.ForeignKeyConstraint(["counter_id"], ["counter.id"], name=op.f("fk_device_counter_id")),
        sa.ForeignKeyConstraint(["revoked_by"], ["account.id"], name=op.f("fk_device_revoked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("commune_id", "fold", name=op.f("uq_device_commune_id_fold")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_device_token_hash")),
    )
    op.create_index(op.f("ix_device_code_head"), "device", ["code_head"], unique=False)
    op.create_index(op.f("ix_device_commune_id"), "device", ["commune_id"], unique=False)
    op.create_index(op.f("ix_device_counter_id"), "device", ["counter_id"], unique=False)
    op.create_table(
        "device_state",
        sa.Column("device_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("seen_at", Instant(), nullable=True),
        sa.Column("app_version", sa.String(length=40), nullable=False),
        sa.Column("waiting", NUMBER, nullable=False),
        sa.Column("highest_seq", NUMBER, nullable=False),
        sa.Column("commune_id", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_device_state_commune_id")),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_device_state_device_id")),
        sa.PrimaryKeyConstraint("device_id", name=op.f("pk_device_state")),
    )
    op.create_index(op.f("ix_device_state_commune_id"), "device_state", ["commune_id"], unique=False)


def downgrade() -> None:
    """One step back; every tablet is paired anew after it."""
    op.drop_index(op.f("ix_device_state_commune_id"), table_name="device_state")
    op.drop_table("device_state")
    op.drop_index(op.f("ix_device_counter_id"), table_name="device")
    op.drop_index(op.f("ix_device_commune_id"), table_name="device")
    op.drop_index(op.f("ix_device_code_head"), table_name="device")
    op.drop_table("device")
