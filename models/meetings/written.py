"""Opinions by writing: a question to the members of a body with a last day; a round of its own, never a meeting."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts.tables import Person
from models.base import CommuneOwned, Dated, Model, Versioned, word_type
from models.errors import RuleBroken
from models.meetings.bodies import Body
from models.meetings.quorum import Choice, Count, VoteBasis, counted, is_carried


class WrittenRound(CommuneOwned, Versioned, Dated, Model):
    """One question that people answer in writing until it closes by itself; from then on its result is what it is."""

    __tablename__ = "meeting_written_round"
    __table_args__ = (CheckConstraint("closes_at > opens_at", name="closes_after_opening"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("meeting_body.id"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    question: Mapped[str] = mapped_column(Text, default="", info={"private": True})
    link: Mapped[str] = mapped_column(String(500), default="", info={"private": True})
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(String(500), default="")

    body: Mapped[Body] = relationship()
    opinions: Mapped[list["WrittenOpinion"]] = relationship(back_populates="round", order_by="WrittenOpinion.id")

    def is_open(self, now: datetime) -> bool:
        """Whether it still takes answers."""
        return self.withdrawn_at is None and self.opens_at <= now < self.closes_at

    def require_open(self, now: datetime) -> None:
        """Refuse what is only done while it takes answers."""
        if not self.is_open(now):
            raise RuleBroken("round_closed")

    def withdraw(self, reason: str, now: datetime) -> None:
        """Take the question back, with the reason; what was answered stays readable and decides nothing."""
        self.require_open(now)
        if not reason.strip():
            raise RuleBroken("reason_missing", "reason")
        self.withdrawn_at, self.withdrawn_reason = now, reason.strip()

    @property
    def count(self) -> Count:
        """The figures: who is silent has not voted."""
        return counted(opinion.choice or Choice.NOT_VOTING for opinion in self.opinions)

    @property
    def silent(self) -> list["WrittenOpinion"]:
        """Those who have not answered."""
        return [opinion for opinion in self.opinions if opinion.choice is None]

    @property
    def is_carried(self) -> bool:
        """Whether more than half of those who were asked are in favour; silence is no consent."""
        return is_carried(self.count, VoteBasis.MEMBERS, len(self.opinions))


class WrittenOpinion(CommuneOwned, Versioned, Dated, Model):
    """What one of those who were asked answers; without ``choice`` nothing yet."""

    __tablename__ = "meeting_written_opinion"
    __table_args__ = (UniqueConstraint("round_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("meeting_written_round.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    choice: Mapped[Choice | None] = mapped_column(word_type(Choice))
    text: Mapped[str] = mapped_column(String(2000), default="", info={"private": True})
    answered_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]

    round: Mapped[WrittenRound] = relationship(back_populates="opinions")
    person: Mapped[Person] = relationship()
