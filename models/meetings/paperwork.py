"""The papers of a meeting: each with its versions, and who opened and confirmed which of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts.tables import Person
from models.base import CommuneOwned, Dated, Model, Versioned
from models.files import StoredFile
from models.meetings.agenda import AgendaItem


class Paper(CommuneOwned, Versioned, Dated, Model):
    """A paper for a meeting or for one of its items. A meeting with state secrets has none."""

    __tablename__ = "meeting_paper"
    __table_args__ = ({"info": {"nameless": True}},)  # some are of closed meetings

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_item.id"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    is_required: Mapped[bool] = mapped_column(default=True)

    meeting: Mapped[Any] = relationship("Meeting", back_populates="papers")
    item: Mapped[AgendaItem | None] = relationship()
    versions: Mapped[list["PaperVersion"]] = relationship(
        back_populates="paper", cascade="all, delete-orphan", order_by="PaperVersion.no"
    )

    @property
    def hides_words(self) -> bool:
        """Whether the journal keeps no words of it."""
        return self.meeting is not None and self.meeting.hides_words

    @property
    def current(self) -> "PaperVersion":
        """The version that holds."""
        return self.versions[-1]

    @property
    def late_workdays(self) -> int:
        """How many working days too late it came; replacing a version never resets that."""
        return self.versions[0].late_workdays


class PaperVersion(CommuneOwned, Dated, Model):
    """One version of a paper: a file, or a link to where it lies; its lateness was stamped when it was published."""

    __tablename__ = "meeting_paper_version"
    __table_args__ = (
        UniqueConstraint("paper_id", "no"),
        CheckConstraint("(file_id IS NULL) <> (link = '')", name="file_or_link"),
        CheckConstraint("late_workdays >= 0", name="late_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("meeting_paper.id"), index=True)
    no: Mapped[int]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), index=True)
    link: Mapped[str] = mapped_column(String(500), default="", info={"private": True})
    published_at: Mapped[datetime]
    published_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    late_workdays: Mapped[int] = mapped_column(default=0)
    pages: Mapped[int | None]

    paper: Mapped[Paper] = relationship(back_populates="versions")
    file: Mapped[StoredFile | None] = relationship()
    receipts: Mapped[list["Receipt"]] = relationship(back_populates="version", order_by="Receipt.id")


class Receipt(CommuneOwned, Dated, Model):
    """That somebody opened a version, and that he says to have read it: two stamps, of this version alone."""

    __tablename__ = "meeting_receipt"
    __table_args__ = (UniqueConstraint("version_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("meeting_paper_version.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    opened_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]

    version: Mapped[PaperVersion] = relationship(back_populates="receipts")
    person: Mapped[Person] = relationship()


class Nudge(CommuneOwned, Dated, Model):
    """That somebody was reminded to read a version of a paper; once, whoever presses how often."""

    __tablename__ = "meeting_paper_nudge"
    __table_args__ = (UniqueConstraint("version_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("meeting_paper_version.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    sent_at: Mapped[datetime]
    sent_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
