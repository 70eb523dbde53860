"""What is kept of one person for meetings: the key of a phone's calendar, and how far he is with e-Cabinet."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import CommuneOwned, Dated, Model, Versioned
from models.errors import RuleBroken


class CalendarKey(CommuneOwned, Versioned, Dated, Model):
    """The key of one account's calendar: only its hash is kept, and None after it was withdrawn."""

    __tablename__ = "meeting_calendar_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), unique=True)
    key_hash: Mapped[str | None] = mapped_column(String(64), unique=True, info={"secret": True})
    made_at: Mapped[datetime | None]


class EcabinetSkill(CommuneOwned, Versioned, Dated, Model):
    """What is known of one person's account, training, use and survey; the score is read by few."""

    __tablename__ = "ecabinet_skill"
    __table_args__ = (CheckConstraint("score IS NULL OR (score >= 0 AND score <= 100)", name="score_range"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    has_account: Mapped[bool] = mapped_column(default=False)
    since: Mapped[date | None]
    trained_on: Mapped[date | None]
    used_on: Mapped[date | None]
    score: Mapped[int | None] = mapped_column(info={"private": True})
    scored_on: Mapped[date | None]

    def broken_rules(self, today: date) -> list[RuleBroken]:
        """Every day that is still to come."""
        days = {name: getattr(self, name) for name in ("since", "trained_on", "used_on", "scored_on")}
        return [RuleBroken("day_in_future", field=name) for name, day in days.items() if day and day > today]
