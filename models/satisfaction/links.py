"""New places where citizens answer: a counter with its public link, and further links."""

import secrets

from models.accounts.rules import Viewer
from models.base import db
from models.places import actions as places
from models.places.tables import Counter
from models.satisfaction.rules import Mode, Stage
from models.satisfaction.tables import ResponseLink
from models.text import clean


def open_counter(viewer: Viewer, name: str, place: str) -> Counter:
    """A new counter with its public link; RuleBroken when the name is taken."""
    counter = places.add_counter(viewer, name, place)
    add_link(viewer.home_id, counter, Mode.IN_PERSON)
    return counter


def add_link(
    commune_id: int, counter: Counter | None, mode: Mode, place: str = "", stage: Stage | None = None
) -> ResponseLink:
    """A new public link with a random token of 128 bits."""
    link = ResponseLink(
        commune_id=commune_id,
        token=secrets.token_urlsafe(16),
        counter=counter,
        mode=mode,
        stage=stage,
        place=clean(place),
    )
    db.session.add(link)
    db.session.flush()
    return link
