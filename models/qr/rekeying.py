"""After a restore under another data key: which wifi keys cannot be opened any more, and prints made anew."""

from collections.abc import Sequence

from sqlalchemy import select

from models.base import db
from models.errors import RuleBroken
from models.qr import actions
from models.qr.keys import is_readable
from models.qr.tables import Poster, WifiNetwork


def unreadable() -> Sequence[int]:
    """The networks of all communes whose key was sealed under another data key."""
    sealed = select(WifiNetwork).where(WifiNetwork.sealed_key.is_not(None)).order_by(WifiNetwork.id)
    return [network.id for network in db.session.scalars(sealed) if not is_readable(network)]


def renew_prints() -> None:
    """Recognise posters of links by the present data key, when they were made under another one.

    What hangs on the walls stays right that way; a poster of a network is made anew when its key is typed again.
    """
    links = select(Poster).where(Poster.link_id.is_not(None)).order_by(Poster.id)
    prints = [(poster, _print_of(poster)) for poster in db.session.scalars(links)]
    if any(poster.payload_print == present for poster, present in prints):
        return  # they were made under this key
    for poster, present in prints:
        poster.payload_print = present
    db.session.flush()


def _print_of(poster: Poster) -> str:
    try:
        return actions.print_of(poster.commune_id, actions.payload_of(poster))
    except RuleBroken:  # an address that nobody may enter any more
        return poster.payload_print
