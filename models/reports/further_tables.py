"""The table of reports beside those of the weeks: corrections of a sent one, and the month's report on AI."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts.rules import Permission, Viewer
from models.accounts.tables import Account
from models.base import CommuneOwned, Dated, Model, Versioned, word_type
from models.errors import NotAllowed, RuleBroken
from models.reports.further import FurtherKind
from models.reports.rules import ReportState, odd_figure


class FurtherReport(CommuneOwned, Versioned, Dated, Model):
    """A correction of a sent week (``corrects_id``), or the report of a month; sent, it never changes.

    ``text`` is what somebody wrote, one thing a line; ``number`` and ``dated`` are what the clerk was given afterwards.
    """

    __tablename__ = "further_report"
    __table_args__ = (
        UniqueConstraint("commune_id", "kind", "year", "month"),
        CheckConstraint("(corrects_id IS NULL) = (kind = 'ai_month')", name="corrects_or_month"),
        CheckConstraint("(month IS NULL) = (kind = 'correction')", name="month_of_month"),
        CheckConstraint(
            "state = 'draft' OR (sent_at IS NOT NULL AND sent_by IS NOT NULL AND paper <> '')", name="whole"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[FurtherKind] = mapped_column(word_type(FurtherKind))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("week_report.id"), index=True)
    year: Mapped[int | None]
    month: Mapped[int | None]
    state: Mapped[ReportState] = mapped_column(word_type(ReportState), default=ReportState.DRAFT)
    text: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    paper: Mapped[str] = mapped_column(Text, default="")
    sent_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    sent_at: Mapped[datetime | None]
    number: Mapped[str] = mapped_column(String(60), default="")
    dated: Mapped[date | None]

    sender: Mapped[Account | None] = relationship(foreign_keys=[sent_by], lazy="joined")

    @property
    def is_sent(self) -> bool:
        """Whether it was sent."""
        return self.state is ReportState.SENT

    @property
    def lines(self) -> list[str]:
        """What somebody wrote, one thing a line."""
        return [line.strip() for line in self.text.splitlines() if line.strip()]

    def require_draft(self) -> None:
        """Refuse to change what was sent."""
        if self.is_sent:
            raise RuleBroken("report_sent")

    def write(self, text: str, reason: str) -> None:
        """Keep what somebody wrote; a line with an empty or absurd figure is refused."""
        self.require_draft()
        for field, said in (("text", text), ("reason", reason)):
            if odd := odd_figure(said):
                raise RuleBroken("sentence_absurd", field=field, odd=odd)
        self.text, self.reason = text, reason

    def send(self, by: Viewer, facts: dict[str, Any], paper: str, at: datetime) -> None:
        """Send it: from now on its figures and sentences stay."""
        if not by.may(Permission.SEND_REPORTS):
            raise NotAllowed
        self.require_draft()
        self.facts, self.paper = facts, paper
        self.state, self.sent_by, self.sent_at = ReportState.SENT, by.account_id, at

    def enter_number(self, number: str, dated: date, today: date) -> None:
        """Note the number and the day that the registry gave."""
        if not self.is_sent:
            raise RuleBroken("report_not_sent")
        if dated > today:
            raise RuleBroken("day_in_future", field="dated")
        self.number, self.dated = number, dated
