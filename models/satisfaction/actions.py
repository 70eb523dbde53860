"""What happens to answers: sealed once, counted in the same transaction, taken back or decided, never changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select

from models import clock
from models.accounts.rules import Viewer
from models.base import db, read
from models.errors import RuleBroken
from models.satisfaction import cases, catalogue, codes, doubts, queries, recent
from models.satisfaction.chain import lock_chain
from models.satisfaction.codes import CodePlace
from models.satisfaction.handling import handling
from models.satisfaction.queries import is_of_counter
from models.satisfaction.receiving import Answer, receive
from models.satisfaction.recent import to_the_hour
from models.satisfaction.rollups import check_rollups, count, facts_of, rebuild_rollups
from models.satisfaction.rules import Channel, HoldReason, Status, content_hash, form_cid
from models.satisfaction.sealing import Outcome, Sealed
from models.satisfaction.tables import PaperSlip, Response, ResponseLink, ResponseReason
from models.text import clean, fold

__all__ = [
    "Answer",
    "Outcome",
    "Sealed",
    "answer_code",
    "answer_link",
    "check_rollups",
    "count",
    "decide",
    "hold",
    "rebuild_rollups",
    "receive",
    "reconsider",
    "record",
    "record_slip",
    "take_back",
]

MOST_AN_HOUR = 300  # answers through one printed link in an hour of the clock, counted or held


def record(viewer: Viewer, answer: Answer, counter_id: int | None = None) -> Sealed:
    """A clerk enters what the citizen at the counter said; RuleBroken when the id already says something else.

    ``counter_id`` comes from ``own_counter`` of places.
    """
    clerk = {"recorded_by_id": viewer.account_id, "served_by_id": viewer.account_id}
    sealed = receive(viewer.home_id, answer, Channel.COUNTER, counter_id=counter_id, **clerk)
    if sealed.outcome is Outcome.CONFLICT:
        raise RuleBroken("answer_conflict")
    if sealed.outcome is Outcome.CREATED:
        recent.note(sealed.id, viewer.account_id)
    return sealed


def record_slip(viewer: Viewer, answer: Answer, counter_id: int | None, serial: str) -> Sealed:
    """Somebody types in a numbered slip; the one who sits at its counter may not, so that such a slip waits.

    RuleBroken for a number that came before, and for a day to come.
    """
    serial = fold(clean(serial)).replace(" ", "")
    slip = PaperSlip
    known = select(slip.id).where(slip.commune_id == viewer.home_id, slip.serial == serial)
    lock_chain(viewer.home_id)
    if read(known).first() is not None:
        raise RuleBroken("serial_known", field="serial")
    day = clock.local(answer.answered_at or clock.now()).date()
    is_own = is_of_counter(viewer, counter_id, day)
    sealed = receive(
        viewer.home_id,
        answer,
        Channel.PAPER,
        counter_id=counter_id,
        recorded_by_id=viewer.account_id,
        status=Status.HELD if is_own else Status.COUNTED,
        hold_reason=HoldReason.OWN_SLIP if is_own else None,
    )
    if sealed.outcome is Outcome.CREATED:
        db.session.execute(insert(PaperSlip), {"id": sealed.id, "commune_id": viewer.home_id, "serial": serial})
    return sealed


def answer_link(link: ResponseLink, answer: Answer, trap: str = "") -> Sealed:
    """A citizen answers through a printed link; what comes too fast is kept for review instead of counted.

    RuleBroken answers_wait where more came in this hour than anybody would review.
    """
    limits = handling(clock.today())
    if _came_this_hour(link, clock.now()) >= MOST_AN_HOUR:
        raise RuleBroken("answers_wait")
    pulse = recent.pulse(link.id, limits)
    reason = doubts.of_link(trap, pulse, limits)
    where = {"counter_id": link.counter_id, "link_id": link.id}
    sealed = _receive_qr(link.commune_id, answer, reason, where)
    if sealed.outcome is Outcome.CREATED:
        recent.beat(link.id, pulse)
    return sealed


def answer_code(place: CodePlace, answer: Answer, trap: str = "") -> Sealed:
    """A citizen answers through a code for one answer; a further one waits, since two people may share a file."""
    batch = place.batch
    lock_chain(batch.commune_id)  # of two at the same moment the second sees that the code was used
    is_used = codes.is_used(batch.id, place.no)
    reason = HoldReason.TRAP if trap else HoldReason.REUSED if is_used else None
    sealed = _receive_qr(batch.commune_id, answer, reason, {"counter_id": batch.counter_id})
    if sealed.outcome is Outcome.CREATED and sealed.status is Status.COUNTED:
        codes.spend(batch, place.no)
    return sealed


def _receive_qr(commune_id: int, answer: Answer, reason: HoldReason | None, where: dict[str, Any]) -> Sealed:
    """Seal a citizen's answer; what comes from the same opened page with other content is kept too, and waits."""

    def sealed(answer: Answer, reason: HoldReason | None) -> Sealed:
        status = Status.HELD if reason else Status.COUNTED
        return receive(commune_id, answer, Channel.QR, status=status, hold_reason=reason, **where)

    first = sealed(answer, reason)
    if first.outcome is not Outcome.CONFLICT or answer.cid is None:
        return first
    said = content_hash(answer.level, answer.mode, answer.stage, answer.comment, *answer.reasons)
    return sealed(replace(answer, cid=form_cid(f"{answer.cid} {said}")), reason or HoldReason.REUSED)


