"""filings: the plans that communes send to the province, and the scripts of its bodies."""

from flask import Blueprint

from blueprints.capability import Capability, Entry, Section
from blueprints.filings.labels import REFUSALS
from blueprints.filings.things import THINGS

bp = Blueprint("filings", __name__)
CAPABILITY = Capability(
    bp,
    views=("plans", "scripts", "sending"),
    menu=(
        Entry(Section.TOP, 22, "Kế hoạch của các xã, phường", "plan", "filings.plans"),
        Entry(Section.TOP, 24, "Kịch bản của các sở, ngành", "list", "filings.scripts"),
    ),
    things=THINGS,
    refusals=REFUSALS,
    lacks=frozenset({"measures"}),
)
