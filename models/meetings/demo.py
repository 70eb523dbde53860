"""Invented meetings of the last ten weeks, so that the ledger and the week's figures look like a working office."""

import random
from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy import select

from models import clock
from models.accounts.rules import Role
from models.accounts.tables import Account, Commune, Person, Unit
from models.base import db
from models.duties.demo_hands import Hands
from models.meetings import demo_papers, reminding
from models.meetings.demo_ahead import seed_ahead
from models.meetings.points import DueRule, Point, PointKind, numbered
from models.meetings.rules import Convenor, MeetingMode, Platform, State
from models.meetings.seats import Presence, Seat, with_officers
from models.meetings.tables import Attendance, Body, Conclusion, Meeting
from models.places.tables import Room
from models.text import fold

SIZE = ("meetings", 30)
AFTER = ("places",)  # the rooms
WEEKS = 10
REASONS = ("Đi công tác tỉnh", "Nghỉ phép năm", "Tiếp công dân", "Dự tập huấn", "Trực tiếp nhận hồ sơ", "Đi cơ sở")
GUESTS = ("Đại diện Công ty viễn thông tại địa bàn", "Trưởng thôn 3", "Bí thư Đoàn xã", "Chủ tịch Hội Nông dân xã")


@dataclass(frozen=True, slots=True)
class Habit:
    """How a body meets: when, how long, about what, how many come."""

    name: str
    weekday: int
    start: time
    minutes: int
    share: float
    every: int
    titles: tuple[str, ...]


HABITS = (
    Habit(
        "Giao ban tuần",
        0,
        time(7, 30),
        60,
        0.7,
        1,
        (
            "Giao ban công việc tuần, giao nhiệm vụ trọng tâm",
            "Giao ban tuần: rà soát nhiệm vụ quá hạn",
            "Giao ban tuần: giải ngân, thu ngân sách và cải cách hành chính",
        ),
    ),
    Habit(
        "Họp UBND xã",
        3,
        time(14, 0),
        120,
        0.9,
        1,
        (
            "Họp UBND xã: tình hình kinh tế - xã hội trong tháng",
            "Họp UBND xã: cho ý kiến dự toán ngân sách",
            "Họp UBND xã: phương án phòng chống thiên tai",
            "Họp UBND xã: kết quả giải quyết thủ tục hành chính",
        ),
    ),
    Habit(
        "Ban Chỉ đạo chuyển đổi số",
        2,
        time(8, 0),
        90,
        0.6,
        1,
        (
            "Ban Chỉ đạo chuyển đổi số: tiến độ 37 nhiệm vụ",
            "Ban Chỉ đạo chuyển đổi số: số hóa hồ sơ, hài lòng trực tuyến",
            "Ban Chỉ đạo chuyển đổi số: chuẩn hóa Trang thông tin điện tử",
            "Họp Tổ công nghệ số cộng đồng các thôn",
        ),
    ),
    Habit(
        "Họp Trung tâm Phục vụ hành chính công",
        4,
        time(16, 0),
        45,
        0.35,
        2,
        ("Rút kinh nghiệm tiếp nhận hồ sơ trực tuyến", "Rà soát hồ sơ trễ hạn trong tuần"),
    ),
    Habit(
        "Họp với thôn, làng",
        1,
        time(19, 0),
        90,
        0.25,
        3,
        (
            "Họp dân về đường liên thôn",
            "Lấy ý kiến về mức thu quỹ thôn",
            "Họp làng về sắp xếp điểm sinh hoạt cộng đồng",
        ),
    ),
)
TASKS = (
    ("Rà soát hồ sơ quá hạn, xử lý dứt điểm và công khai lời xin lỗi với người dân.", "Báo cáo kết quả xử lý"),
    ("Cập nhật đầy đủ chuyên mục công khai ngân sách lên Trang thông tin điện tử.", "Chuyên mục đã đăng"),
    ("Kiểm tra đường truyền, âm thanh, máy chiếu phòng họp trực tuyến trước mỗi cuộc họp.", "Biên bản kiểm tra"),
    ("Lập danh sách hộ dân cần hỗ trợ cài đặt ứng dụng tại các thôn.", "Danh sách theo thôn"),
    ("Tổng hợp số liệu số hóa kết quả thủ tục hành chính, gửi Văn phòng.", "Bảng số liệu"),
    ("Dán mã QR lấy ý kiến hài lòng tại tất cả các quầy.", "Ảnh chụp các quầy"),
)
ON_THE_WAY = (
    "Đã phân công cán bộ thực hiện, báo cáo lại trong tuần.",
    "Đang phối hợp với các thôn để tổng hợp.",
    "Đã làm được phần lớn, còn chờ số liệu của một đơn vị.",
)
DIRECTIONS = (
    "Các đơn vị gửi tài liệu họp lên e-Cabinet trước ít nhất 3 ngày làm việc, không in giấy.",
    "Quán triệt cán bộ, công chức giữ thái độ đúng mực khi tiếp người dân.",
    "Thống nhất nội dung báo cáo; các phòng tiếp thu ý kiến để hoàn thiện.",
    "Tiếp tục tuyên truyền người dân nộp hồ sơ trực tuyến.",
)


