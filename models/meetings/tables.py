"""The ledger of meetings: the bodies that meet, each meeting, who was there, what was concluded."""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, Time, UniqueConstraint, inspect, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models import clock
from models.accounts.tables import Person
from models.base import CommuneOwned, Dated, Model, Versioned, word_type
from models.duties.rules import DutyKind, headline
from models.duties.tables import Duty
from models.errors import RuleBroken
from models.files import StoredFile
from models.meetings.points import DueRule, Point, PointKind, effective_due, printed_day
from models.meetings.rules import (
    HAPPENED,
    MOST_PAGES,
    Convenor,
    MeetingMode,
    Platform,
    State,
    counts_as_ecabinet,
    is_late_entry,
)
from models.meetings.rules import truly_paperless as paperless
from models.meetings.seats import Headcount, Presence, SeatRole, headcount, seat_order
from models.text import fold

FOLD_LENGTH = 600
NOT_CANCELLED = text(f"state <> '{State.CANCELLED.value}'")


class Body(CommuneOwned, Versioned, Dated, Model):
    """A kind of meeting with its habits: the usual room, chair, hour and length. Never deleted, only switched off."""

    __tablename__ = "meeting_body"
    __table_args__ = (UniqueConstraint("commune_id", "fold"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    fold: Mapped[str] = mapped_column(String(240))
    position: Mapped[int] = mapped_column(default=0)
    counts_for_kpi: Mapped[bool] = mapped_column(default=True)
    default_room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"), index=True)
    default_chair_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    default_start: Mapped[time | None] = mapped_column(Time)
    default_minutes: Mapped[int] = mapped_column(default=60)
    is_active: Mapped[bool] = mapped_column(default=True)


class Meeting(CommuneOwned, Versioned, Dated, Model):
    """One meeting; ``starts_at`` is what happened once it was held, ``planned_start`` the plan where there was one."""

    __tablename__ = "meeting"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("planned_end IS NULL OR planned_end > planned_start", name="plan_ends_after_start"),
        CheckConstraint("printed_pages IS NULL OR printed_pages >= 0", name="pages_not_negative"),
        Index("ix_meeting_commune_held_on", "commune_id", "held_on"),
        Index(
            "uq_meeting_body_start",
            "body_id",
            "starts_at",
            unique=True,
            sqlite_where=NOT_CANCELLED,
            postgresql_where=NOT_CANCELLED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("meeting_body.id"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    fold: Mapped[str] = mapped_column(String(FOLD_LENGTH))
    held_on: Mapped[date]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    planned_start: Mapped[datetime | None]
    planned_end: Mapped[datetime | None]
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"), index=True)
    place: Mapped[str] = mapped_column(String(160), default="")
    chair_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    secretary_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    convenor: Mapped[Convenor] = mapped_column(word_type(Convenor), default=Convenor.OWN)
    mode: Mapped[MeetingMode] = mapped_column(word_type(MeetingMode, name="mode"), default=MeetingMode.IN_PERSON)
    platform: Mapped[Platform] = mapped_column(word_type(Platform), default=Platform.ECABINET)
    ecabinet_ref: Mapped[str] = mapped_column(String(300), default="")
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), index=True)
    printed_pages: Mapped[int | None]
    state: Mapped[State] = mapped_column(word_type(State), default=State.HELD)
    state_reason: Mapped[str] = mapped_column(String(500), default="")
    logged_at: Mapped[datetime] = mapped_column(default=clock.now)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    edited_at: Mapped[datetime | None]

    body: Mapped[Body] = relationship()
    chair: Mapped[Person] = relationship(foreign_keys=[chair_id])
    secretary: Mapped[Person | None] = relationship(foreign_keys=[secretary_id])
    evidence: Mapped[StoredFile | None] = relationship()
    attendance: Mapped[list["Attendance"]] = relationship(back_populates="meeting", cascade="all, delete-orphan")
    conclusions: Mapped[list["Conclusion"]] = relationship(
        back_populates="meeting", cascade="all, delete-orphan", order_by="Conclusion.position"
    )

    @property
    def is_secret(self) -> bool:
        """Whether nothing about its content may be kept here."""
        return self.platform is Platform.SECRET

    @property
    def has_happened(self) -> bool:
        """Whether it took place."""
        return self.state in HAPPENED

    @property
    def is_late_entry(self) -> bool:
        """Whether it was recorded later than the next working day."""
        return self.has_happened and is_late_entry(self.held_on, clock.local(self.logged_at).date())

    @property
    def counts_as_ecabinet(self) -> bool:
        """Whether it was held on e-Cabinet and can prove it."""
        return counts_as_ecabinet(self.state, self.platform, self.ecabinet_ref, self.evidence_id is not None)

    @property
    def awaits_proof(self) -> bool:
        """Whether it was held on e-Cabinet, is still open, and has neither a reference nor a file."""
        is_bare = not self.ecabinet_ref and self.evidence_id is None
        return is_bare and self.platform is Platform.ECABINET and self.state is State.HELD

    @property
    def is_paperless(self) -> bool:
        """Whether nothing was printed for it."""
        has_evidence = self.evidence_id is not None
        return paperless(self.state, self.platform, self.ecabinet_ref, has_evidence, self.printed_pages)

    @property
    def heads(self) -> Headcount:
        """The counts of its attendance list."""
        return headcount((seat.duty, seat.status) for seat in self.attendance)

    def seats(self, status: Presence) -> list["Attendance"]:
        """One of the four groups of the attendance list, in its printed order."""
        return sorted((seat for seat in self.attendance if seat.status is status), key=lambda seat: seat.order)

    def settle(self) -> None:
        """Bring into line what follows from other fields; of a secret meeting no title and no place are kept."""
        if self.is_secret:
            self.title = self.place = ""
        elif self.room_id is not None:
            self.place = ""
        self.held_on, self.fold = clock.local(self.starts_at).date(), fold(self.title)[:FOLD_LENGTH]

    def broken_rules(self, now: datetime) -> list[RuleBroken]:
        """Every rule that its head breaks, so that a person can mend all of them in one go."""
        broken: list[RuleBroken] = []
        if self.ends_at <= self.starts_at:
            broken.append(RuleBroken("end_before_start", "end"))
        if self.starts_at > now:
            broken.append(RuleBroken("not_begun", "day"))
        if self.is_secret:
            words = {"ecabinet_ref": self.ecabinet_ref, "evidence": self.evidence_id}
            broken += [RuleBroken("secret_keeps_no_words", name) for name, value in words.items() if value]
        elif not self.title.strip():
            broken.append(RuleBroken("title_missing", "title"))
        if self.printed_pages is not None and not 0 <= self.printed_pages <= MOST_PAGES:
            broken.append(RuleBroken("pages_out_of_range", "printed_pages", most=MOST_PAGES))
        if self.secretary_id is not None and self.secretary_id == self.chair_id:
            broken.append(RuleBroken("chair_is_secretary", "secretary_id"))
        return broken

    def require_open(self) -> None:
        """Refuse to change what is concluded or cancelled."""
        if self.state in (State.CONCLUDED, State.CANCELLED):
            raise RuleBroken(f"meeting_{self.state.value}")

    def cancel(self, reason: str) -> None:
        """Take the meeting out of every count; who, when and why stay readable, and its tasks are owed no longer."""
        self.require_open()
        if not reason.strip():
            raise RuleBroken("reason_missing", "reason")
        self.state, self.state_reason = State.CANCELLED, reason.strip()
        for conclusion in self.conclusions:
            if conclusion.duty is not None:
                conclusion.duty.call_off()

    def conclude(self) -> None:
        """Close the record: from here on it is read, not written."""
        self.require_open()
        if self.state is not State.HELD:
            raise RuleBroken("not_held")
        self.state, self.state_reason = State.CONCLUDED, ""

    def reopen(self, reason: str) -> None:
        """Open a concluded record again, with the reason kept in it and in the journal."""
        if self.state is not State.CONCLUDED:
            raise RuleBroken("not_concluded")
        if not reason.strip():
            raise RuleBroken("reason_missing", "reason")
        self.state, self.state_reason = State.HELD, reason.strip()


class Attendance(CommuneOwned, Dated, Model):
    """One line of a meeting's attendance list; ``person_title`` is the post held at that time."""

    __tablename__ = "meeting_attendance"
    __table_args__ = (
        UniqueConstraint("meeting_id", "person_id"),
        CheckConstraint("person_id IS NOT NULL OR guest_name <> ''", name="somebody"),
        CheckConstraint("(status = 'substitute') = (substitute_for_id IS NOT NULL)", name="substitute_for_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    guest_name: Mapped[str] = mapped_column(String(200), default="")
    person_title: Mapped[str] = mapped_column(String(120), default="")
    duty: Mapped[SeatRole] = mapped_column(word_type(SeatRole), default=SeatRole.MEMBER)
    status: Mapped[Presence] = mapped_column(word_type(Presence), default=Presence.PRESENT)
    reason: Mapped[str] = mapped_column(String(300), default="", info={"private": True})
    substitute_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    meeting: Mapped[Meeting] = relationship(back_populates="attendance")
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    substitute_for: Mapped[Person | None] = relationship(foreign_keys=[substitute_for_id])

    @property
    def name(self) -> str:
        """The name on the list."""
        return self.person.full_name if self.person else self.guest_name

    @property
    def order(self) -> tuple[int, int, str, str]:
        """Where the line stands on the printed list."""
        rank, sort_key = (self.person.rank, self.person.sort_key) if self.person else (10**6, "")
        return seat_order(self.duty, rank, sort_key, self.name)


class Conclusion(CommuneOwned, Dated, Model):
    """One conclusion; a task always says what comes of it and on whose authority, and has its duty.

    Who leads and by when lives in the duty alone; a general direction keeps what was named of that by itself.
    """

    __tablename__ = "meeting_conclusion"
    __table_args__ = (
        UniqueConstraint("meeting_id", "label"),
        CheckConstraint(
            "kind = 'general' OR (duty_id IS NOT NULL AND product <> '' AND authority <> '')", name="task_is_clear"
        ),
        CheckConstraint(
            "duty_id IS NULL OR (kind = 'task' AND lead_unit_id IS NULL AND due_on IS NULL)", name="duty_alone"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    label: Mapped[str] = mapped_column(String(12))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    kind: Mapped[PointKind] = mapped_column(word_type(PointKind), default=PointKind.GENERAL)
    duty_id: Mapped[int | None] = mapped_column(ForeignKey("duty.id"), unique=True)
    lead_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    product: Mapped[str] = mapped_column(String(300), default="")
    authority: Mapped[str] = mapped_column(String(160), default="")
    due_on: Mapped[date | None]
    due_rule: Mapped[DueRule] = mapped_column(word_type(DueRule), default=DueRule.BEFORE)

    meeting: Mapped[Meeting] = relationship(back_populates="conclusions")
    duty: Mapped[Duty | None] = relationship(lazy="joined", cascade="all, delete-orphan", single_parent=True)

    @property
    def is_secret(self) -> bool:
        """Whether it was said in a meeting of which no words may be kept."""
        known = [self.meeting, *inspect(self).attrs.meeting.history.deleted]  # the second once it was taken out
        return any(meeting.is_secret for meeting in known if meeting is not None)

    @property
    def point(self) -> Point:
        """The conclusion as it was handed in: the unit and the day as its paper names them."""
        unit_id, due_on = self.lead_unit_id, self.due_on
        if self.duty is not None:
            unit_id, due_on = self.duty.unit_id, self.printed_due
        return Point(
            label=self.label,
            text=self.text,
            kind=self.kind,
            lead_unit_id=unit_id,
            product=self.product,
            authority=self.authority,
            due_on=due_on,
            due_rule=self.due_rule,
        )

    @property
    def printed_due(self) -> date | None:
        """The day that its paper names, whatever became of it later."""
        if self.duty is None or self.duty.first_due_on is None:
            return self.due_on
        return printed_day(self.duty.first_due_on, self.due_rule)

    def write(self, point: Point, position: int, meeting: Meeting) -> None:
        """Take over what was handed in; a task keeps its duty, a new one gets one, a general direction has none."""
        self.position, self.text, self.kind = position, point.text, point.kind
        self.product, self.authority, self.due_rule = point.product, point.authority, point.due_rule
        if point.kind is PointKind.GENERAL:
            self.duty, self.lead_unit_id, self.due_on = None, point.lead_unit_id, point.due_on
            return
        self.lead_unit_id = self.due_on = None
        if self.duty is None:
            self.duty = Duty(commune_id=self.commune_id, kind=DutyKind.CONCLUSION)
        self.duty.name_it(point.label, headline(point.text), meeting.title, meeting.held_on, point.product)
        self.duty.unit_id = point.lead_unit_id
        self.duty.promise(None if point.due_on is None else effective_due(point.due_on, point.due_rule))
