"""a second person confirms that a criterion does not apply; proofs have a day, and a round a period of them"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = ("audit_round", "item_result", "item_evidence")
CONFIRMED = "na_confirmed_by IS NULL OR (state = 'not_applicable' AND na_confirmed_at IS NOT NULL)"
SECOND = "na_confirmed_by IS NULL OR na_confirmed_by <> assessed_by"
RECEIVED = {"sqlite": "date(created_at, '+7 hours')", "postgresql": "(created_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date"}
LOCKERS = """
UPDATE item_result SET
  na_confirmed_by = (SELECT locked_by FROM audit_round WHERE audit_round.id = item_result.round_id),
  na_confirmed_at = (SELECT locked_at FROM audit_round WHERE audit_round.id = item_result.round_id)
WHERE state = 'not_applicable' AND EXISTS (
  SELECT 1 FROM audit_round WHERE audit_round.id = item_result.round_id AND audit_round.state = 'locked'
  AND (item_result.assessed_by IS NULL OR audit_round.locked_by <> item_result.assessed_by))
"""
FORMER = """
SELECT max(former.no) FROM audit_round AS former
WHERE former.commune_id = audit_round.commune_id AND former.set_id = audit_round.set_id
AND former.no < audit_round.no AND former.state <> 'void'
"""
NEXT_DAY = {"sqlite": "date(earlier.assessed_on, '+1 day')", "postgresql": "earlier.assessed_on + 1"}
PERIODS = """
UPDATE audit_round SET period_from = (
  SELECT {} FROM audit_round AS earlier
  WHERE earlier.commune_id = audit_round.commune_id AND earlier.set_id = audit_round.set_id AND earlier.no = ({}))
"""


@contextmanager
def _unguarded() -> Iterator[None]:
    """Locked rows get their new columns too; on SQLite tables are made anew, and their guards come back as they were."""
    bind = op.get_bind()
    if bind.dialect.name != "sqlite":
        for table in TABLES:
            op.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in TABLES:
            op.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        return
    speaks = " OR ".join(f"sql LIKE '%{table}%'" for table in TABLES)
    kept = bind.exec_driver_sql(f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND ({speaks})").all()
    for name, _ in kept:
        op.execute(f"DROP TRIGGER {name}")
    yield
    for _, sql in kept:
        bind.exec_driver_sql(sql)


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One step forward: whoever locked a round confirmed what did not apply; proofs are of the day they came."""
    lite = op.get_bind().dialect.name
    with _unguarded():
        with op.batch_alter_table("audit_round") as batch:
            batch.add_column(sa.Column("period_from", sa.Date(), nullable=True))
        op.execute(PERIODS.format(NEXT_DAY[lite], FORMER))
        with op.batch_alter_table("item_result") as batch:
            batch.add_column(sa.Column("na_confirmed_by", _number(), nullable=True))
            batch.add_column(sa.Column("na_confirmed_at", Instant(), nullable=True))
        op.execute(LOCKERS)
        with op.batch_alter_table("item_result") as batch:
            batch.create_foreign_key(op.f("fk_item_result_na_confirmed_by"), "account", ["na_confirmed_by"], ["id"])
            batch.create_check_constraint(op.f("ck_item_result_second_person"), sa.text(SECOND))
            batch.create_check_constraint(op.f("ck_item_result_confirmed_not_applicable"), sa.text(CONFIRMED))
        with op.batch_alter_table("item_evidence") as batch:
            batch.add_column(sa.Column("dated_on", sa.Date(), nullable=True))
        op.execute(f"UPDATE item_evidence SET dated_on = {RECEIVED[lite]}")
        with op.batch_alter_table("item_evidence") as batch:
            batch.alter_column("dated_on", existing_type=sa.Date(), nullable=False)


def downgrade() -> None:
    """One step back: second persons, days of proofs and periods are forgotten."""
    with _unguarded():
        with op.batch_alter_table("item_evidence") as batch:
            batch.drop_column("dated_on")
        with op.batch_alter_table("item_result") as batch:
            for name in ("confirmed_not_applicable", "second_person"):
                batch.drop_constraint(op.f(f"ck_item_result_{name}"), type_="check")
            batch.drop_constraint(op.f("fk_item_result_na_confirmed_by"), type_="foreignkey")
            batch.drop_column("na_confirmed_at")
            batch.drop_column("na_confirmed_by")
        with op.batch_alter_table("audit_round") as batch:
            batch.drop_column("period_from")
