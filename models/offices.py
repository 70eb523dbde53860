"""What a commune office needs to begin: the shipped catalogue in the database, and its own plan, units and targets."""

from models import clock
from models.accounts.tables import Commune
from models.audits import actions as audits
from models.base import db, one_at_a_time
from models.catalogue import read_yaml
from models.plan import loading
from models.satisfaction import actions as satisfaction


def load_everything() -> None:
    """Read the whole catalogue: criteria, scales, communes, and the plan of every office that works here."""
    one_at_a_time()
    audits.load_all()
    satisfaction.load_catalogue()
    loading.load_all()


def join(commune: Commune) -> None:
    """Let a commune begin to work here; one that does already stays as it is."""
    if commune.joined_on is not None:
        return
    commune.joined_on = clock.today()
    db.session.flush()
    organisations, plan, script = (read_yaml(name) for name in ("organisations", "plan_tay_son", "script_tay_son"))
    loading.open_office(commune, organisations, plan, script)
