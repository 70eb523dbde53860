"""Answers that a tablet of the office sends: their time set right, held where in doubt, each counted once."""

import json
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import func, select

from models import clock
from models.base import db
from models.devices import actions as devices
from models.devices import queries as tablets
from models.devices.queries import PairedDevice
from models.devices.tables import Device
from models.satisfaction import catalogue, doubts, held, marks
from models.satisfaction.actions import Answer, Outcome, Sealed, receive
from models.satisfaction.handling import handling
from models.satisfaction.rules import Channel, HoldReason, Mode, Stage, Status
from models.text import clean

HELD_AFTER = timedelta(hours=24)  # a clock that is further off than this knows no day


@dataclass(frozen=True, slots=True)
class FromDevice:
    """A sealed answer as a tablet sends it: ``answer.answered_at`` is what the tablet's own clock said."""

    answer: Answer
    questionnaire: int
    seq: int | None = None


def context_of(mode: Mode, stage: Stage | None, procedure: str) -> str:
    """What a tablet is told of the file that was just finished, as JSON; its id lets it be used for one answer only."""
    told = {"mode": mode.value, "stage": stage.value if stage else None, "procedure": clean(procedure)}
    return json.dumps({"id": secrets.token_urlsafe(6), **told})


def corrected(
    said: datetime, skew: timedelta | None, enrolled: datetime, received: datetime
) -> tuple[datetime, HoldReason | None]:
    """When an answer was given by our clock, between ``enrolled`` and ``received``; and whether that is in doubt.

    ``skew`` is how far the tablet's clock was behind ours when it sent (None where it did not say).
    """
    try:
        at = said + (skew or timedelta(0))
    except OverflowError:
        at = said
    kept = min(max(at, enrolled), received)
    is_odd = abs(skew or timedelta(0)) > HELD_AFTER or abs(kept - at) > HELD_AFTER
    return kept, HoldReason.CLOCK if is_odd else None


def enrolled(commune_id: int) -> datetime:
    """Since when the office has had tablets; one that is paired anew still holds answers from before."""
    first = db.session.scalar(select(func.min(Device.created_at)).where(Device.commune_id == commune_id))
    return first or clock.now()


def _bursts(device_id: int, at: datetime) -> bool:
    """Whether the last counted answer of the device lies within a few seconds; a tablet sends them in their order."""
    near = timedelta(seconds=catalogue.policy(clock.today()).burst_seconds) - marks.SECOND
    return marks.recognised(devices.counted_mark(device_id), _of(device_id), at - near, at + near) is not None


def _of(device_id: int) -> str:
    return f"device {device_id}"


def _doubtful(device: PairedDevice, at: datetime) -> HoldReason | None:
    """Whether the counter was closed, or had finished no file for long."""
    limits, hours = handling(clock.local(at).date()), held.hours_of(device.commune_id)
    return doubts.of_tablet(at, hours, tablets.last_told(device.id), limits)


def take(device: PairedDevice, sent: FromDevice, since: datetime, skew: timedelta | None) -> Sealed:
    """Keep one answer of a tablet; the same one again changes nothing, whatever has become of it.

    ``since`` is what ``enrolled`` says, ``skew`` how far the tablet's clock was behind when it sent.
    """
    now, answer = clock.now(), sent.answer
    at, reason = corrected(answer.answered_at or now, skew, since, now)
    reason = reason or (HoldReason.BURST if _bursts(device.id, at) else _doubtful(device, at))
    sealed = receive(
        device.commune_id,
        replace(answer, answered_at=at),
        Channel.KIOSK,
        counter_id=device.counter_id,
        questionnaire=sent.questionnaire,
        status=Status.HELD if reason else Status.COUNTED,
        hold_reason=reason,
    )
    if sealed.outcome is Outcome.CREATED and sealed.status is Status.COUNTED:
        devices.counted(device.id, marks.mark(at, _of(device.id)))
    return sealed
