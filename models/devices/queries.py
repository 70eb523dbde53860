"""Reading devices: the office's list, one of them, and the device behind a token."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models import clock
from models.accounts.queries import token_hash
from models.accounts.rules import Viewer
from models.base import db, seen_by
from models.devices import rules
from models.devices.rules import DeviceStanding
from models.devices.tables import Device, DeviceState
from models.errors import NotFound
from models.text import fold

LONGEST_TOKEN = 100


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """One device in the office's list."""

    id: int
    name: str
    counter_id: int | None
    standing: DeviceStanding
    seen_at: datetime | None
    waiting: int
    highest_seq: int
    app_version: str
    code_expires_at: datetime | None


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
    state = DeviceState
    columns = (
        Device.id,
        Device.name,
        Device.counter_id,
        Device.is_active,
        Device.token_hash,
        Device.code_expires_at,
        Device.code_tries,
        state.seen_at,
        state.waiting,
        state.highest_seq,
        state.app_version,
    )
    query = select(*columns).outerjoin(state, state.device_id == Device.id).where(seen_by(viewer, Device))
    now, found = clock.now(), []
    for row in db.session.execute(query.order_by(Device.id)):
        standing = rules.standing(row.is_active, row.token_hash is not None, row.seen_at, row.waiting or 0, now)
        is_live = rules.is_code_live(row.code_expires_at, row.code_tries, now)
        found.append(
            DeviceLine(
                id=row.id,
                name=row.name,
                counter_id=row.counter_id,
                standing=standing,
                seen_at=row.seen_at,
                waiting=row.waiting or 0,
                highest_seq=row.highest_seq or 0,
                app_version=row.app_version or "",
                code_expires_at=row.code_expires_at if is_live else None,
            )
        )
    order = list(DeviceStanding)
    return sorted(found, key=lambda line: (order.index(line.standing), fold(line.name)))


def device(viewer: Viewer, device_id: int) -> Device:
    """One device of the office; NotFound otherwise."""
    found = db.session.scalars(select(Device).where(Device.id == device_id, seen_by(viewer, Device))).one_or_none()
    if found is None:
        raise NotFound
    return found


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
