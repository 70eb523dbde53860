"""corrections of sent reports, and the month's report on AI"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant
from models.triggers import Dialect, Rule, refusing

revision: str = "0059"
down_revision: str | None = "0058"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

REFUSAL = "a report that was sent never changes"
NAMES = ("further_no_update", "further_no_delete")
SAME = ("commune_id", "kind", "corrects_id", "year", "month", "state", "text", "reason", "paper", "sent_by", "sent_at")
LINKS = {"corrects_id": "week_report", "sent_by": "account", "commune_id": "commune"}


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _word(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=24)


def _rules(dialect: Dialect) -> list[Rule]:
    same = " AND ".join(f"NEW.{column} {dialect.alike} OLD.{column}" for column in SAME)
    return [
        (NAMES[0], "UPDATE", "further_report", f"OLD.state = 'sent' AND NOT ({same})"),
        (NAMES[1], "DELETE", "further_report", "OLD.state = 'sent'"),
    ]


def upgrade() -> None:
    """One step forward: there were none before."""
    whole = "state = 'draft' OR (sent_at IS NOT NULL AND sent_by IS NOT NULL AND paper <> '')"
    op.create_table(
        "further_report",
        sa.Column("id", _number(), nullable=False),
        sa.Column("kind", _word("furtherkind", "correction", "ai_month"), nullable=False),
        sa.Column("corrects_id", _number(), nullable=True),
        sa.Column("year", _number(), nullable=True),
        sa.Column("month", _number(), nullable=True),
        sa.Column("state", _word("reportstate", "draft", "sent"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("sent_by", _number(), nullable=True),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("version", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.CheckConstraint("(corrects_id IS NULL) = (kind = 'ai_month')", name=op.f("ck_further_report_corrects_or_month")),
        sa.CheckConstraint("(month IS NULL) = (kind = 'correction')", name=op.f("ck_further_report_month_of_month")),
        sa.CheckConstraint(whole, name=op.f("ck_further_report_whole")),
        *(
            sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_further_report_{column}"))
            for column, target in LINKS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_further_report")),
        sa.UniqueConstraint(
            *("commune_id", "kind", "year", "month"), name=op.f("uq_further_report_commune_id_kind_year_month")
        ),
    )
    for column in ("corrects_id", "commune_id"):
        op.create_index(op.f(f"ix_further_report_{column}"), "further_report", [column], unique=False)
    for ddl in refusing("reports", REFUSAL, _rules)[op.get_bind().dialect.name]:
        op.execute(ddl)


def downgrade() -> None:
    """One step back: further reports are forgotten."""
    is_lite = op.get_bind().dialect.name == "sqlite"
    for name in NAMES:
        op.execute(f"DROP TRIGGER reports_{name}" + ("" if is_lite else " ON further_report"))
        if not is_lite:
            op.execute(f"DROP FUNCTION reports_{name}()")
    op.drop_table("further_report")
