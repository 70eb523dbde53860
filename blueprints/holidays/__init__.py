"""holidays: the days on which the office works otherwise than the week says."""

from flask import Blueprint

from blueprints.capability import Capability, Entry, Section
from blueprints.holidays.labels import REFUSALS
from blueprints.holidays.things import THINGS

bp = Blueprint("holidays", __name__)
CAPABILITY = Capability(
    bp,
    views=("days",),
    menu=(Entry(Section.ADMIN, 35, "Ngày nghỉ, làm bù", "calendar", "holidays.days"),),
    things=THINGS,
    refusals=REFUSALS,
    lacks=frozenset({"measures"}),
)
