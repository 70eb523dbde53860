"""The bodies that meet: their habits, their rules, their members by date, and from when they count for the goal."""

from datetime import date, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Time, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts.tables import Person
from models.base import CommuneOwned, Dated, Model, Versioned, word_type
from models.meetings.quorum import VoteBasis
from models.meetings.seats import SeatRole


class Body(CommuneOwned, Versioned, Dated, Model):
    """A kind of meeting with its habits: the usual room, chair, hour and length. Never deleted, only switched off.

    How many must be there, whose votes are the basis and the days for papers and notices are its own, nowhere else's.
    """

    __tablename__ = "meeting_body"
    __table_args__ = (
        UniqueConstraint("commune_id", "fold"),
        CheckConstraint("quorum_of >= quorum_share AND quorum_share > 0", name="quorum_is_a_share"),
        CheckConstraint("paper_workdays >= 0 AND notice_workdays >= 0", name="days_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    fold: Mapped[str] = mapped_column(String(240))
    position: Mapped[int] = mapped_column(default=0)
    counts_for_kpi: Mapped[bool] = mapped_column(default=True)
    default_room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"), index=True)
    default_chair_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    default_start: Mapped[time | None] = mapped_column(Time)
    default_minutes: Mapped[int] = mapped_column(default=60)
    quorum_share: Mapped[int] = mapped_column(default=2)
    quorum_of: Mapped[int] = mapped_column(default=3)
    vote_basis: Mapped[VoteBasis] = mapped_column(word_type(VoteBasis), default=VoteBasis.MEMBERS)
    chair_casts: Mapped[bool] = mapped_column(default=False)
    paper_workdays: Mapped[int] = mapped_column(default=3)
    notice_workdays: Mapped[int] = mapped_column(default=5)
    is_active: Mapped[bool] = mapped_column(default=True)

    members: Mapped[list["BodyMember"]] = relationship(back_populates="body", order_by="BodyMember.id")


class BodyMember(CommuneOwned, Versioned, Dated, Model):
    """Somebody who belongs to a body from a day on, to a day where that ended; the right to vote goes by the day."""

    __tablename__ = "meeting_body_member"
    __table_args__ = (CheckConstraint("to_on IS NULL OR to_on >= from_on", name="ends_after_it_began"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("meeting_body.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[SeatRole] = mapped_column(word_type(SeatRole, name="role"), default=SeatRole.MEMBER)
    may_vote: Mapped[bool] = mapped_column(default=True)
    from_on: Mapped[date]
    to_on: Mapped[date | None]

    body: Mapped[Body] = relationship(back_populates="members")
    person: Mapped[Person] = relationship()

    def is_member_on(self, day: date) -> bool:
        """Whether the person belongs to the body that day; the last day is one of them."""
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


class BodyCounting(CommuneOwned, Dated, Model):
    """Until a day (without it) a body counted for the goal, or did not; from then on its next line, or itself, says."""

    __tablename__ = "meeting_body_counting"
    __table_args__ = (
        UniqueConstraint("body_id", "until"),
        Index("ix_meeting_body_counting_commune", "commune_id", "body_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("meeting_body.id"))
    until: Mapped[date]
    counts: Mapped[bool]
