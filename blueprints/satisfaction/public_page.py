"""The citizen's page behind a printed code: no account, no scripts, nothing kept about the phone."""

from datetime import timedelta

from flask import request, url_for
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import public, viewer_or_none
from blueprints.menu import initials
from blueprints.pace import Pace
from blueprints.pages import render_page
from blueprints.satisfaction import bp
from blueprints.satisfaction.forms import CitizenForm
from blueprints.transactions import created, once
from models import journal
from models.errors import NotFound, RuleBroken
from models.satisfaction import actions, queries
from models.satisfaction.rules import form_cid

pace = Pace(most=150, window=timedelta(hours=1))  # many phones may share the address of one Wi-Fi
FULL_FOR = 600  # seconds after which it is worth trying again at a link that everybody floods
CITIZEN = journal.Actor(None, "citizen")


def _keep_pace(link_id: int) -> None:
    """Refuse one caller who answers at one link again and again: 429, before there is a row to review."""
    seconds = pace.wait(link_id, request.remote_addr)
    if seconds:
        raise TooManyRequests(retry_after=seconds)


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
        _keep_pace(place.link.id)
        if viewer_or_none() is None:
            journal.set_actor(CITIZEN)
        answer = actions.Answer(
            form.level.data,
            form.mode.data or place.link.mode,
            form.comment.data or "",
            place.link.stage,
            cid=form_cid(form.form_key.data),
        )
        try:
            actions.answer_link(place.link, answer, form.trang_web.data or "")
        except RuleBroken as broken:
            if broken.code != "answers_wait":
                raise
            raise TooManyRequests(retry_after=FULL_FOR) from broken
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
