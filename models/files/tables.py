"""The row that describes a file which somebody handed in."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import CommuneOwned, Dated, Model


class StoredFile(CommuneOwned, Dated, Model):
    """A file on disk under a random name; ``original_name`` is for people only."""

    __tablename__ = "stored_file"

    id: Mapped[int] = mapped_column(primary_key=True)
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
