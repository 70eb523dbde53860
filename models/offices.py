"""What a commune office needs to begin: the shipped catalogue in the database, and its own plan, units and targets.

Whatever a capability ships stands in its own ``loading.py``: ``load_all()`` for everybody, ``open_office(commune)``.
"""

from models import clock
from models.accounts.tables import Commune
from models.base import db, one_at_a_time
from models.collect import collected


def load_everything() -> None:
    """Read the whole catalogue: criteria, scales, communes, and the plan of every office that works here."""
    one_at_a_time()
    for module in collected("loading").values():
        module.load_all()


def join(commune: Commune) -> None:
    """Let a commune begin to work here; one that does already stays as it is."""
    if commune.joined_on is not None:
        return
    commune.joined_on = clock.today()
    db.session.flush()
    for module in collected("loading").values():
        if hasattr(module, "open_office"):
            module.open_office(commune)
