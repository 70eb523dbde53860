"""Where a duty stands against its day, and who may do what with it: pure decisions, no database."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from models.accounts.rules import Permission, Viewer

DUE_SOON_DAYS = 7


class DutyKind(StrEnum):
    """What a duty comes from."""

    TASK = "task"
    STEP = "step"
    CONCLUSION = "conclusion"
    CASE = "case"
    FINDING = "finding"
    ROOM_FAULT = "room_fault"


PROVEN = frozenset({DutyKind.FINDING})  # their second person shows what he has seen himself


class DutyStatus(StrEnum):
    """How far people say a duty is; whether it is late is computed, never said.

    Reported work is done once a second person has confirmed it; what is void is owed no longer.
    """

    NOT_STARTED = "not_started"
    DOING = "doing"
    REPORTED = "reported"
    DONE = "done"
    VOID = "void"


class DutyAct(StrEnum):
    """What a note on a duty goes with."""

    PROGRESS = "progress"
    REPORTED = "reported"
    DELIVERED = "delivered"
    CONFIRMED = "confirmed"
    SENT_BACK = "sent_back"
    REOPENED = "reopened"
    KEPT = "kept"


class DutyState(StrEnum):
    """Where a duty stands against its day."""

    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    LATER = "later"
    NO_DATE = "no_date"
    WAITING = "waiting"
    DONE = "done"
    DONE_LATE = "done_late"
    VOID = "void"


UNFINISHED = frozenset({DutyStatus.NOT_STARTED, DutyStatus.DOING})
ON_TIME = frozenset({DutyState.DONE, DutyState.DUE_SOON, DutyState.LATER})
OPEN = frozenset({DutyState.OVERDUE, DutyState.DUE_SOON, DutyState.LATER, DutyState.NO_DATE})
DONE = frozenset({DutyState.DONE, DutyState.DONE_LATE})


@dataclass(frozen=True, slots=True)
class Standing:
    """A state with its distance in days: days late, days left, or days after the due day when it was finished."""

    state: DutyState
    days: int = 0

    @property
    def is_on_time(self) -> bool:
        """Whether nothing is late here: finished in time, or still within its day."""
        return self.state in ON_TIME or (self.state is DutyState.WAITING and not self.days)

    @property
    def is_open(self) -> bool:
        """Whether whoever is in charge still has to do it."""
        return self.state in OPEN

    @property
    def is_done(self) -> bool:
        """Whether it was done and confirmed, in time or not."""
        return self.state in DONE


def standing(status: DutyStatus, due_on: date | None, judged_on: date | None, today: date) -> Standing:
    """Where a duty stands today; the due day itself is still in time, both for doing and for waiting.

    ``judged_on`` is the day that finished work is judged by (``judged_day``); while a report waits to be confirmed
    the clock stands still.
    """
    if status is DutyStatus.VOID:
        return Standing(DutyState.VOID)
    if status not in UNFINISHED:
        late = 0 if due_on is None or judged_on is None else max((judged_on - due_on).days, 0)
        if status is DutyStatus.REPORTED:
            return Standing(DutyState.WAITING, late)
        return Standing(DutyState.DONE_LATE, late) if late else Standing(DutyState.DONE)
    if due_on is None:
        return Standing(DutyState.NO_DATE)
    left = (due_on - today).days
    if left < 0:
        return Standing(DutyState.OVERDUE, -left)
    return Standing(DutyState.DUE_SOON if left <= DUE_SOON_DAYS else DutyState.LATER, left)


def judged_day(done_on: date, reported_on: date) -> date:
    """The day that decides whether work was in time: a report written later cannot make it earlier than itself."""
    return max(done_on, reported_on)


class Charge(Protocol):
    """What a duty comes from, who has it in hand, and who reported it."""

    @property
    def kind(self) -> DutyKind:
        """What it comes from."""

    @property
    def unit_id(self) -> int | None:
        """The unit in charge."""

    @property
    def person_id(self) -> int | None:
        """The person in charge, where one is named."""

    @property
    def reported_by(self) -> int | None:
        """The account that reported it as finished."""


def is_mine(duty: Charge, viewer: Viewer) -> bool:
    """Whether somebody has it in hand: named in person, or of the unit in charge while nobody is named."""
    if duty.person_id is not None:
        return duty.person_id == viewer.person_id
    return duty.unit_id is not None and duty.unit_id == viewer.unit_id


def may_report(duty: Charge, viewer: Viewer) -> bool:
    """The person in charge, or anybody of the unit in charge; while no unit is in charge, those who assign work."""
    if not viewer.may(Permission.RECORD_PROGRESS):
        return False
    if duty.person_id is not None and duty.person_id == viewer.person_id:
        return True
    if duty.unit_id is None:
        return viewer.may(Permission.ASSIGN_WORK)
    return duty.unit_id == viewer.unit_id


def may_confirm(duty: Charge, viewer: Viewer) -> bool:
    """Those who are granted it, never the person who reported, with whichever account, nor who is to mend a finding."""
    if duty.kind is DutyKind.FINDING and duty.person_id is not None and duty.person_id == viewer.person_id:
        return False
    return judges(duty.kind, viewer) and not viewer.acted_as(duty.reported_by)


def judges(kind: DutyKind, viewer: Viewer) -> bool:
    """Whether somebody is granted to be the second person of such duties; auditors verify what they found."""
    return viewer.may(Permission.VERIFY_FINDING if kind is DutyKind.FINDING else Permission.CONFIRM_WORK)


def may_reopen(duty: Charge, viewer: Viewer) -> bool:
    """Who may report it, or anybody who is granted to confirm."""
    return may_report(duty, viewer) or judges(duty.kind, viewer)


def may_keep(duty: Charge, is_finished: bool, viewer: Viewer) -> bool:
    """Who may say why a state stays although a measure says another thing: of what is finished the second person."""
    return judges(duty.kind, viewer) or (not is_finished and may_report(duty, viewer))


def may_grant_extension(asked_by: int, viewer: Viewer) -> bool:
    """Those who are granted it, never the person who asked, with whichever account."""
    return viewer.may(Permission.GRANT_EXTENSION) and not viewer.acted_as(asked_by)


def headline(text: str, most: int = 160) -> str:
    """The beginning of a text as the name of what it asks for: one line, cut between two words."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    kept = line[: most - 1]
    return f"{kept.rsplit(' ', 1)[0] if ' ' in kept else kept}…"
