"""One meeting or all that follow in its series: moved and cancelled with one reason; what was off is called anew."""

from collections.abc import Sequence
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.meetings import bp, starting
from blueprints.meetings.forms import span_of
from blueprints.meetings.labels import REFUSALS, said
from blueprints.meetings.step_forms import MoveForm, ReasonForm, RenewForm
from blueprints.pages import render_page
from blueprints.room_words import busy, buttons, chosen, slots_of
from blueprints.transactions import conflict, created, once, refuse, saved
from models import clock
from models.accounts.rules import Viewer
from models.base import db
from models.errors import RuleBroken, RulesBroken
from models.meetings import queries, reminding, series
from models.meetings.tables import Meeting
from models.places import queries as places


def _chosen(meetings: Sequence[Meeting]) -> Sequence[Meeting]:
    """The meetings that follow, where the form was told to take them along; they have to be those that it named."""
    if request.form.get("pham-vi") != "sau":
        return []
    shown = request.form.get("cac-cuoc", "")[:1000].split(",")
    series.require_shown(meetings, [int(key) for key in shown if key.isascii() and key.isdigit() and len(key) < 19])
    return meetings


def _refuse(form: Any, broken: RuleBroken) -> None:
    db.session.rollback()
    refuse(form, RuleBroken(broken.code, broken.field, **said(broken)), REFUSALS)


def _number(meetings: Sequence[Meeting]) -> str:
    return f" và {len(meetings)} cuộc sau" if meetings else ""


@bp.route("/hop/<int:meeting_id>/huy", methods=["GET", "POST"])
@requires(Permission.RECORD_MEETING)
def cancel(meeting_id: int) -> AnyResponse:
    """The secretary takes a meeting, alone or with those that follow it, out of every count, and says why."""
    eyes = viewer()
    meeting = queries.meeting(eyes, meeting_id)
    form = ReasonForm()
    if not form.is_submitted():
        form.version.data = str(meeting.version)
    context: dict[str, Any] = {"form": form, "key": meeting_id}
    later = series.following(eyes, meeting)
    if form.validate_on_submit():
        if form.is_stale(meeting):
            return conflict("meetings/cancel.html", row=meeting, meeting=meeting, later=later, **context)
        try:
            others = _chosen(later)
            series.cancel_all([meeting, *others], form.reason.data or "", clock.now())
            done = f"Đã hủy cuộc họp{_number(others)}. Cuộc họp đã hủy không được tính."
            return saved(url_for("meetings.page", meeting_id=meeting_id), done)
        except RuleBroken as broken:
            _refuse(form, broken)
            meeting = queries.meeting(eyes, meeting_id)
            later = series.following(eyes, meeting)
    return render_page("meetings/cancel.html", status=form.status, meeting=meeting, later=later, **context)


@bp.route("/hop/<int:meeting_id>/doi", methods=["GET", "POST"])
@requires(Permission.RECORD_MEETING)
def move(meeting_id: int) -> AnyResponse:
    """The secretary moves what people were told of: one record, with the reason; those that follow by as much."""
    eyes = viewer()
    meeting = queries.meeting(eyes, meeting_id)
    form = MoveForm(data={**starting.head_values(meeting), "version": meeting.version})
    form.take_slot(chosen(), places.open_rooms(eyes, also=meeting.room_id))
    context: dict[str, Any] = {"form": form, "key": meeting_id}
    later = series.following(eyes, meeting)
    if form.validate_on_submit():
        if form.is_stale(meeting):
            form.version.data = str(meeting.version)
            return conflict("meetings/move.html", row=meeting, meeting=meeting, later=later, **context)
        try:
            others = _chosen(later)
            _move(eyes, meeting, others, form)
            done = f"Đã dời cuộc họp{_number(others)}."
            return saved(url_for("meetings.page", meeting_id=meeting_id), done)
        except (RulesBroken, RuleBroken) as refused:
            if isinstance(refused, RulesBroken):
                form.room_slots = buttons(slots_of(refused.broken))
            _refuse(form, busy(refused.broken[0]) if isinstance(refused, RulesBroken) else refused)
            meeting = queries.meeting(eyes, meeting_id)
            later = series.following(eyes, meeting)
    return render_page("meetings/move.html", status=form.status, meeting=meeting, later=later, **context)


def _move(eyes: Viewer, meeting: Meeting, others: Sequence[Meeting], form: MoveForm) -> None:
    starts_at, ends_at = span_of(form.day.data, form.start.data, form.end.data, bool(form.next_day.data))
    where = form.room_id.data, "" if form.room_id.data else form.place.data or ""
    series.move_all(eyes, meeting, others, starts_at, ends_at, *where, form.reason.data or "")
    for one in (meeting, *others):
        if one.is_told:
            reminding.ask_soon(one)


@bp.route("/hop/<int:meeting_id>/to-chuc-lai", methods=["GET", "POST"])
@requires(Permission.RECORD_MEETING)
@once
def renew(meeting_id: int) -> AnyResponse:
    """The secretary calls a meeting anew that was cancelled or could not be held."""
    eyes = viewer()
    meeting = queries.meeting(eyes, meeting_id, *queries.with_course())
    form = RenewForm(data={**starting.head_values(meeting), "day": None})
    form.room_id.offer(places.open_rooms(eyes, also=meeting.room_id))
    if form.validate_on_submit():
        try:
            starts_at, ends_at = span_of(form.day.data, form.start.data, form.end.data, bool(form.next_day.data))
            if starts_at <= clock.now():
                raise RuleBroken("move_into_past", "day")
            where = form.room_id.data, "" if form.room_id.data else form.place.data or ""
            made = series.renew(eyes, meeting, starts_at, ends_at, *where)
            return created(url_for("meetings.page", meeting_id=made.id), "Đã lưu nháp cuộc họp mới. Chưa gửi cho ai.")
        except (RulesBroken, RuleBroken) as refused:
            _refuse(form, busy(refused.broken[0]) if isinstance(refused, RulesBroken) else refused)
            meeting = queries.meeting(eyes, meeting_id)
    return render_page("meetings/renew.html", status=form.status, form=form, meeting=meeting, key=meeting_id)
