"""Tables of the website room: the site, its sections and who writes them, the province's rank, runs and findings."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts.rules import Viewer
from models.accounts.tables import Person, Unit
from models.base import CommuneOwned, Dated, Model, Versioned, key_type, word_type
from models.errors import RuleBroken
from models.files import StoredFile
from models.jobs.tables import Job
from models.website.rules import (
    CheckKey,
    CheckOutcome,
    FaultState,
    Medium,
    Move,
    RunState,
    Timeliness,
    standing,
)


class Website(CommuneOwned, Versioned, Dated, Model):
    """The public site of a commune: where it begins, which hosts may be fetched, what its contact block must say."""

    __tablename__ = "website"
    __table_args__ = (UniqueConstraint("commune_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(String(500))
    hosts: Mapped[list[str]] = mapped_column(JSON)
    address: Mapped[str] = mapped_column(String(300), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(120), default="")


class WebsiteSection(CommuneOwned, Versioned, Dated, Model):
    """A section of the site or of the Zalo account: who writes it, how often, and the day of its newest item."""

    __tablename__ = "website_section"
    __table_args__ = (
        UniqueConstraint("commune_id", "code"),
        UniqueConstraint("commune_id", "medium", "fold"),
        CheckConstraint("interval_days >= 1 AND interval_days <= 3660", name="interval"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(key_type(40))
    name: Mapped[str] = mapped_column(String(120))
    fold: Mapped[str] = mapped_column(key_type(120))
    medium: Mapped[Medium] = mapped_column(word_type(Medium))
    position: Mapped[int]
    url: Mapped[str] = mapped_column(String(500), default="")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    interval_days: Mapped[int]
    last_item_on: Mapped[date | None]
    is_read_by_machine: Mapped[bool] = mapped_column(default=False)  # who found the newest item
    is_active: Mapped[bool] = mapped_column(default=True)

    unit: Mapped[Unit | None] = relationship()
    person: Mapped[Person | None] = relationship()

    @property
    def has_owner(self) -> bool:
        """Whether a unit or a person writes it."""
        return self.unit_id is not None or self.person_id is not None

    def standing_on(self, today: date) -> Timeliness:
        """How it stands that day."""
        return standing(self.last_item_on, self.interval_days, today)

    def note_item(self, day: date, today: date, by_machine: bool = False) -> None:
        """Something was published on this day; an older day than the newest changes nothing, one to come is refused."""
        if day > today:
            raise RuleBroken("day_in_future", field="published_on")
        if self.last_item_on is None or day > self.last_item_on:
            self.last_item_on, self.is_read_by_machine = day, by_machine


class ProvinceRank(CommuneOwned, Dated, Model):
    """The rank that the province has given a commune's site in a document of its own; never computed, never changed."""

    __tablename__ = "province_rank"
    __table_args__ = (
        CheckConstraint("place >= 1 AND place <= of_total", name="place_in_total"),
        Index("ix_province_rank_commune_id_issued_on", "commune_id", "issued_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(String(60))
    place: Mapped[int]
    of_total: Mapped[int]
    document_no: Mapped[str] = mapped_column(String(80))
    issued_on: Mapped[date]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    entered_by: Mapped[int] = mapped_column(ForeignKey("account.id"))

    file: Mapped[StoredFile] = relationship()


class CheckRun(CommuneOwned, Dated, Model):
    """One run of the checks; ``job_id`` says how far it is, what follows what came of it."""

    __tablename__ = "check_run"
    __table_args__ = (UniqueConstraint("website_id", "no"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    website_id: Mapped[int] = mapped_column(ForeignKey("website.id"))
    no: Mapped[int]
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), unique=True)
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))  # nobody: the nightly run
    state: Mapped[RunState] = mapped_column(word_type(RunState), default=RunState.RUNNING)
    starts: Mapped[int] = mapped_column(default=0)  # more than one: it went on after an interruption
    finished_at: Mapped[datetime | None]

    website: Mapped[Website] = relationship()
    job: Mapped[Job] = relationship(lazy="joined", innerjoin=True)


