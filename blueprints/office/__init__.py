"""office: setting the place up, its lights, its backups, its certificate."""

from flask import Blueprint

from blueprints.capability import Capability, Entry, Section
from blueprints.office.labels import REFUSALS
from blueprints.office.things import THINGS, VERBS

bp = Blueprint("office", __name__)
CAPABILITY = Capability(
    bp,
    views=("lights", "backups", "start", "certificate", "retention", "dossier"),
    menu=(
        Entry(Section.ADMIN, 5, "Bắt đầu", "home", "office.start"),
        Entry(Section.ADMIN, 6, "Tình trạng hệ thống", "shield", "office.lights"),
        Entry(Section.ADMIN, 55, "Dữ liệu lưu giữ", "clock", "office.retention"),
    ),
    things=THINGS,
    verbs=VERBS,
    refusals=REFUSALS,
    lacks=frozenset({"measures", "demo"}),
)
