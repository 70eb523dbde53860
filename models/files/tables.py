"""The rows that describe what somebody handed in: a file that is kept, a workbook that is read."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import CommuneOwned, Dated, Model


class StoredFile(Dated, Model):
    """A file on disk under a random name; ``original_name`` is for people only. One of no commune is the province's."""

    __tablename__ = "stored_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int | None] = mapped_column(ForeignKey("commune.id"), index=True)
    path: Mapped[str] = mapped_column(String(120), unique=True)
    original_name: Mapped[str] = mapped_column(String(200))
    mime: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    uploaded_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    @property
    def is_image(self) -> bool:
        """Whether a browser may show it in place (it was written by ourselves)."""
        return self.mime.startswith("image/")


class RowsImport(CommuneOwned, Dated, Model):
    """A workbook of rows handed in; nothing of it is written before somebody has looked at the preview.

    ``kind`` says of what its rows are, ``sheets`` is what was read, ``wish`` what people chose (columns, mended
    cells), ``written`` what became of it, by which it can be taken back for a day.
    """

    __tablename__ = "rows_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    handed_in_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str] = mapped_column(String(200))
    sheets: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    wish: Mapped[dict[str, Any]] = mapped_column(JSON)
    written: Mapped[dict[str, Any]] = mapped_column(JSON)
    taken_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]

    __journal__ = False  # until it is taken it is a wish; what is taken stands in the journal itself