class CheckPage(CommuneOwned, Model):
    """An address that a run looks at, and what was found there; the waiting ones are where it goes on."""

    __tablename__ = "check_page"
    __table_args__ = (UniqueConstraint("run_id", "kind", "url"),)
    __journal__ = False  # what a machine has read; what people decide about it is journalled

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("check_run.id"))
    kind: Mapped[str] = mapped_column(String(12))
    url: Mapped[str] = mapped_column(String(500))
    depth: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime | None]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class CheckResult(CommuneOwned, Model):
    """What one check came to in a run, at one place."""

    __tablename__ = "check_result"
    __table_args__ = (Index("ix_check_result_run_id", "run_id"),)
    __journal__ = False  # what a machine has found; what people decide about it is journalled

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("check_run.id"))
    check_key: Mapped[CheckKey] = mapped_column(word_type(CheckKey))
    outcome: Mapped[CheckOutcome] = mapped_column(word_type(CheckOutcome))
    target: Mapped[str] = mapped_column(String(500), default="")
    reason: Mapped[str] = mapped_column(String(24), default="")
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class WebsiteFault(CommuneOwned, Versioned, Dated, Model):
    """Something the checks found at one place, over all runs; a person alone accepts, declines and closes it."""

    __tablename__ = "website_fault"
    __table_args__ = (
        UniqueConstraint("website_id", "check_key", "target"),
        CheckConstraint("state <> 'declined' OR reason_given <> ''", name="declined_with_reason"),
        CheckConstraint(
            "state NOT IN ('accepted', 'declined', 'closed') OR decided_by IS NOT NULL", name="decided_by_somebody"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    website_id: Mapped[int] = mapped_column(ForeignKey("website.id"))
    check_key: Mapped[CheckKey] = mapped_column(word_type(CheckKey))
    target: Mapped[str] = mapped_column(String(500), default="")
    reason: Mapped[str] = mapped_column(String(24), default="")
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    criterion_code: Mapped[str] = mapped_column(String(24), default="")
    state: Mapped[FaultState] = mapped_column(word_type(FaultState))
    failures: Mapped[int] = mapped_column(default=0)
    recurrences: Mapped[int] = mapped_column(default=0)
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    mended_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    reason_given: Mapped[str] = mapped_column(String(500), default="")

    def move(self, move: Move, at: datetime) -> None:
        """Take over what a run says of it."""
        if move.state is FaultState.MENDED and self.state is not FaultState.MENDED:
            self.mended_at = at
        self.state, self.failures = move.state, move.failures
        self.recurrences += move.is_back

    def accept(self, by: Viewer, at: datetime) -> None:
        """A person agrees that it is a fault."""
        self._decide(by, at, (FaultState.PROPOSED,), FaultState.ACCEPTED, "")

    def decline(self, by: Viewer, reason: str, at: datetime) -> None:
        """A person says that it is none, and why."""
        if not reason.strip():
            raise RuleBroken("reason_missing", field="reason")
        self._decide(by, at, (FaultState.PROPOSED, FaultState.ACCEPTED), FaultState.DECLINED, reason.strip())

    def close(self, by: Viewer, at: datetime) -> None:
        """A person has looked and finds it mended."""
        self._decide(by, at, (FaultState.MENDED,), FaultState.CLOSED, "")

    def keep_open(self, by: Viewer, reason: str, at: datetime) -> None:
        """A person has looked and still finds it, and says what."""
        if not reason.strip():
            raise RuleBroken("reason_missing", field="reason")
        self._decide(by, at, (FaultState.MENDED,), FaultState.ACCEPTED, reason.strip())

    def _decide(self, by: Viewer, at: datetime, before: tuple[FaultState, ...], state: FaultState, reason: str) -> None:
        if self.state not in before:
            raise RuleBroken("fault_moved_on")
        self.state, self.decided_by, self.decided_at, self.reason_given = state, by.account_id, at, reason
