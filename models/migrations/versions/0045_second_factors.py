"""second factors of accounts, spare codes, where they are wanted, and what takes two administrators"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant

revision: str = "0045"
down_revision: str | None = "0044"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("sign_in") as table:
        table.add_column(sa.Column("proved_at", Instant(), nullable=True))
    op.create_table(
        "second_factor",
        sa.Column("account_id", _number(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("last_step", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_second_factor_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "spare_code",
        sa.Column("account_id", _number(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_spare_code_account_id")),
        sa.PrimaryKeyConstraint("account_id", "digest", name=op.f("pk_spare_code")),
    )
    op.create_table(
        "factor_rule",
        sa.Column("id", _number(), nullable=False),
        sa.Column("commune_id", _number(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_factor_rule_commune_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factor_rule")),
    )
    op.create_index(op.f("ix_factor_rule_commune_id"), "factor_rule", ["commune_id"], unique=False)
    op.create_table(
        "account_request",
        sa.Column("id", _number(), nullable=False),
        sa.Column("account_id", _number(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("roles", sa.String(120), nullable=False),
        sa.Column("asked_by", _number(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("version", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.CheckConstraint("kind IN ('roles', 'clear_factor')", name=op.f("ck_account_request_requestkind")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_request_account_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_account_request_asked_by")),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_account_request_commune_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_request")),
    )
    op.create_index(op.f("ix_account_request_account_id"), "account_request", ["account_id"], unique=False)
    op.create_index(op.f("ix_account_request_commune_id"), "account_request", ["commune_id"], unique=False)


def downgrade() -> None:
    for name in ("account_request", "factor_rule", "spare_code", "second_factor"):
        op.drop_table(name)
    with op.batch_alter_table("sign_in") as table:
        table.drop_column("proved_at")
