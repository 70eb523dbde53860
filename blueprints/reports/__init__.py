"""reports: what the office tells the province each week, written from its records, edited, sent and kept."""

from flask import Blueprint

from blueprints.capability import Capability, Entry, Section
from blueprints.reports.labels import REFUSALS
from blueprints.reports.mine import mine
from blueprints.reports.things import THINGS

bp = Blueprint("reports", __name__)
CAPABILITY = Capability(
    bp,
    views=("weeks", "writing", "further"),
    menu=(Entry(Section.TOP, 60, "Báo cáo", "report", "reports.index"),),
    things=THINGS,
    refusals=REFUSALS,
    recurring=mine,
    lacks=frozenset({"measures"}),
)
