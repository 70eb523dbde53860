"""The sheets: what the officer notes, what the head says, and the counts as they stood when he said it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models import clock
from models.accounts.rules import Viewer
from models.base import CommuneOwned, Dated, Model, Versioned, word_type
from models.errors import RuleBroken
from models.kpi.rules import KpiGrade, KpiLine, kept
from models.spans import Period


class KpiSheet(CommuneOwned, Versioned, Dated, Model):
    """One officer's sheet for a quarter; there is none before somebody writes on it."""

    __tablename__ = "kpi_sheet"
    __table_args__ = (
        UniqueConstraint("person_id", "year", "quarter"),
        CheckConstraint("quarter >= 1 AND quarter <= 4", name="four_quarters"),
        CheckConstraint("(confirmed_at IS NULL) = (grade IS NULL)", name="confirmed_with_grade"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    year: Mapped[int]
    quarter: Mapped[int]
    own_note: Mapped[str] = mapped_column(Text, default="", info={"private": True})
    noted_at: Mapped[datetime | None]
    head_note: Mapped[str] = mapped_column(String(2000), default="", info={"private": True})
    grade: Mapped[KpiGrade | None] = mapped_column(word_type(KpiGrade), info={"private": True})
    facts: Mapped[list[list[Any]]] = mapped_column(JSON, default=list, info={"private": True})
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    confirmed_at: Mapped[datetime | None]

    @property
    def is_confirmed(self) -> bool:
        """Whether the head has said his word."""
        return self.confirmed_at is not None

    def require_open(self) -> None:
        """Refuse what only a sheet takes that nobody has confirmed."""
        if self.is_confirmed:
            raise RuleBroken("kpi_confirmed")

    def note(self, text: str) -> None:
        """What the officer himself says of the quarter."""
        self.require_open()
        self.own_note, self.noted_at = text.strip(), clock.now()

    def confirm(self, by: Viewer, grade: KpiGrade, note: str, lines: list[KpiLine], quarter: Period) -> None:
        """The head's word on a quarter that is over; the counts are kept as they stand now."""
        self.require_open()
        if quarter.last >= clock.today():
            raise RuleBroken("kpi_quarter_open")
        self.grade, self.head_note, self.facts = grade, note.strip(), kept(lines)
        self.confirmed_by, self.confirmed_at = by.account_id, clock.now()

    def reopen(self) -> None:
        """Take the head's word back, so that it can be said anew; the journal keeps that it was said."""
        if not self.is_confirmed:
            raise RuleBroken("kpi_not_confirmed")
        self.grade, self.confirmed_by, self.confirmed_at, self.facts = None, None, None, []
