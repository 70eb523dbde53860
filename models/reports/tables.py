"""The report of a week, and the parts of it that somebody has written himself."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts.rules import Permission, Viewer
from models.accounts.tables import Account
from models.base import CommuneOwned, Dated, Model, Versioned, word_type
from models.errors import NotAllowed, RuleBroken
from models.reports.further_tables import FurtherReport  # noqa: F401  a table of this room
from models.reports.rules import ReportState, SectionKey, code_of, odd_figure


class WeekReport(CommuneOwned, Versioned, Dated, Model):
    """What an office tells of an ISO week; sent, its facts and its paper are kept and never made anew.

    ``number`` and ``dated`` are what the clerk was given afterwards, and all that still changes.
    """

    __tablename__ = "week_report"
    __table_args__ = (
        UniqueConstraint("commune_id", "year", "week"),
        CheckConstraint(
            "state = 'draft' OR (sent_at IS NOT NULL AND sent_by IS NOT NULL AND facts <> '')", name="whole"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    week: Mapped[int]
    state: Mapped[ReportState] = mapped_column(word_type(ReportState), default=ReportState.DRAFT)
    facts: Mapped[str] = mapped_column(Text, default="")
    paper: Mapped[str] = mapped_column(Text, default="")
    sent_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    sent_at: Mapped[datetime | None]
    number: Mapped[str] = mapped_column(String(60), default="")
    dated: Mapped[date | None]

    sections: Mapped[list["WeekSection"]] = relationship(back_populates="report", lazy="selectin")
    sender: Mapped[Account | None] = relationship(foreign_keys=[sent_by], lazy="joined")

    @property
    def code(self) -> str:
        """2026-W14."""
        return code_of(self.year, self.week)

    @property
    def is_sent(self) -> bool:
        """Whether it was sent."""
        return self.state is ReportState.SENT

    def section(self, key: SectionKey) -> "WeekSection | None":
        """The part that somebody has written himself; None while the office's own sentences stand there."""
        return next((one for one in self.sections if one.key is key), None)

    def require_draft(self) -> None:
        """Refuse to change what was sent."""
        if self.is_sent:
            raise RuleBroken("report_sent")

    def send(self, by: Viewer, facts: str, paper: str, at: datetime) -> None:
        """Send it: from now on its figures and sentences stay."""
        if not by.may(Permission.SEND_REPORTS):
            raise NotAllowed
        self.require_draft()
        self.facts, self.paper = facts, paper
        self.state, self.sent_by, self.sent_at = ReportState.SENT, by.account_id, at

    def enter_number(self, number: str, dated: date, today: date) -> None:
        """Note the number and the day that the registry gave; nothing of the week itself changes."""
        if not self.is_sent:
            raise RuleBroken("report_not_sent")
        if dated > today:
            raise RuleBroken("day_in_future", field="dated")
        self.number, self.dated = number, dated


class WeekSection(CommuneOwned, Versioned, Dated, Model):
    """A part in somebody's own words, one sentence a line; ``basis`` is what the office's own sentences said then."""

    __tablename__ = "week_section"
    __table_args__ = (UniqueConstraint("report_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("week_report.id"), index=True)
    key: Mapped[SectionKey] = mapped_column(word_type(SectionKey))
    text: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(Text, default="")
    edited_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    edited_at: Mapped[datetime]

    report: Mapped[WeekReport] = relationship(back_populates="sections")
    editor: Mapped[Account] = relationship(lazy="joined", innerjoin=True)

    @property
    def lines(self) -> list[str]:
        """Its sentences."""
        return [line.strip() for line in self.text.split("\n") if line.strip()]

    def write(self, text: str, basis: str, by: Viewer, at: datetime) -> None:
        """Take over what somebody wrote; a line with an empty or absurd figure is refused."""
        self.report.require_draft()
        if odd := odd_figure(text):
            raise RuleBroken("sentence_absurd", field="text", odd=odd)
        self.text, self.basis, self.edited_by, self.edited_at = text, basis, by.account_id, at
