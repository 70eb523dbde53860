"""The table of jobs."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Dated, Model, word_type
from models.jobs.rules import MOST_TRIES, JobState


class Job(Dated, Model):
    """Work to be done once for a kind, a key and a period; ``worker`` holds it until ``lease_until``.

    ``commune_id`` is empty for what concerns the whole place (a backup, a check of everything). ``run_after`` is empty
    for what may begin at once, so that no clock can delay it. The table is not journalled by itself, because leases
    and progress change all the time: the queue notes in the journal that a job was asked for and how it ended.
    """

    __tablename__ = "job"
    __journal__ = False
    __table_args__ = (UniqueConstraint("kind", "key", "period"), Index("ix_job_state", "state"))

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int | None] = mapped_column(ForeignKey("commune.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(120))
    period: Mapped[str] = mapped_column(String(20), default="")
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[JobState] = mapped_column(word_type(JobState), default=JobState.WAITING)
    run_after: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    worker: Mapped[str] = mapped_column(String(80), default="")
    tries: Mapped[int] = mapped_column(default=0)
    most_tries: Mapped[int] = mapped_column(default=MOST_TRIES)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    message: Mapped[str] = mapped_column(String(200), default="")
    result: Mapped[str] = mapped_column(String(200), default="")
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    @property
    def is_over(self) -> bool:
        """Whether nobody will work on it any more."""
        return self.state not in (JobState.WAITING, JobState.RUNNING)
