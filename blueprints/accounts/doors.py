"""The page of the security log: the newest lines that concern this office."""

from flask import current_app
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.accounts import bp
from blueprints.accounts.labels import AT_THE_DOORS
from blueprints.filters import text_arg
from blueprints.pages import asked_page, render_page
from blueprints.security_log import lines
from models.accounts import queries, reviewing
from models.accounts.reviewing import ReviewKind

PAGE_SIZE = 50


@bp.get("/quan-tri/bao-mat")
@requires(Permission.READ_SECURITY_LOG)
def security_log() -> AnyResponse:
    """What happened at the doors of this office, newest first; strangers show where only one office works here."""
    wanted, page = text_arg("loai", 40), asked_page(PAGE_SIZE)
    communes = {viewer().commune_id, None} if queries.sole_office() else {viewer().commune_id}
    found = [line for line in lines(current_app) if line.commune in communes and (not wanted or line.kind == wanted)]
    page.total = len(found)
    return render_page(
        "accounts/security_log.html",
        fragment="rows",
        lines=page.slice(found),
        kinds=AT_THE_DOORS,
        wanted=wanted,
        page=page,
        review_due=ReviewKind.LOG in reviewing.due(viewer()),
    )
