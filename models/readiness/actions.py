"""What people do for rooms: look at them before a meeting, and count what they have."""

from collections.abc import Mapping
from datetime import datetime

from models import clock
from models.accounts.rules import Viewer
from models.accounts.tables import Person
from models.base import db
from models.duties.rules import DutyKind, headline
from models.duties.tables import Duty
from models.errors import RuleBroken
from models.places.tables import Room
from models.readiness import queries
from models.readiness.rules import Equipped, RoomLine
from models.readiness.tables import RoomCheck, RoomEquipment, RoomFault


def record_check(
    viewer: Viewer,
    room: Room,
    faults: Mapping[RoomLine, str],
    names: Mapping[RoomLine, str],
    fixer: Person | None = None,
    file_id: int | None = None,
    at: datetime | None = None,
) -> RoomCheck:
    """Note a look at all lines of a room; ``faults`` tells what does not work, everything else does.

    Each fault opens a duty for ``fixer`` on the same day; one that somebody is mending already joins that duty.
    ``names`` are the lines as people call them. RuleBroken room_unused or fault_text_missing.
    """
    if not room.is_active:
        raise RuleBroken("room_unused")
    for line, text in faults.items():
        if not text.strip():
            raise RuleBroken("fault_text_missing", field=f"text_{line.value}")
    now = at or clock.now()
    mending = {fault.line: fault.duty for fault in queries.open_faults(viewer, room.id)}
    check = RoomCheck(commune_id=room.commune_id, room_id=room.id, checked_at=now, checked_by=viewer.account_id)
    db.session.add(check)
    db.session.flush()
    for line, text in faults.items():
        duty = mending.get(line) or _duty(room, names[line], text.strip(), fixer, now)
        fault = RoomFault(commune_id=room.commune_id, check_id=check.id, room_id=room.id, line=line)
        fault.text, fault.file_id, fault.duty = text.strip(), file_id, duty
        db.session.add(fault)
    db.session.flush()
    return check


def _duty(room: Room, line: str, text: str, fixer: Person | None, now: datetime) -> Duty:
    duty = Duty(commune_id=room.commune_id, kind=DutyKind.ROOM_FAULT)
    duty.person_id, duty.unit_id = (fixer.id, fixer.unit_id) if fixer else (None, None)
    day = clock.local(now).date()
    duty.name_it(line[:40], headline(f"{line}: {text}"), room.name, day, room.place)
    duty.promise(day)
    db.session.add(duty)
    return duty


def count_equipment(
    viewer: Viewer, room: Room, line: RoomLine, owned: str, standing: Equipped, remedy: str
) -> RoomEquipment:
    """Say what a room has of one line; RuleBroken remedy_missing where a lack has no remedy."""
    if standing is not Equipped.MEETS and not remedy.strip():
        raise RuleBroken("remedy_missing", field=f"remedy_{line.value}")
    found = queries.equipment(viewer, room.id).get(line)
    if found is None:
        found = RoomEquipment(commune_id=room.commune_id, room_id=room.id, line=line)
        db.session.add(found)
    told = (owned.strip(), standing, remedy.strip() if standing is not Equipped.MEETS else "")
    if (found.owned, found.standing, found.remedy) != told or found.counted_on != clock.today():
        found.owned, found.standing, found.remedy = told
        found.counted_on, found.counted_by = clock.today(), viewer.account_id
    return found
