"""What a room has, against the standard of an online meeting room: counted once a quarter, and as a sheet."""

from collections.abc import Iterator, Mapping

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.filters import day
from blueprints.labels import word
from blueprints.pages import download, render_page
from blueprints.readiness import bp
from blueprints.readiness.forms import EquipmentForm
from blueprints.readiness.labels import EQUIPPED_KIND, LINE, REFUSALS
from blueprints.spreadsheets import XLSX, Cell, workbook
from blueprints.transactions import refuse, saved
from models import clock
from models.errors import RuleBroken
from models.places import queries
from models.readiness import actions
from models.readiness import queries as readiness
from models.readiness.rules import Equipped, RoomLine
from models.readiness.tables import RoomEquipment


@bp.get("/phong/<int:room_id>/thiet-bi")
@requires(Permission.READ_ROOMS)
def equipment(room_id: int) -> AnyResponse:
    """What a room has by line, what it lacks, and which lines gave trouble within thirty days."""
    eyes = viewer()
    room = queries.room(eyes, room_id)
    counted = readiness.equipment(eyes, room_id)
    told = readiness.readiness(eyes, clock.now(), room_id)
    return render_page(
        "readiness/equipment.html",
        room=room,
        lines=[(LINE[line], counted.get(line), told.faults[line]) for line in RoomLine],
        kinds=EQUIPPED_KIND,
        standings=list(Equipped),
        counts={one: sum(row.standing is one for row in counted.values()) for one in Equipped},
        uncounted=len(RoomLine) - len(counted),
        newest=max((row.counted_on for row in counted.values()), default=None),
        told=told,
    )


@bp.route("/phong/<int:room_id>/thiet-bi/kiem-ke", methods=["GET", "POST"])
@requires(Permission.RECORD_EQUIPMENT)
def count(room_id: int) -> AnyResponse:
    """Count what a room has, line by line; a line without a word is left as it was."""
    room = queries.room(viewer(), room_id)
    form = EquipmentForm()
    if not form.is_submitted():
        form.fill(readiness.equipment(viewer(), room_id))
    if form.validate_on_submit():
        try:
            for line, (owned, standing, remedy) in form.said.items():
                actions.count_equipment(viewer(), room, line, owned, standing, remedy)
            return saved(url_for(".equipment", room_id=room_id), "Đã ghi kiểm kê.")
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS)
            room = queries.room(viewer(), room_id)
    lines = [(LINE[line], *form.of(line)) for line in RoomLine]
    return render_page("readiness/count.html", form=form, room=room, lines=lines, status=form.status)


@bp.get("/phong/<int:room_id>/thiet-bi.xlsx")
@requires(Permission.READ_ROOMS)
def equipment_xlsx(room_id: int) -> AnyResponse:
    """The same as a sheet, for the list of what meets the standard and what is lacking."""
    room = queries.room(viewer(), room_id)
    counted = readiness.equipment(viewer(), room_id)
    return download(workbook("Thiết bị", _lines(room.name, counted)), XLSX, f"thiet-bi-phong-{room_id}.xlsx")


def _lines(room: str, counted: Mapping[RoomLine, RoomEquipment]) -> Iterator[tuple[Cell, ...]]:
    yield (f"Thiết bị {room}",)
    yield ("Mục", "Đang có", "So với chuẩn", "Cần bổ sung", "Ngày kiểm kê")
    for line in RoomLine:
        row = counted.get(line)
        if row is None:
            yield (LINE[line], "", "Chưa kiểm kê", "", "")
        else:
            yield (LINE[line], row.owned, word(row.standing), row.remedy, day(row.counted_on))
