"""What becomes of citizens' words: each unhappy one is a duty, closed by a sentence on what was done."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert, select

from models import clock, journal, secrets
from models.accounts.queries import has_role
from models.accounts.rules import Role, Viewer
from models.accounts.tables import Account, Person
from models.base import db, read
from models.duties.rules import DutyKind, DutyStatus
from models.duties.tables import Duty
from models.errors import NotAllowed, RuleBroken
from models.holidays.queries import calendar_of
from models.places.tables import Counter
from models.satisfaction.case_tables import CaseOutcome, CitizenCase, CitizenContact
from models.satisfaction.handling import Handling, case_title, handling
from models.satisfaction.recent import to_the_hour
from models.satisfaction.tables import Response
from models.text import clean, fold


def asks(level: int, comment: str, reasons: Collection[str], wants_reply: bool, limits: Handling) -> bool:
    """Whether somebody has to answer for it: unhappy words, a demand for money, or words that want a reply."""
    is_unhappy = level <= limits.case_level
    says_much = bool(comment) or not set(reasons).isdisjoint(limits.head_reasons)
    return (is_unhappy and says_much) or (wants_reply and bool(comment))


def keep_contact(commune_id: int, response_id: int, contact: str) -> None:
    """Keep how a citizen wants to be reached, for as long as was promised."""
    days = handling(clock.today()).contact_days
    row = {
        "id": response_id,
        "commune_id": commune_id,
        "sealed": secrets.seal(contact.encode(), purpose(response_id)),
        "purge_on": clock.today() + timedelta(days=days),
        "created_at": to_the_hour(clock.now()),
    }
    db.session.execute(insert(CitizenContact), row)


def purpose(response_id: int) -> str:
    """What the contact of an answer is sealed for, so that it cannot be moved to another one."""
    return f"citizen_contact:{response_id}"


def open_for(response_id: int, values: dict[str, Any], reasons: Collection[str], wants_reply: bool) -> None:
    """Open the case of an answer that counts, where it asks for something; a later look changes nothing.

    Like the answer it is written without a line in the journal, which would tell to the second when it came.
    """
    limits, today = handling(clock.today()), clock.today()
    if not asks(values["level"], values["comment"], reasons, wants_reply, limits):
        return
    goes_up = not set(reasons).isdisjoint(limits.head_reasons)
    own = {"commune_id": values["commune_id"], "created_at": to_the_hour(clock.now()), "version": 1}
    duty_id = _owe(
        own | {"ref": str(response_id), "person_id": _head(own["commune_id"]) if goes_up else None},
        _title(values.get("counter_id")),
        values["local_date"],
        calendar_of(own["commune_id"]).after(today, limits.answer_days),
    )
    row = own | {"id": response_id, "duty_id": duty_id, "received_on": today, "wants_reply": wants_reply}
    db.session.execute(insert(CitizenCase), row | {"sentence": ""})


def _owe(own: dict[str, Any], title: str, said_on: date, due_on: date) -> int:
    """A duty of nobody yet, or of the head; who assigns work gives it to somebody within a working day."""
    row = own | {
        "kind": DutyKind.CASE,
        "title": title,
        "origin": "",
        "origin_on": said_on,
        "fold": fold(f"{own['ref']} {title}"),
        "due_on": due_on,
        "first_due_on": due_on,
        "due_rule": "",
        "status": DutyStatus.NOT_STARTED,
        "return_reason": "",
        "reopened": 0,
    }
    return int(read(insert(Duty).values(row).returning(Duty.id)).scalar_one())


def _title(counter_id: int | None) -> str:
    """How lists call it: where it was said, never what."""
    name = read(select(Counter.name).where(Counter.id == counter_id)).scalar() if counter_id else None
    return case_title(name)


def _head(commune_id: int) -> int | None:
    """The head of the office, where one is known."""
    heads = select(Person.id).join(Account, Account.person_id == Person.id)
    own = (Account.commune_id == commune_id, has_role([Role.LEADER]), Account.is_active, Person.is_active)
    return read(heads.where(*own).order_by(Person.rank, Person.id).limit(1)).scalar()


def follow(response: Response, is_counted: bool, reasons: Collection[str]) -> None:
    """What was decided about an answer: its case is called off with it, and owed again when it counts again."""
    case = db.session.get(CitizenCase, response.id)
    if case is not None:
        if case.duty.status is not DutyStatus.DONE:
            case.duty.owe_again() if is_counted else case.duty.call_off()
        return
    if is_counted:
        values = {name: getattr(response, name) for name in ("commune_id", "level", "comment", "counter_id")}
        has_contact = read(select(CitizenContact.id).where(CitizenContact.id == response.id)).first() is not None
        open_for(response.id, values | {"local_date": response.local_date}, reasons, has_contact)


def close(viewer: Viewer, case: CitizenCase, outcome: CaseOutcome, sentence: str) -> None:
    """Say what became of it; only who has it in hand, or assigns work while nobody has."""
    sentence = clean(sentence)
    if not sentence:
        raise RuleBroken("sentence_missing", field="sentence")
    now = clock.now()
    case.duty.settle(viewer, now)
    case.outcome, case.sentence = outcome, sentence
    case.closed_by_id, case.closed_at = viewer.account_id, now


def contact(viewer: Viewer, case: CitizenCase) -> str | None:
    """How the citizen wants to be reached, for the person in charge alone; None once its term is over.

    Each opening stands in the journal. Damaged or KeyMissing where the data key is another one.
    """
    if not case.duty.is_in_person(viewer):
        raise NotAllowed
    kept = db.session.get(CitizenContact, case.id)
    if kept is None or kept.purge_on < clock.today():
        return None
    found = secrets.unseal(kept.sealed, purpose(case.id)).decode()
    journal.note("contact_opened", "citizen_case", case.id, case.commune_id)
    return found
