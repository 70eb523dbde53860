"""Tables of devices: what the office says about one, and apart from it what the device itself tells all day."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import CommuneOwned, Dated, Model, Versioned, key_type
from models.devices.rules import CODE_HEAD, CODE_LIFE


class Device(CommuneOwned, Versioned, Dated, Model):
    """A tablet of the office. It holds its token, the database the token's hash; a code is kept as a keyed digest."""

    __tablename__ = "device"
    __table_args__ = (UniqueConstraint("commune_id", "fold"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    fold: Mapped[str] = mapped_column(key_type(80))
    counter_id: Mapped[int | None] = mapped_column(ForeignKey("counter.id"), index=True)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True, info={"secret": True})
    code_head: Mapped[str | None] = mapped_column(String(CODE_HEAD), index=True, info={"secret": True})
    code_print: Mapped[str | None] = mapped_column(String(64), info={"secret": True})
    code_expires_at: Mapped[datetime | None]
    code_tries: Mapped[int] = mapped_column(default=0)
    paired_at: Mapped[datetime | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    def offer(self, head: str, code_print: str, now: datetime) -> None:
        """A new code stands for this device; an older one is worth nothing any more."""
        self.code_head, self.code_print = head, code_print
        self.code_expires_at, self.code_tries = now + CODE_LIFE, 0

    def forget_code(self) -> None:
        """No code stands for this device."""
        self.code_head = self.code_print = self.code_expires_at = None

    def pair(self, token_hash: str, now: datetime) -> None:
        """From now on this token speaks for the device, and no earlier one."""
        self.forget_code()
        self.token_hash, self.paired_at = token_hash, now
        self.is_active, self.revoked_at, self.revoked_by = True, None, None

    def revoke(self, account_id: int, now: datetime) -> None:
        """The device may not speak any more; what waits inside it comes in once it is paired again."""
        self.forget_code()
        self.token_hash, self.is_active = None, False
        self.revoked_at, self.revoked_by = now, account_id


class DeviceState(CommuneOwned, Model):
    """What a device told last: when, how many answers wait inside it, the highest number it has given to one.

    Written once a minute, so the journal leaves it out.
    """

    __tablename__ = "device_state"
    __journal__ = False

    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"), primary_key=True, autoincrement=False)
    seen_at: Mapped[datetime | None]
    app_version: Mapped[str] = mapped_column(String(40), default="")
    waiting: Mapped[int] = mapped_column(default=0)
    highest_seq: Mapped[int] = mapped_column(default=0)