def seed(
    commune: Commune, people: list[Person], accounts: dict[Role, Account], rng: random.Random, amount: int
) -> None:
    """Bodies and about ``amount`` meetings (thirty when none is asked for), the latest ones this week."""
    rooms = list(db.session.scalars(select(Room).where(Room.commune_id == commune.id).order_by(Room.id)))
    units = list(db.session.scalars(select(Unit).where(Unit.commune_id == commune.id).order_by(Unit.position)))
    units = [unit for unit in units if any(person.unit_id == unit.id for person in people)]
    bodies = [_body(commune, habit, place, people, rooms) for place, habit in enumerate(HABITS, 1)]
    db.session.add_all(bodies)
    db.session.flush()
    days = _days(amount or 30, rng)
    meetings = []
    for number, (day, place) in enumerate(days):
        meeting = _meeting(commune, bodies[place], HABITS[place], day, people, rng)
        meeting.recorded_by = accounts[Role.SECRETARY].id
        _prove(meeting, number, len(days), rng)
        if meeting.platform is not Platform.SECRET:
            _conclude(meeting, units, rng)
        db.session.add(meeting)
        meetings.append(meeting)
    db.session.flush()
    _follow_up(commune, meetings)
    demo_papers.seed(commune, people, accounts, units, meetings, random.Random(f"{commune.fold}-papers"))
    seed_ahead(commune, bodies, people, accounts, random.Random(f"{commune.fold}-ahead"))
    reminding.give(commune.id, list(reminding.due_today(commune.id, clock.today())), clock.now())


def _body(commune: Commune, habit: Habit, place: int, people: list[Person], rooms: list[Room]) -> Body:
    return Body(
        commune_id=commune.id,
        name=habit.name,
        fold=fold(habit.name),
        position=place,
        default_start=habit.start,
        default_minutes=habit.minutes,
        default_chair_id=people[0].id if place < 4 else people[1].id,
        default_room_id=rooms[0].id if rooms and place < 5 else None,
        counts_for_kpi=place < 5,
    )


def _days(amount: int, rng: random.Random) -> list[tuple[date, int]]:
    """The days of the meetings, oldest first, with the place of their habit; never two of one body in a week."""
    this_monday = clock.today() - timedelta(days=clock.today().weekday())
    found: list[tuple[date, int]] = []
    back = 0
    while len(found) < amount:
        monday = this_monday - timedelta(weeks=back)
        for place, habit in enumerate(HABITS):
            day = monday + timedelta(days=habit.weekday)
            over = clock.at_office(day, habit.start.hour + 3) < clock.now()
            if over and (back + place) % habit.every == 0 and (back >= WEEKS or rng.random() < 0.93):
                found.append((day, place))
        back += 1
    return sorted(found[:amount])


def _meeting(
    commune: Commune, body: Body, habit: Habit, day: date, people: list[Person], rng: random.Random
) -> Meeting:
    chair = people[0] if rng.random() < 0.7 else people[1]
    writer = people[3] if len(people) > 3 else None
    starts = clock.at_office(day, habit.start.hour, habit.start.minute)
    title = rng.choice(habit.titles)
    logged = starts + timedelta(hours=4) if rng.random() < 0.9 else starts + timedelta(days=5)
    meeting = Meeting(
        commune_id=commune.id,
        body_id=body.id,
        title=title,
        fold=fold(title),
        held_on=day,
        starts_at=starts,
        ends_at=starts + timedelta(minutes=habit.minutes + rng.choice((-10, 0, 0, 15))),
        chair_id=chair.id,
        secretary_id=writer.id if writer and writer is not chair else None,
        room_id=body.default_room_id,
        place="" if body.default_room_id else "Nhà văn hóa thôn 3" if habit.weekday == 1 else "Phòng họp UBND xã",
        mode=MeetingMode.HYBRID if rng.random() < 0.25 else MeetingMode.IN_PERSON,
        logged_at=min(logged, clock.now()),
        state=State.HELD,
        convenor=Convenor.OWN,
    )
    invited = [person for person in people if person.rank < 20 or rng.random() < habit.share]
    meeting.attendance = [_line(meeting, seat, people) for seat in _seats(invited, meeting, rng)]
    return meeting


