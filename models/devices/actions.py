"""Pairing a device by a code, hearing from it, and taking its right to speak away."""

import hmac
import secrets as chance
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from models import clock, journal, secrets
from models.accounts import throttle
from models.accounts.queries import token_hash
from models.accounts.rules import Viewer
from models.base import db, seen_by
from models.devices import pins, queries, rules
from models.devices.numbers import Numbers, joined, spelled, spelled_out
from models.devices.queries import PairedDevice
from models.devices.tables import Device, DeviceGap, DeviceState
from models.errors import RuleBroken
from models.text import clean, fold

TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Paired:
    """What a device gets, this once: the token that it speaks with from now on."""

    device: Device
    token: str
    next_seq: int


def add_device(viewer: Viewer, name: str, counter_id: int | None, pin: str = "") -> tuple[Device, str]:
    """A new device at a counter of the office, with its first code; RuleBroken when the name is taken.

    ``pin`` opens the way out of its page; without one there is none yet.
    """
    name = clean(name)
    taken = select(Device.id).where(Device.commune_id == viewer.home_id, Device.fold == fold(name))
    if db.session.scalar(taken) is not None:
        raise RuleBroken("device_name_taken", field="name")
    device = Device(commune_id=viewer.home_id, name=name, fold=fold(name), counter_id=counter_id)
    if pin:
        device.set_pin(*pins.sealed(pin))
    code = offer_code(device)
    db.session.add(device)
    db.session.flush()
    db.session.add(DeviceState(commune_id=viewer.home_id, device_id=device.id))
    db.session.flush()
    return device, code


def offer_code(device: Device) -> str:
    """A code that pairs this device within ten minutes; it is told once, and the tablet in use goes on until then."""
    code = "".join(chance.choice(rules.CODE_LETTERS) for _ in range(rules.CODE_LENGTH))
    device.offer(code[: rules.CODE_HEAD], _print(code), clock.now())
    return code


def _print(code: str) -> str:
    return secrets.fingerprint(code.encode(), "device_code")


def pair(typed: str, address: str) -> Paired:
    """Give the device that a code stands for its token; RuleBroken pairing_code_wrong, or sign_in_wait when guessed at.

    A wrong code counts against the address, and against the code whose first letters it has. The caller commits in
    all cases.
    """
    tries = throttle.held(throttle.of_pairing(address))
    code, now = rules.plain_code(typed), clock.now()
    device = None if code is None else _device_of(code)
    if device is None:
        throttle.failed(tries)
        raise RuleBroken("pairing_code_wrong", field="code")
    throttle.passed(tries)
    token = chance.token_urlsafe(TOKEN_BYTES)
    with journal.acting_as(journal.Actor(None, device.name)):
        device.pair(token_hash(token), now)
        db.session.flush()
    heard_from(device.id)
    return Paired(device, token, queries.highest(device.id) + 1)


def _device_of(code: str) -> Device | None:
    """The device whose live code this is; each other live code that begins alike has one try less."""
    alike = select(Device).where(Device.code_head == code[: rules.CODE_HEAD]).order_by(Device.id).with_for_update()
    found = None
    for device in db.session.scalars(alike).all():
        if not rules.is_code_live(device.code_expires_at, device.code_tries, clock.now()):
            continue
        if hmac.compare_digest(device.code_print or "", _print(code)):
            found = device
            continue
        device.code_tries += 1
        journal.note("code_refused", "device", device.id, device.commune_id)
    return found


def heard_from(device_id: int, **told: Any) -> None:
    """Write down that a device was heard just now, and what it told: columns of DeviceState."""
    heard = update(DeviceState).where(DeviceState.device_id == device_id).values(seen_at=clock.now(), **told)
    db.session.execute(heard, execution_options={"synchronize_session": False})


def one_sender(device: PairedDevice) -> None:
    """Until the commit no other request of the same device writes down what came."""
    db.session.execute(select(DeviceState.device_id).where(DeviceState.device_id == device.id).with_for_update())


def came(device: PairedDevice, numbers: Iterable[int]) -> None:
    """Write down which numbers of a device's answers came; the caller holds its state (``one_sender``)."""
    where = DeviceState.device_id == device.id
    before = spelled_out(db.session.scalar(select(DeviceState.received).where(where)))
    after = joined([*before, *(Numbers(number, number) for number in numbers)])
    noted = update(DeviceState).where(where).values(received=spelled(after))
    db.session.execute(noted, execution_options={"synchronize_session": False})


def counted_mark(device_id: int) -> str | None:
    """What stands for the moment of a device's last answer that counted."""
    return db.session.scalar(select(DeviceState.counted_mark).where(DeviceState.device_id == device_id))


def counted(device_id: int, mark: str) -> None:
    """Note what stands for the moment of a device's last answer that counted."""
    noted = update(DeviceState).where(DeviceState.device_id == device_id).values(counted_mark=mark)
    db.session.execute(noted, execution_options={"synchronize_session": False})


def tell(viewer: Viewer, counter_id: int, context: str) -> int:
    """Let the tablets of a counter know for ten minutes which file was just finished; how many there are.

    ``context`` is JSON that they hand back with the answer.
    """
    there = select(Device.id).where(seen_by(viewer, Device), Device.counter_id == counter_id, Device.is_active)
    ids = list(db.session.scalars(there.where(Device.token_hash.is_not(None))))
    told = {"context": context, "context_until": clock.now() + rules.CONTEXT_LIFE}
    pushed = update(DeviceState).where(DeviceState.device_id.in_(ids)).values(told)
    db.session.execute(pushed, execution_options={"synchronize_session": False})
    return len(ids)


def set_pin(device: Device, pin: str) -> None:
    """Another PIN for the way out of the device's page; RuleBroken when it is none."""
    if not pins.is_pin(pin):
        raise RuleBroken("pin_wrong", field="pin")
    device.set_pin(*pins.sealed(pin))


def explain(viewer: Viewer, device: Device, gap: Numbers, cause: str) -> None:
    """Note why some numbers of a device never came; RuleBroken when nothing of it is missing, or nothing was said."""
    cause = clean(cause)
    if not cause:
        raise RuleBroken("cause_missing", field="cause")
    if gap not in queries.unexplained(device.id):
        raise RuleBroken("numbers_not_missing")
    noted = DeviceGap(device_id=device.id, commune_id=device.commune_id, noted_by=viewer.account_id, cause=cause[:200])
    noted.first, noted.last = gap
    db.session.add(noted)


def revoke(viewer: Viewer, device: Device) -> None:
    """Take a device's right to speak away at once; RuleBroken when it has none any more."""
    if not device.is_active:
        raise RuleBroken("device_revoked")
    device.revoke(viewer.account_id, clock.now())