def _came_this_hour(link: ResponseLink, now: datetime) -> int:
    """Counted or held; an answer keeps no more of its time than the hour."""
    came = select(func.count(Response.id)).where(Response.link_id == link.id, Response.answered_at == to_the_hour(now))
    return db.session.scalar(came) or 0


def take_back(viewer: Viewer, response_id: int, reason: str) -> Response:
    """The clerk takes back the own wrong press within a few minutes: the count moves, the row stays as a tombstone."""
    response = queries.response(viewer, response_id)
    if response.recorded_by_id != viewer.account_id:
        raise RuleBroken("not_own_answer")
    if response.status is not Status.COUNTED:
        raise RuleBroken("already_decided")
    if recent.minute_of(response_id) is None:
        raise RuleBroken("too_late_to_take_back", minutes=catalogue.policy(clock.today()).undo_minutes)
    _settle(response, viewer, Status.TOMBSTONE, reason)
    return response


def decide(viewer: Viewer, response_id: int, status: Status, reason: str) -> Response:
    """Somebody who did not enter the answer counts or excludes it, with a reason; level and words stay untouched."""
    response, reason = _to_decide(viewer, response_id, reason)
    if response.status in (Status.TOMBSTONE, status) or status not in (Status.COUNTED, Status.EXCLUDED):
        raise RuleBroken("already_decided")
    _settle(response, viewer, status, reason)
    return response


def reconsider(viewer: Viewer, response_id: int, reason: str) -> Response:
    """A decision about a held answer is undone by the same rights: it waits again, and says why."""
    response, reason = _to_decide(viewer, response_id, reason)
    was_decided = response.hold_reason is not None and response.decided_at is not None
    if not was_decided or response.status not in (Status.COUNTED, Status.EXCLUDED):
        raise RuleBroken("already_decided")
    _settle(response, viewer, Status.HELD, reason)
    return response


def _to_decide(viewer: Viewer, response_id: int, reason: str) -> tuple[Response, str]:
    """The answer, for eyes that neither entered it nor sat at its counter; and the reason that they give."""
    response, reason = queries.response(viewer, response_id), clean(reason)
    if not reason:
        raise RuleBroken("reason_missing", field="reason")
    if viewer.acted_as(response.recorded_by_id):
        raise RuleBroken("own_answer")
    if is_of_counter(viewer, response.counter_id, response.local_date):
        raise RuleBroken("own_counter")
    return response, reason


def hold(response: Response, reason: HoldReason) -> None:
    """Let a counted answer wait for review, because of what came to light later."""
    with _moving(response):
        response.status, response.hold_reason = Status.HELD, reason


def _settle(response: Response, viewer: Viewer, status: Status, reason: str) -> None:
    with _moving(response):
        at = to_the_hour(clock.now()) if status is Status.TOMBSTONE else clock.now()  # that is close to the answer
        response.status, response.decided_by_id, response.decided_at = status, viewer.account_id, at
        response.decided_reason = reason[:200]


@contextmanager
def _moving(response: Response) -> Iterator[None]:
    """Whatever happens to an answer inside, its counts and its case go along."""
    lock_chain(response.commune_id)
    reasons = list(read(select(ResponseReason.code).where(ResponseReason.response_id == response.id)).scalars())
    before = facts_of(response)
    yield
    db.session.flush()
    count(before, -1, reasons)
    count(facts_of(response), +1, reasons)
    cases.follow(response, response.status is Status.COUNTED, reasons)
