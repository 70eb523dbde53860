"""Rooms in the browser: the list of a day, the page of a room, entering, changing, switching off."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import lxml.html
import pytest
from sqlalchemy import select

from models.base import db
from models.meetings.rules import Platform
from models.meetings.seats import Seat
from models.places.actions import add_counter, add_room
from models.places.tables import Counter, Room
from models.qr import actions as qr
from models.qr.rules import Audience, Security
from models.qr.tables import WifiNetwork
from tests.browser import Browser
from tests.factories import Office
from tests.meetings.conftest import make_body, make_meeting
from tests.sheet_lines import sheet_lines

Browse = Callable[..., Browser]
Hold = Callable[[str], None]
MONDAY = date(2026, 3, 30)


@pytest.fixture
def rooms(office: Office) -> dict[str, int]:
    """Two rooms of the office."""
    eyes = office.viewer("secretary")
    made = {name: add_room(eyes, name, "Tầng 2", "Có máy chiếu", 24) for name in ("Phòng số 1", "Hội trường")}
    db.session.commit()
    return {name: room.id for name, room in made.items()}


def meet(office: Office, room_id: int, hour: int, title: str, **changes: object) -> int:
    """A meeting of an hour in a room."""
    body = make_body(office, title)
    return make_meeting(office, body, hour=hour, room_id=room_id, title=title, **changes).id


def words(html: str) -> str:
    """The words of a page's main part, in one line."""
    return " ".join(" ".join(lxml.html.document_fromstring(html).xpath("//main//text()")).split())


def test_a_room_is_entered_changed_and_switched_off(browse: Browse) -> None:
    secretary = browse("secretary")
    assert "Chưa có phòng nào" in secretary.get("/phong").text
    made = secretary.post_form("/phong/moi", {"name": "Phòng số 2", "place": "Tầng 1", "seats": "10", "note": "Có loa"})
    page = words(secretary.get(made.location).text)
    assert "Phòng số 2" in page and "Tầng 1 · 10 chỗ" in page and "Có loa" in page
    again = secretary.post_form("/phong/moi", {"name": "phòng SỐ 2"})
    assert again.status_code == 422 and "Đã có phòng tên này" in again.text

    url = f"{made.location}/sua"
    stale = secretary.hidden_fields(url)
    assert secretary.post_form(url, {"name": "Phòng số 3", "seats": "12"}).location == made.location
    assert secretary.post_raw(url, {**stale, "name": "Phòng số 4"}).status_code == 409
    kept = db.session.scalars(select(Room)).one()
    assert (kept.name, kept.fold, kept.seats, kept.is_active) == ("Phòng số 3", "phong so 3", 12, False)
    assert "Phòng không dùng nữa" in secretary.get(made.location).text
    page = words(secretary.get("/phong").text)
    assert "Không dùng nữa: Phòng số 3" in page


def test_the_day_of_the_rooms(browse: Browse, hold: Hold, office: Office, rooms: dict[str, int]) -> None:
    hold("2026-03-30 08:30")
    meeting = meet(office, rooms["Phòng số 1"], 8, "Giao ban tuần 14")
    clerk = browse("counter")
    page = clerk.get("/phong")
    assert "thứ Hai 30/3/2026" in words(page.text)
    assert f'href="/hop/{meeting}"' in page.text
    assert "08:00 – 09:00 Giao ban tuần 14" in words(page.text)
    assert "Hội trường 24 chỗ trống cả ngày" in words(page.text)
    table = lxml.html.document_fromstring(page.text).xpath("//table[@class='hours']")[0]
    widths = [sum(int(cell.get("colspan", 1)) for cell in row.xpath("./td")) for row in table.xpath(".//tbody/tr")]
    assert widths == [44, 44]  # seven to eighteen, in quarters
    assert "Giao ban" not in words(clerk.get("/phong?ngay=31/3/2026").text)
    piece = clerk.htmx("/phong?ngay=31/3/2026")
    assert "<html" not in piece.text and "thứ Ba 31/3/2026" in piece.text
    assert "Chưa hiểu ngày" in clerk.get("/phong?ngay=31-31").text


