"""Words of citizens that somebody has to answer, and apart from them how a citizen wants to be reached."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import CommuneOwned, Dated, Model, Versioned, word_type
from models.duties.rules import DutyStatus
from models.duties.tables import Owed

SENTENCE_LENGTH = 500


class CaseOutcome(StrEnum):
    """What became of a citizen's words."""

    FIXED = "fixed"
    ANSWERED = "answered"
    ELSEWHERE = "elsewhere"
    EMPTY = "empty"


class CitizenCase(CommuneOwned, Owed, Versioned, Dated, Model):
    """An answer whose words ask for something; who has it in hand, by when and how far is in its duty alone.

    Its id is that of the answer. ``sentence`` tells what was done, in words that may be shown to everybody.
    """

    __tablename__ = "citizen_case"
    __table_args__ = (
        CheckConstraint("(outcome IS NULL) = (closed_at IS NULL)", name="closed"),
        CheckConstraint("outcome IS NULL OR sentence <> ''", name="says_what"),
        Index("ix_citizen_case_received", "commune_id", "received_on"),
    )

    id: Mapped[int] = mapped_column(ForeignKey("response.id"), primary_key=True, autoincrement=False)
    received_on: Mapped[date]
    wants_reply: Mapped[bool] = mapped_column(default=False)
    outcome: Mapped[CaseOutcome | None] = mapped_column(word_type(CaseOutcome))
    sentence: Mapped[str] = mapped_column(String(SENTENCE_LENGTH), default="")
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    closed_at: Mapped[datetime | None]

    @property
    def is_closed(self) -> bool:
        """Whether somebody has said what became of it, and nobody took it up again."""
        return self.duty.status is DutyStatus.DONE


class CitizenContact(CommuneOwned, Dated, Model):
    """How a citizen wants to be reached, sealed with the data key; kept for a term and then deleted.

    The journal tells neither that it came, since that would say when the answer did, nor what it is.
    """

    __tablename__ = "citizen_contact"
    __journal__ = False

    id: Mapped[int] = mapped_column(ForeignKey("response.id"), primary_key=True, autoincrement=False)
    sealed: Mapped[str] = mapped_column(Text, info={"secret": True})
    purge_on: Mapped[date] = mapped_column(index=True)
