"""Tables of places: the rooms one meets in, the counters that serve."""

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import CommuneOwned, Dated, Model, Versioned, key_type


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
    is_active: Mapped[bool] = mapped_column(default=True)


class Counter(CommuneOwned, Versioned, Dated, Model):
    """A service counter; never deleted, only switched off, so that its answers keep their place."""

    __tablename__ = "counter"
    __table_args__ = (UniqueConstraint("commune_id", "fold"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    fold: Mapped[str] = mapped_column(key_type(80))
    place: Mapped[str] = mapped_column(String(120), default="")
    is_active: Mapped[bool] = mapped_column(default=True)
