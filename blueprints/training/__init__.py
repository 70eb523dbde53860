"""training: courses, who came, what people made of it, and how they did in the exams."""

from flask import Blueprint

from blueprints.capability import Capability, Entry, Section
from blueprints.training.found import FINDS
from blueprints.training.labels import DEFINES, MEASURES, REFUSALS
from blueprints.training.lists import LISTS
from blueprints.training.things import THINGS

bp = Blueprint("training", __name__)
CAPABILITY = Capability(
    bp,
    views=("courses", "sessions", "products", "exams", "imports"),
    menu=(Entry(Section.DAILY, 47, "Tập huấn", "training", "training.index"),),
    things=THINGS,
    lists=LISTS,
    finds=FINDS,
    measures=MEASURES,
    defines=DEFINES,
    refusals=REFUSALS,
)
