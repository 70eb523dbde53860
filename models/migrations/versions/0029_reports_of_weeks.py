"""what an office tells of a week, written from its records and kept as it was sent"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant

revision: str = "0029"
down_revision: str | None = "0028"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

REFUSAL = "a report that was sent never changes"
SAME = ("commune_id", "year", "week", "state", "facts", "paper", "sent_by", "sent_at")
KEYS = ("targets", "tasks", "week", "shortcomings", "next", "proposals")


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _word(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=24)


def _table(name: str, *columns: Any, links: dict[str, str], indexed: tuple[str, ...]) -> None:
    op.create_table(
        name,
        sa.Column("id", _number(), nullable=False),
        *columns,
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("version", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{name}_{column}"))
            for column, target in links.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    for column in indexed:
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column], unique=False)


def _reports() -> None:
    whole = "state = 'draft' OR (sent_at IS NOT NULL AND sent_by IS NOT NULL AND facts <> '')"
    _table(
        "week_report",
        sa.Column("year", _number(), nullable=False),
        sa.Column("week", _number(), nullable=False),
        sa.Column("state", _word("reportstate", "draft", "sent"), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("sent_by", _number(), nullable=True),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.UniqueConstraint("commune_id", "year", "week", name=op.f("uq_week_report_commune_id_year_week")),
        sa.CheckConstraint(whole, name=op.f("ck_week_report_sent_whole")),
        links={"sent_by": "account", "commune_id": "commune"},
        indexed=("commune_id",),
    )


def _sections() -> None:
    _table(
        "week_section",
        sa.Column("report_id", _number(), nullable=False),
        sa.Column("key", _word("sectionkey", *KEYS), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("edited_by", _number(), nullable=False),
        sa.Column("edited_at", Instant(), nullable=False),
        sa.UniqueConstraint("report_id", "key", name=op.f("uq_week_section_report_id_key")),
        links={"report_id": "week_report", "edited_by": "account", "commune_id": "commune"},
        indexed=("commune_id", "report_id"),
    )


def _rules(alike: str) -> list[tuple[str, str, str, str]]:
    same = " AND ".join(f"NEW.{column} {alike} OLD.{column}" for column in SAME)
    sent = "(SELECT state FROM week_report WHERE id = {}) = 'sent'"
    old, new = sent.format("OLD.report_id"), sent.format("NEW.report_id")
    return [
        ("report_no_update", "UPDATE", "week_report", f"OLD.state = 'sent' AND NOT ({same})"),
        ("report_no_delete", "DELETE", "week_report", "OLD.state = 'sent'"),
        ("section_no_insert", "INSERT", "week_section", new),
        ("section_no_update", "UPDATE", "week_section", f"{old} OR {new}"),
        ("section_no_delete", "DELETE", "week_section", old),
    ]


def _guard(name: str, timing: str, table: str, when: str) -> None:
    name = f"reports_{name}"
    if op.get_bind().dialect.name == "sqlite":
        end = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        op.execute(f"CREATE TRIGGER {name} BEFORE {timing} ON {table} WHEN {when} {end}")
        return
    gone = "OLD" if timing == "DELETE" else "NEW"
    body = f"BEGIN IF {when} THEN RAISE EXCEPTION '{REFUSAL}'; END IF; RETURN {gone}; END"
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$")
    op.execute(f"CREATE TRIGGER {name} BEFORE {timing} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def upgrade() -> None:
    """One step forward."""
    _reports()
    _sections()
    for rule in _rules("IS" if op.get_bind().dialect.name == "sqlite" else "IS NOT DISTINCT FROM"):
        _guard(*rule)


def downgrade() -> None:
    """One step back: the reports of the weeks are gone."""
    is_lite = op.get_bind().dialect.name == "sqlite"
    for name, _, table, _ in _rules("IS"):
        op.execute(f"DROP TRIGGER reports_{name}" + ("" if is_lite else f" ON {table}"))
        if not is_lite:
            op.execute(f"DROP FUNCTION reports_{name}()")
    for table in ("week_section", "week_report"):
        op.drop_table(table)
