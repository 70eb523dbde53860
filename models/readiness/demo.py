"""Invented looks at the rooms before the invented meetings, and what the online meeting room has."""

import random
from datetime import timedelta

from models import clock
from models.accounts.rules import Role, Viewer
from models.accounts.tables import Account, Commune, Person
from models.base import db
from models.meetings.in_rooms import bookings
from models.places import booking
from models.places import queries as places
from models.places.tables import Room
from models.readiness import actions
from models.readiness.rules import Equipped, RoomLine

AFTER = ("places", "meetings")
OWNED = {
    RoomLine.CONNECTION: ("Cáp quang 100 Mb/s; mạng truyền số liệu chuyên dùng", Equipped.MEETS, ""),
    RoomLine.SOUND: ("1 micro bàn, 4 micro cổ ngỗng, 2 loa", Equipped.LACKING, "Thêm loa kéo dự phòng"),
    RoomLine.LIGHTING: ("6 đèn trần, rèm che 2 cửa sổ", Equipped.MEETS, ""),
    RoomLine.CAMERA: ("Camera Full HD", Equipped.MEETS, ""),
    RoomLine.SCREEN: ("Màn hình 75 inch, máy tính để bàn", Equipped.MEETS, ""),
    RoomLine.CASTING: ("", Equipped.MISSING, "Mua bộ thu phát không dây"),
    RoomLine.WIFI_SIGN: ("Dán ở cửa phòng", Equipped.MEETS, ""),
    RoomLine.SOLEMNITY: ("Cờ, phông, biển tên 17 chỗ", Equipped.MEETS, ""),
    RoomLine.BACKUP: ("4G, bộ lưu điện 30 phút", Equipped.MEETS, ""),
}
NAMES = {RoomLine.SOUND: "Âm thanh", RoomLine.CASTING: "Trình chiếu không dây"}
PURPOSES = (  # what for, from which hour, how many minutes
    ("Tập huấn dịch vụ công trực tuyến", 20, 90),
    ("Tiếp đoàn kiểm tra của Sở Tư pháp", 14, 120),
    ("Tập văn nghệ chào mừng", 16, 60),
    ("Bồi dưỡng nghiệp vụ tổ công nghệ số cộng đồng", 8, 180),
    ("Tiếp công dân định kỳ", 7, 240),
)
FAULTS = {RoomLine.SOUND: "Micro bàn chủ tọa không lên tiếng"}


def seed(
    commune: Commune, people: list[Person], accounts: dict[Role, Account], rng: random.Random, amount: int
) -> None:
    """A look before most meetings of the last weeks, one fault that somebody mends, the list of one room."""
    del amount  # there are as many looks as meetings
    account = accounts.get(Role.SECRETARY) or next(iter(accounts.values()))
    eyes = Viewer(account.id, Role.SECRETARY, account.display_name, commune.id)
    keeper = people[len(people) // 2]
    rooms = {room_id: places.room(eyes, room_id) for room_id, _name in places.open_rooms(eyes)}
    now, today = clock.now(), clock.today()
    for stay in bookings(eyes, today - timedelta(days=30), today, are_meetings=True):
        ahead = rng.choice((95, 80, 70, 65, 30, None))
        if ahead is not None and stay.starts_at < now:
            at = stay.starts_at - timedelta(minutes=ahead)
            actions.record_check(eyes, rooms[stay.room_id], {}, NAMES, at=at)
    for room in rooms.values():
        room.keeper_id = keeper.id
    first = next(iter(sorted(rooms)), None)
    if first is not None:
        for line, (owned, standing, remedy) in OWNED.items():
            actions.count_equipment(eyes, rooms[first], line, owned, standing, remedy)
        db.session.flush()
        actions.record_check(eyes, rooms[first], FAULTS, NAMES, keeper, at=now - timedelta(minutes=5))
        _book(eyes, list(rooms.values()), people)
    db.session.flush()


def _book(eyes: Viewer, rooms: list[Room], people: list[Person]) -> None:
    """What is no meeting: rooms taken on the next days, each where it is free."""
    days = [day for day in (clock.today() + timedelta(days=number) for number in range(9)) if day.weekday() < 5]
    for number, (purpose, hour, minutes) in enumerate(PURPOSES):
        person, room = people[(number * 3) % len(people)], rooms[(number + 1) % len(rooms)]
        start = clock.at_office(days[number % len(days)], hour)
        span = (start, start + timedelta(minutes=minutes))
        if span[1] > clock.now() and booking.clash(eyes, room.id, [span]) is None:
            booking.book(eyes, room, span, purpose, person.unit_id, person.id)
