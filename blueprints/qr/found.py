"""Where the search box leads to in posters."""

from flask import url_for

from blueprints.capability import Findable


def poster(poster_id: int) -> str:
    """One poster."""
    return url_for("qr.page", poster_id=poster_id)


FINDS = {"poster": Findable("Áp phích mã QR", poster, "{label}: {title}")}
