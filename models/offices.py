"""What a commune office needs to begin: the shipped catalogue in the database, and its own plan, units and targets."""

from models import clock
from models.accounts.tables import Commune
from models.audits import actions as audits
from models.base import db
from models.plan import loading
from models.plan.loading import Shipped, shipped
from models.satisfaction import actions as satisfaction
from models.statements import one_at_a_time

__all__ = ["Shipped", "join", "load_everything", "shipped"]


def load_everything() -> None:
    """Read the whole catalogue: criteria, scales, communes, and the plan of every office that works here.

    All of it is parsed before the transaction begins.
    """
    sets, programme = audits.shipped(), shipped()
    one_at_a_time()
    for data in sets:
        audits.load_criteria(data)
    satisfaction.load_catalogue()
    loading.load_all(programme)


def join(commune: Commune, programme: Shipped) -> None:
    """Let a commune begin to work here; one that does already stays as it is."""
    if commune.joined_on is not None:
        return
    commune.joined_on = clock.today()
    db.session.flush()
    loading.open_office(commune, *programme)
