"""What the database itself refuses: one room taken twice at one time.

PostgreSQL holds an exclusion constraint, which judges two transactions at once as well. It compares rooms as ranges of
one number, because ranges have their index built in: no extension is needed, and so no superuser to install one.
SQLite lets one transaction write at a time, so triggers that look before each change see every other booking.
"""

from models.triggers import Dialect, Rule, refusing

REFUSAL = "a room is taken once at a time"
CONSTRAINT = "ex_room_booking_one_at_a_time"
EXCLUSION = (
    f"ALTER TABLE room_booking ADD CONSTRAINT {CONSTRAINT} EXCLUDE USING gist "
    "(int8range(room_id, room_id, '[]') WITH &&, tstzrange(starts_at, ends_at) WITH &&) WHERE (cancelled_at IS NULL)"
)


TAKEN = (
    "NEW.cancelled_at IS NULL AND EXISTS (SELECT 1 FROM room_booking AS other WHERE other.room_id = NEW.room_id "
    "AND other.cancelled_at IS NULL AND other.ends_at > NEW.starts_at AND other.starts_at < NEW.ends_at{but})"
)


def _rules(_dialect: Dialect) -> list[Rule]:
    return [
        ("booking_no_insert", "INSERT", "room_booking", TAKEN.format(but="")),
        ("booking_no_update", "UPDATE", "room_booking", TAKEN.format(but=" AND other.id <> NEW.id")),
    ]


TRIGGERS = {"sqlite": refusing("places", REFUSAL, _rules)["sqlite"], "postgresql": [EXCLUSION]}
