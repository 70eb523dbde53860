"""how long the password of an administrator stays, and which are not taken again"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant

revision: str = "0064"
down_revision: str | None = "0063"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

DAYS = 60


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One step forward: offices that work here have a week; the present passwords of administrators are known."""
    rule = op.create_table(
        "sign_in_rule",
        sa.Column("id", _number(), nullable=False),
        sa.Column("change_days", _number(), nullable=False),
        sa.Column("ruled_at", Instant(), nullable=True),
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("version", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_sign_in_rule_commune_id_commune")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_rule")),
        sa.UniqueConstraint("commune_id", name=op.f("uq_sign_in_rule_commune_id")),
    )
    op.create_index(op.f("ix_sign_in_rule_commune_id"), "sign_in_rule", ["commune_id"], unique=False)
    past = op.create_table(
        "past_password",
        sa.Column("id", _number(), nullable=False),
        sa.Column("account_id", _number(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("set_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_past_password_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_password")),
    )
    op.create_index(op.f("ix_past_password_account_id"), "past_password", ["account_id"], unique=False)
    _carry_over(rule, past)


def _carry_over(rule: sa.Table, past: sa.Table) -> None:
    db, now = op.get_bind(), datetime.now(UTC)
    commune = sa.table("commune", sa.column("id", _number()), sa.column("joined_on", sa.Date()))
    at_work = db.execute(sa.select(commune.c.id).where(commune.c.joined_on.is_not(None))).scalars().all()
    same = {"change_days": DAYS, "ruled_at": now, "version": 1, "created_at": now}
    if at_work:
        op.bulk_insert(rule, [{"commune_id": one} | same for one in at_work])
    names = ("role", "other_roles", "password_hash")
    account = sa.table("account", sa.column("id", _number()), *(sa.column(name, sa.String()) for name in names))
    rows = db.execute(sa.select(account).where(account.c.password_hash.is_not(None))).all()
    admins = [row for row in rows if "admin" in (row.role, *(row.other_roles or "").split(","))]
    if admins:
        op.bulk_insert(
            past, [{"account_id": row.id, "password_hash": row.password_hash, "set_at": now} for row in admins]
        )


def downgrade() -> None:
    """One step back: passwords stay for ever again."""
    op.drop_table("past_password")
    op.drop_table("sign_in_rule")
