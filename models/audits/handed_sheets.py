"""The table of rounds that came back as sheets."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import CommuneOwned, Dated, Model


class SheetImport(CommuneOwned, Dated, Model):
    """A round that somebody edited as a sheet; nothing of it is written before somebody has seen the preview."""

    __tablename__ = "sheet_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("audit_round.id"), index=True)
    handed_in_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str] = mapped_column(String(200))
    exported_at: Mapped[datetime | None]
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    taken_at: Mapped[datetime | None]

    __journal__ = False  # until it is taken it is a wish; what is taken stands in the journal criterion by criterion
