"""who audits which group of a round, or the whole of it"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant

revision: str = "0030"
down_revision: str | None = "0029"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

REFUSAL = "a published version and a locked round never change"
LOCKED = "(SELECT state FROM audit_round WHERE id = {}.round_id) = 'locked'"
NEW, OLD = LOCKED.format("NEW"), LOCKED.format("OLD")
RULES = (
    ("auditor_no_insert", "INSERT", NEW),
    ("auditor_no_update", "UPDATE", f"{OLD} OR {NEW}"),
    ("auditor_no_delete", "DELETE", OLD),
)


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _guard(name: str, timing: str, when: str) -> None:
    name = f"audits_{name}"
    if op.get_bind().dialect.name == "sqlite":
        end = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        op.execute(f"CREATE TRIGGER {name} BEFORE {timing} ON round_auditor WHEN {when} {end}")
        return
    gone = "OLD" if timing == "DELETE" else "NEW"
    body = f"BEGIN IF {when} THEN RAISE EXCEPTION '{REFUSAL}'; END IF; RETURN {gone}; END"
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$")
    op.execute(f"CREATE TRIGGER {name} BEFORE {timing} ON round_auditor FOR EACH ROW EXECUTE FUNCTION {name}()")


def upgrade() -> None:
    """One step forward: nobody was assigned before."""
    links = (
        ("round_id", "audit_round"),
        ("account_id", "account"),
        ("assigned_by", "account"),
        ("commune_id", "commune"),
    )
    op.create_table(
        "round_auditor",
        sa.Column("id", _number(), nullable=False),
        sa.Column("round_id", _number(), nullable=False),
        sa.Column("group_code", sa.String(length=24), nullable=False),
        sa.Column("account_id", _number(), nullable=False),
        sa.Column("assigned_by", _number(), nullable=False),
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_round_auditor_{column}"))
            for column, target in links
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_auditor")),
        sa.UniqueConstraint(
            "round_id", "group_code", "account_id", name=op.f("uq_round_auditor_round_id_group_code_account_id")
        ),
    )
    for column in ("account_id", "commune_id"):
        op.create_index(op.f(f"ix_round_auditor_{column}"), "round_auditor", [column], unique=False)
    for rule in RULES:
        _guard(*rule)


def downgrade() -> None:
    """One step back: who was assigned is forgotten."""
    is_lite = op.get_bind().dialect.name == "sqlite"
    for name, _, _ in RULES:
        op.execute(f"DROP TRIGGER audits_{name}" + ("" if is_lite else " ON round_auditor"))
        if not is_lite:
            op.execute(f"DROP FUNCTION audits_{name}()")
    op.drop_table("round_auditor")
