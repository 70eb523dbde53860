"""Where the office answers, and which posters still lead to an address that it has left."""

import ipaddress
from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import select

from models.accounts.rules import Viewer
from models.base import db, read, seen_by
from models.qr import queries
from models.qr.actions import renew
from models.qr.rules import LinkKind, PosterState
from models.qr.tables import Poster, QrLink
from models.qr.urls import Opened, opened_from
from models.text import fold


class PrintedHost(StrEnum):
    """How the host on a poster stands to the hosts at which the office answers today."""

    PRESENT = "present"
    LEFT = "left"
    UNKNOWN = "unknown"


class Place(NamedTuple):
    """Host and port of an address; None for the usual ports, which a proxy answers as one."""

    host: str
    port: int | None


class HungPoster(NamedTuple):
    """A poster in use that leads to our own server, and how its address stands."""

    id: int
    title: str
    place: str
    link_id: int
    address: str
    kind: LinkKind
    printed: PrintedHost
    opened: Opened


def place_of(address: str) -> Place:
    """Host and port of an http(s) address in small letters; an empty host for what is none."""
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError:
        return Place("", None)
    return Place((parts.hostname or "").removesuffix("."), None if port in (80, 443) else port)


def standing_of(printed: str, present: Collection[str]) -> PrintedHost:
    """Whether a printed address is one of the ``present`` ones (both http(s) addresses).

    Loopback leads nobody here, wherever the office answers. Of a foreign name nothing is known without asking a name
    server, so that it is UNKNOWN; a foreign number is one that this machine has left.
    """
    place = place_of(printed)
    if not place.host or opened_from(place.host) is Opened.ONLY_HERE:
        return PrintedHost.LEFT
    places = {place_of(one) for one in present}
    if place in places:
        return PrintedHost.PRESENT
    if place.host in {one.host for one in places} or _is_number(place.host):
        return PrintedHost.LEFT
    return PrintedHost.UNKNOWN


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def in_order(addresses: Iterable[str]) -> list[str]:
    """Each address once: those that everybody can open first, those of this machine alone only when there is no other.

    The order within a group stays.
    """
    groups: dict[Opened, list[str]] = {opened: [] for opened in Opened}
    for one in dict.fromkeys(addresses):
        groups[opened_from(place_of(one).host)].append(one)
    for_others = groups[Opened.EVERYWHERE] + groups[Opened.INSIDE]
    return for_others or groups[Opened.ONLY_HERE]


def own_posters(viewer: Viewer, present: Collection[str]) -> list[HungPoster]:
    """The posters in use with a short address of ours, those to be printed anew first."""
    query = (
        select(Poster.id, Poster.title, Poster.place, QrLink.id.label("link_id"), QrLink.address, QrLink.kind)
        .join(QrLink, QrLink.id == Poster.link_id)
        .where(Poster.state == PosterState.IN_USE, QrLink.short_code.is_not(None))
        .where(seen_by(viewer, Poster), seen_by(viewer, QrLink))
        .order_by(Poster.id)
    )
    found = [
        HungPoster(
            row.id,
            row.title,
            row.place,
            row.link_id,
            row.address,
            row.kind,
            standing_of(row.address, present),
            opened_from(place_of(row.address).host),
        )
        for row in read(query)
    ]
    worst = (PrintedHost.LEFT, PrintedHost.UNKNOWN, PrintedHost.PRESENT)
    return sorted(found, key=lambda one: (worst.index(one.printed), fold(one.title), one.id))


def lead_to(viewer: Viewer, address: str, present: Collection[str]) -> int:
    """Give every short link whose printed host was left the host of ``address``; how many posters are to be hung anew.

    The code behind the host stays, so that what hangs elsewhere leads on as long as its host answers.
    """
    query = select(QrLink).where(QrLink.short_code.is_not(None), seen_by(viewer, QrLink)).order_by(QrLink.id)
    renewed = 0
    for link in db.session.scalars(query):
        if standing_of(link.address, present) is PrintedHost.LEFT:
            link.address = f"{address.rstrip('/')}/q/".upper() + str(link.short_code)
            db.session.flush()
            renewed += renew(viewer, queries.posters_of(viewer, link_id=link.id))
    return renewed
