"""A look at a room: nothing is green before somebody said so, a fault becomes work, the light follows."""

import io
from datetime import date

import lxml.html
import openpyxl
import pytest
from sqlalchemy import func, select

from models import clock
from models.base import db
from models.duties.rules import DutyKind, DutyStatus
from models.duties.tables import Duty
from models.places import actions as places
from models.places.tables import Room
from models.readiness import queries
from models.readiness.rules import Equipped, Lamp, RoomLine
from models.readiness.tables import RoomCheck, RoomEquipment, RoomFault
from tests.files.handed_in import picture
from tests.meetings.conftest import make_body, make_meeting


def words(html: str) -> str:
    return " ".join(" ".join(lxml.html.document_fromstring(html).xpath("//main//text()")).split())


@pytest.fixture
def room(office) -> int:
    """A room that somebody looks after."""
    made = places.add_room(office.viewer("secretary"), "Phòng họp trực tuyến", "Tầng 2", "", 30)
    made.keeper_id = office.viewer("counter").person_id
    db.session.commit()
    return made.id


def check(browser, room_id: int, **said: str):
    return browser.post_form(f"/phong/{room_id}/kiem-tra", said, f"/phong/{room_id}/kiem-tra")


def test_all_is_well_in_one_tick_and_one_press(room, browse) -> None:
    clerk = browse("counter")
    assert check(clerk, room, rest="1").location == f"/phong/{room}"
    page = words(clerk.get(f"/phong/{room}").text)
    assert "9/9 mục đạt" in page
    assert db.session.scalar(select(func.count(RoomFault.id))) == 0


def test_nothing_is_in_order_before_somebody_said_so(room, browse) -> None:
    answer = check(browse("counter"), room)
    assert answer.status_code == 422 and "Xin chọn" in answer.text
    said = check(browse("counter"), room, fault_sound="1", text_sound="Không nghe")
    assert said.status_code == 422 and "Không nghe" in said.text, "one fault says nothing of the other eight"
    assert db.session.scalar(select(func.count(RoomCheck.id))) == 0


def test_a_fault_becomes_the_keepers_work_for_today(room, browse, office) -> None:
    clerk = browse("secretary")
    assert check(clerk, room, rest="1", fault_sound="1", text_sound=" ").status_code == 422
    keeper = office.viewer("counter").person_id
    check(clerk, room, rest="1", fault_sound="1", text_sound="Micro không lên tiếng", fixer_id=str(keeper))
    (duty,) = db.session.scalars(select(Duty).where(Duty.kind == DutyKind.ROOM_FAULT))
    duty_id = duty.id
    assert (duty.person_id, duty.due_on, duty.status) == (keeper, clock.today(), DutyStatus.NOT_STARTED)
    assert "Micro không lên tiếng" in words(browse("counter").get("/viec-cua-toi").text)
    page = words(browse("counter").get(f"/viec/{duty_id}").text)
    assert "Âm thanh" in page and "Phòng họp trực tuyến" in page
    check(clerk, room, rest="1", fault_sound="1", text_sound="Vẫn không lên tiếng")
    assert db.session.scalar(select(func.count(Duty.id)).where(Duty.kind == DutyKind.ROOM_FAULT)) == 1, "the same work"
    check(clerk, room, rest="1")
    assert not queries.open_faults(office.viewer("secretary"), room), "the newest look found it in order"


def test_a_photo_goes_with_the_fault(room, browse) -> None:
    url = f"/phong/{room}/kiem-tra"
    sent = {"rest": "1", "fault_camera": "1", "text_camera": "Mờ", "file": (io.BytesIO(picture()), "anh.jpg")}
    assert browse("counter").post_form(url, sent, url).status_code == 303
    assert db.session.scalars(select(RoomFault.file_id)).one() is not None


def test_the_light_of_a_meeting_follows_the_looks(room, browse, office, hold) -> None:
    hold("2026-11-25 17:00")
    eyes = office.viewer("secretary")
    make_meeting(office, make_body(office), date(2026, 11, 25), 14, room_id=room)
    db.session.commit()
    hold("2026-11-25 12:30")
    assert [one.light.lamp for one in queries.lights(eyes, clock.now())] == [Lamp.YELLOW]
    assert "Vàng: chưa kiểm tra" in words(browse("counter").get("/phong").text)
    check(browse("counter"), room, rest="1")
    assert [one.light.lamp for one in queries.lights(eyes, clock.now())] == [Lamp.GREEN]
    check(browse("counter"), room, rest="1", fault_backup="1", text_backup="Hết pin")
    assert [one.light.lamp for one in queries.lights(eyes, clock.now())] == [Lamp.RED]
    hold("2026-11-25 15:00")
    told = queries.readiness(eyes, clock.now(), room)
    assert (told.meetings, told.checked, told.ready, told.faults[RoomLine.BACKUP]) == (1, 1, 0, 1)


def test_what_a_room_has_is_counted_and_lacks_have_a_remedy(room, browse) -> None:
    url = f"/phong/{room}/thiet-bi/kiem-ke"
    secretary = browse("secretary")
    assert secretary.post_form(url, {"standing_sound": "lacking", "owned_sound": "2 loa"}, url).status_code == 422
    sent = {"standing_sound": "lacking", "owned_sound": "2 loa", "remedy_sound": "=1+1", "standing_camera": "meets"}
    assert secretary.post_form(url, sent, url).location == f"/phong/{room}/thiet-bi"
    page = words(browse("leader").get(f"/phong/{room}/thiet-bi").text)
    assert "1/9 mục đạt chuẩn" in page and "1 còn thiếu" in page and "7 chưa kiểm kê" in page
    rows = {row.line: row.standing for row in db.session.scalars(select(RoomEquipment))}
    assert rows == {RoomLine.SOUND: Equipped.LACKING, RoomLine.CAMERA: Equipped.MEETS}
    sheet = browse("leader").get(f"/phong/{room}/thiet-bi.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(sheet.data))
    cells = {cell.value: cell.data_type for row in book.active for cell in row}
    assert cells["=1+1"] == "s", "text that a spreadsheet does not run"
    assert browse("counter").get(url).status_code == 403


def test_another_commune_sees_nothing_of_it(room, browse, other_office) -> None:
    stranger = browse("secretary", other_office)
    for url in (f"/phong/{room}/kiem-tra", f"/phong/{room}/thiet-bi", f"/phong/{room}/thiet-bi.xlsx"):
        assert stranger.get(url).status_code == 404


def test_a_room_out_of_use_is_not_looked_at(room, browse) -> None:
    db.session.get_one(Room, room).is_active = False
    db.session.commit()
    answer = check(browse("counter"), room, rest="1")
    assert answer.status_code in (409, 422) and "không dùng nữa" in answer.text
