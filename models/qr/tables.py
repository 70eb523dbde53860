"""Tables of the QR room: wifi networks, links, posters with their revisions, and what is counted about them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import CommuneOwned, Dated, Model, Versioned, word_type
from models.jobs.tables import Job
from models.places.tables import Room
from models.qr.rules import Audience, LinkKind, PaperFormat, PhotoVerdict, PosterState, Security, Subject


class Emblem(CommuneOwned, Versioned, Dated, Model):
    """The small picture at the head of an office's posters; without one they show its initials."""

    __tablename__ = "emblem"
    __table_args__ = (UniqueConstraint("commune_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    picture: Mapped[bytes] = mapped_column(LargeBinary)


class WifiNetwork(CommuneOwned, Versioned, Dated, Model):
    """A wifi network; its key is sealed, bound to this row by ``seal_name``, and shows in no list and no journal."""

    __tablename__ = "wifi_network"

    id: Mapped[int] = mapped_column(primary_key=True)
    seal_name: Mapped[str] = mapped_column(String(32), unique=True)
    audience: Mapped[Audience] = mapped_column(word_type(Audience))
    ssid: Mapped[str] = mapped_column(String(32))
    sealed_key: Mapped[str | None] = mapped_column(String(400), info={"secret": True})
    security: Mapped[Security] = mapped_column(word_type(Security))
    hidden: Mapped[bool] = mapped_column(default=False)
    hide_key: Mapped[bool] = mapped_column(default=False)
    place: Mapped[str] = mapped_column(String(120))
    valid_from: Mapped[date]
    contact: Mapped[str] = mapped_column(String(160), default="")
    is_active: Mapped[bool] = mapped_column(default=True)


class QrLink(CommuneOwned, Versioned, Dated, Model):
    """An address on paper (``address``); with a ``short_code`` it is our own and the target may change."""

    __tablename__ = "qr_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[LinkKind] = mapped_column(word_type(LinkKind))
    title: Mapped[str] = mapped_column(String(120))
    target: Mapped[str] = mapped_column(String(1000))
    address: Mapped[str] = mapped_column(String(1000))
    short_code: Mapped[str | None] = mapped_column(String(8), unique=True)
    contact: Mapped[str] = mapped_column(String(160), default="")
    is_active: Mapped[bool] = mapped_column(default=True)


class LinkDay(CommuneOwned, Model):
    """How often a short address was opened on one day; nothing about who opened it."""

    __tablename__ = "qr_link_day"
    __journal__ = False
    __table_args__ = (UniqueConstraint("link_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("qr_link.id"))
    day: Mapped[date]
    opened: Mapped[int] = mapped_column(default=0)


class Poster(CommuneOwned, Versioned, Dated, Model):
    """One revision of one poster at one place; ``payload_print`` recognises what its code says without telling it."""

    __tablename__ = "poster"
    __table_args__ = (Index("ix_poster_commune_state", "commune_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[Subject] = mapped_column(word_type(Subject))
    network_id: Mapped[int | None] = mapped_column(ForeignKey("wifi_network.id"), index=True)
    link_id: Mapped[int | None] = mapped_column(ForeignKey("qr_link.id"), index=True)
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    place: Mapped[str] = mapped_column(String(160), default="")
    revision: Mapped[int] = mapped_column(default=1)
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("poster.id"), index=True)
    payload_print: Mapped[str] = mapped_column(String(64))
    state: Mapped[PosterState] = mapped_column(word_type(PosterState), default=PosterState.IN_USE)
    withdrawn_at: Mapped[datetime | None]
    hung_at: Mapped[datetime | None]

    network: Mapped[WifiNetwork | None] = relationship()
    link: Mapped[QrLink | None] = relationship()
    room: Mapped[Room | None] = relationship()

    @property
    def whereabouts(self) -> str:
        """What tells it from others of the same title: its place, else the network or the link it leads to."""
        named = self.network.ssid if self.network else self.link.title if self.link else ""
        return self.place or named

    @property
    def must_be_hung_anew(self) -> bool:
        """Whether an older print may still hang where this one belongs."""
        return self.state is PosterState.IN_USE and self.follows_id is not None and self.hung_at is None


class PosterCheck(CommuneOwned, Dated, Model):
    """What the photo of a hung poster said; the photo itself is not kept, since it may show a key."""

    __tablename__ = "poster_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    poster_id: Mapped[int] = mapped_column(ForeignKey("poster.id"), index=True)
    verdict: Mapped[PhotoVerdict] = mapped_column(word_type(PhotoVerdict))
    checked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class PrintJob(CommuneOwned, Versioned, Dated, Model):
    """Many posters on their way into one PDF: whose, which and on what sheet. ``job`` says how far it is."""

    __tablename__ = "print_job"

    id: Mapped[int] = mapped_column(primary_key=True)
    seal_name: Mapped[str] = mapped_column(String(32), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    paper: Mapped[PaperFormat] = mapped_column(word_type(PaperFormat))
    poster_ids: Mapped[str] = mapped_column(Text)
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), unique=True)

    job: Mapped[Job] = relationship(lazy="joined", innerjoin=True)

    @property
    def total(self) -> int:
        """How many posters were chosen."""
        return self.job.total

    @property
    def done(self) -> int:
        """How many of them have been drawn."""
        return self.job.done

    @property
    def chosen(self) -> list[int]:
        """The ids of the posters in their order."""
        return [int(part) for part in self.poster_ids.split(",")]


class PrintPart(CommuneOwned, Model):
    """The pages of one step of a print job, sealed until they are fetched."""

    __tablename__ = "print_part"
    __journal__ = False

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("print_job.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    sealed_pages: Mapped[bytes] = mapped_column(LargeBinary, info={"secret": True})
