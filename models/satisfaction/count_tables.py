"""What is kept beside the answers so that no page has to read them: counts per level, and what waits or was put aside.

Counts are kept, never rates: they add up. Each kind of count is bounded by calendar x catalogue, so it stays as small
however many answers come in; there is no cube over everything. Written by ``rollups`` alone.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Model, key_type, word_type
from models.satisfaction.rules import Mode, Status


class CountKind(StrEnum):
    """What is counted, and over which period: ``COUNTER`` a day, ``WEEK`` an ISO week, all others a month.

    Weeks are told nowhere beside months: they reach over two of them, and subtracted would tell of single days.
    """

    COUNTER = "counter"
    PROCEDURE = "procedure"
    STAFF = "staff"
    REASON = "reason"
    HOUR = "hour"
    STAGE = "stage"
    CHANNEL = "channel"
    MONTH = "month"
    WEEK = "week"


class ResponseDay(Model):
    """How many counted answers a day has per mode and level: a few rows a day, whatever comes in."""

    __tablename__ = "response_day"
    __table_args__ = (
        ForeignKeyConstraint(["scale_id", "level"], ["scale_level.scale_id", "scale_level.value"]),
        CheckConstraint("n >= 0", name="not_negative"),
    )
    __journal__ = False

    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"), primary_key=True, autoincrement=False)
    local_date: Mapped[date] = mapped_column(primary_key=True)
    mode: Mapped[Mode] = mapped_column(word_type(Mode), primary_key=True)
    scale_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    n: Mapped[int]


class ResponseCount(Model):
    """How many counted answers a period has per level, by counter, procedure, clerk, reason, hour and so on.

    ``period`` is the first day of it. ``key`` is the id or the word of what is counted, "" where that is not known;
    of the hours it is weekday and hour ("1.08" is Monday, 8 to 9), of months and weeks the mode.
    """

    __tablename__ = "response_count"
    __table_args__ = (
        ForeignKeyConstraint(["scale_id", "level"], ["scale_level.scale_id", "scale_level.value"]),
        CheckConstraint("n >= 0", name="not_negative"),
        Index("ix_response_count_kind_period", "kind", "period"),  # for whoever sees all communes
    )
    __journal__ = False

    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"), primary_key=True, autoincrement=False)
    kind: Mapped[CountKind] = mapped_column(word_type(CountKind), primary_key=True)
    period: Mapped[date] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(key_type(40), primary_key=True)
    scale_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    n: Mapped[int]


class LateDay(Model):
    """Moves of a daily count after its day was over, by the day on which they were made.

    Figures tell of an answer under the day on which it began to count, so that no day that was told moves again:
    ``ResponseDay`` less these moves is what a day was at its own end. ``is_after``: the month was over as well, so that
    its figures stay without it.
    """

    __tablename__ = "late_day"
    __table_args__ = (
        ForeignKeyConstraint(["scale_id", "level"], ["scale_level.scale_id", "scale_level.value"]),
        CheckConstraint("booked_on > local_date", name="later"),
    )
    __journal__ = False

    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"), primary_key=True, autoincrement=False)
    local_date: Mapped[date] = mapped_column(primary_key=True)
    booked_on: Mapped[date] = mapped_column(primary_key=True)
    mode: Mapped[Mode] = mapped_column(word_type(Mode), primary_key=True)
    scale_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    is_after: Mapped[bool]
    n: Mapped[int]  # what came less what went


class LateCount(Model):
    """The same of the other counts: of counters all moves after the day, of months those after the month."""

    __tablename__ = "late_count"
    __table_args__ = (
        ForeignKeyConstraint(["scale_id", "level"], ["scale_level.scale_id", "scale_level.value"]),
        CheckConstraint("booked_on > period", name="later"),
    )
    __journal__ = False

    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"), primary_key=True, autoincrement=False)
    kind: Mapped[CountKind] = mapped_column(word_type(CountKind), primary_key=True)
    period: Mapped[date] = mapped_column(primary_key=True)
    booked_on: Mapped[date] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(key_type(40), primary_key=True)
    scale_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    is_after: Mapped[bool]
    n: Mapped[int]


class ResponseAside(Model):
    """How many answers of a day do not count, by what became of them and why they waited; no level is told."""

    __tablename__ = "response_aside"
    __table_args__ = (CheckConstraint("n >= 0", name="not_negative"),)
    __journal__ = False

    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"), primary_key=True, autoincrement=False)
    local_date: Mapped[date] = mapped_column(primary_key=True)
    status: Mapped[Status] = mapped_column(word_type(Status), primary_key=True)
    reason: Mapped[str] = mapped_column(String(24), primary_key=True)  # a HoldReason, or "" where it had none
    mode: Mapped[Mode] = mapped_column(word_type(Mode), primary_key=True)
    n: Mapped[int]


class ResponseChain(Model):
    """The end of a commune's chain of sealed answers: how many there are, and the digest that ties them together."""

    __tablename__ = "response_chain"
    __journal__ = False

    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"), primary_key=True, autoincrement=False)
    length: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))


class LinkPulse(Model):
    """How many answers a public link brought in an hour of the clock and within seconds.

    ``burst_mark`` stands for the second in which these began, without telling it (``marks``).
    """

    __tablename__ = "link_pulse"
    __journal__ = False

    link_id: Mapped[int] = mapped_column(ForeignKey("response_link.id"), primary_key=True, autoincrement=False)
    hour_at: Mapped[datetime]
    in_hour: Mapped[int]
    burst_mark: Mapped[str | None] = mapped_column(String(64))
    in_burst: Mapped[int] = mapped_column(default=0)


class RecentResponse(Model):
    """An answer that a clerk has just entered and may take back; ``mark`` stands for the second without telling it."""

    __tablename__ = "recent_response"
    __journal__ = False

    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"), primary_key=True, autoincrement=False)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    mark: Mapped[str] = mapped_column(String(64))
