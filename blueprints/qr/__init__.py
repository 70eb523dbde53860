"""qr: networks and links with the posters that lead there."""

from flask import Blueprint

from blueprints.capability import Capability, Entry, Section
from blueprints.qr.found import FINDS
from blueprints.qr.labels import DEFINES, MEASURES, REFUSALS
from blueprints.qr.lists import LISTS
from blueprints.qr.things import THINGS, VERBS

bp = Blueprint("qr", __name__)
CAPABILITY = Capability(
    bp,
    views=("posters", "networks", "short_links", "bulk", "advice", "emblem", "badges", "room_signs", "own_hosts"),
    menu=(
        Entry(Section.DAILY, 50, "Mã QR", "qr-code", "qr.index"),
        Entry(Section.ADMIN, 7, "Địa chỉ truy cập", "link", "qr.own_hosts"),
    ),
    things=THINGS,
    finds=FINDS,
    verbs=VERBS,
    refusals=REFUSALS,
    lists=LISTS,
    measures=MEASURES,
    defines=DEFINES,
)
