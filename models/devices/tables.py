"""Tables of devices: what the office says about one, and apart from it what the device itself tells all day."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
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
    pin_salt: Mapped[str | None] = mapped_column(String(32), info={"secret": True})
    pin_hash: Mapped[str | None] = mapped_column(String(64), info={"secret": True})
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

    def set_pin(self, salt: str, pin_hash: str) -> None:
        """From now on another PIN opens the way out of this device's page, once it has heard of it."""
        self.pin_salt, self.pin_hash = salt, pin_hash

    def revoke(self, account_id: int, now: datetime) -> None:
        """The device may not speak any more; what waits inside it comes in once it is paired again."""
        self.forget_code()
        self.token_hash, self.is_active = None, False
        self.revoked_at, self.revoked_by = now, account_id


class DeviceState(CommuneOwned, Model):
    """What a device told last, and what it is to know for a few minutes.

    ``received`` are the numbers of its answers that came, ``holding`` those that wait inside it (spans, as JSON);
    ``lacks`` the words of what its browser cannot do; ``clock_skew`` the seconds that its clock is behind;
    ``counted_mark`` stands for the second of its last answer that counted, without telling it. ``context`` (JSON) is
    the file that was just finished at its counter. Written every minute, so the journal leaves it out.
    """

    __tablename__ = "device_state"
    __journal__ = False

    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"), primary_key=True, autoincrement=False)
    seen_at: Mapped[datetime | None]
    app_version: Mapped[str] = mapped_column(String(40), default="")
    waiting: Mapped[int] = mapped_column(default=0)
    highest_seq: Mapped[int] = mapped_column(default=0)
    oldest_at: Mapped[datetime | None]
    set_aside: Mapped[int] = mapped_column(default=0)
    received: Mapped[str] = mapped_column(Text, default="[]")
    holding: Mapped[str] = mapped_column(Text, default="[]")
    lacks: Mapped[str] = mapped_column(String(200), default="")
    is_persisted: Mapped[bool | None]
    free_bytes: Mapped[int | None]
    clock_skew: Mapped[int | None]
    counted_mark: Mapped[str | None] = mapped_column(String(64))
    context: Mapped[str | None] = mapped_column(String(400))
    context_until: Mapped[datetime | None]


class DeviceGap(CommuneOwned, Dated, Model):
    """Why some numbers of a device never came, as somebody found out; the answers behind them are never guessed."""

    __tablename__ = "device_gap"

    id: Mapped[int] = mapped_column(primary_key=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"), index=True)
    first: Mapped[int]
    last: Mapped[int]
    cause: Mapped[str] = mapped_column(String(200))
    noted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
