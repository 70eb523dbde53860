"""The ledger of meetings: each meeting with its sittings, how it was moved, what was concluded."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, inspect, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models import clock
from models.accounts.tables import Person
from models.base import CommuneOwned, Dated, Model, Versioned, word_type
from models.duties.rules import DutyKind, headline
from models.duties.tables import Duty
from models.errors import RuleBroken
from models.files import StoredFile
from models.meetings.agenda import AgendaItem, Ballot, BallotVote, ItemPosition
from models.meetings.attending import Attendance, Movement
from models.meetings.bodies import Body, BodyCounting, BodyMember
from models.meetings.course import Course, broken_sittings
from models.meetings.paper_tables import ConclusionUnit, MeetingNotice, Minutes, MinutesBlock, MinutesRevision, Review
from models.meetings.paperwork import Nudge, Paper, PaperVersion, Receipt
from models.meetings.personal import CalendarKey, EcabinetSkill
from models.meetings.points import DueRule, Point, PointKind, effective_due, printed_day
from models.meetings.reminders import MeetingReminder
from models.meetings.rules import (
    HAPPENED,
    MOST_PAGES,
    Confidentiality,
    Convenor,
    MeetingMode,
    Platform,
    Urgency,
    counts_as_ecabinet,
)
from models.meetings.rules import truly_paperless as paperless
from models.meetings.seats import Headcount, Presence, headcount
from models.meetings.states import AHEAD, OFF, TOLD, State
from models.meetings.written import WrittenOpinion, WrittenRound
from models.text import fold

__all__ = [
    "AgendaItem",
    "Attendance",
    "Ballot",
    "BallotVote",
    "Body",
    "BodyCounting",
    "BodyMember",
    "CalendarKey",
    "Conclusion",
    "ConclusionUnit",
    "EcabinetSkill",
    "ItemPosition",
    "Meeting",
    "MeetingMove",
    "MeetingNotice",
    "MeetingReminder",
    "Minutes",
    "MinutesBlock",
    "MinutesRevision",
    "Movement",
    "Nudge",
    "Paper",
    "PaperVersion",
    "Receipt",
    "Review",
    "Sitting",
    "WrittenOpinion",
    "WrittenRound",
]
FOLD_LENGTH = 600
NOT_CANCELLED = text(f"state <> '{State.CANCELLED.value}'")


class Meeting(Course, CommuneOwned, Versioned, Dated, Model):
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
        {"info": {"named_if": lambda columns: columns.confidentiality == Confidentiality.OPEN}},
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
    urgency: Mapped[Urgency] = mapped_column(word_type(Urgency, name="urgency"), default=Urgency.REGULAR)
    convenor: Mapped[Convenor] = mapped_column(word_type(Convenor), default=Convenor.OWN)
    mode: Mapped[MeetingMode] = mapped_column(word_type(MeetingMode, name="mode"), default=MeetingMode.IN_PERSON)
    platform: Mapped[Platform] = mapped_column(word_type(Platform), default=Platform.ECABINET)
    ecabinet_ref: Mapped[str] = mapped_column(String(300), default="")
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), index=True)
    printed_pages: Mapped[int | None]
    confidentiality: Mapped[Confidentiality] = mapped_column(word_type(Confidentiality), default=Confidentiality.OPEN)
    state: Mapped[State] = mapped_column(word_type(State), default=State.HELD)
    state_reason: Mapped[str] = mapped_column(String(500), default="")
    logged_at: Mapped[datetime] = mapped_column(default=clock.now)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    edited_at: Mapped[datetime | None]
    invited_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    series_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    renews_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)

    body: Mapped[Body] = relationship()
    chair: Mapped[Person] = relationship(foreign_keys=[chair_id])
    secretary: Mapped[Person | None] = relationship(foreign_keys=[secretary_id])
    evidence: Mapped[StoredFile | None] = relationship()
    attendance: Mapped[list["Attendance"]] = relationship(back_populates="meeting", cascade="all, delete-orphan")
    sittings: Mapped[list["Sitting"]] = relationship(
        back_populates="meeting", cascade="all, delete-orphan", order_by="Sitting.no"
    )
    moves: Mapped[list["MeetingMove"]] = relationship(back_populates="meeting", order_by="MeetingMove.id")
    items: Mapped[list[AgendaItem]] = relationship(
        back_populates="meeting", cascade="all, delete-orphan", order_by="AgendaItem.no"
    )
    papers: Mapped[list[Paper]] = relationship(
        back_populates="meeting", cascade="all, delete-orphan", order_by="Paper.id"
    )
    conclusions: Mapped[list["Conclusion"]] = relationship(
        back_populates="meeting", cascade="all, delete-orphan", order_by="Conclusion.position"
    )

    @property
    def is_secret(self) -> bool:
        """Whether nothing about its content may be kept here."""
        return self.platform is Platform.SECRET

    @property
    def is_closed(self) -> bool:
        """Whether nobody but those invited may know of it."""
        return self.confidentiality is Confidentiality.CLOSED

    @property
    def hides_words(self) -> bool:
        """Whether none of its words stand in the journal, which others read."""
        return self.is_secret or self.is_closed

    @property
    def is_ahead(self) -> bool:
        """Whether it is still planned."""
        return self.state in AHEAD

    @property
    def is_told(self) -> bool:
        """Whether those who are invited know of it, and it has not begun."""
        return self.state in TOLD

    @property
    def is_off(self) -> bool:
        """Whether it did not take place, and will not."""
        return self.state in OFF

    @property
    def has_happened(self) -> bool:
        """Whether it took place."""
        return self.state in HAPPENED

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
        if self.starts_at > now and not (self.is_ahead or self.is_off):
            broken.append(RuleBroken("not_begun", "day"))
        broken += broken_sittings([(sitting.starts_at, sitting.ends_at) for sitting in self.sittings])
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


class Sitting(CommuneOwned, Versioned, Dated, Model):
    """One of several sittings of a meeting; a meeting that sits once has none: its own hours are the sitting."""

    __tablename__ = "meeting_sitting"
    __table_args__ = (
        UniqueConstraint("meeting_id", "no"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    no: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"), index=True)

    meeting: Mapped[Meeting] = relationship(back_populates="sittings")


class MeetingMove(CommuneOwned, Dated, Model):
    """That a meeting was moved: from when and where, to when and where, and why. Append-only."""

    __tablename__ = "meeting_move"
    __table_args__ = (Index("ix_meeting_move_commune_id_from_start", "commune_id", "from_start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    from_start: Mapped[datetime]
    from_end: Mapped[datetime]
    from_room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))
    from_place: Mapped[str] = mapped_column(String(160), default="")
    to_start: Mapped[datetime]
    to_end: Mapped[datetime]
    to_room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"))
    to_place: Mapped[str] = mapped_column(String(160), default="")
    reason: Mapped[str] = mapped_column(String(500))
    moved_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)

    meeting: Mapped[Meeting] = relationship(back_populates="moves")

    @property
    def hides_words(self) -> bool:
        """Whether the journal keeps no words of it; none where nobody can tell of which meeting it is."""
        return self.meeting is None or self.meeting.hides_words


class Conclusion(CommuneOwned, Versioned, Dated, Model):
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
    named: Mapped[str] = mapped_column(String(600), default="")
    due_text: Mapped[str] = mapped_column(String(200), default="")

    meeting: Mapped[Meeting] = relationship(back_populates="conclusions")
    joining: Mapped[list[ConclusionUnit]] = relationship(cascade="all, delete-orphan", order_by=ConclusionUnit.id)
    duty: Mapped[Duty | None] = relationship(lazy="joined", cascade="all, delete-orphan", single_parent=True)

    @property
    def hides_words(self) -> bool:
        """Whether it was said in a meeting of which the journal keeps no words."""
        known = [self.meeting, *inspect(self).attrs.meeting.history.deleted]  # the second once it was taken out
        return any(meeting.hides_words for meeting in known if meeting is not None)

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
            person_id=self.duty.person_id if self.duty is not None else None,
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
        self.duty.person_id = point.person_id or self.duty.person_id
        self.duty.promise(None if point.due_on is None else effective_due(point.due_on, point.due_rule))
