"""How a citizen at a tablet wants to be reached: it travels apart from the answer, and is kept beside it once."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import select, update

from models import secrets
from models.base import db, read
from models.satisfaction import cases
from models.satisfaction.chain import lock_chain
from models.satisfaction.rules import Channel, Status
from models.satisfaction.tables import CitizenCase, CitizenContact, Response, ResponseReason


class Delivery(StrEnum):
    """What became of a contact that arrived; only an unknown one is worth keeping on the tablet."""

    CREATED = "created"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    UNKNOWN = "unknown"
    REJECTED = "rejected"


def deliver(commune_id: int, cid: UUID, contact: str) -> Delivery:
    """Keep how somebody wants to be reached about an answer of a tablet; the first one stays, whatever comes again.

    Nothing is kept of an answer without words, or of one that does not count: nobody would reply to it.
    """
    lock_chain(commune_id)  # of two at the same moment the second sees the first
    r = Response
    own = (r.commune_id == commune_id, r.cid == cid, r.channel == Channel.KIOSK)
    response = db.session.scalars(select(r).where(*own)).first()
    if response is None:
        return Delivery.UNKNOWN
    before = db.session.get(CitizenContact, response.id)
    if before is not None:
        return _again(before, contact)
    if not response.comment or response.status not in (Status.COUNTED, Status.HELD):
        return Delivery.REJECTED
    cases.keep_contact(commune_id, response.id, contact)
    _reply_is_wanted(response)
    return Delivery.CREATED


def _again(kept: CitizenContact, contact: str) -> Delivery:
    try:
        same = secrets.unseal(kept.sealed, cases.purpose(kept.id)).decode() == contact
    except (secrets.Damaged, secrets.KeyMissing):
        same = True  # nobody can tell, and the first one stays anyhow
    return Delivery.DUPLICATE if same else Delivery.CONFLICT


def _reply_is_wanted(response: Response) -> None:
    """The case of the answer says so; one that asked for nothing so far is opened. Written without a line, like it."""
    known = read(select(CitizenCase.id).where(CitizenCase.id == response.id)).first()
    if known is not None:
        wanted = update(CitizenCase).where(CitizenCase.id == response.id).values(wants_reply=True)
        db.session.execute(wanted, execution_options={"synchronize_session": False})
    elif response.status is Status.COUNTED:
        reasons = list(read(select(ResponseReason.code).where(ResponseReason.response_id == response.id)).scalars())
        cases.follow(response, True, reasons)
