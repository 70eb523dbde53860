"""Acts that span tables: a changed key or address withdraws old prints, a photo is judged, a key is shown once."""

from collections.abc import Iterable, Sequence
from uuid import uuid4

from sqlalchemy import select

from models import clock, journal, secrets
from models.accounts.rules import Viewer
from models.base import db, seen_by
from models.errors import RuleBroken
from models.places import queries as places
from models.places.tables import Room
from models.qr import payloads, queries
from models.qr.keys import is_readable, key_of, set_key
from models.qr.readback import Unreadable, assure
from models.qr.rules import (
    PhotoVerdict,
    PosterState,
    Security,
    Subject,
    verdict,
)
from models.qr.symbols import encode
from models.qr.tables import Emblem, Poster, PosterCheck, QrLink, WifiNetwork


def key_with(network: WifiNetwork, security: Security, key: str | None) -> str:
    """The key of a network once it is changed: ``key`` None leaves it as it was, an open network has none."""
    return "" if security is Security.OPEN else key_of(network) if key is None else key


def add_network(viewer: Viewer, network: WifiNetwork, key: str) -> WifiNetwork:
    """A new network; RuleBroken names the field that no phone could use."""
    payloads.wifi(network.ssid, key, network.security, network.hidden)
    network.commune_id, network.seal_name = viewer.home_id, uuid4().hex
    set_key(network, key)
    db.session.add(network)
    db.session.flush()
    return network


def change_network(viewer: Viewer, network: WifiNetwork, key: str | None) -> int:
    """Check and keep a changed network (``key`` None: as it was); returns how many posters must be printed anew."""
    present = key_with(network, network.security, key)
    payloads.wifi(network.ssid, present, network.security, network.hidden)
    if not is_readable(network) or present != key_of(network):
        set_key(network, present)
    db.session.flush()
    return renew(viewer, queries.posters_of(viewer, network_id=network.id))


def reveal(network: WifiNetwork) -> str:
    """The key in clear for a person who has just proved who they are; the act is journaled, the key is not."""
    key = key_of(network)
    journal.note("revealed", "wifi_network", network.id, network.commune_id)
    return key


def payload_of(poster: Poster) -> str:
    """The text a poster's code carries now."""
    if poster.network is not None:
        network = poster.network
        return payloads.wifi(network.ssid, key_of(network), network.security, network.hidden)
    if poster.link is None:
        raise LookupError("a poster shows a network or a link")
    return payloads.link(poster.link.address)


def print_of(commune_id: int, payload: str) -> str:
    """The keyed fingerprint by which a payload is recognised without being kept."""
    return secrets.fingerprint(payload.encode("utf-8"), f"poster:{commune_id}")


def add_poster(
    viewer: Viewer,
    title: str,
    place: str = "",
    network: WifiNetwork | None = None,
    link: QrLink | None = None,
    room: Room | None = None,
) -> Poster:
    """The first revision of a poster; whoever enters what it says has tried its code (``try_code``) before."""
    made = Poster(
        commune_id=viewer.home_id,
        subject=Subject.WIFI if network else Subject.LINK,
        network=network,
        link=link,
        room=room,
        title=title,
        place=place,
        revision=1,
        state=PosterState.IN_USE,
    )
    made.payload_print = print_of(made.commune_id, payload_of(made))
    db.session.add(made)
    db.session.flush()
    return made


def try_code(payload: str) -> None:
    """Draw a code and read it back before anything is written; RuleBroken code_unreadable when it says something else.

    Every sheet is read back once more when it is laid out: this only tells whoever types in time.
    """
    try:
        assure(encode(payload))
    except Unreadable:
        raise RuleBroken("code_unreadable") from None


def renew(viewer: Viewer, lines: Iterable[Poster]) -> int:
    """Withdraw every print in use whose code no longer says what is true, and open its next revision."""
    renewed = 0
    in_use = [line.id for line in lines if line.state is PosterState.IN_USE]
    for old in queries.printable(viewer, in_use):
        if old.payload_print == print_of(old.commune_id, payload_of(old)):
            continue
        old.state, old.withdrawn_at = PosterState.WITHDRAWN, clock.now()
        new = Poster(
            commune_id=old.commune_id,
            subject=old.subject,
            network=old.network,
            link=old.link,
            room=old.room,
            title=old.title,
            place=old.place,
            revision=old.revision + 1,
            follows_id=old.id,
            state=PosterState.IN_USE,
        )
        new.payload_print = print_of(new.commune_id, payload_of(new))
        db.session.add(new)
        renewed += 1
    db.session.flush()
    return renewed


def withdraw(poster: Poster) -> None:
    """Take a poster down for good."""
    poster.state, poster.withdrawn_at = PosterState.WITHDRAWN, clock.now()
    db.session.flush()


def hang(poster: Poster) -> None:
    """Somebody says that this print hangs where it belongs."""
    if poster.state is not PosterState.IN_USE:
        raise RuleBroken("poster_withdrawn")
    poster.hung_at = clock.now()
    db.session.flush()


def check_photo(viewer: Viewer, poster: Poster, texts: Iterable[str]) -> PhotoVerdict:
    """Judge what was read on the photo of a hung poster; a match also says that it hangs."""
    seen = frozenset(print_of(poster.commune_id, text) for text in texts)
    current = print_of(poster.commune_id, payload_of(poster)) if poster.state is PosterState.IN_USE else None
    known = current if current in seen else poster.payload_print
    found = verdict(known, queries.former_prints(viewer, poster), seen)
    db.session.add(
        PosterCheck(commune_id=poster.commune_id, poster_id=poster.id, verdict=found, checked_by=viewer.account_id)
    )
    if found is PhotoVerdict.MATCH and poster.state is PosterState.IN_USE:
        poster.hung_at = clock.now()
    db.session.flush()
    return found


def posters_for_rooms(viewer: Viewer, network: WifiNetwork, room_ids: Sequence[int]) -> list[Poster]:
    """One poster of a network for each room that has none in use yet."""
    in_use = Poster.network_id == network.id, Poster.state == PosterState.IN_USE
    having = set(db.session.scalars(select(Poster.room_id).where(*in_use, seen_by(viewer, Poster))))
    rooms = [places.room(viewer, room_id) for room_id in room_ids if room_id not in having]
    return [add_poster(viewer, room.name, room.place, network=network, room=room) for room in rooms]


def set_emblem(viewer: Viewer, picture: bytes) -> None:
    """Take a prepared picture as the office's emblem."""
    present = queries.emblem(viewer.home_id)
    if present is None:
        db.session.add(Emblem(commune_id=viewer.home_id, picture=picture))
    else:
        present.picture = picture
    db.session.flush()


def remove_emblem(viewer: Viewer) -> None:
    """Back to the office's initials."""
    present = queries.emblem(viewer.home_id)
    if present is not None:
        db.session.delete(present)
    db.session.flush()
