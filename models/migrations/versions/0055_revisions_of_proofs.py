"""proofs of a criterion in numbered revisions that are only added, each perhaps with the last day it is worth"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0055"
down_revision: str | None = "0054"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLE = "item_evidence"
LOCKED_REFUSAL = "a published version and a locked round never change"
REFUSAL = "revisions of a proof are only added, one after another"
KINDS = "(url IS NULL) <> (file_id IS NULL)"
WITHDRAWN = "url IS NULL AND file_id IS NULL AND reason <> '' AND replaces_id IS NOT NULL"
FOLLOWS = (
    "EXISTS (SELECT 1 FROM item_evidence AS former WHERE former.id = NEW.replaces_id "
    "AND former.result_id = NEW.result_id AND former.no = NEW.no - 1 "
    "AND (former.url IS NOT NULL OR former.file_id IS NOT NULL))"
)
LOCKED = (
    "(SELECT state FROM audit_round WHERE id = (SELECT round_id FROM item_result WHERE id = {}.result_id)) = 'locked'"
)
BEFORE = {
    "audits_evidence_no_update": ("UPDATE", f"{LOCKED.format('OLD')} OR {LOCKED.format('NEW')}", LOCKED_REFUSAL),
    "audits_evidence_no_delete": ("DELETE", LOCKED.format("OLD"), LOCKED_REFUSAL),
}
AFTER = {
    "audits_evidence_in_order": ("INSERT", f"NEW.replaces_id IS NOT NULL AND NOT {FOLLOWS}", REFUSAL),
    "audits_evidence_no_update": ("UPDATE", "1 = 1", REFUSAL),
    "audits_evidence_no_delete": ("DELETE", "1 = 1", REFUSAL),
}


def _is_lite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _guard(name: str, timing: str, when: str, refusal: str) -> None:
    if _is_lite():
        end = f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
        op.execute(f"CREATE TRIGGER {name} BEFORE {timing} ON {TABLE} WHEN {when} {end}")
        return
    gone = "OLD" if timing == "DELETE" else "NEW"
    body = f"BEGIN IF {when} THEN RAISE EXCEPTION '{refusal}'; END IF; RETURN {gone}; END"
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$")
    op.execute(f"CREATE TRIGGER {name} BEFORE {timing} ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {name}()")


def _drop(name: str) -> None:
    op.execute(f"DROP TRIGGER {name}" + ("" if _is_lite() else f" ON {TABLE}"))
    if not _is_lite():
        op.execute(f"DROP FUNCTION {name}()")


@contextmanager
def _guards(former: dict[str, Any], later: dict[str, Any]) -> Iterator[None]:
    """On SQLite the table is made anew; its other guards come back as they were."""
    for name in former:
        _drop(name)
    bind, kept = op.get_bind(), []
    if _is_lite():
        speaks = f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%{TABLE}%'"
        kept = list(bind.exec_driver_sql(speaks).all())
        for name, _ in kept:
            op.execute(f"DROP TRIGGER {name}")
    yield
    for _, sql in kept:
        bind.exec_driver_sql(sql)
    for name, (timing, when, refusal) in later.items():
        _guard(name, timing, when, refusal)


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One step forward: every proof is the first revision of itself."""
    with _guards(BEFORE, AFTER), op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column("no", _number(), nullable=False, server_default=sa.text("1")))
        batch.add_column(sa.Column("replaces_id", _number(), nullable=True))
        batch.add_column(sa.Column("valid_to", sa.Date(), nullable=True))
        batch.add_column(sa.Column("reason", sa.String(length=500), nullable=False, server_default=sa.text("''")))
        batch.drop_constraint(op.f("ck_item_evidence_one_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_item_evidence_one_kind"), sa.text(f"({KINDS}) OR ({WITHDRAWN})"))
        batch.create_check_constraint(op.f("ck_item_evidence_numbered"), sa.text("(replaces_id IS NULL) = (no = 1)"))
        batch.create_check_constraint(
            op.f("ck_item_evidence_valid_days"), sa.text("valid_to IS NULL OR valid_to >= dated_on")
        )
        batch.create_foreign_key(op.f("fk_item_evidence_replaces_id"), TABLE, ["replaces_id"], ["id"])
        batch.create_unique_constraint(op.f("uq_item_evidence_replaces_id"), ["replaces_id"])


def downgrade() -> None:
    """One step back: only what counts stays, without its number and its last day."""
    with _guards(AFTER, BEFORE):
        with op.batch_alter_table(TABLE) as batch:
            batch.drop_constraint(op.f("fk_item_evidence_replaces_id"), type_="foreignkey")
        op.execute(
            "DELETE FROM item_evidence WHERE (url IS NULL AND file_id IS NULL) "
            "OR id IN (SELECT replaces_id FROM item_evidence WHERE replaces_id IS NOT NULL)"
        )
        with op.batch_alter_table(TABLE) as batch:
            batch.drop_constraint(op.f("uq_item_evidence_replaces_id"), type_="unique")
            for name in ("valid_days", "numbered", "one_kind"):
                batch.drop_constraint(op.f(f"ck_item_evidence_{name}"), type_="check")
            batch.create_check_constraint(op.f("ck_item_evidence_one_kind"), sa.text(KINDS))
            for name in ("reason", "valid_to", "replaces_id", "no"):
                batch.drop_column(name)
