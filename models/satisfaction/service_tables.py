"""What satisfaction stands beside: procedures, files of each day, complaints, scores of others, and sheets sent."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import CommuneOwned, Dated, Model, Versioned, key_type, word_type
from models.satisfaction.rules import Mode


class ComplaintKind(StrEnum):
    """What a complaint is about: harassment breaks the promise of target 5, other petitions do not."""

    HARASSMENT = "harassment"
    OTHER = "other"


class ComplaintOutcome(StrEnum):
    """Whether a complaint turned out to be true."""

    PENDING = "pending"
    SUBSTANTIATED = "substantiated"
    UNFOUNDED = "unfounded"


class ScoreSource(StrEnum):
    """Whose score it is: never mixed with the office's own answers."""

    INDEX_766 = "index_766"
    SIPAS = "sipas"


class ServiceProcedure(CommuneOwned, Versioned, Dated, Model):
    """A procedure people come for; never deleted, only switched off, so that its answers keep their name."""

    __tablename__ = "service_procedure"
    __table_args__ = (UniqueConstraint("commune_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    fold: Mapped[str] = mapped_column(key_type(200))
    is_active: Mapped[bool] = mapped_column(default=True)


class CounterProcedure(CommuneOwned, Versioned, Dated, Model):
    """A line of a counter's own list: a procedure that it serves, from a day to a day.

    ``mode`` says how its files are handed in there, None where both happen. What changes is ended and begun anew, so
    that nobody has to guess what held when an answer was given.
    """

    __tablename__ = "counter_procedure"
    __table_args__ = (
        UniqueConstraint("counter_id", "procedure_id", "valid_from"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="in_order"),
        CheckConstraint("mode IS NULL OR mode <> 'unknown'", name="known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    counter_id: Mapped[int] = mapped_column(ForeignKey("counter.id"))
    procedure_id: Mapped[int] = mapped_column(ForeignKey("service_procedure.id"), index=True)
    mode: Mapped[Mode | None] = mapped_column(word_type(Mode))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class ServiceDay(CommuneOwned, Versioned, Dated, Model):
    """The files of one day, procedure and mode; ``open_overdue`` are those due that day which are still open."""

    __tablename__ = "service_day"
    __table_args__ = (
        UniqueConstraint("commune_id", "local_date", "procedure_id", "mode"),
        CheckConstraint("received >= 0 AND on_time >= 0 AND late >= 0 AND open_overdue >= 0", name="not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    local_date: Mapped[date]
    procedure_id: Mapped[int] = mapped_column(ForeignKey("service_procedure.id"), index=True)
    mode: Mapped[Mode] = mapped_column(word_type(Mode))
    received: Mapped[int] = mapped_column(default=0)
    on_time: Mapped[int] = mapped_column(default=0)
    late: Mapped[int] = mapped_column(default=0)
    open_overdue: Mapped[int] = mapped_column(default=0)

    procedure: Mapped[ServiceProcedure] = relationship()


class ServiceMonth(Model):
    """The files of a month and mode, added up for who looks at all communes; written with the days themselves."""

    __tablename__ = "service_month"
    __table_args__ = (CheckConstraint("received >= 0", name="not_negative"),)
    __journal__ = False

    commune_id: Mapped[int] = mapped_column(ForeignKey("commune.id"), primary_key=True, autoincrement=False)
    month: Mapped[date] = mapped_column(primary_key=True)
    mode: Mapped[Mode] = mapped_column(word_type(Mode), primary_key=True)
    received: Mapped[int]


class ServiceComplaint(CommuneOwned, Versioned, Dated, Model):
    """A complaint or petition about the service, and whether it turned out to be true."""

    __tablename__ = "service_complaint"
    __table_args__ = (
        CheckConstraint("(outcome = 'pending') = (decided_on IS NULL)", name="decided"),
        CheckConstraint("decided_on IS NULL OR decided_on >= received_on", name="after"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    received_on: Mapped[date]
    kind: Mapped[ComplaintKind] = mapped_column(word_type(ComplaintKind))
    about: Mapped[str] = mapped_column(String(500), info={"private": True})
    source: Mapped[str] = mapped_column(String(200), default="")
    outcome: Mapped[ComplaintOutcome] = mapped_column(word_type(ComplaintOutcome), default=ComplaintOutcome.PENDING)
    conclusion: Mapped[str] = mapped_column(String(500), default="")
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class OutsideScore(CommuneOwned, Versioned, Dated, Model):
    """One part of a score that others gave for a month, as their paper or page says it."""

    __tablename__ = "outside_score"
    __table_args__ = (UniqueConstraint("commune_id", "source", "month", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[ScoreSource] = mapped_column(word_type(ScoreSource))
    month: Mapped[date]
    code: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    points: Mapped[Decimal]
    most: Mapped[Decimal]
    document: Mapped[str] = mapped_column(String(200), default="")


class MonthSheet(CommuneOwned, Dated, Model):
    """The public sheet of a month as it was sent: its figures are kept and never counted anew."""

    __tablename__ = "month_sheet"
    __table_args__ = (UniqueConstraint("commune_id", "month", "print_no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[date]
    print_no: Mapped[int]
    frozen_at: Mapped[datetime]
    frozen_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    facts: Mapped[str] = mapped_column(Text)
