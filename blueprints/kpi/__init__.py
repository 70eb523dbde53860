"""kpi: the sheet of one officer for a quarter, for himself, the head of his unit and the leader."""

from flask import Blueprint

from blueprints.capability import Capability, Entry, Section
from blueprints.kpi.labels import REFUSALS
from blueprints.kpi.things import THINGS

bp = Blueprint("kpi", __name__)
CAPABILITY = Capability(
    bp,
    views=("sheets",),
    menu=(Entry(Section.DAILY, 48, "Đánh giá công chức", "user", "kpi.index"),),
    things=THINGS,
    refusals=REFUSALS,
    lacks=frozenset({"measures"}),
)
