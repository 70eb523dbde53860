"""The days on which an office works otherwise than a week says: off on a working day, or working to make up for one."""

from datetime import date
from enum import StrEnum

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import CommuneOwned, Dated, Model, Versioned, word_type


class DayKind(StrEnum):
    """A day off, or a day worked to make up for one."""

    OFF = "off"
    MAKE_UP = "make_up"


class Holiday(CommuneOwned, Versioned, Dated, Model):
    """One day of the office's calendar that is not as its weekday says."""

    __tablename__ = "holiday"
    __table_args__ = (UniqueConstraint("commune_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    kind: Mapped[DayKind] = mapped_column(word_type(DayKind), default=DayKind.OFF)
    name: Mapped[str] = mapped_column(String(120))
