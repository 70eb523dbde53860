"""The journal page: who did what, when, in plain sentences; nobody can change it."""

from typing import Any

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.accounts import bp
from blueprints.accounts.sentences import sentences
from blueprints.capability import things
from blueprints.filters import day_arg, int_arg, odd_day, text_arg
from blueprints.pages import render_page
from models.accounts import history
from models.accounts.history import PAGE_SIZE, JournalFilter
from models.text import place_sort_key


def _wanted() -> JournalFilter:
    entity, row_id = text_arg("muc", 60), text_arg("so", 80)
    account_id = int_arg("nguoi", -1)
    return JournalFilter(
        since=day_arg("tu"),
        until=day_arg("den"),
        account_id=account_id if account_id >= 0 else None,
        entity=entity if entity in things() else "",
        entity_id=row_id,
    )


def _args(wanted: JournalFilter) -> dict[str, Any]:
    return {
        "tu": wanted.since,
        "den": wanted.until,
        "nguoi": wanted.account_id,
        "muc": wanted.entity or None,
        "so": wanted.entity_id or None,
    }


@bp.get("/quan-tri/nhat-ky")
@requires(Permission.READ_JOURNAL)
def journal() -> AnyResponse:
    """What was done in this office, newest first; narrowed by day, person and thing."""
    wanted, before = _wanted(), int_arg("truoc", 0)
    entries = history.entries(viewer(), wanted, before or None)
    shown = entries[:PAGE_SIZE]
    older = url_for(".journal", **_args(wanted), truoc=shown[-1].id) if len(entries) > PAGE_SIZE else None
    lines = sentences(viewer(), shown, in_full=bool(wanted.entity))
    names = {table: thing.name for table, thing in things().items()}
    return render_page(
        "accounts/journal.html",
        fragment="rows",
        lines=lines,
        wanted=wanted,
        older=older,
        newest=url_for(".journal", **_args(wanted)) if before else None,
        actors=history.actors(viewer()),
        things=sorted(names.items(), key=lambda pair: place_sort_key(pair[1])),
        odd_day=odd_day("tu", "den"),
    )
