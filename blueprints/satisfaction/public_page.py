"""The citizen's page behind a printed code: no account, no scripts, nothing kept about the phone."""

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import public, viewer_or_none
from blueprints.menu import initials
from blueprints.pages import render_page
from blueprints.satisfaction import bp
from blueprints.satisfaction.forms import CitizenForm
from blueprints.transactions import created, once
from models import journal
from models.errors import NotFound
from models.satisfaction import actions, queries
from models.satisfaction.rules import form_cid

CITIZEN = journal.Actor(None, "citizen")


def _gone() -> AnyResponse:
    return render_page("satisfaction/public_gone.html", status=404)


@bp.route("/y-kien/<token>", methods=["GET", "POST"])
@public
@once
def public_page(token: str) -> AnyResponse:
    """A citizen says how it was: one touch, perhaps a sentence; what comes in too fast waits for review."""
    try:
        place = queries.public_place(token)
    except NotFound:
        return _gone()
    form = CitizenForm(mode=place.link.mode)
    if form.validate_on_submit():
        if viewer_or_none() is None:
            journal.set_actor(CITIZEN)
        answer = actions.Answer(
            form.level.data,
            form.mode.data or place.link.mode,
            form.comment.data or "",
            place.link.stage,
            cid=form_cid(form.form_key.data),
        )
        actions.answer_link(place.link, answer, form.trang_web.data or "")
        return created(url_for(".public_thanks", token=token))
    return render_page(
        "satisfaction/public_page.html",
        form=form,
        place=place,
        office_short=initials(place.commune),
        status=form.status,
    )


@bp.get("/y-kien/<token>/cam-on")
@public
def public_thanks(token: str) -> AnyResponse:
    """The citizen reads that the answer arrived."""
    try:
        place = queries.public_place(token)
    except NotFound:
        return _gone()
    return render_page("satisfaction/public_thanks.html", place=place, office_short=initials(place.commune))
