"""an auditor hands a round in, a second person locks it or sends it back with a reason"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant

revision: str = "0027"
down_revision: str | None = "0026"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ACCOUNTS = ("handed_in_by", "sent_back_by")
WHOLE = "state <> 'review' OR (handed_in_by IS NOT NULL AND handed_in_at IS NOT NULL)"
OTHER = "state <> 'locked' OR handed_in_by IS NULL OR locked_by <> handed_in_by"


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


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One step forward: nothing was handed in before; what stood in review goes on as an open round."""
    op.execute("UPDATE audit_round SET state = 'open' WHERE state = 'review'")
    with _unguarded(), op.batch_alter_table("audit_round") as batch:
        for who, at in (("handed_in_by", "handed_in_at"), ("sent_back_by", "sent_back_at")):
            batch.add_column(sa.Column(who, _number(), nullable=True))
            batch.add_column(sa.Column(at, Instant(), nullable=True))
        batch.add_column(sa.Column("sent_back_reason", sa.String(500), nullable=False, server_default=""))
        for who in ACCOUNTS:
            batch.create_foreign_key(op.f(f"fk_audit_round_{who}"), "account", [who], ["id"])
        batch.create_check_constraint(op.f("ck_audit_round_handed_in_whole"), sa.text(WHOLE))
        batch.create_check_constraint(op.f("ck_audit_round_locked_by_another"), sa.text(OTHER))
    with _unguarded(), op.batch_alter_table("audit_round") as batch:
        batch.alter_column("sent_back_reason", server_default=None)


def downgrade() -> None:
    """One step back: what was handed in goes on as an open round."""
    op.execute("UPDATE audit_round SET state = 'open' WHERE state = 'review'")
    with _unguarded(), op.batch_alter_table("audit_round") as batch:
        for name in ("handed_in_whole", "locked_by_another"):
            batch.drop_constraint(op.f(f"ck_audit_round_{name}"), type_="check")
        for who in ACCOUNTS:
            batch.drop_constraint(op.f(f"fk_audit_round_{who}"), type_="foreignkey")
        for name in ("sent_back_reason", "sent_back_at", "sent_back_by", "handed_in_at", "handed_in_by"):
            batch.drop_column(name)
