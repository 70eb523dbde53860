"""What the office counts of its rooms: meetings that stood in a room which was ready."""

from models.counting import Counted, Measure, MeasureUnit, ReadOnce, behind, share
from models.readiness import queries


def _readiness(look: ReadOnce) -> queries.Readiness:
    return queries.readiness(look.viewer, look.at)


def _ready(look: ReadOnce) -> Counted:
    found = look.once(_readiness)
    return share(found.ready, found.meetings, behind("rooms"))


MEASURES = [
    Measure(
        "readiness.rooms",
        MeasureUnit.PERCENT,
        "Meetings in rooms within thirty days whose room was looked at an hour ahead and had no open fault.",
        _ready,
    ),
]
