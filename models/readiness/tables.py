"""Tables of readiness: what a room has, who looked at it when, and what was found not to work."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts.tables import Account
from models.base import CommuneOwned, Dated, Model, Versioned, word_type
from models.duties.tables import Duty
from models.files import StoredFile
from models.places.tables import Room
from models.readiness.rules import Equipped, RoomLine


class RoomEquipment(CommuneOwned, Versioned, Dated, Model):
    """One line of what a room has, against the standard; what is missing says how it is to be had."""

    __tablename__ = "room_equipment"
    __table_args__ = (
        UniqueConstraint("room_id", "line"),
        CheckConstraint("standing = 'meets' OR remedy <> ''", name="remedy_named"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"))
    line: Mapped[RoomLine] = mapped_column(word_type(RoomLine))
    owned: Mapped[str] = mapped_column(String(300), default="")
    standing: Mapped[Equipped] = mapped_column(word_type(Equipped))
    remedy: Mapped[str] = mapped_column(String(300), default="")
    counted_on: Mapped[date]
    counted_by: Mapped[int] = mapped_column(ForeignKey("account.id"))


class RoomCheck(CommuneOwned, Dated, Model):
    """Somebody has looked at all nine lines of a room; it never changes, a second look is another row."""

    __tablename__ = "room_check"
    __table_args__ = (Index("ix_room_check_room_id_checked_at", "room_id", "checked_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"))
    checked_at: Mapped[datetime]
    checked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))

    room: Mapped[Room] = relationship()
    checker: Mapped[Account] = relationship()
    faults: Mapped[list["RoomFault"]] = relationship(back_populates="check", order_by="RoomFault.id")


class RoomFault(CommuneOwned, Dated, Model):
    """A line that did not work at a look; its duty knows who mends it. Seen again while that is open: the same duty."""

    __tablename__ = "room_fault"
    __table_args__ = (UniqueConstraint("check_id", "line"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    check_id: Mapped[int] = mapped_column(ForeignKey("room_check.id"))
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), index=True)
    line: Mapped[RoomLine] = mapped_column(word_type(RoomLine))
    text: Mapped[str] = mapped_column(String(300))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    duty_id: Mapped[int] = mapped_column(ForeignKey("duty.id"), index=True)

    check: Mapped[RoomCheck] = relationship(back_populates="faults")
    duty: Mapped[Duty] = relationship()
    file: Mapped[StoredFile | None] = relationship()
