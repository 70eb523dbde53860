"""Reading devices: the office's list, one of them, and the device behind a token."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, select

from models import clock
from models.accounts.queries import token_hash
from models.accounts.rules import Viewer
from models.base import db, read, seen_by
from models.devices import rules
from models.devices.numbers import Numbers, how_many, missing, spelled_out, without
from models.devices.rules import DeviceStanding
from models.devices.tables import Device, DeviceGap, DeviceState
from models.errors import NotFound
from models.text import fold

LONGEST_TOKEN = 100


class Gap(NamedTuple):
    """Numbers that never came, and why."""

    first: int
    last: int
    cause: str
    noted_at: datetime


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """One device in the office's list."""

    id: int
    name: str
    counter_id: int | None
    standing: DeviceStanding
    is_active: bool
    is_paired: bool
    is_heard: bool
    seen_at: datetime | None
    waiting: int
    highest_seq: int
    app_version: str
    code_expires_at: datetime | None
    has_pin: bool
    oldest_at: datetime | None
    set_aside: int
    lacks: tuple[str, ...]
    is_persisted: bool | None
    free_bytes: int | None
    clock_skew: int | None
    received: list[Numbers]
    lost: list[Numbers]
    gaps: list[Gap]


@dataclass(frozen=True, slots=True)
class PairedDevice:
    """The device that speaks in a request; its eyes see its own commune."""

    id: int
    commune_id: int
    name: str
    counter_id: int | None
    seen_at: datetime | None


def devices(viewer: Viewer) -> list[DeviceLine]:
    """The devices of the office, those that need somebody first."""
    query = select(*_COLUMNS).outerjoin(DeviceState, DeviceState.device_id == Device.id)
    rows = db.session.execute(query.where(seen_by(viewer, Device)).order_by(Device.id)).all()
    gone = {row.id: _missing(row) for row in rows}
    noted = _gaps([device_id for device_id, spans in gone.items() if spans])
    lines = [_line(row, gone[row.id], noted.get(row.id, [])) for row in rows]
    order = list(DeviceStanding)
    return sorted(lines, key=lambda line: (order.index(line.standing), fold(line.name)))


_COLUMNS = (
    Device.id,
    Device.name,
    Device.counter_id,
    Device.is_active,
    Device.token_hash,
    Device.pin_hash,
    Device.code_expires_at,
    Device.code_tries,
    DeviceState.seen_at,
    DeviceState.waiting,
    DeviceState.highest_seq,
    DeviceState.app_version,
    DeviceState.oldest_at,
    DeviceState.set_aside,
    DeviceState.received,
    DeviceState.holding,
    DeviceState.lacks,
    DeviceState.is_persisted,
    DeviceState.free_bytes,
    DeviceState.clock_skew,
)


def _missing(row: Any) -> list[Numbers]:
    return missing(spelled_out(row.received), spelled_out(row.holding), row.highest_seq or 0)


def _line(row: Any, gone: list[Numbers], noted: list[Gap]) -> DeviceLine:
    now, is_paired, came = clock.now(), row.token_hash is not None, spelled_out(row.received)
    lost = without(gone, [Numbers(gap.first, gap.last) for gap in noted])
    waiting, oldest, many = row.waiting or 0, row.oldest_at, how_many(lost)
    return DeviceLine(
        id=row.id,
        name=row.name,
        counter_id=row.counter_id,
        standing=rules.standing(row.is_active, is_paired, row.seen_at, waiting, now, oldest, many),
        is_active=row.is_active,
        is_paired=is_paired,
        is_heard=rules.is_heard(row.seen_at, now),
        seen_at=row.seen_at,
        waiting=waiting,
        highest_seq=max([row.highest_seq or 0, *(span.last for span in came)]),
        app_version=row.app_version or "",
        code_expires_at=row.code_expires_at if rules.is_code_live(row.code_expires_at, row.code_tries, now) else None,
        has_pin=row.pin_hash is not None,
        oldest_at=oldest,
        set_aside=row.set_aside or 0,
        lacks=tuple((row.lacks or "").split()),
        is_persisted=row.is_persisted,
        free_bytes=row.free_bytes,
        clock_skew=row.clock_skew,
        received=came,
        lost=lost,
        gaps=[gap for gap in noted if without([Numbers(gap.first, gap.last)], came)],
    )


