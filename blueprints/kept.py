"""Pieces of pages that are kept while nothing changes: drawn once, then shown to everybody who may open the page.

A piece is named by what it is drawn from: the records of the commune (as the end of its journal names them), the day,
and what else the view says (rights, a person, a filter). It holds no token and no time of day.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

from flask import Flask, current_app, g, request
from jinja2.utils import LRUCache
from markupsafe import Markup, escape

from blueprints.access import viewer
from models import clock, journal

Piece = TypeVar("Piece")
MOST = 128  # a page of a list takes some 40 KB


def kept(name: str, draw: Callable[[], Piece], *others: Hashable, apart_from: frozenset[str] = frozenset()) -> Piece:
    """What ``draw`` makes of the viewer's commune, made again only when a write, a new day or ``others`` ask for it.

    Writes of the kinds ``apart_from`` change nothing of it. Eyes on all communes at once get it drawn anew each time:
    no single chain tells whether anything has changed.
    """
    commune_id = viewer().commune_id
    if commune_id is None:
        return draw()
    if "state" not in g:
        g.state = journal.state(commune_id)  # read before the records: newer records under an older name do no harm
    state = _state_apart_from(apart_from, commune_id) if apart_from else g.state
    return timeless(name, draw, commune_id, state, clock.today(), *others)


def _state_apart_from(kinds: frozenset[str], commune_id: int) -> Hashable:
    """The last state in which a record of another kind was written; the present one when nobody knows."""
    shelf: LRUCache = current_app.extensions["kept"]
    key = ("state apart from", kinds, commune_id)
    seen, name = shelf.get(key, (None, g.state))
    if seen != g.state:
        _own, shared = g.state
        since = journal.kinds_since(commune_id, seen[0]) if seen is not None and seen[1] == shared else None
        if since is None or not since <= kinds:
            name = g.state
        shelf[key] = g.state, name
    return cast(Hashable, name)


def timeless(name: str, draw: Callable[[], Piece], *others: Hashable) -> Piece:
    """What ``draw`` makes of ``others`` alone: it reads no records and no clock."""
    shelf: LRUCache = current_app.extensions["kept"]
    key = (name, request.script_root, others)
    piece = cast(Piece | None, shelf.get(key))
    if piece is None:
        shelf[key] = piece = draw()
    return piece


def drawn(template: str, **context: Any) -> Markup:
    """A piece of a page as markup that another template puts in its place."""
    current_app.update_template_context(context)
    return escape(current_app.jinja_env.get_template(template).make_module(context))


def install(app: Flask) -> None:
    """An empty shelf for each site."""
    app.extensions["kept"] = LRUCache(MOST)
