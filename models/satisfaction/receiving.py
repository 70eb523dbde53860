"""How an answer comes in: made into the columns of a sealed one, tied to the chain, counted, and its case opened."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import insert

from models import clock
from models.base import db
from models.errors import RuleBroken
from models.satisfaction import cases, catalogue, service
from models.satisfaction.catalogue import ScaleFacts
from models.satisfaction.recent import to_the_hour
from models.satisfaction.rollups import count_all, counted_of
from models.satisfaction.rules import Channel, Mode, Stage, Status, content_hash
from models.satisfaction.scales import scale_id
from models.satisfaction.sealing import Outcome, Sealed, seal, seal_all
from models.satisfaction.tables import ResponseReason
from models.text import clean

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a citizen said, complete; ``cid`` was made where it was said and never changes."""

    level: int
    mode: Mode
    comment: str = ""
    stage: Stage | None = None
    cid: UUID | None = None
    answered_at: datetime | None = None
    reasons: tuple[str, ...] = ()
    procedure: str = ""
    contact: str = ""
    scale: ScaleFacts | None = None  # the one that was shown, where that is not simply the one of the day


class LookedUp:
    """What was read for one answer and is the same for the next ones."""

    def __init__(self) -> None:
        self.found: dict[tuple[Any, ...], Any] = {}

    def once(self, read: Callable[..., Found], *args: Any) -> Found:
        """What ``read`` says, asked for the first time only."""
        key = (read, *((one.code, one.edition) if isinstance(one, ScaleFacts) else one for one in args))
        if key not in self.found:
            self.found[key] = read(*args)
        found: Found = self.found[key]
        return found


def receive(commune_id: int, answer: Answer, channel: Channel, **where: Any) -> Sealed:
    """Seal an answer: a repeated one stays one row, the same id with other content changes nothing.

    Of its time only day and hour stay. A procedure that is not known here is kept as unknown.
    """
    values = as_sealed(commune_id, answer, channel) | where
    sealed = seal(values)
    if sealed.outcome is Outcome.CREATED:
        _counted([(answer, values, sealed)])
    return sealed


def receive_all(new: Sequence[tuple[Answer, dict[str, Any]]]) -> list[Sealed]:
    """The same for several answers of a commune at once, none of which is there yet (else KeyError).

    Each with the columns that ``as_sealed`` gave; a few statements, however many there are.
    """
    sealed = seal_all([values for _, values in new])
    _counted([(answer, values, one) for (answer, values), one in zip(new, sealed, strict=True)])
    return sealed


def _counted(new: Sequence[tuple[Answer, dict[str, Any], Sealed]]) -> None:
    """Answers that were just sealed get their reasons, their counts and their cases."""
    reasons = [
        {"commune_id": values["commune_id"], "response_id": sealed.id, "code": code}
        for answer, values, sealed in new
        for code in answer.reasons
    ]
    if reasons:
        db.session.execute(insert(ResponseReason), reasons)
    count_all((counted_of(values), answer.reasons) for answer, values, _ in new)
    for answer, values, sealed in new:
        if answer.contact and values["comment"]:
            cases.keep_contact(values["commune_id"], sealed.id, answer.contact)
        if sealed.status is Status.COUNTED:
            cases.open_for(sealed.id, values, answer.reasons, bool(answer.contact))


def as_sealed(commune_id: int, answer: Answer, channel: Channel, looked_up: LookedUp | None = None) -> dict[str, Any]:
    """The columns of an answer; reasons and procedure are part of what its hash covers where there are any.

    RuleBroken for a level that its scale does not have. ``looked_up`` keeps what several answers ask for alike.
    """
    if answer.level not in {level.value for level in (answer.scale or catalogue.scale(clock.today())).levels}:
        raise RuleBroken("unknown_level", field="level")
    known = LookedUp() if looked_up is None else looked_up
    comment = clean(answer.comment, multiline=True, keeps_hidden=True)
    at = to_the_hour(answer.answered_at or clock.now())
    local = clock.local(at)
    more = (",".join(sorted(answer.reasons)), answer.procedure) if answer.reasons or answer.procedure else ()
    return {
        "commune_id": commune_id,
        "cid": answer.cid or uuid4(),
        "scale_id": known.once(scale_id, local.date(), answer.scale),
        "level": answer.level,
        "content_hash": content_hash(answer.level, answer.mode, answer.stage, comment, *more),
        "mode": answer.mode,
        "stage": answer.stage,
        "channel": channel,
        "comment": comment,
        "answered_at": at,
        "created_at": to_the_hour(clock.now()),
        "local_date": local.date(),
        "local_hour": local.hour,
        "questionnaire": 1,
        "procedure_id": known.once(service.procedure_id, commune_id, answer.procedure),
        "status": Status.COUNTED,
    }