def _seats(invited: list[Person], meeting: Meeting, rng: random.Random) -> list[Seat]:
    seats = with_officers([Seat(person.id) for person in invited], meeting.chair_id, meeting.secretary_id)
    officers = {meeting.chair_id, meeting.secretary_id}
    listed: list[Seat] = []
    for seat in seats:
        chance = rng.random()
        if seat.person_id in officers or chance > 0.12:
            listed.append(seat)
        elif chance > 0.02:
            listed.append(Seat(seat.person_id, status=Presence.EXCUSED, reason=rng.choice(REASONS)))
        else:
            listed.append(Seat(seat.person_id, status=Presence.ABSENT))
    return listed


def _line(meeting: Meeting, seat: Seat, people: list[Person]) -> Attendance:
    title = next((person.title for person in people if person.id == seat.person_id), "")
    return Attendance(
        commune_id=meeting.commune_id,
        person_id=seat.person_id,
        person_title=title,
        duty=seat.duty,
        status=seat.status,
        reason=seat.reason,
    )


def _prove(meeting: Meeting, number: int, total: int, rng: random.Random) -> None:
    """Early weeks still on paper, later ones mostly proven on e-Cabinet; one closed meeting, one called from above."""
    lately = number / max(total, 1)
    chance = rng.random()
    if number == total * 2 // 3:
        meeting.platform, meeting.title, meeting.fold, meeting.place = Platform.SECRET, "", "", ""
        return
    if number == total // 2:
        meeting.convenor = Convenor.HIGHER
    if chance < 0.35 - 0.3 * lately:
        meeting.platform, meeting.printed_pages = Platform.PAPER, rng.randint(20, 160)
    elif chance < 0.5 - 0.4 * lately:
        meeting.platform, meeting.printed_pages = Platform.MIXED, rng.randint(6, 60)
    else:
        meeting.platform = Platform.ECABINET
        meeting.ecabinet_ref = "" if rng.random() < 0.07 else f"EC-{meeting.held_on:%Y%m%d}-{rng.randint(1, 9):02d}"
        meeting.printed_pages = rng.choice((0, 0, 0, None, rng.randint(1, 12)))


def _conclude(meeting: Meeting, units: list[Unit], rng: random.Random) -> None:
    points = [Point("", text) for text in rng.sample(DIRECTIONS, rng.randint(0, 2))]
    for text, product in rng.sample(TASKS, rng.randint(1, 2)) if units else ():
        due = meeting.held_on + timedelta(days=rng.choice((3, 5, 7, 14)))
        rule = rng.choice(list(DueRule))
        points.append(
            Point(
                label="",
                text=text,
                kind=PointKind.TASK,
                lead_unit_id=rng.choice(units).id,
                product=product,
                authority="Chủ tịch UBND xã",
                due_on=due,
                due_rule=rule,
            )
        )
    for position, point in enumerate(numbered(points), 1):
        line = Conclusion(commune_id=meeting.commune_id, label=point.label)
        line.write(point, position, meeting)
        meeting.conclusions.append(line)


def _follow_up(commune: Commune, meetings: list[Meeting]) -> None:
    """What became of the tasks: most are done, some late, some wait to be confirmed, the newest have only begun."""
    rng, today = random.Random(f"{commune.fold}-conclusions"), clock.today()
    hands = Hands(commune, rng)
    given = [line.duty for meeting in meetings for line in meeting.conclusions if line.duty is not None]
    for number, duty in enumerate(given):
        due = duty.due_on or today
        given_on = duty.origin_on or today
        newest = len(given) - number
        done_on = due + timedelta(days=rng.choice((-2, -1, 0, 0, 0, 3)))
        if newest > 3:
            hands.note(duty, min(given_on + timedelta(days=1), today), rng.choice(ON_THE_WAY))
        if newest in (5, 9):  # still owed, and late by now
            continue
        if newest == 6:
            hands.report(duty, today, "Đã xử lý xong, gửi kèm báo cáo.", f"https://minh-hoa.example/ket-luan-{number}")
        elif newest > 3 and given_on <= done_on <= today:
            hands.report(duty, done_on, "Đã thực hiện, kết quả gửi kèm.", f"https://minh-hoa.example/ket-luan-{number}")
            hands.confirm(duty, min(done_on + timedelta(days=1), today))
