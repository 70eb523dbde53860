"""Duties: one row for each "who owes what by when", the notes people write on it, and the extensions of its day."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from models import clock
from models.accounts.rules import Viewer
from models.accounts.tables import Person, Unit
from models.base import CommuneOwned, Dated, Model, Versioned, word_type
from models.duties.rules import (
    UNFINISHED,
    DutyAct,
    DutyKind,
    DutyStatus,
    Standing,
    judged_day,
    may_confirm,
    may_grant_extension,
    may_reopen,
    may_report,
    standing,
)
from models.errors import NotAllowed, RuleBroken
from models.text import fold

UNDECIDED = text("decided_at IS NULL")


class Duty(CommuneOwned, Versioned, Dated, Model):
    """Who owes what by when, whatever it comes from; ``ref`` and ``origin`` name that in the source's own words.

    ``first_due_on`` is the day that was asked for first; extensions move ``due_on`` alone.
    """

    __tablename__ = "duty"
    __table_args__ = (
        CheckConstraint(
            "status NOT IN ('reported', 'done') OR (done_on IS NOT NULL AND judged_on >= done_on)",
            name="finished_has_its_day",
        ),
        CheckConstraint("status IN ('reported', 'done', 'void') OR done_on IS NULL", name="open_has_no_day"),
        CheckConstraint("confirmed_by IS NULL OR confirmed_by <> reported_by", name="second_person"),
        Index("ix_duty_commune_id_status_due_on", "commune_id", "status", "due_on"),
        Index("ix_duty_commune_id_first_due_on", "commune_id", "first_due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[DutyKind] = mapped_column(word_type(DutyKind))
    ref: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(300))
    origin: Mapped[str] = mapped_column(String(300), default="")
    origin_on: Mapped[date | None]
    fold: Mapped[str] = mapped_column(Text)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    due_on: Mapped[date | None]
    first_due_on: Mapped[date | None]
    due_rule: Mapped[str] = mapped_column(String(200), default="")
    status: Mapped[DutyStatus] = mapped_column(word_type(DutyStatus), default=DutyStatus.NOT_STARTED)
    done_on: Mapped[date | None]
    judged_on: Mapped[date | None]
    reported_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reported_at: Mapped[datetime | None]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    confirmed_at: Mapped[datetime | None]
    return_reason: Mapped[str] = mapped_column(String(500), default="")
    returned_at: Mapped[datetime | None]
    reopened: Mapped[int] = mapped_column(default=0)

    unit: Mapped[Unit | None] = relationship()
    person: Mapped[Person | None] = relationship()

    is_secret = False  # its source says so while it is taken away, and the journal then keeps no words of it

    @property
    def is_finished(self) -> bool:
        """Whether its work was reported, confirmed or not."""
        return self.status in (DutyStatus.REPORTED, DutyStatus.DONE)

    @property
    def is_extended(self) -> bool:
        """Whether its day is another one than was asked for first."""
        return self.due_on != self.first_due_on

    @property
    def days_behind(self) -> int:
        """How many days after the work its report was written; 0 where it was written the same day."""
        return (self.judged_on - self.done_on).days if self.judged_on and self.done_on else 0

    def standing_on(self, today: date) -> Standing:
        """Where it stands that day."""
        return standing(self.status, self.due_on, self.judged_on, today)

    def name_it(self, ref: str, title: str, origin: str = "", origin_on: date | None = None, words: str = "") -> None:
        """How its source calls it, and by which further ``words`` it is found."""
        self.ref, self.title, self.origin, self.origin_on = ref, title, origin, origin_on
        self.fold = fold(f"{ref} {title} {origin} {words}")

    def promise(self, day: date | None) -> None:
        """Take over the day that its source asks for; a day that was extended stays where it is."""
        if self.due_on == self.first_due_on:
            self.due_on = day
        self.first_due_on = day

    def require_open(self) -> None:
        """Refuse what only open work takes."""
        if self.status not in UNFINISHED:
            raise RuleBroken(f"duty_{self.status.value}")

    def require_owed(self) -> None:
        """Refuse what only a duty takes that somebody owes or has owed."""
        if self.status is DutyStatus.VOID:
            raise RuleBroken("duty_void")

    def begin(self) -> None:
        """Note that somebody works on it now."""
        if self.status is DutyStatus.NOT_STARTED:
            self.status = DutyStatus.DOING

    def report_done(self, by: Viewer, day: date, at: datetime) -> None:
        """Note the day the work was finished; a second person has to confirm it, and a day to come is refused."""
        if not may_report(self, by):
            raise NotAllowed
        self.require_open()
        today = clock.local(at).date()
        if day > today:
            raise RuleBroken("day_in_future", field="done_on")
        self.status, self.done_on, self.judged_on = DutyStatus.REPORTED, day, judged_day(day, today)
        self.reported_by, self.reported_at = by.account_id, at
        self.return_reason, self.returned_at = "", None

    def confirm(self, by: Viewer, at: datetime) -> None:
        """A second person agrees that it is done."""
        self._require_second(by)
        self.status, self.confirmed_by, self.confirmed_at = DutyStatus.DONE, by.account_id, at

    def send_back(self, by: Viewer, reason: str, at: datetime) -> None:
        """A second person finds that something is missing, and says what."""
        self._require_second(by)
        self._take_up_again(reason, at)

    def reopen(self, by: Viewer, reason: str, at: datetime) -> None:
        """Take up again what was reported or done, with the reason; what is not finished cannot be reopened.

        Who takes a report back knows why; only what was done already came back to him.
        """
        if not may_reopen(self, by):
            raise NotAllowed
        if not self.is_finished:
            raise RuleBroken("not_done_yet")
        was_done = self.status is DutyStatus.DONE
        self._take_up_again(reason, at)
        self.reopened += was_done
        if not was_done:
            self.return_reason, self.returned_at = "", None

    def extend(self, day: date) -> None:
        """Move its day to a later one; the day that was asked for first is remembered."""
        self.require_extendable(day)
        self.due_on = day

    def require_extendable(self, day: date) -> None:
        """Refuse a new day where there is none to move, or one that is no later."""
        if self.status in (DutyStatus.DONE, DutyStatus.VOID):
            raise RuleBroken(f"duty_{self.status.value}")
        if self.due_on is None:
            raise RuleBroken("no_day_to_extend", field="new_due")
        if day <= self.due_on:
            raise RuleBroken("extension_no_later", field="new_due")

    def settle(self, by: Viewer, at: datetime) -> None:
        """Note that it is done, where what it comes from asks for no second person; said once more it stays done."""
        if not may_report(self, by):
            raise NotAllowed
        self.require_owed()
        if self.status is not DutyStatus.DONE:
            self.status, self.done_on = DutyStatus.DONE, clock.local(at).date()
            self.judged_on, self.reported_by, self.reported_at = self.done_on, by.account_id, at
            self.return_reason, self.returned_at = "", None

    def is_in_person(self, viewer: Viewer) -> bool:
        """Whether somebody has it in hand by name."""
        return self.person_id is not None and self.person_id == viewer.person_id

    def owe_again(self) -> None:
        """It was called off, and is owed after all."""
        if self.status is DutyStatus.VOID:
            self.status = DutyStatus.NOT_STARTED

    def call_off(self) -> None:
        """Nobody owes it any longer, because what it came from was called off."""
        self.status = DutyStatus.VOID

    def _require_second(self, by: Viewer) -> None:
        if self.status is not DutyStatus.REPORTED:
            raise RuleBroken("duty_not_reported")
        if by.acted_as(self.reported_by):
            raise RuleBroken("own_report")
        if not may_confirm(self, by):
            raise NotAllowed

    def _take_up_again(self, reason: str, at: datetime) -> None:
        if not reason.strip():
            raise RuleBroken("reason_missing", field="reason")
        self.status = DutyStatus.DOING
        self.done_on = self.judged_on = self.reported_by = self.reported_at = None
        self.confirmed_by = self.confirmed_at = None
        self.return_reason, self.returned_at = reason.strip(), at


class Owed:
    """A row whose duty alone knows who has it in hand, by when, and how far it is."""

    @declared_attr
    def duty_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey("duty.id"), unique=True)

    @declared_attr
    def duty(cls) -> Mapped[Duty]:
        return relationship(lazy="joined", innerjoin=True)


class DutyUnit(CommuneOwned, Dated, Model):
    """A unit that joins in a duty which another one leads."""

    __tablename__ = "duty_unit"
    __table_args__ = (UniqueConstraint("duty_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    duty_id: Mapped[int] = mapped_column(ForeignKey("duty.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)


class DutyNote(CommuneOwned, Dated, Model):
    """What somebody says about a duty, with its evidence; never changed afterwards."""

    __tablename__ = "duty_note"
    __table_args__ = (CheckConstraint("percent IS NULL OR (percent >= 0 AND percent <= 100)", name="percent_range"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    duty_id: Mapped[int] = mapped_column(ForeignKey("duty.id"), index=True)
    act: Mapped[DutyAct] = mapped_column(word_type(DutyAct), default=DutyAct.PROGRESS)
    text: Mapped[str] = mapped_column(Text)
    percent: Mapped[int | None]
    evidence_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    evidence_link: Mapped[str] = mapped_column(String(500), default="")
    written_by: Mapped[int] = mapped_column(ForeignKey("account.id"))


class DutyExtension(CommuneOwned, Versioned, Dated, Model):
    """A wish for a later day, and what became of it; a duty has at most one that nobody has decided."""

    __tablename__ = "duty_extension"
    __table_args__ = (
        CheckConstraint("new_due > old_due", name="later"),
        CheckConstraint("(decided_at IS NULL) = (is_granted IS NULL)", name="decided"),
        CheckConstraint("decided_by IS NULL OR decided_by <> asked_by", name="second_person"),
        Index(
            "uq_duty_extension_undecided", "duty_id", unique=True, sqlite_where=UNDECIDED, postgresql_where=UNDECIDED
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    duty_id: Mapped[int] = mapped_column(ForeignKey("duty.id"), index=True)
    old_due: Mapped[date]
    new_due: Mapped[date]
    reason: Mapped[str] = mapped_column(String(500))
    asked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    is_granted: Mapped[bool | None]

    def decide(self, by: Viewer, is_granted: bool, at: datetime) -> None:
        """A second person grants or refuses it, once."""
        if self.decided_at is not None:
            raise RuleBroken("extension_decided")
        if by.acted_as(self.asked_by):
            raise RuleBroken("own_extension")
        if not may_grant_extension(self.asked_by, by):
            raise NotAllowed
        self.decided_by, self.decided_at, self.is_granted = by.account_id, at, is_granted
