"""The list of all answers, and what is decided about one of them."""

from datetime import date
from typing import Any

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.filters import day_arg, int_arg, odd_day, text_arg
from blueprints.pages import asked_keys, render_page
from blueprints.satisfaction import bp
from blueprints.satisfaction.forms import DecideForm, FinishedForm
from blueprints.satisfaction.labels import WORDS
from blueprints.transactions import conflict, refuse, saved
from models import clock
from models.accounts.rules import Role
from models.devices import actions as devices
from models.errors import RuleBroken
from models.places import queries as places
from models.satisfaction import actions, catalogue, queries
from models.satisfaction.kiosk import context_of
from models.satisfaction.queries import PAGE_SIZE, Position, ResponseFilter
from models.satisfaction.rules import Mode, Status

MISTAKE = "bấm nhầm"
GROUPS = {"hai-long": True, "chua-hai-long": False}
TAKEN_BACK = "Phiếu này đã bỏ do bấm nhầm nên không được tính. Xin ghi phiếu mới."


@bp.route("/hai-long/quay/<int:counter_id>/ho-so", methods=["GET", "POST"])
@requires(Permission.RECORD_RESPONSE)
def finished(counter_id: int) -> AnyResponse:
    """Tell the counter's tablet which file was just finished: for ten minutes, and for the next answer only."""
    counter, form = places.counter(viewer(), counter_id), FinishedForm()
    if form.validate_on_submit():
        told = context_of(form.mode.data, form.stage.data, form.procedure.data)
        if devices.tell(viewer(), counter.id, told):
            return saved(url_for(".record", quay=counter.id), "Máy tính bảng của quầy đã nhận hồ sơ vừa xong.")
        return saved(url_for(".record", quay=counter.id), "Quầy này chưa có máy tính bảng nào.", "warn")
    return render_page("satisfaction/finished.html", form=form, counter=counter, status=form.status)


def _wanted() -> ResponseFilter:
    """What the address asks for; what does not count is shown without its level, so it is not found by it either."""
    mode, status, level = text_arg("hinh-thuc"), text_arg("tinh-trang"), int_arg("muc", 0)
    if status in set(Status) - {Status.COUNTED}:
        level = 0
    return ResponseFilter(
        since=day_arg("tu"),
        until=day_arg("den"),
        mode=Mode(mode) if mode in set(Mode) else None,
        level=level if level in {at.value for at in catalogue.scale(clock.today()).levels} else None,
        satisfied=GROUPS.get(text_arg("nhom")),
        status=Status(status) if status in set(Status) else Status.COUNTED,
    )


def _position(key: str) -> Position | None:
    day, _, row = key.partition(".")
    try:
        return Position(date.fromisoformat(day), int(row)) if len(row) < 19 and row.isdigit() else None
    except ValueError:
        return None


def _tells_levels(wanted: ResponseFilter) -> bool:
    return wanted.status is Status.COUNTED and viewer().role is not Role.COUNTER


def _may_be_split(wanted: ResponseFilter) -> bool:
    """Whether a group is large enough to be taken apart by what its people said."""
    enough = catalogue.policy(clock.today()).min_group
    return _tells_levels(wanted) and queries.how_many(viewer(), wanted.everyone) >= enough


@bp.get("/hai-long/phieu")
@requires(Permission.READ_RESPONSES)
def responses() -> AnyResponse:
    """The answers behind a figure, fifty a page, by their weeks; what they said never in tiny groups.

    Whether an answer that waits is to count is decided without its level, and no clerk reads levels at all.
    """
    wanted, page, today = _wanted(), asked_keys(PAGE_SIZE), clock.today()
    policy, is_split = catalogue.policy(today), wanted != wanted.everyone
    if is_split and not _may_be_split(wanted):
        wanted, is_split = wanted.everyone, False
    total = queries.how_many(viewer(), wanted)
    may_read, enough = viewer().may(Permission.READ_COMMENTS), total >= policy.comment_group
    rows = queries.responses(viewer(), wanted, _position(page.after), may_read and enough)
    return render_page(
        "satisfaction/responses.html",
        fragment="rows",
        rows=page.slice(rows, lambda row: f"{row.local_date}.{row.id}"),
        page=page,
        total=total,
        wanted=wanted,
        scale=catalogue.scale(today),
        statuses=list(Status),
        odd_day=odd_day("tu", "den"),
        policy=policy,
        with_levels=_tells_levels(wanted) and total >= policy.min_group,
        with_comments=may_read and enough,
        are_comments_hidden=may_read and total and not enough,
    )


@bp.route("/hai-long/phieu/<int:response_id>", methods=["GET", "POST"])
@requires(Permission.DECIDE_HELD)
def decide(response_id: int) -> AnyResponse:
    """Somebody who did not enter an answer decides whether it counts, with a reason that stays."""
    response = queries.response(viewer(), response_id)
    form = DecideForm(obj=response)
    page: dict[str, Any] = {"response": response, "scale": catalogue.scale(response.local_date)}
    if form.validate_on_submit():
        if form.is_stale(response):
            return conflict("satisfaction/decide.html", form=form, row=response, **page)
        try:
            actions.decide(viewer(), response_id, form.decision.data, form.reason.data)
        except RuleBroken as broken:
            refuse(form, broken, WORDS)
        else:
            held: dict[str, Any] = {"tinh-trang": Status.HELD}
            return saved(url_for(".responses", **held), "Đã ghi quyết định.")
    return render_page("satisfaction/decide.html", form=form, status=form.status, **page)
