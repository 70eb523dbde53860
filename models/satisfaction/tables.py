"""Scales, public links and the sealed answers; the counts that every figure reads stand in ``count_tables``."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint, literal_column
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import CommuneOwned, Dated, Model, Versioned, word_type
from models.places.tables import Counter
from models.satisfaction.case_tables import CaseOutcome, CitizenCase, CitizenContact
from models.satisfaction.count_tables import (
    CountKind,
    LateCount,
    LateDay,
    LinkPulse,
    RecentResponse,
    ResponseAside,
    ResponseChain,
    ResponseCount,
    ResponseDay,
)
from models.satisfaction.paper_tables import OpeningHours, PaperSlip, ResponseBatch, UsedCode
from models.satisfaction.rules import Channel, HoldReason, Mode, Stage, Status
from models.satisfaction.service_tables import (
    ComplaintKind,
    ComplaintOutcome,
    CounterProcedure,
    MonthSheet,
    OutsideScore,
    ScoreSource,
    ServiceComplaint,
    ServiceDay,
    ServiceMonth,
    ServiceProcedure,
)
from models.satisfaction.team_tables import HalfDay, TeamTurn

__all__ = [
    "COMMENT_LENGTH",
    "CaseOutcome",
    "CitizenCase",
    "CitizenContact",
    "ComplaintKind",
    "ComplaintOutcome",
    "CountKind",
    "CounterProcedure",
    "HalfDay",
    "LateCount",
    "LateDay",
    "LinkPulse",
    "MonthSheet",
    "OpeningHours",
    "OutsideScore",
    "PaperSlip",
    "RecentResponse",
    "Response",
    "ResponseAside",
    "ResponseBatch",
    "ResponseChain",
    "ResponseCount",
    "ResponseDay",
    "ResponseLink",
    "ResponseReason",
    "Scale",
    "ScaleLevel",
    "ScoreSource",
    "ServiceComplaint",
    "ServiceDay",
    "ServiceMonth",
    "ServiceProcedure",
    "TeamTurn",
    "UsedCode",
]

COMMENT_LENGTH = 1000
HAS_WORDS = literal_column("comment") != literal_column("''")  # said alike in index and query, or the index is no use


class Scale(Dated, Model):
    """One version of the question and its levels; a version that was used is never edited."""

    __tablename__ = "scale"
    __table_args__ = (UniqueConstraint("code", "edition"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40))
    edition: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    question: Mapped[str] = mapped_column(String(200))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    levels: Mapped[list["ScaleLevel"]] = relationship(order_by="ScaleLevel.value.desc()", lazy="selectin")


class ScaleLevel(Model):
    """One level of a scale; whether it counts as satisfied is written here and nowhere else."""

    __tablename__ = "scale_level"

    scale_id: Mapped[int] = mapped_column(ForeignKey("scale.id"), primary_key=True)
    value: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    label: Mapped[str] = mapped_column(String(60))
    is_satisfied: Mapped[bool]


class ResponseLink(CommuneOwned, Versioned, Dated, Model):
    """A public address behind a QR code; its token is printed on paper, so it is kept to be printed again."""

    __tablename__ = "response_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(40), unique=True, info={"secret": True})
    counter_id: Mapped[int | None] = mapped_column(ForeignKey("counter.id"), index=True)
    place: Mapped[str] = mapped_column(String(120), default="")
    mode: Mapped[Mode] = mapped_column(word_type(Mode))
    stage: Mapped[Stage | None] = mapped_column(word_type(Stage))
    is_active: Mapped[bool] = mapped_column(default=True)

    counter: Mapped[Counter | None] = relationship()


class Response(CommuneOwned, Versioned, Dated, Model):
    """One sealed answer; only its status moves later. It holds no name, number, address or device of the citizen.

    ``answered_at`` and ``created_at`` are cut to the hour. ``seal`` ties it to the answer before it, ``place_in_chain``
    tells how many came before: that is its line in the books, so the journal only tells of what is decided later.
    """

    __tablename__ = "response"
    __table_args__ = (
        ForeignKeyConstraint(["scale_id", "level"], ["scale_level.scale_id", "scale_level.value"]),
        Index("ix_response_list", "commune_id", "status", "local_date", "id"),
        Index("ix_response_by_clerk", "recorded_by_id", "id"),
        Index("ix_response_chain", "commune_id", "place_in_chain", unique=True),
        Index("ix_response_words", "local_date", sqlite_where=HAS_WORDS, postgresql_where=HAS_WORDS),
    )
    __sealed__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    cid: Mapped[UUID] = mapped_column(unique=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    scale_id: Mapped[int] = mapped_column(ForeignKey("scale.id"))
    level: Mapped[int]
    mode: Mapped[Mode] = mapped_column(word_type(Mode))
    channel: Mapped[Channel] = mapped_column(word_type(Channel))
    stage: Mapped[Stage | None] = mapped_column(word_type(Stage))
    counter_id: Mapped[int | None] = mapped_column(ForeignKey("counter.id"))
    link_id: Mapped[int | None] = mapped_column(ForeignKey("response_link.id"))
    comment: Mapped[str] = mapped_column(String(COMMENT_LENGTH), default="", info={"private": True})
    answered_at: Mapped[datetime]
    local_date: Mapped[date]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    status: Mapped[Status] = mapped_column(word_type(Status), default=Status.COUNTED)
    hold_reason: Mapped[HoldReason | None] = mapped_column(word_type(HoldReason))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    decided_reason: Mapped[str] = mapped_column(String(200), default="")
    local_hour: Mapped[int]
    procedure_id: Mapped[int | None] = mapped_column(ForeignKey("service_procedure.id"))
    served_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    questionnaire: Mapped[int] = mapped_column(default=1)  # the version that the citizen was shown
    place_in_chain: Mapped[int]
    seal: Mapped[str] = mapped_column(String(64))


class ResponseReason(CommuneOwned, Model):
    """One reason that a citizen touched beside the level; the answer's fingerprint covers it."""

    __tablename__ = "response_reason"
    __journal__ = False

    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"), primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
