"""The page of the search box: hits by kind, or straight to what was asked for by its number or code."""

from typing import NamedTuple

from flask import redirect
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.capability import Findable, finds
from blueprints.filters import text_arg
from blueprints.pages import render_page, wants_htmx
from blueprints.search import bp
from models.searching import MOST, Hit, search, sole_exact


class HitLine(NamedTuple):
    """A hit as it is called, with its address; an empty one where the viewer has no page for it."""

    title: str
    detail: str
    address: str


class HitGroup(NamedTuple):
    """The hits of a kind."""

    head: str
    lines: list[HitLine]
    has_more: bool


@bp.get("/tim")
@requires(Permission.SEARCH_OFFICE)
def page() -> AnyResponse:
    """What was found; a number or code that names one thing leads to it."""
    words = text_arg("q")
    found = search(viewer(), words)
    sole = sole_exact(found.values())
    if sole is not None and not wants_htmx():
        return redirect(finds()[sole.kind].address(**sole.filters))
    groups = [_group(kind, found[kind]) for kind in finds() if kind in found]
    return render_page(
        "search/page.html",
        fragment="hits",
        words=words,
        groups=groups,
        count=sum(len(group.lines) for group in groups),
        chooses_commune=viewer().commune_id is None,
    )


def _group(kind: str, hits: list[Hit]) -> HitGroup:
    known = finds()[kind]
    return HitGroup(known.head, [_line(known, hit) for hit in hits[:MOST]], len(hits) > MOST)


def _line(known: Findable, hit: Hit) -> HitLine:
    title = known.says.format(label=hit.label, title=hit.title)
    return HitLine(title, hit.detail, known.address(**hit.filters))