def test_meetings_that_follow_each_other_and_outside_the_day_are_all_there(
    browse: Browse, office: Office, rooms: dict[str, int]
) -> None:
    for hour, title in ((8, "Họp một"), (9, "Họp hai"), (5, "Họp sớm"), (22, "Họp muộn")):
        meet(office, rooms["Phòng số 1"], hour, title)
    page = browse("counter").get("/phong?ngay=30/3/2026").text
    table = lxml.html.document_fromstring(page).xpath("//table[@class='hours']")[0]
    assert [row.xpath("string(./th/@rowspan)") for row in table.xpath(".//tbody/tr")] == ["", ""]
    assert {cell.xpath("string(.//a)") for cell in table.xpath(".//td[@class]")} == {
        "Họp một",
        "Họp hai",
        "Họp sớm",
        "Họp muộn",
    }
    assert table.xpath("string(.//thead/tr/th[2])") == "5:00"


def test_the_hours_are_sheets_that_tell_no_more_than_their_pages(
    browse: Browse, hold: Hold, office: Office, other_office: Office, rooms: dict[str, int]
) -> None:
    hold("2026-03-30 16:30")
    first, hall = rooms["Phòng số 1"], rooms["Hội trường"]
    booker = office.people["counter"].full_name
    people = [Seat(office.account(role).person_id) for role in ("leader", "secretary")]
    meet(office, first, 14, "", platform=Platform.SECRET, ecabinet_ref="", printed_pages=None, seats=people)
    meet(office, hall, 15, "Giao ban tuần 14")
    who = {"room_id": str(first), "person_id": str(office.account("counter").person_id)}
    form = {**who, "day": "31/3/2026", "start": "22:00", "end": "1:00", "next_day": "y", "purpose": "=Trực bão"}
    assert browse("counter").post_form(f"/phong/{first}/dat", form).status_code == 303
    clerk, leader, day = browse("counter"), browse("leader"), "30/3/2026"
    told = [line[:5] for line in sheet_lines(clerk.get("/phong.xlsx?ngay=2026-03-30"))]
    assert told == [
        ["Hội trường", day, "15:00", "16:00", "Giao ban tuần 14"],
        ["Phòng số 1", day, "14:00", "15:00", "Phòng bận"],
    ]
    assert sheet_lines(leader.get("/phong.xlsx"))[1][4] == "Cuộc họp có nội dung bí mật nhà nước"
    week = sheet_lines(clerk.get(f"/phong/{first}.xlsx"))
    assert [line[4] for line in week] == ["Phòng bận", "=Trực bão"]
    assert week[1][1:4] == ["31/3/2026", "22:00", "01:00, 1/4/2026"] and booker in week[1][5]
    assert sheet_lines(clerk.get(f"/phong/{first}.xlsx?ngay=2026-04-06")) == []
    assert f'href="/phong/{first}.xlsx?ngay=2026-04-06"' in clerk.get(f"/phong/{first}?ngay=2026-04-06").text
    assert 'href="/phong.xlsx?ngay=31%2F3%2F2026"' in clerk.htmx("/phong?ngay=31/3/2026").text
    stranger = browse("secretary", other_office)
    assert stranger.get(f"/phong/{first}.xlsx").status_code == 404 and sheet_lines(stranger.get("/phong.xlsx")) == []


def test_a_room_says_whether_it_is_free(browse: Browse, hold: Hold, office: Office, rooms: dict[str, int]) -> None:
    url = f"/phong/{rooms['Phòng số 1']}"
    meet(office, rooms["Phòng số 1"], 10, "Giao ban tuần 14")
    for moment, said in (
        ("08:00", "Đang trống đến 10:00."),
        ("10:00", "Đang bận đến 11:00."),
        ("11:00", "Đang trống; hôm nay không còn ai đặt"),
    ):
        hold(f"2026-03-30 {moment}")
        page = words(browse("counter").get(url).text)
        assert said in page, moment
        assert "thứ Hai 30/3 Đặt phòng 10:00 – 11:00 Giao ban tuần 14" in page
    assert "Tuần 14 năm 2026" in page


