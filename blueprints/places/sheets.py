"""What takes place in rooms as sheets: a day of all of them, a week of one; of a closed meeting the hours alone."""

from collections.abc import Iterable

from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.filters import clock_time, day, day_arg, moment
from blueprints.labels import word
from blueprints.pages import download
from blueprints.places import bp
from blueprints.places.labels import TAKEN
from blueprints.spreadsheets import XLSX, Cell, workbook
from models import clock
from models.meetings.in_rooms import Booking, bookings
from models.meetings.rules import Platform
from models.periods import week_days, week_of_day
from models.places import queries


@bp.get("/phong.xlsx")
@requires(Permission.READ_ROOMS)
def rooms_xlsx() -> AnyResponse:
    """The day of all rooms that is looked at: room by room, in the order of their hours."""
    eyes, shown = viewer(), day_arg("ngay") or clock.today()
    names = {room.id: room.name for room in queries.rooms(eyes)}
    order = {room_id: place for place, room_id in enumerate(names)}
    found = sorted(bookings(eyes, shown, shown), key=lambda one: order[one.room_id])
    return _sheet(((names[one.room_id], one) for one in found), f"phong-hop-{shown}.xlsx")


@bp.get("/phong/<int:room_id>.xlsx")
@requires(Permission.READ_ROOMS)
def room_xlsx(room_id: int) -> AnyResponse:
    """The week of a room that is looked at."""
    eyes, room = viewer(), queries.room(viewer(), room_id)
    first, last = week_days(*week_of_day(day_arg("ngay") or clock.today()))
    found = bookings(eyes, first, last, room.id)
    return _sheet(((room.name, one) for one in found), f"phong-{room.id}-{first}.xlsx")


def _sheet(found: Iterable[tuple[str, Booking]], name: str) -> AnyResponse:
    lines: list[list[Cell]] = [["Phòng", "Ngày", "Từ", "Đến", "Nội dung", "Đơn vị, người phụ trách"]]
    for room, one in found:
        is_one_day = clock.local(one.starts_at).date() == clock.local(one.ends_at).date()
        until = clock_time(one.ends_at) if is_one_day else moment(one.ends_at)
        lines.append([room, day(one.starts_at), clock_time(one.starts_at), until, _what(one), one.whose])
    return download(workbook("Giờ của phòng", lines), XLSX, name)


def _what(one: Booking) -> str:
    if not one.is_told:
        return TAKEN
    return one.purpose if one.meeting_id is None else one.title or word(Platform.SECRET)
