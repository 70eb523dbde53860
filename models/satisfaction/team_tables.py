"""Who of the community's digital team helps people at the centre, and when."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import CommuneOwned, Dated, Model, Versioned, key_type, word_type

MEMBER_LENGTH = 120


class HalfDay(StrEnum):
    """Which half of a day somebody is there."""

    MORNING = "morning"
    AFTERNOON = "afternoon"


class TeamTurn(CommuneOwned, Versioned, Dated, Model):
    """One turn of a person of the office, or of a volunteer whom only the name tells: ``member`` in the plan."""

    __tablename__ = "team_turn"
    __table_args__ = (UniqueConstraint("commune_id", "on_day", "half", "fold"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    on_day: Mapped[date]
    half: Mapped[HalfDay] = mapped_column(word_type(HalfDay))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    member: Mapped[str] = mapped_column(String(MEMBER_LENGTH))
    fold: Mapped[str] = mapped_column(key_type(MEMBER_LENGTH))
    place: Mapped[str] = mapped_column(String(120), default="")
