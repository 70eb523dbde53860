"""Reading the QR room: lists select columns, never a key; internal networks show only to those who may print them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, Select, and_, case, cast, func, or_, select
from sqlalchemy.orm import contains_eager

from models import clock
from models.accounts.rules import Permission, Viewer
from models.base import db, seen_by
from models.errors import NotFound
from models.qr.rules import Audience, LinkKind, PhotoVerdict, PosterState
from models.qr.tables import Emblem, LinkDay, Poster, PosterCheck, PrintJob, QrLink, WifiNetwork
from models.text import fold

AnyRow = Row[*tuple[Any, ...]]
COUNTED_DAYS = 30


def _networks_for(viewer: Viewer) -> ColumnElement[bool]:
    """Which networks these eyes may know of."""
    own = seen_by(viewer, WifiNetwork)
    return own if viewer.may(Permission.PRINT_INTERNAL_WIFI) else and_(own, WifiNetwork.audience == Audience.GUEST)


def _one(query: Select[Any]) -> Any:
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def networks(viewer: Viewer) -> list[AnyRow]:
    """All networks without their keys, guests' first, with the number of ``posters`` in use."""
    used = (
        select(Poster.network_id, func.count().label("posters"))
        .where(Poster.state == PosterState.IN_USE, seen_by(viewer, Poster))
        .group_by(Poster.network_id)
        .subquery()
    )
    query = (
        select(
            WifiNetwork.id,
            WifiNetwork.audience,
            WifiNetwork.ssid,
            WifiNetwork.security,
            WifiNetwork.place,
            WifiNetwork.valid_from,
            WifiNetwork.is_active,
            func.coalesce(used.c.posters, 0).label("posters"),
        )
        .outerjoin(used, used.c.network_id == WifiNetwork.id)
        .where(_networks_for(viewer))
        .order_by(WifiNetwork.id)
    )
    return sorted(
        db.session.execute(query), key=lambda line: (not line.is_active, line.audience.value, fold(line.place))
    )


def network(viewer: Viewer, network_id: int) -> WifiNetwork:
    """One network; NotFound for other eyes."""
    found: WifiNetwork = _one(select(WifiNetwork).where(WifiNetwork.id == network_id, _networks_for(viewer)))
    return found


def links(viewer: Viewer) -> list[AnyRow]:
    """All links, with how often their short address was ``opened`` in the last 30 days."""
    since = clock.today() - timedelta(days=COUNTED_DAYS - 1)
    opened = (
        select(LinkDay.link_id, func.sum(LinkDay.opened).label("opened"))
        .where(LinkDay.day >= since, seen_by(viewer, LinkDay))
        .group_by(LinkDay.link_id)
        .subquery()
    )
    query = (
        select(
            QrLink.id,
            QrLink.kind,
            QrLink.title,
            QrLink.target,
            QrLink.short_code,
            QrLink.is_active,
            cast(func.coalesce(opened.c.opened, 0), Integer).label("opened"),
        )
        .outerjoin(opened, opened.c.link_id == QrLink.id)
        .where(seen_by(viewer, QrLink))
        .order_by(QrLink.is_active.desc(), QrLink.id)
    )
    return sorted(db.session.execute(query), key=lambda line: (not line.is_active, fold(line.title)))


def link(viewer: Viewer, link_id: int) -> QrLink:
    """One link; NotFound for other eyes."""
    found: QrLink = _one(select(QrLink).where(QrLink.id == link_id, seen_by(viewer, QrLink)))
    return found


def link_days(viewer: Viewer, link_id: int) -> list[tuple[date, int]]:
    """How often a link was opened on each of the last 30 days that it was opened at all."""
    since = clock.today() - timedelta(days=COUNTED_DAYS - 1)
    query = (
        select(LinkDay.day, LinkDay.opened)
        .where(LinkDay.link_id == link_id, LinkDay.day >= since, seen_by(viewer, LinkDay))
        .order_by(LinkDay.day.desc())
    )
    return [(row.day, row.opened) for row in db.session.execute(query)]


def link_behind(code: str) -> Any:
    """What stands behind a short code, for anybody: id, commune, target; None when unknown or switched off."""
    query = select(QrLink.id, QrLink.commune_id, QrLink.target).where(QrLink.short_code == code, QrLink.is_active)
    return db.session.execute(query).one_or_none()


def _posters(viewer: Viewer) -> Select[Poster]:
    """Posters for a list, with the name of what each leads to and nothing else of it."""
    return (
        select(Poster)
        .outerjoin(Poster.network)
        .outerjoin(Poster.link)
        .options(contains_eager(Poster.network).load_only(WifiNetwork.ssid))
        .options(contains_eager(Poster.link).load_only(QrLink.title))
        .where(seen_by(viewer, Poster), or_(Poster.network_id.is_(None), _networks_for(viewer)))
    )


def posters(viewer: Viewer, condition: ColumnElement[bool] | None = None) -> list[Poster]:
    """Posters in use, or those of a condition."""
    wanted = Poster.state == PosterState.IN_USE if condition is None else condition
    found = db.session.scalars(_posters(viewer).where(wanted))
    return sorted(found, key=lambda line: (fold(line.title), fold(line.place), -line.revision, line.id))


