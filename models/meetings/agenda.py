"""The agenda of a meeting: its items, what people think of them beforehand, and how they were voted on."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts.tables import Person
from models.base import CommuneOwned, Dated, Model, Versioned, word_type
from models.meetings.quorum import BallotMode, Choice, Count, ItemOutcome, VoteBasis, is_carried, is_tied


class ItemKind(StrEnum):
    """What an item asks of the meeting."""

    INFORM = "inform"
    DISCUSS = "discuss"
    DECIDE = "decide"
    REVIEW = "review"


class Stance(StrEnum):
    """What somebody thinks of an item before the meeting."""

    NOTHING = "nothing"
    REMARK = "remark"
    SPEAK = "speak"


class AgendaItem(CommuneOwned, Versioned, Dated, Model):
    """One item of the agenda, with an address and a version of its own; ``no`` is a number, so that 10 follows 9."""

    __tablename__ = "meeting_item"
    __table_args__ = (
        UniqueConstraint("meeting_id", "no"),
        CheckConstraint("no > 0", name="numbered"),
        CheckConstraint("minutes IS NULL OR minutes > 0", name="lasts"),
        {"info": {"nameless": True}},  # the journal knows them by their meetings, of which some are closed
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    no: Mapped[int]
    title: Mapped[str] = mapped_column(String(500))
    presenter: Mapped[str] = mapped_column(String(160), default="")
    minutes: Mapped[int | None]
    kind: Mapped[ItemKind] = mapped_column(word_type(ItemKind), default=ItemKind.DISCUSS)
    is_late: Mapped[bool] = mapped_column(default=False)
    needs_talk: Mapped[bool] = mapped_column(default=False)
    outcome: Mapped[ItemOutcome | None] = mapped_column(word_type(ItemOutcome, name="outcome"))
    in_block: Mapped[bool] = mapped_column(default=False)
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    said: Mapped[str] = mapped_column(Text, default="")
    carried_from_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_item.id"), index=True)

    meeting: Mapped[Any] = relationship("Meeting", back_populates="items")
    positions: Mapped[list["ItemPosition"]] = relationship(
        back_populates="item", cascade="all, delete-orphan", order_by="ItemPosition.id"
    )
    ballots: Mapped[list["Ballot"]] = relationship(
        back_populates="item", cascade="all, delete-orphan", order_by="Ballot.id"
    )

    @property
    def hides_words(self) -> bool:
        """Whether the journal keeps no words of it."""
        return self.meeting is not None and self.meeting.hides_words

    @property
    def ballot(self) -> "Ballot | None":
        """The vote that holds: the last one; those before it were corrected and stay readable."""
        return self.ballots[-1] if self.ballots else None

    @property
    def is_open(self) -> bool:
        """Whether it is being discussed."""
        return self.began_at is not None and self.ended_at is None and self.outcome is None


class ItemPosition(CommuneOwned, Versioned, Dated, Model):
    """What one of the invited thinks of an item before it is opened; silence is no position."""

    __tablename__ = "meeting_position"
    __table_args__ = (UniqueConstraint("item_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("meeting_item.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    stance: Mapped[Stance] = mapped_column(word_type(Stance))
    text: Mapped[str] = mapped_column(String(2000), default="", info={"private": True})
    said_at: Mapped[datetime]

    item: Mapped[AgendaItem] = relationship(back_populates="positions")
    person: Mapped[Person] = relationship()


class Ballot(CommuneOwned, Dated, Model):
    """The figures of a vote, with the rule it was judged by; a correction is a further row, and the old one stays.

    ``chair_choice`` is kept where the votes were tied and the body's rule gave the chair the casting vote.
    """

    __tablename__ = "meeting_ballot"
    __table_args__ = (
        CheckConstraint("in_favour + against + other + not_voting = eligible", name="adds_up"),
        CheckConstraint("members >= eligible", name="all_members"),
        CheckConstraint("in_favour >= 0 AND against >= 0 AND other >= 0 AND not_voting >= 0", name="not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("meeting_item.id"), index=True)
    mode: Mapped[BallotMode] = mapped_column(word_type(BallotMode), default=BallotMode.HANDS)
    basis: Mapped[VoteBasis] = mapped_column(word_type(VoteBasis), default=VoteBasis.PRESENT)
    members: Mapped[int]
    eligible: Mapped[int]
    in_favour: Mapped[int]
    against: Mapped[int] = mapped_column(default=0)
    other: Mapped[int] = mapped_column(default=0)
    not_voting: Mapped[int] = mapped_column(default=0)
    chair_choice: Mapped[Choice | None] = mapped_column(word_type(Choice, name="chair_choice"))
    reason: Mapped[str] = mapped_column(String(500), default="")
    taken_at: Mapped[datetime]
    taken_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)

    item: Mapped[AgendaItem] = relationship(back_populates="ballots")
    votes: Mapped[list["BallotVote"]] = relationship(back_populates="ballot", order_by="BallotVote.id")

    @property
    def hides_words(self) -> bool:
        """Whether the journal keeps no words of it."""
        return self.item is not None and self.item.hides_words

    @property
    def count(self) -> Count:
        """Its four figures."""
        return Count(self.in_favour, self.against, self.other, self.not_voting)

    @property
    def is_carried(self) -> bool:
        """Whether more than half of its basis was in favour, or one half and the chair whose vote decides."""
        return is_carried(self.count, self.basis, self.members, self.chair_choice)

    @property
    def is_tied(self) -> bool:
        """Whether one half was for and the other half against."""
        return is_tied(self.count, self.basis, self.members)

    @property
    def whole(self) -> int:
        """Of how many more than half had to be in favour."""
        return self.members if self.basis is VoteBasis.MEMBERS else self.eligible


class BallotVote(CommuneOwned, Dated, Model):
    """What one person voted in a vote by name; other votes have none, and the database refuses them. Append-only."""

    __tablename__ = "meeting_ballot_vote"
    __table_args__ = (UniqueConstraint("ballot_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ballot_id: Mapped[int] = mapped_column(ForeignKey("meeting_ballot.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    choice: Mapped[Choice] = mapped_column(word_type(Choice))

    ballot: Mapped[Ballot] = relationship(back_populates="votes")
    person: Mapped[Person] = relationship()
