"""an open finding that a later round sees again, and the component that is at fault"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant

revision: str = "0053"
down_revision: str | None = "0052"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

REFUSAL = "a published version and a locked round never change"
LOCKED = "(SELECT state FROM audit_round WHERE id = {}.round_id) = 'locked'"
RULES = (
    ("audits_seen_no_insert", "INSERT", LOCKED.format("NEW")),
    ("audits_seen_no_update", "UPDATE", f"{LOCKED.format('OLD')} OR {LOCKED.format('NEW')}"),
    ("audits_seen_no_delete", "DELETE", LOCKED.format("OLD")),
)
LINKS = (
    ("finding_id", "finding"),
    ("round_id", "audit_round"),
    ("result_id", "item_result"),
    ("recorded_by", "account"),
    ("commune_id", "commune"),
)


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _guard(name: str, timing: str, when: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        end = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        op.execute(f"CREATE TRIGGER {name} BEFORE {timing} ON finding_seen WHEN {when} {end}")
        return
    gone = "OLD" if timing == "DELETE" else "NEW"
    body = f"BEGIN IF {when} THEN RAISE EXCEPTION '{REFUSAL}'; END IF; RETURN {gone}; END"
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$")
    op.execute(f"CREATE TRIGGER {name} BEFORE {timing} ON finding_seen FOR EACH ROW EXECUTE FUNCTION {name}()")


def upgrade() -> None:
    """One step forward: nothing was seen again before; the column stands beside the others, so that guards stay."""
    op.add_column("finding", sa.Column("component", sa.String(length=120), nullable=False, server_default=sa.text("''")))
    op.create_table(
        "finding_seen",
        sa.Column("id", _number(), nullable=False),
        sa.Column("finding_id", _number(), nullable=False),
        sa.Column("round_id", _number(), nullable=False),
        sa.Column("result_id", _number(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_by", _number(), nullable=False),
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_finding_seen_{column}"))
            for column, target in LINKS
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_seen")),
        sa.UniqueConstraint("round_id", "finding_id", name=op.f("uq_finding_seen_round_id_finding_id")),
    )
    for column in ("finding_id", "result_id", "commune_id"):
        op.create_index(op.f(f"ix_finding_seen_{column}"), "finding_seen", [column], unique=False)
    for rule in RULES:
        _guard(*rule)


def downgrade() -> None:
    """One step back: what was seen again and the components are forgotten."""
    is_lite = op.get_bind().dialect.name == "sqlite"
    for name, _, _ in RULES:
        op.execute(f"DROP TRIGGER {name}" + ("" if is_lite else " ON finding_seen"))
        if not is_lite:
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_table("finding_seen")
    op.drop_column("finding", "component")
