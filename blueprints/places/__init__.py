"""places: the rooms one can meet in and the counters that serve."""

from flask import Blueprint

from blueprints.capability import Capability, Entry, Section
from blueprints.places.labels import REFUSALS
from blueprints.places.things import THINGS

bp = Blueprint("places", __name__)
CAPABILITY = Capability(
    bp,
    views=("rooms", "bookings", "sheets", "counters", "moved"),
    menu=(
        Entry(Section.DAILY, 33, "Phòng họp", "door", "places.rooms"),
        Entry(Section.DAILY, 36, "Quầy", "pin", "places.counters"),
    ),
    things=THINGS,
    refusals=REFUSALS,
    lacks=frozenset({"measures"}),
)
