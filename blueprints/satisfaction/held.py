"""Answers that wait for review, decided blind; and the hours in which the office expects answers at all."""

from contextlib import suppress
from datetime import date
from typing import Any

from flask import request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.pages import render_page
from blueprints.satisfaction import bp
from blueprints.satisfaction.case_forms import AgainForm, HeldForm, HoursForm
from blueprints.satisfaction.labels import HELD_WHY, HELD_WORDS, WORDS
from blueprints.transactions import conflict, created, once, refuse, saved
from models.base import db
from models.errors import RuleBroken
from models.satisfaction import actions, held
from models.satisfaction.held import GroupKey, HeldGroup
from models.satisfaction.rules import Channel, HoldReason, Status
from models.satisfaction.tables import OpeningHours


@bp.get("/hai-long/cho-xet")
@requires(Permission.DECIDE_HELD)
def held_answers() -> AnyResponse:
    """What waits, in groups that are alike; one group may be opened to decide about each answer by itself."""
    return _page(HeldForm(None))


@bp.post("/hai-long/cho-xet")
@requires(Permission.DECIDE_HELD)
@once
def decide_held() -> AnyResponse:
    """Decide about a whole group, or about one answer of it, with a reason that stays."""
    form, key = HeldForm(), _key(request.form)
    if form.validate_on_submit():
        status, reason = Status(form.decision.data), form.reason
        try:
            if form.only.data:
                actions.decide(viewer(), form.only.data, status, reason)
                done = 1
            else:
                done = held.decide_group(viewer(), key, form.newest.data or 0, status, reason)
        except RuleBroken as broken:
            refuse(form, broken, WORDS)
        else:
            says = "Đã tính" if status is Status.COUNTED else "Không tính"
            return created(url_for(".held_answers"), f"{says} {done} phiếu. Lý do: {reason}.")
    return _page(form, key)


@bp.post("/hai-long/cho-xet/xet-lai")
@requires(Permission.DECIDE_HELD)
@once
def reconsider_held() -> AnyResponse:
    """Undo a decision about a group: its answers wait again, with the reason."""
    form, key = AgainForm(), _key(request.form)
    if form.validate_on_submit():
        try:
            done = held.take_up_again(
                viewer(), key, Status(form.status_was.data), form.decision.data, form.why_again.data
            )
        except RuleBroken as broken:
            refuse(form, broken, WORDS)
        else:
            return created(url_for(".held_answers"), f"{done} phiếu trở lại danh sách chờ xét.")
    return _page(HeldForm(None), again=form, status=form.status)


def _key(sent: Any) -> GroupKey:
    """The group that a form or an address names; 400 for what is none."""
    try:
        counter = sent.get("quay", "")
        reason, channel = HoldReason(sent.get("vi-sao", "")), Channel(sent.get("kenh", ""))
        return GroupKey(reason, int(counter) if counter else None, channel, date.fromisoformat(sent.get("ngay", "")))
    except ValueError as problem:
        raise BadRequest from problem


def _page(
    form: HeldForm, refused: GroupKey | None = None, again: AgainForm | None = None, status: int | None = None
) -> AnyResponse:
    groups = held.groups(viewer())
    opened = None
    with suppress(BadRequest):  # an address that names no group opens none
        opened = _key(request.args)
    return render_page(
        "satisfaction/held.html",
        groups=groups,
        total=sum(group.n for group in groups),
        form=form,
        refused=refused,
        opened=opened,
        rows=held.rows(viewer(), opened) if opened else (),
        words=HELD_WORDS,
        why=HELD_WHY,
        others={group.key: held.deciders(viewer(), group.key.counter_id, group.key.day) for group in _own(groups)},
        args=group_args,
        decided=held.decided(viewer()),
        again=again or AgainForm(None),
        status=form.status if status is None else status,
    )


def _own(groups: list[HeldGroup]) -> list[HeldGroup]:
    return [group for group in groups if group.is_own]


def group_args(key: GroupKey) -> dict[str, Any]:
    """How an address names a group."""
    return {"vi-sao": key.reason.value, "quay": key.counter_id, "kenh": key.channel.value, "ngay": key.day.isoformat()}


@bp.route("/hai-long/gio-mo-cua", methods=["GET", "POST"])
@requires(Permission.MANAGE_COUNTERS)
def opening_hours() -> AnyResponse:
    """When the counters are open: what tablets send outside these hours waits for review."""
    row = db.session.query(OpeningHours).filter_by(commune_id=viewer().commune_id).one_or_none()
    form = HoursForm(obj=row)
    if form.validate_on_submit():
        if row is not None and form.is_stale(row):
            return conflict("satisfaction/opening_hours.html", form=form, row=row)
        row = row or OpeningHours(commune_id=viewer().home_id)
        form.populate_obj(row)
        db.session.add(row)
        return saved(url_for(".links"), "Đã ghi giờ mở cửa.")
    return render_page("satisfaction/opening_hours.html", form=form, row=row, status=form.status)
