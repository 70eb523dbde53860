"""The list of all answers, and what is decided about one of them."""

import uuid
from datetime import date, timedelta
from typing import Any

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.filters import day_arg, int_arg, number, odd_day, text_arg
from blueprints.one_commune import in_one_commune
from blueprints.pages import asked_keys, render_page
from blueprints.satisfaction import bp
from blueprints.satisfaction.few import few_or_number
from blueprints.satisfaction.forms import DecideForm, FinishedForm
from blueprints.satisfaction.labels import WORDS
from blueprints.transactions import conflict, refuse, saved
from models import clock
from models.accounts.rules import Role
from models.devices import actions as devices
from models.errors import RuleBroken
from models.places import queries as places
from models.satisfaction import actions, catalogue, counter_list, late, queries
from models.satisfaction.figures import Month, this_month
from models.satisfaction.kiosk import context_of
from models.satisfaction.queries import PAGE_SIZE, Position, ResponseFilter
from models.satisfaction.rollups import month_of
from models.satisfaction.rules import Mode, Status
from models.satisfaction.steps import Span
from models.satisfaction.suppression import LEAST
from models.satisfaction.told import told_days

MISTAKE = "bấm nhầm"
GROUPS = {"hai-long": True, "chua-hai-long": False}
LONGEST_SPAN = 1200  # days: further back nobody looks answer by answer
TAKEN_BACK = "Phiếu này đã bỏ do bấm nhầm nên không được tính. Xin ghi phiếu mới."


@bp.route("/hai-long/quay/<int:counter_id>/ho-so", methods=["GET", "POST"])
@requires(Permission.RECORD_RESPONSE)
def finished(counter_id: int) -> AnyResponse:
    """Tell the counter's tablet which file was just finished: for ten minutes, and for the next answer only."""
    counter, form = places.counter(viewer(), counter_id), FinishedForm()
    form.offer(counter_list.served(viewer(), counter.id, clock.today()) or counter_list.every(viewer()))
    if form.validate_on_submit():
        code = form.procedure.code if form.procedure else ""
        told = context_of(form.told_mode or Mode.UNKNOWN, form.stage.data, code)
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
        if not row:
            return Position(date.min, 0, uuid.UUID(day)) if len(day) == 32 else None
        return Position(date.fromisoformat(day), int(row)) if len(row) < 19 and row.isdigit() else None
    except ValueError:
        return None


def _tells_levels(wanted: ResponseFilter) -> bool:
    """Whether these days are ones that the figures tell of too: any others, subtracted, would show single people."""
    since, until = wanted.since, wanted.until
    if wanted.status is not Status.COUNTED or viewer().is_a(Role.COUNTER) or not (since and until):
        return False
    this, today = this_month(), clock.today()
    if not since <= until <= today or (this.first - since).days > LONGEST_SPAN:
        return False
    months = [Month(month_of(since), today)]
    while months[-1].last < until:
        months.append(Month(month_of(months[-1].last + timedelta(days=1)), today))
    days = queries.daily(viewer(), months[0].first, months[-1].until)
    told = [one for one in (told_days(viewer(), month, days) for month in months) if one.counted(wanted.mode).n]
    spans = [Span(max(since, one.month.first), min(until, one.month.last)) for one in told]
    return (
        bool(told)
        and all(one.tells(*span, wanted.mode) for one, span in zip(told, spans, strict=True))
        and all(one.of(span, wanted.mode).n >= LEAST for one, span in zip(told, spans, strict=True))
        and not late.crosses(viewer(), since, until)
    )


@bp.get("/hai-long/phieu")
@requires(Permission.READ_RESPONSES)
@in_one_commune("số liệu hài lòng")
def responses() -> AnyResponse:
    """The answers behind a figure, fifty a page: of told days what they said, of any others by which way they came.

    Never both of one answer, else who handed in how, and when, would say what he thought. Whether an answer that waits
    is to count is decided without its level, and no clerk reads levels at all.
    """
    wanted, page, today = _wanted(), asked_keys(PAGE_SIZE), clock.today()
    policy, with_levels = catalogue.policy(today), _tells_levels(wanted)
    if not with_levels:
        wanted = wanted.everyone
    total = queries.how_many(viewer(), wanted)
    is_whole = with_levels or wanted.status is not Status.COUNTED  # else a few are not even counted out
    may_read, enough = viewer().may(Permission.READ_COMMENTS), total >= policy.comment_group
    rows = queries.responses(viewer(), wanted, _position(page.after), may_read and enough, with_levels)
    return render_page(
        "satisfaction/responses.html",
        fragment="rows",
        rows=page.slice(rows, lambda row: row.cid.hex if with_levels else f"{row.local_date}.{row.id}"),
        page=page,
        total=total,
        shown_total=number(total) if is_whole else few_or_number(total, policy.min_group),
        wanted=wanted,
        scale=catalogue.scale(today),
        statuses=list(Status),
        odd_day=odd_day("tu", "den"),
        policy=policy,
        with_levels=with_levels,
        is_clerk=viewer().is_a(Role.COUNTER),
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
