"""rooms: when each is taken, by a meeting or for a purpose of its own, and never twice at one time"""

from bisect import bisect
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models import clock
from models.base import Instant

revision: str = "0036"
down_revision: str | None = "0035"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

REFUSAL = "a room is taken once at a time"
TAKEN = (
    "NEW.cancelled_at IS NULL AND EXISTS (SELECT 1 FROM room_booking AS other WHERE other.room_id = NEW.room_id "
    "AND other.cancelled_at IS NULL AND other.ends_at > NEW.starts_at AND other.starts_at < NEW.ends_at{})"
)
TRIGGERS = (("INSERT", TAKEN.format("")), ("UPDATE", TAKEN.format(" AND other.id <> NEW.id")))
EXCLUSION = (
    "ALTER TABLE room_booking ADD CONSTRAINT ex_room_booking_one_at_a_time EXCLUDE USING gist "
    "(int8range(room_id, room_id, '[]') WITH &&, tstzrange(starts_at, ends_at) WITH &&) WHERE (cancelled_at IS NULL)"
)
LINKS = {
    "room_id": "room",
    "meeting_id": "meeting",
    "unit_id": "unit",
    "person_id": "person",
    "booked_by": "account",
    "cancelled_by": "account",
    "commune_id": "commune",
}
ONCE = """
SELECT commune_id, room_id, id AS meeting_id, starts_at, ends_at FROM meeting
WHERE room_id IS NOT NULL AND state NOT IN ('cancelled', 'no_quorum')
AND NOT EXISTS (SELECT 1 FROM meeting_sitting WHERE meeting_sitting.meeting_id = meeting.id)
"""
SITTINGS = """
SELECT meeting_sitting.commune_id, meeting_sitting.room_id, meeting_id, meeting_sitting.starts_at,
meeting_sitting.ends_at FROM meeting_sitting JOIN meeting ON meeting.id = meeting_sitting.meeting_id
WHERE meeting_sitting.room_id IS NOT NULL AND meeting.state NOT IN ('cancelled', 'no_quorum')
"""


def _number() -> Any:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One step forward: each meeting takes its room, the earlier written of two that stand in each other's way."""
    with op.batch_alter_table("room") as batch:
        batch.add_column(sa.Column("shows_wifi", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("room") as batch:
        batch.alter_column("shows_wifi", server_default=None, existing_type=sa.Boolean())
    table = op.create_table(
        "room_booking",
        sa.Column("id", _number(), nullable=False),
        sa.Column("room_id", _number(), nullable=False),
        sa.Column("meeting_id", _number(), nullable=True),
        sa.Column("starts_at", Instant(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("unit_id", _number(), nullable=True),
        sa.Column("person_id", _number(), nullable=True),
        sa.Column("booked_by", _number(), nullable=True),
        sa.Column("cancelled_at", Instant(), nullable=True),
        sa.Column("cancelled_by", _number(), nullable=True),
        sa.Column("commune_id", _number(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_room_booking_ends_after_start")),
        sa.CheckConstraint("(meeting_id IS NULL) = (purpose <> '')", name=op.f("ck_room_booking_meeting_or_purpose")),
        *(
            sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_room_booking_{column}"))
            for column, target in LINKS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_booking")),
    )
    for column in ("commune_id", "meeting_id"):
        op.create_index(op.f(f"ix_room_booking_{column}"), "room_booking", [column], unique=False)
    op.create_index("ix_room_booking_room_id_ends_at", "room_booking", ["room_id", "ends_at"], unique=False)
    _fill(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(EXCLUSION)
        return
    for timing, when in TRIGGERS:
        op.execute(
            f"CREATE TRIGGER places_booking_no_{timing.lower()} BEFORE {timing} ON room_booking WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )


def _fill(table: sa.Table) -> None:
    """The hours of what was written before the rule; of two that overlap the meeting with the lower number has them."""
    types = {"starts_at": Instant(), "ends_at": Instant()}
    found = [
        row._asdict()
        for query in (ONCE, SITTINGS)
        for row in op.get_bind().execute(sa.text(query).columns(**types))
    ]
    kept: list[dict[str, Any]] = []
    by_room: dict[int, list[tuple[Any, Any]]] = {}
    now = clock.now()
    for row in sorted(found, key=lambda row: (row["meeting_id"], row["starts_at"])):
        there = by_room.setdefault(row["room_id"], [])
        place = bisect(there, (row["starts_at"], row["starts_at"]))
        follows = place == 0 or there[place - 1][1] <= row["starts_at"]
        if follows and (place == len(there) or row["ends_at"] <= there[place][0]):
            there.insert(place, (row["starts_at"], row["ends_at"]))
            kept.append({**row, "purpose": "", "created_at": now})
    if kept:
        op.bulk_insert(table, kept)


def downgrade() -> None:
    """One step back: meetings keep their rooms, what was booked without a meeting is gone."""
    op.drop_table("room_booking")
    with op.batch_alter_table("room") as batch:
        batch.drop_column("shows_wifi")