def _gaps(device_ids: Sequence[int]) -> dict[int, list[Gap]]:
    """What was noted of numbers that never came, by device; nothing is asked where nothing is missing."""
    found: dict[int, list[Gap]] = {device_id: [] for device_id in device_ids}
    if not found:
        return found
    gap = DeviceGap
    query = select(gap.device_id, gap.first, gap.last, gap.cause, gap.created_at).where(gap.device_id.in_(device_ids))
    for row in read(query.order_by(gap.device_id, gap.first)):
        found[row.device_id].append(Gap(row.first, row.last, row.cause, row.created_at))
    return found


def unexplained(device_id: int) -> list[Numbers]:
    """The numbers of a device that are missing and that nobody has given a cause for."""
    row = db.session.execute(_STATE.where(DeviceState.device_id == device_id)).one()
    noted = [Numbers(gap.first, gap.last) for gap in _gaps([device_id])[device_id]]
    return without(_missing(row), noted)


_STATE = select(
    DeviceState.received, DeviceState.holding, DeviceState.highest_seq, DeviceState.context, DeviceState.context_until
)


def highest(device_id: int) -> int:
    """The highest number of a device that is known: told by it, or come from it; 0 for none."""
    row = db.session.execute(_STATE.where(DeviceState.device_id == device_id)).one()
    told: int = row.highest_seq
    return max([told, *(span.last for span in [*spelled_out(row.received), *spelled_out(row.holding)])])


def last_told(device_id: int) -> datetime | None:
    """When a device was last told of a finished file; None where it never was."""
    until = read(select(DeviceState.context_until).where(DeviceState.device_id == device_id)).scalar()
    return until - rules.CONTEXT_LIFE if until else None


def context(device_id: int) -> tuple[str, datetime] | None:
    """The file that was just finished at the device's counter (JSON), and until when it is worth anything."""
    row = db.session.execute(_STATE.where(DeviceState.device_id == device_id)).one()
    if row.context is None or not timedelta(0) < row.context_until - clock.now() <= rules.CONTEXT_LIFE:
        return None
    return row.context, row.context_until


def at_counter(viewer: Viewer, counter_id: int) -> int:
    """How many tablets that are in use stand at a counter."""
    there = (Device.counter_id == counter_id, Device.is_active, Device.token_hash.is_not(None))
    return db.session.scalar(select(func.count(Device.id)).where(seen_by(viewer, Device), *there)) or 0


def device(viewer: Viewer, device_id: int) -> Device:
    """One device of the office; NotFound otherwise."""
    found = db.session.scalars(select(Device).where(Device.id == device_id, seen_by(viewer, Device))).one_or_none()
    if found is None:
        raise NotFound
    return found


def as_paired(device: Device) -> PairedDevice:
    """A device of the office as it would speak for itself: its file is read for it, also when it is broken."""
    return PairedDevice(device.id, device.commune_id, device.name, device.counter_id, None)


def recognise(token: str) -> PairedDevice | None:
    """The device that holds a token, None for an unknown or revoked one; looked up by hash, so time tells nothing."""
    if not token or len(token) > LONGEST_TOKEN:
        return None
    query = (
        select(Device.id, Device.commune_id, Device.name, Device.counter_id, DeviceState.seen_at)
        .outerjoin(DeviceState, DeviceState.device_id == Device.id)
        .where(Device.token_hash == token_hash(token), Device.is_active)
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        return None
    return PairedDevice(
        id=row.id, commune_id=row.commune_id, name=row.name, counter_id=row.counter_id, seen_at=row.seen_at
    )
