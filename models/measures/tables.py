"""What every measure said at the end of each ISO week."""

from datetime import date, datetime

from sqlalchemy import JSON, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import CommuneOwned, Model, key_type, word_type
from models.evidence import Grade
from models.verdicts import Verdict


class MeasureWeek(CommuneOwned, Model):
    """One figure of a commune for one week that is over; written once, never changed.

    ``value`` is exact (p/q in the unit), empty where there was nothing to count. Two weeks are compared only where
    their ``definition`` is the same.
    """

    __tablename__ = "measure_week"
    __table_args__ = (
        UniqueConstraint("commune_id", "key", "year", "week"),
        Index("ix_measure_week_year_week_key", "year", "week", "key"),
    )
    __journal__ = False  # counted from what the journal knows; the database refuses any change

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(key_type(120))
    year: Mapped[int]
    week: Mapped[int]
    definition: Mapped[str] = mapped_column(String(40))
    unit_words: Mapped[str] = mapped_column(String(80), default="")
    value: Mapped[str] = mapped_column(String(80), default="")
    numerator: Mapped[int | None]
    denominator: Mapped[int | None]
    as_of: Mapped[date | None]
    verdict: Mapped[Verdict | None] = mapped_column(word_type(Verdict))
    grade: Mapped[Grade | None] = mapped_column(word_type(Grade))
    taken_at: Mapped[datetime]


class WorkWeek(CommuneOwned, Model):
    """Where the tasks and steps of a commune's main plan stood at the end of a week; written once, never changed.

    ``states`` names a state for each number of a task and each code of a step.
    """

    __tablename__ = "work_week"
    __table_args__ = (
        UniqueConstraint("commune_id", "year", "week"),
        Index("ix_work_week_year_week", "year", "week"),
    )
    __journal__ = False  # counted from what the journal knows; the database refuses any change

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    week: Mapped[int]
    states: Mapped[dict[str, str]] = mapped_column(JSON)
    taken_at: Mapped[datetime]
