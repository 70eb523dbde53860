"""The kinds of meetings an office holds, with their habits: room, chair, hour, length."""

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.meetings import bp
from blueprints.meetings.labels import REFUSALS
from blueprints.meetings.step_forms import BodyForm, NewBodyForm
from blueprints.pages import render_page
from blueprints.transactions import conflict, created, once, refuse, saved
from models.errors import RuleBroken
from models.meetings import actions, queries
from models.meetings.tables import Body
from models.places import queries as places


def _offer(form: BodyForm | NewBodyForm, body: Body | None = None) -> None:
    form.default_room_id.offer(places.open_rooms(viewer(), also=body.default_room_id if body else None))
    chairs = queries.people(viewer(), [body.default_chair_id] if body and body.default_chair_id else [])
    form.default_chair_id.offer([(person.id, person.full_name) for person in chairs])


@bp.get("/hop/loai")
@requires(Permission.RECORD_MEETING)
def body_list() -> AnyResponse:
    """The secretary sees the kinds of meetings and their habits."""
    eyes = viewer()
    people = {person.id: person.full_name for person in queries.people(eyes)}
    return render_page(
        "meetings/bodies.html",
        bodies=queries.bodies(eyes, with_retired=True),
        people=people,
        rooms=dict(places.open_rooms(eyes)),
    )


@bp.route("/hop/loai/moi", methods=["GET", "POST"])
@requires(Permission.RECORD_MEETING)
@once
def new_body() -> AnyResponse:
    """The secretary adds a kind of meeting."""
    form = NewBodyForm()
    _offer(form)
    if form.validate_on_submit():
        body = Body(position=len(queries.bodies(viewer(), with_retired=True)) + 1)
        form.populate_obj(body)
        try:
            actions.save_body(viewer(), body)
            return created(url_for("meetings.new", loai=body.id), "Đã thêm loại cuộc họp. Có thể ghi cuộc họp ngay.")
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS)
    return render_page("meetings/body.html", form=form, body=None, status=form.status)


@bp.route("/hop/loai/<int:body_id>", methods=["GET", "POST"])
@requires(Permission.RECORD_MEETING)
def edit_body(body_id: int) -> AnyResponse:
    """The secretary changes a kind of meeting, or retires it."""
    body = queries.body(viewer(), body_id)
    form = BodyForm(obj=body)
    _offer(form, body)
    if form.validate_on_submit():
        if form.is_stale(body):
            return conflict("meetings/body.html", form=form, row=body, body=body)
        form.populate_obj(body)
        try:
            actions.save_body(viewer(), body)
            return saved(url_for("meetings.body_list"), "Đã lưu loại cuộc họp.")
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS)
    return render_page("meetings/body.html", form=form, body=body, status=form.status)
