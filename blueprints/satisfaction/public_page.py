"""The citizen's page behind a printed code: no account, no cookie, no scripts, nothing kept about the phone."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import abort, request, url_for
from werkzeug.exceptions import TooManyRequests
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import public, with_own_token
from blueprints.menu import initials
from blueprints.pace import Pace
from blueprints.pages import render_page
from blueprints.satisfaction import bp, page_token, page_words
from blueprints.satisfaction.forms import CitizenForm
from blueprints.transactions import commit
from models import journal
from models.errors import NotFound, RuleBroken
from models.satisfaction import actions, codes, queries
from models.satisfaction.codes import CodePlace
from models.satisfaction.queries import PublicPlace
from models.satisfaction.rules import Mode, Stage, form_cid

pace = Pace(most=150, window=timedelta(hours=1))  # many phones may share the address of one Wi-Fi
FULL_FOR = 600  # seconds after which it is worth trying again at a link that everybody floods
CITIZEN = journal.Actor(None, "citizen")


@dataclass(frozen=True, slots=True)
class Door:
    """Where a printed token leads: a page that hangs somewhere, or a code for one answer."""

    token: str
    place: PublicPlace | CodePlace

    @property
    def is_used(self) -> bool:
        """Whether the code has brought its answer already."""
        return isinstance(self.place, CodePlace) and self.place.is_used

    @property
    def told(self) -> tuple[str, Mode, Stage | None]:
        """What tells the door from others to who limits callers, and what every answer through it is about."""
        if isinstance(self.place, CodePlace):
            return f"batch {self.place.batch.id}", self.place.batch.mode, self.place.batch.stage
        return f"link {self.place.link.id}", self.place.link.mode, self.place.link.stage

    def take(self, answer: actions.Answer, trap: str) -> None:
        """Keep an answer that came through it."""
        if isinstance(self.place, CodePlace):
            actions.answer_code(self.place, answer, trap)
        else:
            actions.answer_link(self.place.link, answer, trap)

    @property
    def shown(self) -> dict[str, Any]:
        """What every page behind it names."""
        place = self.place
        where = place.counter or ("" if isinstance(place, CodePlace) else place.link.place)
        told = {"commune": place.commune, "where": where, "office_short": initials(place.commune), "token": self.token}
        words = page_words.asked()
        return told | {"words": words, "speaks": page_words.arg(words)}


def _door(token: str) -> Door:
    """NotFound for a token that leads nowhere."""
    return Door(token, codes.behind(token) if codes.CODE.fullmatch(token) else queries.public_place(token))


def _keep_pace(name: str) -> None:
    """Refuse one caller who answers at one door again and again: 429, before there is a row to review."""
    seconds = pace.wait(name, request.remote_addr)
    if seconds:
        raise TooManyRequests(retry_after=seconds)


def _gone() -> AnyResponse:
    return render_page("satisfaction/public_gone.html", status=404)


@bp.route("/y-kien/<token>", methods=["GET", "POST"])
@public
@with_own_token
def public_page(token: str) -> AnyResponse:
    """A citizen says how it was: one touch, perhaps a sentence; what comes in too fast waits for review."""
    mark = request.form.get("csrf_token", "")
    if request.method == "POST" and not mark:
        abort(400)
    try:
        door = _door(token)
    except NotFound:
        return _gone()
    _name, mode, _stage = door.told
    words = page_words.asked()
    form = CitizenForm(words, mode=None if mode is Mode.UNKNOWN else mode)
    if form.is_submitted():
        key = page_token.key_of(mark, token)
        if form.validate() and key is not None:
            _keep(door, form, key)
            return redirect(url_for(".public_thanks", token=token, **page_words.arg(words)), 303)
        return _page(door, form, 422, words.page["old_page"] if key is None else "")
    return render_page("satisfaction/public_used.html", **door.shown) if door.is_used else _page(door, form, 200)


def _keep(door: Door, form: CitizenForm, key: str) -> None:
    """Keep what a form says; the same page sent twice is one answer."""
    name, mode, stage = door.told
    _keep_pace(name)
    journal.set_actor(CITIZEN)
    answer = actions.Answer(
        form.level.data,
        form.mode.data or mode,
        form.comment.data or "",
        stage,
        cid=form_cid(key),
        reasons=tuple(form.reasons.data or ()),
        contact=form.contact.data or "",
    )
    try:
        door.take(answer, form.trang_web.data or "")
    except RuleBroken as broken:
        if broken.code != "answers_wait":
            raise
        raise TooManyRequests(retry_after=FULL_FOR) from broken
    commit()


def _page(door: Door, form: CitizenForm, status: int, note: str = "") -> AnyResponse:
    mark = page_token.fresh(door.token)
    return render_page("satisfaction/public_page.html", form=form, mark=mark, note=note, status=status, **door.shown)


@bp.get("/y-kien/<token>/cam-on")
@public
def public_thanks(token: str) -> AnyResponse:
    """The citizen reads that the answer arrived, and what happens with it."""
    try:
        door = _door(token)
    except NotFound:
        return _gone()
    return render_page("satisfaction/public_thanks.html", **door.shown)
