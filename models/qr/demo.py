"""Invented networks and posters that make the QR room look like a working office."""

import random
from datetime import timedelta

from sqlalchemy import select

from models import clock
from models.accounts.rules import Role, Viewer
from models.accounts.tables import Account, Commune, Person
from models.base import db, seen_by
from models.places.tables import Room
from models.qr import actions, addresses
from models.qr.rules import SHORT_LETTERS, Audience, LinkKind, PhotoVerdict, Security
from models.qr.tables import LinkDay, Poster, PosterCheck, QrLink, WifiNetwork

NETWORKS = (
    ("Khu vực chờ – Trung tâm Phục vụ hành chính công", "UBND xã – Khách", Security.WPA, Audience.GUEST, False),
    ("Phòng họp trực tuyến", "Phòng họp trực tuyến", Security.WPA, Audience.GUEST, False),
    ("Văn phòng HĐND và UBND", "NoiBo-UBND", Security.WPA3, Audience.INTERNAL, True),
    ("Nhà văn hóa thôn 3", "Nhà văn hóa thôn 3", Security.OPEN, Audience.GUEST, False),
)
LINKS = (
    (LinkKind.FEEDBACK, "Đánh giá sự phục vụ tại Trung tâm Phục vụ hành chính công", "/"),
    (LinkKind.WEBSITE, "Cổng Dịch vụ công quốc gia", "https://dichvucong.gov.vn/"),
    (LinkKind.ZALO, "Zalo của Ủy ban nhân dân xã", "https://zalo.me/ubndxa.demo"),
)

AFTER = ("places",)  # the rooms that posters hang in


def seed(
    commune: Commune, people: list[Person], accounts: dict[Role, Account], rng: random.Random, amount: int
) -> None:
    """Networks, links and posters of one commune; one key has just been changed, so one poster is late."""
    del people, amount  # every office has about as many posters
    account = accounts.get(Role.SECRETARY) or next(iter(accounts.values()))
    eyes = Viewer(account.id, Role.SECRETARY, account.display_name, commune.id)
    rooms = {room.name: room for room in db.session.scalars(select(Room).where(seen_by(eyes, Room)))}
    networks = [_network(eyes, rng, *line) for line in NETWORKS]
    posters = [_poster(eyes, network, rooms) for network in networks]
    posters += [
        actions.add_poster(eyes, name, rooms[name].place, network=networks[0], room=rooms[name])
        for name in ("Hội trường UBND xã", "Phòng tiếp công dân")
        if name in rooms
    ]
    for kind, title, target in LINKS:
        posters.append(_link(eyes, rng, kind, title, target))
    if (online := rooms.get("Phòng họp trực tuyến")) is not None:
        posters.append(_link(eyes, rng, LinkKind.ROOM, online.name, f"/phong/{online.id}", online))
    for poster in rng.sample(posters, len(posters) - 2):
        day = clock.today() - timedelta(days=rng.randint(8, 60))
        poster.hung_at = clock.at_office(day, rng.randint(8, 16), rng.randint(0, 59))
        check = PosterCheck(commune_id=commune.id, poster_id=poster.id, verdict=PhotoVerdict.MATCH)
        check.checked_by, check.created_at = account.id, poster.hung_at
        db.session.add(check)
    db.session.flush()
    actions.change_network(eyes, networks[1], _key(rng))


def _key(rng: random.Random) -> str:
    words = ("lua-vang", "song-xanh", "ca-phe", "ho-tieu", "gio-nui", "nang-som", "rung-thong", "mua-xuan")
    return f"{rng.choice(words)}-{rng.choice(words)}-{rng.randint(1000, 9999)}"


def _network(
    eyes: Viewer, rng: random.Random, place: str, ssid: str, security: Security, audience: Audience, hide_key: bool
) -> WifiNetwork:
    network = WifiNetwork(
        ssid=ssid,
        security=security,
        audience=audience,
        hidden=audience is Audience.INTERNAL,
        hide_key=hide_key,
        place=place,
        valid_from=clock.today() - timedelta(days=rng.randint(20, 70)),
        contact="",
    )
    return actions.add_network(eyes, network, "" if security is Security.OPEN else _key(rng))


def _poster(eyes: Viewer, network: WifiNetwork, rooms: dict[str, Room]) -> Poster:
    room = rooms.get(network.place)
    return actions.add_poster(eyes, network.place, room.place if room else "", network=network, room=room)


def _link(
    eyes: Viewer, rng: random.Random, kind: LinkKind, title: str, target: str, room: Room | None = None
) -> Poster:
    link = QrLink(kind=kind, title=title, target=target, address=target, contact="")
    if kind is not LinkKind.ZALO:
        link.short_code = "".join(rng.choice(SHORT_LETTERS) for _ in range(6))
        link.address = f"HTTP://127.0.0.1:8000/Q/{link.short_code}"
    addresses.add_link(eyes, link)
    if link.short_code:
        for back in range(28):
            db.session.add(
                LinkDay(
                    commune_id=eyes.home_id,
                    link_id=link.id,
                    day=clock.today() - timedelta(days=back),
                    opened=rng.randint(0, 14),
                )
            )
    return actions.add_poster(eyes, link.title, room.place if room else "", link=link, room=room)
