"""readiness: whether the rooms have what they should, and work before a meeting begins."""

from flask import Blueprint

from blueprints.capability import Capability
from blueprints.readiness.labels import DEFINES, LAMP_KIND, MEASURES, REFUSALS
from blueprints.readiness.lists import LISTS
from blueprints.readiness.things import THINGS

bp = Blueprint("readiness", __name__)
bp.add_app_template_global(LAMP_KIND.get, "lamp_kind")
CAPABILITY = Capability(
    bp,
    views=("checks", "equipment"),
    menu=(),
    things=THINGS,
    lists=LISTS,
    measures=MEASURES,
    defines=DEFINES,
    refusals=REFUSALS,
    lacks=frozenset({"menu"}),
)