def posters_of(viewer: Viewer, network_id: int | None = None, link_id: int | None = None) -> list[Poster]:
    """Every revision of the posters of one network or link."""
    return posters(viewer, Poster.network_id == network_id if network_id is not None else Poster.link_id == link_id)


def posters_in_room(viewer: Viewer, room_id: int) -> list[Poster]:
    """The posters in use of one room."""
    return posters(viewer, and_(Poster.room_id == room_id, Poster.state == PosterState.IN_USE))


def guest_network(room_id: int) -> WifiNetwork | None:
    """The guests' network whose poster hangs in a room, the newest of several; never one of the office's own."""
    query = (
        select(WifiNetwork)
        .join(Poster, Poster.network_id == WifiNetwork.id)
        .where(Poster.room_id == room_id, Poster.state == PosterState.IN_USE)
        .where(WifiNetwork.audience == Audience.GUEST, WifiNetwork.is_active)
        .order_by(Poster.id.desc())
        .limit(1)
    )
    return db.session.scalars(query).first()


def room_sign(viewer: Viewer, room_id: int) -> int | None:
    """The poster in use that leads to the page of a room."""
    query = select(Poster.id).join(QrLink, QrLink.id == Poster.link_id).where(seen_by(viewer, Poster))
    own = Poster.room_id == room_id, Poster.state == PosterState.IN_USE, QrLink.kind == LinkKind.ROOM
    return db.session.scalar(query.where(*own).order_by(Poster.id.desc()).limit(1))


_LATE = and_(Poster.state == PosterState.IN_USE, Poster.follows_id.is_not(None), Poster.hung_at.is_(None))


def to_reprint(viewer: Viewer) -> list[Poster]:
    """Posters whose older print may still hang on the wall."""
    return posters(viewer, _LATE)


def poster_counts(viewer: Viewer) -> tuple[int, int]:
    """How many posters are to be printed anew, and how many are in use (one statement)."""
    counts = select(func.sum(case((_LATE, 1), else_=0)).label("late"), func.count().label("in_use"))
    query = counts.select_from(Poster).outerjoin(WifiNetwork, WifiNetwork.id == Poster.network_id)
    seen = or_(Poster.network_id.is_(None), _networks_for(viewer))
    row = db.session.execute(query.where(seen_by(viewer, Poster), Poster.state == PosterState.IN_USE, seen)).one()
    return int(row.late or 0), row.in_use


def poster(viewer: Viewer, poster_id: int) -> Poster:
    """One poster with what it shows; NotFound for other eyes."""
    query = (
        select(Poster)
        .outerjoin(WifiNetwork, WifiNetwork.id == Poster.network_id)
        .where(Poster.id == poster_id, seen_by(viewer, Poster))
        .where(or_(Poster.network_id.is_(None), _networks_for(viewer)))
    )
    found: Poster = _one(query)
    return found


def printable(viewer: Viewer, poster_ids: Iterable[int]) -> list[Poster]:
    """The posters in use among these ids, in the order of the ids."""
    wanted = list(poster_ids)
    query = (
        select(Poster)
        .outerjoin(WifiNetwork, WifiNetwork.id == Poster.network_id)
        .where(Poster.id.in_(wanted), Poster.state == PosterState.IN_USE, seen_by(viewer, Poster))
        .where(or_(Poster.network_id.is_(None), _networks_for(viewer)))
    )
    found = {row.id: row for row in db.session.scalars(query)}
    return [found[poster_id] for poster_id in wanted if poster_id in found]


def successor(viewer: Viewer, old: Poster) -> int | None:
    """The newer revision that took a poster's place."""
    return db.session.scalar(select(Poster.id).where(Poster.follows_id == old.id, seen_by(viewer, Poster)))


def former_prints(viewer: Viewer, current: Poster) -> frozenset[str]:
    """What the codes of all withdrawn revisions of this subject said."""
    same = Poster.network_id == current.network_id if current.network_id else Poster.link_id == current.link_id
    query = select(Poster.payload_print).where(same, Poster.state == PosterState.WITHDRAWN, seen_by(viewer, Poster))
    return frozenset(db.session.scalars(query)) - {current.payload_print}


def checks(viewer: Viewer, poster_id: int) -> Sequence[tuple[datetime, PhotoVerdict]]:
    """What the last photos of a poster said, the newest first."""
    query = (
        select(PosterCheck.created_at, PosterCheck.verdict)
        .where(PosterCheck.poster_id == poster_id, seen_by(viewer, PosterCheck))
        .order_by(PosterCheck.id.desc())
        .limit(5)
    )
    return [(row.created_at, row.verdict) for row in db.session.execute(query)]


def job(viewer: Viewer, job_id: int) -> PrintJob:
    """One of the viewer's own print jobs; NotFound for anybody else's."""
    query = select(PrintJob).where(PrintJob.id == job_id, seen_by(viewer, PrintJob))
    found: PrintJob = _one(query.where(PrintJob.account_id == viewer.account_id))
    return found


def emblem(commune_id: int) -> Emblem | None:
    """The emblem of an office, None while it has none."""
    return db.session.scalars(select(Emblem).where(Emblem.commune_id == commune_id)).one_or_none()
