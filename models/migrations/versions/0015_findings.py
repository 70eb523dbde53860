"""findings of a round: what is wrong with a criterion and where; who mends it by when is in its duty"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KINDS = ("task", "step", "conclusion", "case")
REFUSAL = "a published version and a locked round never change"
OF_ROUND = "(SELECT state FROM audit_round WHERE id = (SELECT round_id FROM item_result WHERE id = {}.result_id)) = 'locked'"
RULES = (
    ("audits_finding_no_insert", "INSERT", OF_ROUND.format("NEW")),
    ("audits_finding_no_update", "UPDATE", f"{OF_ROUND.format('OLD')} OR {OF_ROUND.format('NEW')}"),
    ("audits_finding_no_delete", "DELETE", OF_ROUND.format("OLD")),
)


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _kinds(*words: str) -> None:
    with op.batch_alter_table("duty") as batch:
        batch.drop_constraint(op.f("ck_duty_dutykind"), type_="check")
        batch.create_check_constraint(op.f("ck_duty_dutykind"), sa.column("kind").in_(words))


def _guard(name: str, timing: str, when: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        end = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        op.execute(f"CREATE TRIGGER {name} BEFORE {timing} ON finding WHEN {when} {end}")
        return
    gone = "OLD" if timing == "DELETE" else "NEW"
    body = f"BEGIN IF {when} THEN RAISE EXCEPTION '{REFUSAL}'; END IF; RETURN {gone}; END"
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$")
    op.execute(f"CREATE TRIGGER {name} BEFORE {timing} ON finding FOR EACH ROW EXECUTE FUNCTION {name}()")


def upgrade() -> None:
    """One step forward."""
    _kinds(*KINDS, "finding")
    severity = sa.Enum(
        "minor", "major", "critical", name="severity", native_enum=False, create_constraint=True, length=24
    )
    links = (("result_id", "item_result"), ("duty_id", "duty"), ("noted_by", "account"), ("commune_id", "commune"))
    op.create_table(
        "finding",
        sa.Column("id", _number(), nullable=False),
        sa.Column("result_id", _number(), nullable=False),
        sa.Column("place", sa.String(length=500), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("severity", severity, nullable=False),
        sa.Column("noted_by", _number(), nullable=False),
        sa.Column("duty_id", _number(), nullable=False),
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("version", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_finding_{column}"))
            for column, target in links
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        sa.UniqueConstraint("duty_id", name=op.f("uq_finding_duty_id")),
    )
    op.create_index(op.f("ix_finding_commune_id"), "finding", ["commune_id"], unique=False)
    op.create_index(op.f("ix_finding_result_id"), "finding", ["result_id"], unique=False)
    for rule in RULES:
        _guard(*rule)


def downgrade() -> None:
    """One step back: findings and what was done about them are gone."""
    op.drop_table("finding")
    if op.get_bind().dialect.name == "postgresql":
        for name, _, _ in RULES:
            op.execute(f"DROP FUNCTION {name}()")
    of_findings = "(SELECT id FROM duty WHERE kind = 'finding')"
    for table in ("duty_note", "duty_extension"):
        op.execute(f"DELETE FROM {table} WHERE duty_id IN {of_findings}")
    op.execute("DELETE FROM duty WHERE kind = 'finding'")
    _kinds(*KINDS)
