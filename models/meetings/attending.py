"""Who sits in a meeting: the line of each, what was answered to the invitation, who came late and who left early."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts.tables import Person
from models.base import CommuneOwned, Dated, Model, Versioned, word_type
from models.meetings.seats import Presence, Reply, SeatRole, seat_order


class Attendance(CommuneOwned, Versioned, Dated, Model):
    """One line of a meeting's attendance list, with a version of its own; ``person_title`` is the post held then."""

    __tablename__ = "meeting_attendance"
    within = cast(Any, None)  # its meeting, while the line is written by one statement together with others
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
    may_vote: Mapped[bool] = mapped_column(default=True)
    reply: Mapped[Reply] = mapped_column(word_type(Reply), default=Reply.NONE)
    reply_text: Mapped[str] = mapped_column(String(300), default="", info={"private": True})
    replied_at: Mapped[datetime | None]

    meeting: Mapped[Any] = relationship("Meeting", back_populates="attendance")
    movements: Mapped[list["Movement"]] = relationship(
        back_populates="seat", cascade="all, delete-orphan", order_by="Movement.id"
    )
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

    @property
    def hides_words(self) -> bool:
        """Whether the journal keeps no words of it."""
        meeting = self.within or self.meeting
        return meeting is not None and meeting.hides_words

    @property
    def left_at(self) -> "Movement | None":
        """The last leaving, where nobody came back after it."""
        last = self.movements[-1] if self.movements else None
        return last if last is not None and not last.came else None


class Movement(CommuneOwned, Dated, Model):
    """Somebody came late or left: when, and with which item. Append-only; coming back is a line of its own."""

    __tablename__ = "meeting_movement"

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("meeting_attendance.id"), index=True)
    came: Mapped[bool]
    item_no: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime]

    seat: Mapped[Attendance] = relationship(back_populates="movements")
