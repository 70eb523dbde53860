"""Entering what citizens say at the counter: a face, then how the file was handed in, which saves."""

from datetime import datetime, timedelta

from flask import url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.filters import clock_time, int_arg, this_url
from blueprints.pages import render_page
from blueprints.satisfaction import bp, own_counter
from blueprints.satisfaction.forms import OwnCounterForm, ResponseForm, SlipForm
from blueprints.satisfaction.labels import WORDS
from blueprints.transactions import ALREADY, created, once, refuse, saved
from models import clock
from models.devices import queries as tablets
from models.errors import RuleBroken
from models.places import queries as places
from models.satisfaction import actions, catalogue, counter_list, queries, recent
from models.satisfaction.handling import handling
from models.satisfaction.rules import Mode, Status, form_cid

MISTAKE = "bấm nhầm"
TAKEN_BACK = "Phiếu này đã bỏ do bấm nhầm nên không được tính. Xin ghi phiếu mới."
LONGEST_WAIT = timedelta(hours=24)  # of an answer that a browser kept while the line was down


@bp.route("/hai-long/ghi", methods=["GET", "POST"])
@requires(Permission.RECORD_RESPONSE)
def record() -> AnyResponse:
    """Two clicks: the level the citizen names, and how the file was handed in; then the form is ready for the next.

    The key of the form is the answer's own id, so that a form sent twice makes one answer.
    """
    form, at = ResponseForm(), _counter() or 0
    form.offer(counter_list.served(viewer(), at, clock.today(), clock.today() - LONGEST_WAIT) if at else ())
    if form.validate_on_submit():
        try:
            sealed = actions.record(viewer(), _answer(form), places.own_counter(viewer(), at))
        except RuleBroken as broken:
            refuse(form, broken, WORDS)
            if broken.code != "answer_conflict":
                return _entry(form, 422)
            form.renew()
            return _entry(form, 409)
        return _recorded(sealed)
    return _entry(form, form.status)


def _answer(form: ResponseForm) -> actions.Answer:
    """What was said; reasons belong to an unhappy answer alone."""
    is_unhappy = form.level.data <= handling(clock.today()).case_level
    return actions.Answer(
        form.level.data,
        form.told_mode or Mode.UNKNOWN,
        form.comment.data or "",
        procedure=form.procedure.code if form.procedure else "",
        cid=form_cid(form.form_key.data),
        answered_at=_said_at(form.said_at.data or ""),
        reasons=tuple(form.reasons.data or ()) if is_unhappy else (),
    )


def _said_at(text: str) -> datetime | None:
    """When it was said, where the browser kept it for a while; None for now, and for what cannot be."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    now = clock.now()
    return at if at.tzinfo is not None and now - LONGEST_WAIT <= at <= now else None


def _counter() -> int | None:
    """The counter that the address names, else the one of this browser; None where nobody has said it."""
    asked = int_arg("quay", -1, low=-1)
    return asked if asked >= 0 else own_counter.bound()


def _recorded(sealed: actions.Sealed) -> AnyResponse:
    """On to the next citizen; the page that follows reads from the answer itself what it thanks for."""
    if sealed.outcome is actions.Outcome.CREATED:
        return saved(this_url(quay=sealed.counter_id, ghi=sealed.id))
    message, kind = (TAKEN_BACK, "warn") if sealed.status is Status.TOMBSTONE else (ALREADY, "idle")
    return saved(this_url(quay=sealed.counter_id), message, kind)


def _entry(form: ResponseForm, status: int) -> AnyResponse:
    """The form as the clerk meets it, with his own answers of today beside it, each with the way back."""
    today, counters, counter_id = clock.today(), places.open_counters(viewer()), _counter()
    mine = queries.recorded_today(viewer(), today)
    fresh = {row.id: at for row in mine if (at := recent.entered_at(row.id, row.mark)) and at <= clock.now()}
    thanked = next((row for row in mine if row.id == int_arg("ghi", 0) and row.status is Status.COUNTED), None)
    known = {counter.id: counter.name for counter in counters}
    return render_page(
        "satisfaction/record.html",
        form=form,
        mine=mine[: queries.SHOWN_TODAY],
        how_many=len(mine),
        fresh=fresh,
        thanked=thanked,
        unhappy=handling(today).case_level,
        counter_id=counter_id if counter_id in known else 0,
        counter=known.get(counter_id or 0, ""),
        counters=counters,
        is_bound=counter_id is not None or not counters,
        has_tablet=tablets.at_counter(viewer(), counter_id) if counter_id and counter_id in known else 0,
        status=status,
        undo_minutes=catalogue.policy(today).undo_minutes,
    )


@bp.post("/hai-long/ghi/may-nay")
@requires(Permission.RECORD_RESPONSE)
def bind_counter() -> AnyResponse:
    """Say once at which counter this PC stands."""
    form = OwnCounterForm()
    wanted = form.counter_id.data or 0
    if not form.validate() or (wanted and places.own_counter(viewer(), wanted) is None):
        raise BadRequest
    return own_counter.remember(saved(url_for(".record"), "Đã ghi nhớ quầy của máy này."), wanted)


@bp.post("/hai-long/ghi/<int:response_id>/bo")
@requires(Permission.RECORD_RESPONSE)
def take_back(response_id: int) -> AnyResponse:
    """The clerk takes back a wrong press; the row stays, marked as taken back."""
    at = recent.minute_of(response_id)
    response = actions.take_back(viewer(), response_id, MISTAKE)
    words = catalogue.scale(response.local_date).label(response.level)
    message = f"Đã bỏ phiếu “{words}” ghi lúc {clock_time(at)}. Xin ghi lại cho đúng."
    return saved(url_for(".record", quay=response.counter_id), message)


@bp.route("/hai-long/ghi/phieu-giay", methods=["GET", "POST"])
@requires(Permission.RECORD_RESPONSE)
@once
def record_slip() -> AnyResponse:
    """Type in a numbered slip of paper, never one of one's own counter."""
    form = SlipForm()
    form.counter_id.offer((row.id, row.name) for row in places.open_counters(viewer()))
    if form.validate_on_submit():
        day, counter_id = form.day.data, form.counter_id.data
        answer = actions.Answer(
            form.level.data,
            form.mode.data,
            form.comment.data or "",
            cid=form_cid(form.form_key.data),
            answered_at=clock.at_office(day, 12) if day < clock.today() else clock.now(),
        )
        try:
            if counter_id and counter_id == own_counter.bound():
                raise RuleBroken("own_counter_slip", field="counter_id")
            sealed = actions.record_slip(viewer(), answer, counter_id, form.serial.data)
        except RuleBroken as broken:
            refuse(form, broken, WORDS)
        else:
            says = "Đã ghi phiếu số {}." if sealed.status is Status.COUNTED else "Đã ghi phiếu số {}, phiếu chờ xét."
            return created(url_for(".record_slip"), says.format(form.serial.data))
    return render_page("satisfaction/slip.html", form=form, status=form.status)
