"""Answers that a tablet of the office sends: their time set right, held where in doubt, each counted once."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from models import clock
from models.base import db
from models.devices import actions as devices
from models.devices import queries as tablets
from models.devices.queries import PairedDevice
from models.devices.tables import Device
from models.errors import RuleBroken
from models.satisfaction import catalogue, doubts, held, marks
from models.satisfaction.handling import handling
from models.satisfaction.receiving import Answer, LookedUp, as_sealed, receive, receive_all
from models.satisfaction.rules import Channel, HoldReason, Mode, Stage, Status
from models.satisfaction.sealing import Outcome, Sealed, known
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


@dataclass
class Doubts:
    """What makes an answer of a tablet wait, read once for all that it sends at a time."""

    device: PairedDevice
    since: datetime
    skew: timedelta | None

    def __post_init__(self) -> None:
        self.hours = held.hours_of(self.device.commune_id)
        self.last_file = tablets.last_told(self.device.id)
        self.mark = devices.counted_mark(self.device.id)
        self.of = f"device {self.device.id}"
        self.last: datetime | None = None  # the last one that counts of those that were just sent

    def of_answer(self, answer: Answer) -> tuple[datetime, HoldReason | None]:
        """When an answer was given by our clock, and why it waits, if it does."""
        now = clock.now()
        at, reason = corrected(answer.answered_at or now, self.skew, self.since, now)
        limits = handling(clock.local(at).date())
        return at, reason or self._burst(at) or doubts.of_tablet(at, self.hours, self.last_file, limits)

    def _burst(self, at: datetime) -> HoldReason | None:
        """Whether the last counted answer lies within a few seconds; a tablet sends them in their order."""
        first, last = doubts.too_near(at, catalogue.policy(clock.today()).burst_seconds)
        if self.last is not None:
            is_near = first.replace(microsecond=0) <= self.last.replace(microsecond=0) <= last
        else:
            is_near = marks.recognised(self.mark, self.of, first, last) is not None
        return HoldReason.BURST if is_near else None

    def counts(self, at: datetime) -> None:
        """An answer of this moment counts."""
        self.last = at

    def keep(self) -> None:
        """Write down what stands for the last moment, for the next time that the tablet sends."""
        if self.last is not None:
            devices.counted(self.device.id, marks.mark(self.last, self.of))


def _where(device: PairedDevice, sent: FromDevice, reason: HoldReason | None) -> dict[str, Any]:
    return {
        "counter_id": device.counter_id,
        "questionnaire": sent.questionnaire,
        "status": Status.HELD if reason else Status.COUNTED,
        "hold_reason": reason,
    }


def take(device: PairedDevice, sent: FromDevice, since: datetime, skew: timedelta | None) -> Sealed:
    """Keep one answer of a tablet; the same one again changes nothing, whatever has become of it.

    ``since`` is what ``enrolled`` says, ``skew`` how far the tablet's clock was behind when it sent.
    """
    doubted = Doubts(device, since, skew)
    at, reason = doubted.of_answer(sent.answer)
    answer = replace(sent.answer, answered_at=at)
    sealed = receive(device.commune_id, answer, Channel.KIOSK, **_where(device, sent, reason))
    if sealed.outcome is Outcome.CREATED and sealed.status is Status.COUNTED:
        doubted.counts(at)
        doubted.keep()
    return sealed


def take_all(
    device: PairedDevice, sent: Sequence[FromDevice], since: datetime, skew: timedelta | None
) -> dict[UUID, Sealed]:
    """Keep several answers of a tablet together; each as ``take`` would, by its id, in a few statements for all.

    Left out is what has to be looked at by itself: a level that its scale does not have, an id for the second time.
    KeyError where somebody else has sent one of the ids in the meantime: then nothing of this holds.
    """
    doubted, looked_up = Doubts(device, since, skew), LookedUp()
    prepared: dict[UUID, tuple[FromDevice, Answer, dict[str, Any]]] = {}
    for one in sent:
        at, _ = corrected(one.answer.answered_at or clock.now(), skew, since, clock.now())
        answer = replace(one.answer, answered_at=at)
        try:
            values = as_sealed(device.commune_id, answer, Channel.KIOSK, looked_up)
        except RuleBroken:
            continue
        prepared.setdefault(values["cid"], (one, answer, values))
    found = known([values for _, _, values in prepared.values()]) if prepared else {}
    new = []
    for one, answer, values in (value for cid, value in prepared.items() if cid not in found):
        at, reason = doubted.of_answer(one.answer)
        if reason is None:
            doubted.counts(at)
        new.append((answer, values | _where(device, one, reason)))
    if new:
        found |= {values["cid"]: sealed for (_, values), sealed in zip(new, receive_all(new), strict=True)}
        doubted.keep()
    return found
