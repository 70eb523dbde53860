"""counts of answers: small rollups beside the answers, their own chain, and what satisfaction stands beside"""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

from models import clock
from models.base import Exact, Instant

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

MODES = ("online", "in_person")
KINDS = ("counter", "procedure", "staff", "reason", "hour", "stage", "channel", "month", "week")
SEALED = (
    "cid", "content_hash", "scale_id", "level", "mode", "channel", "stage", "counter_id", "link_id", "procedure_id",
    "served_by_id", "recorded_by_id", "questionnaire", "local_date", "local_hour",
)


def _key() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _word(length: int) -> Any:
    return sa.String(length=length).with_variant(sa.String(length=length, collation="C"), "postgresql")


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=24)


RESPONSE = sa.table(
    "response",
    *(sa.column(name) for name in ("id", "commune_id", "content_hash", "scale_id", "level", "mode", "channel", "stage",
                                   "counter_id", "link_id", "recorded_by_id", "status", "hold_reason", "local_hour",
                                   "served_by_id", "place_in_chain", "seal", "procedure_id", "questionnaire")),
    sa.column("cid", sa.Uuid()),
    sa.column("local_date", sa.Date()),
    sa.column("answered_at", Instant()),
    sa.column("created_at", Instant()),
)


def upgrade() -> None:
    """One step forward."""
    _make_services()
    _make_counts()
    for name in ("local_hour", "procedure_id", "served_by_id", "questionnaire", "place_in_chain"):
        op.add_column("response", sa.Column(name, _key(), nullable=True))
    op.add_column("response", sa.Column("seal", sa.String(length=64), nullable=True))
    _fill(op.get_bind())
    with op.batch_alter_table("response") as batch:
        for name in ("local_hour", "questionnaire", "place_in_chain"):
            batch.alter_column(name, nullable=False, existing_type=_key())
        batch.alter_column("seal", nullable=False, existing_type=sa.String(length=64))
        batch.create_foreign_key(op.f("fk_response_procedure_id"), "service_procedure", ["procedure_id"], ["id"])
        batch.create_foreign_key(op.f("fk_response_served_by_id"), "account", ["served_by_id"], ["id"])
        batch.drop_index("ix_response_by_link")
        batch.create_index("ix_response_chain", ["commune_id", "place_in_chain"], unique=True)


def _owned(table: str, *more: str) -> list[Any]:
    columns: list[Any] = [sa.Column("commune_id", _key(), nullable=False)]
    columns += [sa.Column(name, _key() if name == "version" else Instant(), nullable=False) for name in more]
    return [*columns, sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f(f"fk_{table}_commune_id"))]


