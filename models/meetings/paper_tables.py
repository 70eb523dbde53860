"""The papers of a meeting: minutes in blocks with what they said before, notices, and reviews of old conclusions.

What is signed never changes: a later version replaces it, with the reason (``guards.py`` keeps that in the database).
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models import clock
from models.accounts.tables import Account, Unit
from models.base import CommuneOwned, Dated, Model, Versioned, word_type
from models.meetings.paper_rules import Capacity, PaperState, ReviewOutcome

OPEN = text("state IN ('draft', 'waiting')")


class Minutes(CommuneOwned, Versioned, Dated, Model):
    """One version of a meeting's minutes; ``paper`` is the document as it was laid before whoever signs it."""

    __tablename__ = "meeting_minutes"
    __table_args__ = (
        UniqueConstraint("meeting_id", "number"),
        CheckConstraint("number = 1 OR reason <> ''", name="amended_for_a_reason"),
        CheckConstraint(
            "state IN ('draft', 'waiting') OR (signed_on IS NOT NULL AND paper <> '')", name="signed_whole"
        ),
        Index("uq_meeting_minutes_open", "meeting_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    number: Mapped[int] = mapped_column(default=1)
    state: Mapped[PaperState] = mapped_column(word_type(PaperState), default=PaperState.DRAFT)
    reason: Mapped[str] = mapped_column(String(500), default="")
    paper: Mapped[str] = mapped_column(Text, default="", info={"private": True})
    finished_at: Mapped[datetime | None]
    finished_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    signed_on: Mapped[date | None]
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    meeting: Mapped[Any] = relationship("Meeting", viewonly=True, load_on_pending=True)
    blocks: Mapped[list["MinutesBlock"]] = relationship(
        cascade="all, delete-orphan", order_by="MinutesBlock.position", back_populates="minutes"
    )

    @property
    def hides_words(self) -> bool:
        """Whether the journal keeps no words of it."""
        return self.meeting is None or self.meeting.hides_words


class MinutesBlock(CommuneOwned, Versioned, Dated, Model):
    """One part of minutes, written and saved by itself; two people who write in different ones never meet."""

    __tablename__ = "meeting_minutes_block"
    __table_args__ = (
        UniqueConstraint("minutes_id", "key"),
        {"info": {"nameless": True}},  # its title is what was said; the journal knows it by its minutes
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("meeting_minutes.id"), index=True)
    key: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text, default="", info={"private": True})
    edited_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    edited_at: Mapped[datetime | None]

    minutes: Mapped[Minutes] = relationship(back_populates="blocks")
    editor: Mapped[Account | None] = relationship()
    revisions: Mapped[list["MinutesRevision"]] = relationship(cascade="all, delete-orphan")

    @property
    def hides_words(self) -> bool:
        """Whether the journal keeps no words of it."""
        return self.minutes is None or self.minutes.hides_words


class MinutesRevision(CommuneOwned, Model):
    """What a part of minutes said before, or what was typed and not chosen; never changed."""

    __tablename__ = "meeting_minutes_revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    block_id: Mapped[int] = mapped_column(ForeignKey("meeting_minutes_block.id"), index=True)
    text: Mapped[str] = mapped_column(Text, info={"private": True})
    is_set_aside: Mapped[bool] = mapped_column(default=False)
    written_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[datetime] = mapped_column(default=clock.now)

    writer: Mapped[Account | None] = relationship()


class MeetingNotice(CommuneOwned, Versioned, Dated, Model):
    """One version of a meeting's notice of conclusions; number, day and signer come from the document system."""

    __tablename__ = "meeting_notice"
    __table_args__ = (
        UniqueConstraint("meeting_id", "number"),
        CheckConstraint("number = 1 OR reason <> ''", name="amended_for_a_reason"),
        CheckConstraint(
            "state IN ('draft', 'waiting') OR "
            "(issued_on IS NOT NULL AND symbol <> '' AND signer_name <> '' AND paper <> '')",
            name="issued_whole",
        ),
        Index("uq_meeting_notice_open", "meeting_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    number: Mapped[int] = mapped_column(default=1)
    state: Mapped[PaperState] = mapped_column(word_type(PaperState), default=PaperState.DRAFT)
    reason: Mapped[str] = mapped_column(String(500), default="")
    grounds: Mapped[str] = mapped_column(Text, default="")
    opening: Mapped[str] = mapped_column(Text, default="")
    heard: Mapped[str] = mapped_column(Text, default="")
    closing: Mapped[str] = mapped_column(Text, default="")
    copies: Mapped[str] = mapped_column(Text, default="")
    capacity: Mapped[Capacity] = mapped_column(word_type(Capacity), default=Capacity.BY_ORDER)
    signer_post: Mapped[str] = mapped_column(String(160), default="")
    signer_name: Mapped[str] = mapped_column(String(160), default="")
    symbol: Mapped[str] = mapped_column(String(60), default="")
    issued_on: Mapped[date | None]
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), index=True)
    paper: Mapped[str] = mapped_column(Text, default="", info={"private": True})

    meeting: Mapped[Any] = relationship("Meeting", viewonly=True, load_on_pending=True)

    @property
    def hides_words(self) -> bool:
        """Whether the journal keeps no words of it."""
        return self.meeting is None or self.meeting.hides_words


class ConclusionUnit(CommuneOwned, Model):
    """A unit that joins in a task which another one leads."""

    __tablename__ = "meeting_conclusion_unit"
    __table_args__ = (UniqueConstraint("conclusion_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conclusion_id: Mapped[int] = mapped_column(ForeignKey("meeting_conclusion.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)

    unit: Mapped[Unit] = relationship()


class Review(CommuneOwned, Dated, Model):
    """What a meeting decided about a conclusion of an earlier one of its body; once a meeting."""

    __tablename__ = "meeting_review"
    __table_args__ = (UniqueConstraint("meeting_id", "conclusion_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    conclusion_id: Mapped[int] = mapped_column(ForeignKey("meeting_conclusion.id"), index=True)
    outcome: Mapped[ReviewOutcome] = mapped_column(word_type(ReviewOutcome))
    standing: Mapped[str] = mapped_column(String(160), default="")
    decided_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
