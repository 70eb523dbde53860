"""words that wait for an answer, answers that wait for review, codes for one answer each, numbered slips"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.base import Instant, key_type

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

KINDS = ("task", "step", "conclusion")
REASONS = ("trap", "burst", "crowd", "clock")
MORE_REASONS = ("hours", "idle", "excess", "reused", "own_slip")
STAGES = ("intake", "supplement", "refusal", "result")
MODES = ("online", "in_person", "unknown")
TABLES = ("opening_hours", "paper_slip", "used_code", "response_batch", "citizen_contact", "citizen_case")


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=24)


def _table(name: str, *parts: Any, keys: Sequence[str] = ("id",), dated: bool = True, versioned: bool = True) -> None:
    """A table of a commune, with its links and keys named as the house names them."""
    parts = (*parts, sa.Column("commune_id", _number(), nullable=False))
    if versioned:
        parts = (*parts, sa.Column("version", _number(), nullable=False))
    if dated:
        parts = (*parts, sa.Column("created_at", Instant(), nullable=False))
    own = sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f(f"fk_{name}_commune_id"))
    op.create_table(name, *parts, own, sa.PrimaryKeyConstraint(*keys, name=op.f(f"pk_{name}")))
    op.create_index(op.f(f"ix_{name}_commune_id"), name, ["commune_id"], unique=False)


def _to(name: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{name}_{column}"))


def _closed_list(table: str, column: str, name: str, words: Sequence[str]) -> None:
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
        batch.create_check_constraint(op.f(f"ck_{table}_{name}"), sa.column(column).in_(words))


def upgrade() -> None:
    """One step forward."""
    _closed_list("duty", "kind", "dutykind", (*KINDS, "case"))
    _closed_list("response", "hold_reason", "holdreason", (*REASONS, *MORE_REASONS))
    op.add_column("link_pulse", sa.Column("burst_at", Instant(), nullable=True))
    op.add_column("link_pulse", sa.Column("in_burst", _number(), nullable=False, server_default="0"))
    with op.batch_alter_table("link_pulse") as batch:
        batch.alter_column("in_burst", server_default=None)
    _make_cases()
    _make_papers()


def _make_cases() -> None:
    name = "citizen_case"
    _table(
        name,
        sa.Column("id", _number(), nullable=False, autoincrement=False),
        sa.Column("duty_id", _number(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("wants_reply", sa.Boolean(), nullable=False),
        sa.Column("outcome", _words("caseoutcome", "fixed", "answered", "elsewhere", "empty"), nullable=True),
        sa.Column("sentence", sa.String(length=500), nullable=False),
        sa.Column("closed_by_id", _number(), nullable=True),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.CheckConstraint("(outcome IS NULL) = (closed_at IS NULL)", name=op.f("ck_citizen_case_closed")),
        sa.CheckConstraint("outcome IS NULL OR sentence <> ''", name=op.f("ck_citizen_case_says_what")),
        sa.UniqueConstraint("duty_id", name=op.f("uq_citizen_case_duty_id")),
        *(_to(name, *link) for link in (("id", "response"), ("duty_id", "duty"), ("closed_by_id", "account"))),
    )
    op.create_index("ix_citizen_case_received", name, ["commune_id", "received_on"], unique=False)
    name = "citizen_contact"
    _table(
        name,
        sa.Column("id", _number(), nullable=False, autoincrement=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("purge_on", sa.Date(), nullable=False),
        _to(name, "id", "response"),
        versioned=False,
    )
    op.create_index(op.f("ix_citizen_contact_purge_on"), name, ["purge_on"], unique=False)


def _make_papers() -> None:
    name = "response_batch"
    _table(
        name,
        sa.Column("id", _number(), nullable=False),
        sa.Column("counter_id", _number(), nullable=True),
        sa.Column("stage", _words("stage", *STAGES), nullable=False),
        sa.Column("mode", _words("mode", *MODES), nullable=False),
        sa.Column("size", _number(), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("made_by_id", _number(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("size BETWEEN 1 AND 240", name=op.f("ck_response_batch_size")),
        *(_to(name, *link) for link in (("counter_id", "counter"), ("made_by_id", "account"))),
    )
    op.create_index(op.f("ix_response_batch_counter_id"), name, ["counter_id"], unique=False)
    _table(
        "used_code",
        sa.Column("batch_id", _number(), nullable=False, autoincrement=False),
        sa.Column("no", _number(), nullable=False, autoincrement=False),
        _to("used_code", "batch_id", "response_batch"),
        keys=("batch_id", "no"),
        dated=False,
        versioned=False,
    )
    _table(
        "paper_slip",
        sa.Column("id", _number(), nullable=False, autoincrement=False),
        sa.Column("serial", key_type(40), nullable=False),
        sa.UniqueConstraint("commune_id", "serial", name=op.f("uq_paper_slip_commune_id_serial")),
        _to("paper_slip", "id", "response"),
        dated=False,
        versioned=False,
    )
    _table(
        "opening_hours",
        sa.Column("id", _number(), nullable=False),
        sa.Column("opens", _number(), nullable=False),
        sa.Column("closes", _number(), nullable=False),
        sa.Column("on_saturday", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("commune_id", name=op.f("uq_opening_hours_commune_id")),
        sa.CheckConstraint(
            "opens BETWEEN 0 AND 23 AND closes BETWEEN 1 AND 24 AND opens < closes",
            name=op.f("ck_opening_hours_in_order"),
        ),
    )


def downgrade() -> None:
    """One step back: words that waited lose their duties, answers in doubt are told as too many in an hour."""
    for table in TABLES:
        op.drop_table(table)
    of_cases = "(SELECT id FROM duty WHERE kind = 'case')"
    for table in ("duty_note", "duty_extension"):
        op.execute(f"DELETE FROM {table} WHERE duty_id IN {of_cases}")
    op.execute("DELETE FROM duty WHERE kind = 'case'")
    more = ", ".join(f"'{reason}'" for reason in MORE_REASONS)
    op.execute(f"UPDATE response SET hold_reason = 'crowd' WHERE hold_reason IN ({more})")
    _merge_aside(more)
    _closed_list("response", "hold_reason", "holdreason", REASONS)
    _closed_list("duty", "kind", "dutykind", KINDS)
    with op.batch_alter_table("link_pulse") as batch:
        batch.drop_column("in_burst")
        batch.drop_column("burst_at")


def _merge_aside(more: str) -> None:
    """Count what was in doubt for a newer reason with what was too much in an hour."""
    key = "commune_id, local_date, status, mode"
    found = f"SELECT {key}, sum(n) AS n FROM response_aside WHERE reason IN ({more}, 'crowd') GROUP BY {key}"
    rows = op.get_bind().execute(sa.text(found)).mappings().all()
    op.execute(f"DELETE FROM response_aside WHERE reason IN ({more}, 'crowd')")
    put = f"INSERT INTO response_aside ({key}, reason, n) VALUES (:commune_id, :local_date, :status, :mode, 'crowd', :n)"
    for row in rows:
        op.get_bind().execute(sa.text(put), dict(row))
