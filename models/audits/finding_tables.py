"""The places at which one finding shows, where it was seen again, and what was decided of it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.audits.finding_rules import FindingWord, PlaceState, place_state
from models.base import CommuneOwned, Dated, Model, Versioned, word_type
from models.duties.tables import Duty


class FindingPlace(CommuneOwned, Versioned, Model):
    """One of several places of a finding, and who found it mended; it stays open to that when its round is locked.

    ``confirmed_at_reopening`` is how often the finding had been reopened by then: a later reopening opens it again.
    """

    __tablename__ = "finding_place"
    __table_args__ = (
        UniqueConstraint("finding_id", "place"),
        CheckConstraint(
            "(confirmed_by IS NULL) = (confirmed_at IS NULL) "
            "AND (confirmed_by IS NULL) = (confirmed_at_reopening IS NULL)",
            name="confirmed_whole",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"))
    place: Mapped[str] = mapped_column(String(500))
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    confirmed_at: Mapped[datetime | None]
    confirmed_at_reopening: Mapped[int | None]

    def state_in(self, duty: Duty) -> PlaceState:
        """How far it is, beside the duty of its finding."""
        was_reopened = self.confirmed_at_reopening != duty.reopened
        return place_state(duty.status, self.confirmed_by is not None, was_reopened)

    def confirm(self, by: int, at: datetime, duty: Duty) -> None:
        """A second person finds it mended."""
        self.confirmed_by, self.confirmed_at, self.confirmed_at_reopening = by, at, duty.reopened


class FindingSeen(CommuneOwned, Dated, Model):
    """A finding that nobody had mended, seen again in a later round; never changed once that round is locked."""

    __tablename__ = "finding_seen"
    __table_args__ = (UniqueConstraint("round_id", "finding_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("audit_round.id"))
    result_id: Mapped[int] = mapped_column(ForeignKey("item_result.id"), index=True)
    seen_on: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")
    recorded_by: Mapped[int] = mapped_column(ForeignKey("account.id"))


class FindingDecision(CommuneOwned, Dated, Model):
    """A decision about a finding, as a paper or a meeting took it; never changed, the newest one holds."""

    __tablename__ = "finding_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)
    word: Mapped[FindingWord] = mapped_column(word_type(FindingWord))
    reason: Mapped[str] = mapped_column(String(500), default="")
    document: Mapped[str] = mapped_column(String(120), default="")
    decided_on: Mapped[date]
    decider: Mapped[str] = mapped_column(String(120), default="")
    recorded_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
