"""Where backups go, and what the last runs of the night have found. Both concern the machine, not one commune."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Dated, Model, Versioned, word_type
from models.office.rules import RunKind


class BackupPlace(Versioned, Dated, Model):
    """A folder that takes a copy every night: on another disk of the machine, a stick, or in the network."""

    __tablename__ = "backup_place"

    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(String(400), unique=True)


class NightRun(Dated, Model):
    """What one run has found: ``facts`` in figures and codes, ``is_good`` when there was nothing to complain of.

    The table is not journalled: nobody acts in it, and it keeps the last runs alone.
    """

    __tablename__ = "night_run"
    __journal__ = False
    __table_args__ = (Index("ix_night_run_kind_ended_at", "kind", "ended_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[RunKind] = mapped_column(word_type(RunKind))
    ended_at: Mapped[datetime]
    is_good: Mapped[bool]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
