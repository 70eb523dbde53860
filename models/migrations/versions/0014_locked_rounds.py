"""rounds have a day of assessment, a kind, and who locked them with which figures"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KINDS = ("self", "official", "recheck")
LOCKED = "state <> 'locked' OR (locked_by IS NOT NULL AND locked_at IS NOT NULL AND figures IS NOT NULL)"


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


@contextmanager
def _unguarded() -> Iterator[None]:
    """On SQLite a table is made anew, and its guards with it: they are put aside and come back as they were."""
    bind = op.get_bind()
    if bind.dialect.name != "sqlite":
        yield
        return
    found = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%audit_round%'"
    kept = bind.exec_driver_sql(found).all()
    for name, _ in kept:
        op.execute(f"DROP TRIGGER {name}")
    yield
    for _, sql in kept:
        bind.exec_driver_sql(sql)


def upgrade() -> None:
    """One step forward: rounds until now were assessed from the day they were opened, by the office itself."""
    with _unguarded():
        with op.batch_alter_table("audit_round") as batch:
            batch.add_column(sa.Column("kind", sa.String(24), nullable=False, server_default="self"))
            batch.add_column(sa.Column("assessed_on", sa.Date(), nullable=True))
            batch.add_column(sa.Column("locked_by", _number(), nullable=True))
            batch.add_column(sa.Column("locked_at", Instant(), nullable=True))
            batch.add_column(sa.Column("figures", sa.JSON(none_as_null=True), nullable=True))
        op.execute("UPDATE audit_round SET assessed_on = opened_on")
        with op.batch_alter_table("audit_round") as batch:
            batch.alter_column("kind", server_default=None)
            batch.alter_column("assessed_on", existing_type=sa.Date(), nullable=False)
            batch.create_foreign_key(op.f("fk_audit_round_locked_by"), "account", ["locked_by"], ["id"])
            batch.create_check_constraint(op.f("ck_audit_round_roundkind"), sa.column("kind").in_(KINDS))
            batch.create_check_constraint(op.f("ck_audit_round_locked_whole"), sa.text(LOCKED))
            second = sa.text("locked_by IS NULL OR locked_by <> opened_by")
            batch.create_check_constraint(op.f("ck_audit_round_second_person"), second)


def downgrade() -> None:
    """One step back: a locked round stays locked, who locked it is forgotten."""
    with _unguarded(), op.batch_alter_table("audit_round") as batch:
        for name in ("second_person", "locked_whole", "roundkind"):
            batch.drop_constraint(op.f(f"ck_audit_round_{name}"), type_="check")
        batch.drop_constraint(op.f("fk_audit_round_locked_by"), type_="foreignkey")
        for name in ("figures", "locked_at", "locked_by", "assessed_on", "kind"):
            batch.drop_column(name)