def test_of_a_closed_meeting_others_learn_the_hours_alone(
    browse: Browse, hold: Hold, office: Office, rooms: dict[str, int]
) -> None:
    hold("2026-03-30 15:30")
    people = [Seat(office.account(role).person_id) for role in ("leader", "secretary")]
    room = rooms["Phòng số 1"]
    meeting = meet(office, room, 14, "", platform=Platform.SECRET, ecabinet_ref="", printed_pages=None, seats=people)
    for url in ("/phong", f"/phong/{room}"):
        outsider, invited = browse("counter").get(url), browse("leader").get(url)
        assert "14:00 – 15:00 Phòng bận" in words(outsider.text)
        assert f"/hop/{meeting}" not in outsider.text and "Cuộc họp có nội dung bí mật nhà nước" not in outsider.text
        assert f"/hop/{meeting}" in invited.text and "Cuộc họp có nội dung bí mật nhà nước" in words(invited.text)


def test_posters_of_the_room_for_those_who_may_know_the_network(
    browse: Browse, office: Office, rooms: dict[str, int]
) -> None:
    eyes, room = office.viewer("secretary"), db.session.get_one(Room, rooms["Phòng số 1"])
    for ssid, audience in (("Mang-Khach", Audience.GUEST), ("Mang-Noi-Bo", Audience.INTERNAL)):
        network = WifiNetwork(ssid=ssid, security=Security.WPA, audience=audience, place="Sảnh", valid_from=MONDAY)
        qr.add_poster(eyes, f"Tờ {ssid}", network=qr.add_network(eyes, network, "mat-khau-2026"), room=room)
    db.session.commit()
    url = f"/phong/{rooms['Phòng số 1']}"
    secretary, clerk = words(browse("secretary").get(url).text), words(browse("counter").get(url).text)
    assert "Mang-Khach" in secretary and "Mang-Noi-Bo" in secretary
    assert "Mang-Khach" in clerk and "Mang-Noi-Bo" not in clerk


def test_rooms_of_another_commune_are_not_there(browse: Browse, rooms: dict[str, int], other_office: Office) -> None:
    stranger = browse("secretary", other_office)
    assert "Hội trường" not in stranger.get("/phong").text
    for url in (f"/phong/{rooms['Hội trường']}", f"/phong/{rooms['Hội trường']}/sua"):
        assert stranger.get(url).status_code == 404
    assert stranger.post(f"/phong/{rooms['Hội trường']}/sua", {"name": "x"}).status_code == 404


def test_the_menu_leads_there_for_those_who_may(browse: Browse) -> None:
    assert 'href="/phong"' in browse("counter").get("/").text
    assert 'href="/phong"' not in browse("province").get("/tinh").text
    assert browse("counter").get("/phong/moi").status_code == 403


@pytest.mark.parametrize("many", [1, 20])
def test_the_list_asks_as_often_for_twenty_rooms_as_for_one(
    browse: Browse, office: Office, statements: Callable[[], AbstractContextManager[list[str]]], many: int
) -> None:
    body = make_body(office)
    for at in range(many):
        room = add_room(office.viewer("secretary"), f"Phòng {at}", "", "", None)
        make_meeting(office, body, hour=7 + at // 2, room_id=room.id, title=f"Họp {at}") if at % 2 else None
    db.session.commit()
    clerk = browse("counter")
    clerk.get("/phong?ngay=30/3/2026")
    with statements() as seen:
        assert clerk.get("/phong?ngay=30/3/2026").status_code == 200
    assert len([one for one in seen if one.startswith("SELECT")]) <= 3, seen


def test_a_counter_is_renamed_once(browse: Browse, office: Office) -> None:
    counter = add_counter(office.viewer("secretary"), "Quầy 1", "Tầng 1")
    db.session.commit()
    secretary, url = browse("secretary"), f"/quay/{counter.id}"
    stale = secretary.hidden_fields(url)
    assert secretary.post_form(url, {"name": "Quầy Đất đai", "is_active": "y"}).status_code == 303
    late = secretary.post_raw(url, {**stale, "name": "Quầy Hộ tịch", "is_active": "y"})
    assert late.status_code == 409 and "Quầy Đất đai" in late.text and "Quầy Hộ tịch" in late.text
    assert db.session.scalars(select(Counter.name)).one() == "Quầy Đất đai"
    assert "Quầy Đất đai" in words(secretary.get("/quay").text)
