"""Plans of communes and scripts of provincial bodies as they were sent: never changed, only called off for a reason."""

from datetime import date

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import CommuneOwned, Dated, Model, Versioned
from models.errors import RuleBroken


class ProvincialBody(Model):
    """A body of the province, from the catalogue; ``task_nos`` are the tasks of the plan that it leads."""

    __tablename__ = "provincial_body"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(160), unique=True)
    position: Mapped[int]
    task_nos: Mapped[list[int]] = mapped_column(JSON)


class Filed(Versioned, Dated):
    """What was received, when, with its paper, and who entered it; one that was a mistake says why."""

    id: Mapped[int] = mapped_column(primary_key=True)
    received_on: Mapped[date]
    document_no: Mapped[str] = mapped_column(String(80), default="")
    document_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(500), default="")
    evidence_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    evidence_link: Mapped[str] = mapped_column(String(500), default="")
    entered_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    void_reason: Mapped[str] = mapped_column(String(500), default="")

    def call_off(self, reason: str) -> None:
        """It was entered by mistake and counts no longer."""
        if self.void_reason:
            raise RuleBroken("filing_void")
        if not reason.strip():
            raise RuleBroken("reason_missing", field="reason")
        self.void_reason = reason.strip()


class PlanFiling(CommuneOwned, Filed, Model):
    """A commune's own plan as it was sent to the province, by itself or entered by the province."""

    __tablename__ = "plan_filing"
    __table_args__ = (CheckConstraint("evidence_file_id IS NOT NULL OR evidence_link <> ''", name="has_paper"),)

    is_by_province: Mapped[bool] = mapped_column(default=False)


class ScriptFiling(Filed, Model):
    """The script of a provincial body as the province received it."""

    __tablename__ = "script_filing"
    __table_args__ = (CheckConstraint("evidence_file_id IS NOT NULL OR evidence_link <> ''", name="has_paper"),)

    body_id: Mapped[int] = mapped_column(ForeignKey("provincial_body.id"), index=True)
