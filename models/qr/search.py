"""What can be found of posters: by number, like QR-000007, or by title and place."""

from models.accounts.rules import Permission, Viewer
from models.qr import queries
from models.searching import MOST, Hit, Needle


def find(viewer: Viewer, needle: Needle) -> list[Hit]:
    """One statement: the posters in use that these eyes may print."""
    if not viewer.may(Permission.READ_QR):
        return []
    number = needle.number("qr")
    found = [
        Hit("poster", {"poster_id": one.id}, one.title, f"QR-{one.id:06d}", one.whereabouts, one.id == number)
        for one in queries.posters(viewer)
        if (one.id == number if number is not None else needle.is_in(f"{one.title} {one.whereabouts}"))
    ]
    return found[: MOST + 1]