def _make_services() -> None:
    op.create_table(
        "service_procedure",
        sa.Column("id", _key(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("fold", _word(200), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        *_owned("service_procedure", "version", "created_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_procedure")),
        sa.UniqueConstraint("commune_id", "code", name=op.f("uq_service_procedure_commune_id_code")),
    )
    op.create_table(
        "service_day",
        sa.Column("id", _key(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("procedure_id", _key(), nullable=False),
        sa.Column("mode", _words("mode", *MODES), nullable=False),
        *(sa.Column(name, _key(), nullable=False) for name in ("received", "on_time", "late", "open_overdue")),
        *_owned("service_day", "version", "created_at"),
        sa.CheckConstraint(
            "received >= 0 AND on_time >= 0 AND late >= 0 AND open_overdue >= 0",
            name=op.f("ck_service_day_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["procedure_id"], ["service_procedure.id"], name=op.f("fk_service_day_procedure_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_day")),
        sa.UniqueConstraint(
            "commune_id", "local_date", "procedure_id", "mode",
            name=op.f("uq_service_day_commune_id_local_date_procedure_id_mode"),
        ),
    )
    op.create_index(op.f("ix_service_day_procedure_id"), "service_day", ["procedure_id"], unique=False)
    op.create_table(
        "service_complaint",
        sa.Column("id", _key(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("kind", _words("complaintkind", "harassment", "other"), nullable=False),
        sa.Column("about", sa.String(length=500), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column(
            "outcome", _words("complaintoutcome", "pending", "substantiated", "unfounded"), nullable=False
        ),
        sa.Column("conclusion", sa.String(length=500), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", _key(), nullable=True),
        *_owned("service_complaint", "version", "created_at"),
        sa.CheckConstraint(
            "(outcome = 'pending') = (decided_on IS NULL)", name=op.f("ck_service_complaint_decided")
        ),
        sa.CheckConstraint(
            "decided_on IS NULL OR decided_on >= received_on", name=op.f("ck_service_complaint_after")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["account.id"], name=op.f("fk_service_complaint_decided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_complaint")),
    )
    op.create_table(
        "outside_score",
        sa.Column("id", _key(), nullable=False),
        sa.Column("source", _words("scoresource", "index_766", "sipas"), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("points", Exact(), nullable=False),
        sa.Column("most", Exact(), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        *_owned("outside_score", "version", "created_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_score")),
        sa.UniqueConstraint(
            "commune_id", "source", "month", "code", name=op.f("uq_outside_score_commune_id_source_month_code")
        ),
    )
    op.create_table(
        "month_sheet",
        sa.Column("id", _key(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("print_no", _key(), nullable=False),
        sa.Column("frozen_at", Instant(), nullable=False),
        sa.Column("frozen_by_id", _key(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        *_owned("month_sheet", "created_at"),
        sa.ForeignKeyConstraint(["frozen_by_id"], ["account.id"], name=op.f("fk_month_sheet_frozen_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_month_sheet")),
        sa.UniqueConstraint("commune_id", "month", "print_no", name=op.f("uq_month_sheet_commune_id_month_print_no")),
    )
    for table in ("service_procedure", "service_day", "service_complaint", "outside_score", "month_sheet"):
        op.create_index(op.f(f"ix_{table}_commune_id"), table, ["commune_id"], unique=False)


def _counts(table: str, *keys: sa.Column[Any], leveled: bool) -> None:
    levels = [sa.Column(name, _key(), autoincrement=False, nullable=False) for name in ("scale_id", "level")]
    own = [sa.Column("commune_id", _key(), autoincrement=False, nullable=False), *keys, *(levels if leveled else [])]
    rules: list[Any] = [
        sa.CheckConstraint("n >= 0", name=op.f(f"ck_{table}_not_negative")),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f(f"fk_{table}_commune_id")),
        sa.PrimaryKeyConstraint(*(column.name for column in own), name=op.f(f"pk_{table}")),
    ]
    if leveled:
        name = op.f(f"fk_{table}_scale_id_level")
        rules.append(
            sa.ForeignKeyConstraint(["scale_id", "level"], ["scale_level.scale_id", "scale_level.value"], name=name)
        )
    op.create_table(table, *own, sa.Column("n", _key(), nullable=False), *rules)


def _make_counts() -> None:
    _counts(
        "response_count",
        sa.Column("kind", _words("countkind", *KINDS), nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("key", _word(40), nullable=False),
        leveled=True,
    )
    op.create_index("ix_response_count_kind_period", "response_count", ["kind", "period"], unique=False)
    _counts(
        "response_aside",
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("status", _words("status", "counted", "held", "excluded", "tombstone"), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=False),
        sa.Column("mode", _words("mode", *MODES), nullable=False),
        leveled=False,
    )
    op.create_table(
        "response_chain",
        sa.Column("commune_id", _key(), autoincrement=False, nullable=False),
        sa.Column("length", _key(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["commune_id"], ["commune.id"], name=op.f("fk_response_chain_commune_id")),
        sa.PrimaryKeyConstraint("commune_id", name=op.f("pk_response_chain")),
    )
    op.create_table(
        "link_pulse",
        sa.Column("link_id", _key(), autoincrement=False, nullable=False),
        sa.Column("last_at", Instant(), nullable=False),
        sa.Column("hour_at", Instant(), nullable=False),
        sa.Column("in_hour", _key(), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["response_link.id"], name=op.f("fk_link_pulse_link_id")),
        sa.PrimaryKeyConstraint("link_id", name=op.f("pk_link_pulse")),
    )
    op.create_table(
        "recent_response",
        sa.Column("response_id", _key(), autoincrement=False, nullable=False),
        sa.Column("recorded_by_id", _key(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_recent_response_response_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["account.id"], name=op.f("fk_recent_response_recorded_by_id")),
        sa.PrimaryKeyConstraint("response_id", name=op.f("pk_recent_response")),
    )
    op.create_index(op.f("ix_recent_response_recorded_by_id"), "recent_response", ["recorded_by_id"], unique=False)
    op.create_table(
        "response_reason",
        sa.Column("response_id", _key(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        *_owned("response_reason"),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_response_reason_response_id")),
        sa.PrimaryKeyConstraint("response_id", "code", name=op.f("pk_response_reason")),
    )
    op.create_index(op.f("ix_response_reason_commune_id"), "response_reason", ["commune_id"], unique=False)


def _fill(rows: Any) -> None:
    """Hour and place in the chain of what is there; of its time no more than day and hour stays."""
    ends: dict[int, tuple[int, str]] = {}
    counts: Counter[tuple[Any, ...]] = Counter()
    aside: Counter[tuple[Any, ...]] = Counter()
    for row in rows.execute(sa.select(RESPONSE).order_by(RESPONSE.c.commune_id, RESPONSE.c.id)).mappings().all():
        local = clock.local(row["answered_at"])
        served = row["recorded_by_id"] if row["channel"] == "counter" else None
        facts = {**row, "local_hour": local.hour, "served_by_id": served, "procedure_id": None, "questionnaire": 1}
        place, before = ends.get(row["commune_id"], (0, ""))
        content = [before, place + 1, row["commune_id"], *(facts[name] for name in SEALED)]
        seal = hashlib.sha256(json.dumps(content, ensure_ascii=False, default=str).encode()).hexdigest()
        ends[row["commune_id"]] = place + 1, seal
        hours = {
            name: clock.at_office(clock.local(row[name]).date(), clock.local(row[name]).hour)
            for name in ("answered_at", "created_at")
        }
        changed = {name: facts[name] for name in ("local_hour", "served_by_id", "questionnaire")} | hours
        rows.execute(
            sa.update(RESPONSE).where(RESPONSE.c.id == row["id"]).values(place_in_chain=place + 1, seal=seal, **changed)
        )
        if row["status"] == "counted":
            counts.update(_cells(facts))
        else:
            key = (row["commune_id"], row["local_date"], row["status"], row["hold_reason"] or "", row["mode"])
            aside[key] += 1
    _insert(rows, "response_count", ("commune_id", "kind", "period", "key", "scale_id", "level", "n"), counts)
    _insert(rows, "response_aside", ("commune_id", "local_date", "status", "reason", "mode", "n"), aside)
    _insert(rows, "response_chain", ("commune_id", "length", "digest"), {(c, *end[:1]): end[1] for c, end in ends.items()})


def _cells(one: dict[str, Any]) -> list[tuple[Any, ...]]:
    day = one["local_date"]
    month, week = day.replace(day=1), day - timedelta(days=day.weekday())
    return [
        (one["commune_id"], kind, period, str(key or ""), one["scale_id"], one["level"])
        for kind, period, key in (
            ("counter", day, one["counter_id"]),
            ("procedure", month, None),
            ("staff", month, one["served_by_id"]),
            ("hour", month, f"{day.isoweekday()}.{one['local_hour']:02}"),
            ("stage", month, one["stage"]),
            ("channel", month, one["channel"]),
            ("month", month, one["mode"]),
            ("week", week, one["mode"]),
        )
    ]


def _insert(rows: Any, name: str, columns: Sequence[str], found: dict[tuple[Any, ...], Any]) -> None:
    dates = {"period", "local_date"}
    table = sa.table(name, *(sa.column(column, sa.Date() if column in dates else None) for column in columns))
    if found:
        rows.execute(sa.insert(table), [dict(zip(columns, (*key, n))) for key, n in found.items()])


def downgrade() -> None:
    """One step back; exact times do not come back."""
    op.drop_table("recent_response")
    op.drop_table("response_reason")
    with op.batch_alter_table("response") as batch:
        batch.drop_index("ix_response_chain")
        batch.create_index("ix_response_by_link", ["link_id", "answered_at"], unique=False)
        for name in ("procedure_id", "served_by_id"):
            batch.drop_constraint(op.f(f"fk_response_{name}"), type_="foreignkey")
        for name in ("local_hour", "procedure_id", "served_by_id", "questionnaire", "place_in_chain", "seal"):
            batch.drop_column(name)
    for table in ("link_pulse", "response_chain", "response_aside", "response_count", "month_sheet", "outside_score",
                  "service_complaint", "service_day", "service_procedure"):
        op.drop_table(table)
