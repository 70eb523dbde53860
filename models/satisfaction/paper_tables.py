"""What is printed and handed out: codes for one answer each, slips with a number; and when the office is open."""

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import CommuneOwned, Dated, Model, Versioned, key_type, word_type
from models.places.tables import Counter
from models.satisfaction.rules import Mode, Stage

MOST_CODES = 240  # ten sheets


class ResponseBatch(CommuneOwned, Versioned, Dated, Model):
    """Codes that are printed together and handed out with papers; each takes one counted answer.

    A code is computed from ``secret`` and its number, so that a sheet can be printed again and none is guessed.
    """

    __tablename__ = "response_batch"
    __table_args__ = (CheckConstraint(f"size BETWEEN 1 AND {MOST_CODES}", name="size"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    counter_id: Mapped[int | None] = mapped_column(ForeignKey("counter.id"), index=True)
    stage: Mapped[Stage] = mapped_column(word_type(Stage))
    mode: Mapped[Mode] = mapped_column(word_type(Mode))
    size: Mapped[int]
    secret: Mapped[str] = mapped_column(String(64), info={"secret": True})
    made_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    is_active: Mapped[bool] = mapped_column(default=True)

    counter: Mapped[Counter | None] = relationship()


class UsedCode(CommuneOwned, Model):
    """A code of a batch that has brought its counted answer; it does not say which one."""

    __tablename__ = "used_code"
    __journal__ = False

    batch_id: Mapped[int] = mapped_column(ForeignKey("response_batch.id"), primary_key=True, autoincrement=False)
    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class PaperSlip(CommuneOwned, Model):
    """The number printed on a slip of paper whose answer was typed in; a number comes once."""

    __tablename__ = "paper_slip"
    __table_args__ = (UniqueConstraint("commune_id", "serial"),)
    __journal__ = False

    id: Mapped[int] = mapped_column(ForeignKey("response.id"), primary_key=True, autoincrement=False)
    serial: Mapped[str] = mapped_column(key_type(40))


class OpeningHours(CommuneOwned, Versioned, Dated, Model):
    """When the counters are open; until an office says so, no answer is doubted for its hour."""

    __tablename__ = "opening_hours"
    __table_args__ = (
        UniqueConstraint("commune_id"),
        CheckConstraint("opens BETWEEN 0 AND 23 AND closes BETWEEN 1 AND 24 AND opens < closes", name="in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    opens: Mapped[int]
    closes: Mapped[int]
    on_saturday: Mapped[bool] = mapped_column(default=False)
