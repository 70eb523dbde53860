"""What a commune office needs to begin: the shipped catalogue in the database, and its own plan, units and targets.

Whatever a capability ships stands in its own ``loading.py``: ``shipped()`` parses it before anything is written,
``load_all(shipped)`` writes it for everybody, ``open_office(commune, shipped)`` for one commune.
"""

from collections.abc import Mapping
from typing import Any

from models import clock
from models.accounts import queries
from models.accounts.tables import Commune
from models.base import db, one_at_a_time
from models.collect import collected

Shipped = Mapping[str, Any]


def shipped() -> Shipped:
    """What each capability ships, by its name; never inside a transaction that writes."""
    return {name: module.shipped() for name, module in collected("loading").items()}


def load_everything(programme: Shipped) -> None:
    """Bring the whole catalogue into the database: criteria, scales, communes, the plan of every office here."""
    one_at_a_time()
    for name, module in collected("loading").items():
        module.load_all(programme[name])


def join(commune: Commune, programme: Shipped) -> None:
    """Let a commune begin to work here; one that does already stays as it is."""
    if commune.joined_on is not None:
        return
    commune.joined_on = clock.today()
    db.session.flush()
    for name, module in collected("loading").items():
        if hasattr(module, "open_office"):
            module.open_office(commune, programme[name])


def open_first(commune: Commune, programme: Shipped) -> None:
    """Let the first office of a new place begin, alone: the one that the catalogue opens by itself steps back.

    Where somebody can sign in already it is ``join`` and nothing else.
    """
    if not queries.has_accounts():
        for other in queries.joined_communes():
            other.joined_on = None if other.id != commune.id else other.joined_on
    join(commune, programme)
