"""The table of who audits what of a round."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import CommuneOwned, Dated, Model


class RoundAuditor(CommuneOwned, Dated, Model):
    """Somebody who audits a group of a round, or the whole of it (no ``group_code``); others may tick it too."""

    __tablename__ = "round_auditor"
    __table_args__ = (
        UniqueConstraint("round_id", "group_code", "account_id"),
        {"info": {"named_by": ("account_id", "display_name")}},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("audit_round.id"))
    group_code: Mapped[str] = mapped_column(String(24), default="")
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    assigned_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
