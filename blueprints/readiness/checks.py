"""The look at a room before a meeting: nine lines, two taps when all is well, a fault becomes somebody's work."""

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints import uploads
from blueprints.access import Permission, may, requires, viewer
from blueprints.duties.windows import ORIGINS, Origin, source
from blueprints.labels import word
from blueprints.pages import render_page
from blueprints.readiness import bp
from blueprints.readiness.forms import CheckForm
from blueprints.readiness.labels import HINT, LINE, REFUSALS
from blueprints.transactions import created, once, refuse
from models.accounts import queries as accounts
from models.duties.rules import DutyKind
from models.duties.tables import Duty
from models.errors import RuleBroken
from models.places import queries
from models.places.tables import Room
from models.readiness import actions
from models.readiness import queries as readiness
from models.readiness.rules import RoomLine


@bp.route("/phong/<int:room_id>/kiem-tra", methods=["GET", "POST"])
@requires(Permission.CHECK_ROOMS)
@uploads.allowed(20)
@once
def check(room_id: int) -> AnyResponse:
    """Look at the nine lines of a room and say what does not work."""
    room = queries.room(viewer(), room_id)
    form = CheckForm(fixer_id=room.keeper_id)
    form.offer(viewer())
    if form.validate_on_submit() and form.is_whole():
        try:
            return created(url_for("places.room", room_id=room_id), _save(room, form))
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS, "file" if broken.code.startswith(("file_", "photo_")) else None)
            room = queries.room(viewer(), room_id)
    return render_page(
        "readiness/check.html",
        form=form,
        room=room,
        lines=[(line, LINE[line], HINT.get(line, ""), *form.of(line)) for line in RoomLine],
        last=readiness.last_check(viewer(), room_id),
        mending={fault.line: fault for fault in readiness.open_faults(viewer(), room_id)},
        status=form.status,
    )


def _save(room: Room, form: CheckForm) -> str:
    """The look in one transaction; what it says when it is done."""
    stored = uploads.save(form.file.data, viewer()) if uploads.is_given(form.file.data) else None
    fixer = accounts.person(viewer(), form.fixer_id.data) if form.fixer_id.data else None
    actions.record_check(viewer(), room, form.faults, LINE, fixer, stored.id if stored else None)
    good = len(RoomLine) - len(form.faults)
    mended = f", giao sửa {len(form.faults)} lỗi" if form.faults else ""
    return f"Đã ghi kiểm tra: {good}/{len(RoomLine)} mục đạt{mended}."


def _origin(duty: Duty) -> Origin:
    """The room, the line, and what did not work."""
    found = readiness.fault_of(viewer(), duty.id)
    if found is None or not may("read_rooms"):
        return Origin(source(duty))
    facts = [("Mục", word(found.line)), ("Lỗi", found.text)]
    return Origin(source(duty), url_for("places.room", room_id=found.room_id), facts)


ORIGINS[DutyKind.ROOM_FAULT] = _origin
