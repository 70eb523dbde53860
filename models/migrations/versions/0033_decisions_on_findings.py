"""what was decided of a finding: accepted, called off, a purchase approved or refused"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant

revision: str = "0033"
down_revision: str | None = "0032"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

REFUSAL = "a published version and a locked round never change"
RULES = (("decision_no_update", "UPDATE", "NEW"), ("decision_no_delete", "DELETE", "OLD"))
LINKS = (("finding_id", "finding"), ("recorded_by", "account"), ("commune_id", "commune"))
WORDS = ("accepted", "void", "approved", "refused")


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _guard(name: str, timing: str, row: str) -> None:
    name, when = f"audits_{name}", "OLD.id IS NOT NULL"
    if op.get_bind().dialect.name == "sqlite":
        end = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        op.execute(f"CREATE TRIGGER {name} BEFORE {timing} ON finding_decision WHEN {when} {end}")
        return
    body = f"BEGIN IF {when} THEN RAISE EXCEPTION '{REFUSAL}'; END IF; RETURN {row}; END"
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$")
    op.execute(f"CREATE TRIGGER {name} BEFORE {timing} ON finding_decision FOR EACH ROW EXECUTE FUNCTION {name}()")


def upgrade() -> None:
    """One step forward: nothing was decided before."""
    op.create_table(
        "finding_decision",
        sa.Column("id", _number(), nullable=False),
        sa.Column("finding_id", _number(), nullable=False),
        sa.Column(
            "word",
            sa.Enum(*WORDS, name="findingword", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decider", sa.String(length=120), nullable=False),
        sa.Column("recorded_by", _number(), nullable=False),
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_finding_decision_{column}"))
            for column, target in LINKS
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_decision")),
    )
    for column in ("finding_id", "commune_id"):
        op.create_index(op.f(f"ix_finding_decision_{column}"), "finding_decision", [column], unique=False)
    for rule in RULES:
        _guard(*rule)


def downgrade() -> None:
    """One step back: the decisions are forgotten; what was accepted or called off stays so."""
    is_lite = op.get_bind().dialect.name == "sqlite"
    for name, _, _ in RULES:
        op.execute(f"DROP TRIGGER audits_{name}" + ("" if is_lite else " ON finding_decision"))
        if not is_lite:
            op.execute(f"DROP FUNCTION audits_{name}()")
    op.drop_table("finding_decision")
