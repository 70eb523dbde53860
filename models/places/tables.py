"""Tables of places: the rooms one meets in, when each of them is taken, the counters that serve."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models import clock
from models.accounts.rules import Permission, Viewer
from models.accounts.tables import Person, Unit
from models.base import CommuneOwned, Dated, Model, Versioned, key_type
from models.errors import NotAllowed, RuleBroken


class Room(CommuneOwned, Versioned, Dated, Model):
    """A meeting room or counter area of the office; never deleted, only switched off."""

    __tablename__ = "room"
    __table_args__ = (UniqueConstraint("commune_id", "fold"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    fold: Mapped[str] = mapped_column(key_type(120))
    place: Mapped[str] = mapped_column(String(160), default="")
    note: Mapped[str] = mapped_column(String(400), default="")
    seats: Mapped[int | None]
    keeper_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who looks after it
    shows_wifi: Mapped[bool] = mapped_column(default=False)  # the guests' network, to everybody who opens its page
    is_active: Mapped[bool] = mapped_column(default=True)

    keeper: Mapped[Person | None] = relationship()


class RoomBooking(CommuneOwned, Dated, Model):
    """Some hours of a room that are taken: by a sitting of a meeting, or by somebody for a purpose of its own.

    The hours hold their beginning and leave their end free. Two that hold, of one room, never overlap: the database
    itself refuses it (``models/places/guards.py``). Those of a meeting follow its record and stand in no journal.
    """

    __tablename__ = "room_booking"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("(meeting_id IS NULL) = (purpose <> '')", name="meeting_or_purpose"),
        Index("ix_room_booking_room_id_ends_at", "room_id", "ends_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    purpose: Mapped[str] = mapped_column(String(200), default="")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    booked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    cancelled_at: Mapped[datetime | None]
    cancelled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    room: Mapped[Room] = relationship()
    unit: Mapped[Unit | None] = relationship()
    person: Mapped[Person | None] = relationship()

    def may_be_cancelled_by(self, viewer: Viewer) -> bool:
        """Whether it is still to come, no meeting's, and the viewer's own or in the hands of who looks after rooms."""
        is_theirs = viewer.acted_as(self.booked_by) or viewer.may(Permission.MANAGE_ROOMS)
        return is_theirs and self.meeting_id is None and self.cancelled_at is None and self.ends_at > clock.now()

    def cancel(self, viewer: Viewer) -> None:
        """Give the hours back; RuleBroken booking_over or booking_of_meeting, NotAllowed for somebody else's."""
        if self.meeting_id is not None:
            raise RuleBroken("booking_of_meeting")
        if self.cancelled_at is not None or self.ends_at <= clock.now():
            raise RuleBroken("booking_over")
        if not self.may_be_cancelled_by(viewer):
            raise NotAllowed("room_booking")
        self.cancelled_at, self.cancelled_by = clock.now(), viewer.account_id


class Counter(CommuneOwned, Versioned, Dated, Model):
    """A service counter; never deleted, only switched off, so that its answers keep their place."""

    __tablename__ = "counter"
    __table_args__ = (UniqueConstraint("commune_id", "fold"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    fold: Mapped[str] = mapped_column(key_type(80))
    place: Mapped[str] = mapped_column(String(120), default="")
    is_active: Mapped[bool] = mapped_column(default=True)
