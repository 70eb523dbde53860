"""Invented meetings that are still ahead, with agenda, papers and positions; who belongs to which body."""

import random
from datetime import date, datetime, timedelta

from sqlalchemy import select

from models import clock
from models.accounts.rules import Role
from models.accounts.tables import Account, Commune, Person
from models.base import db
from models.meetings.agenda import AgendaItem, Ballot, BallotVote, ItemKind, ItemPosition, Stance
from models.meetings.attending import Attendance, Movement
from models.meetings.bodies import Body, BodyMember
from models.meetings.demo_written import seed_written
from models.meetings.paperwork import Nudge, Paper, PaperVersion, Receipt
from models.meetings.personal import EcabinetSkill
from models.meetings.quorum import BallotMode, Choice, ItemOutcome
from models.meetings.rules import Confidentiality, Platform, Urgency
from models.meetings.seats import Presence, Reply, SeatRole
from models.meetings.states import State
from models.meetings.tables import Meeting, MeetingMove, Sitting
from models.periods import add_workdays
from models.text import fold

AGENDA = (
    ("Báo cáo thu, chi ngân sách 11 tháng", "Phòng Kinh tế", 10, ItemKind.INFORM),
    ("Dự toán thu, chi ngân sách năm sau", "Phòng Kinh tế", 40, ItemKind.DECIDE),
    ("Phương án cải tạo chợ trung tâm", "Phòng Kinh tế", 25, ItemKind.DECIDE),
    ("Kế hoạch tuyển quân", "Ban Chỉ huy quân sự", 10, ItemKind.DISCUSS),
    ("Danh sách khen thưởng cuối năm", "Văn phòng HĐND và UBND", 5, ItemKind.DECIDE),
    ("Lịch trực Tết", "Văn phòng HĐND và UBND", 5, ItemKind.DISCUSS),
)
REMARKS = (
    "Chi sự nghiệp giáo dục giảm so với năm nay, đề nghị giải trình.",
    "Chưa thấy kinh phí mua vắc-xin dự phòng.",
)


def seed_ahead(
    commune: Commune, bodies: list[Body], people: list[Person], accounts: dict[Role, Account], rng: random.Random
) -> None:
    """Members of the bodies, and what is planned for the coming days."""
    today = clock.today()
    for place, body in enumerate(bodies):
        body.paper_workdays = 3
        _members(commune, body, people[: 17 if place == 1 else 9], today - timedelta(days=400))
    db.session.flush()
    by = accounts[Role.SECRETARY].id
    council = _ahead(commune, bodies[1], "Họp UBND xã: dự toán ngân sách năm sau", _workday(1), 14, people, by)
    _agenda(council)
    weekly = _ahead(commune, bodies[0], "Giao ban tuần tới", _workday(3), 7, people, by)
    weekly.state = State.DRAFT
    moved = _ahead(commune, bodies[4], "Họp với thôn, làng: thu gom rác thải", _workday(2), 14, people, by)
    moved.state = State.MOVED
    off = _ahead(commune, bodies[2], "Rà soát Trang thông tin điện tử", _workday(2), 8, people, by)
    off.state, off.cancelled_at = State.CANCELLED, clock.now()
    off.state_reason = "Hoãn đến khi có kết quả kiểm tra của tỉnh"
    closed = _ahead(commune, bodies[3], "Họp kiểm điểm nội bộ", _workday(4), 8, people[:3], by)
    off.urgency = Urgency.URGENT
    closed.confidentiality = Confidentiality.CLOSED
    both = _ahead(commune, bodies[2], "Hội nghị tổng kết chuyển đổi số (hai buổi)", _workday(5), 8, people, by)
    db.session.add_all([council, weekly, moved, off, closed, both])
    _skills(commune, people, today)
    db.session.flush()
    _sit_twice(both)
    _moved(moved, by)
    _papers(council, people, by)
    _think(council, people, rng)
    _discussed(commune, by)
    seed_written(commune, bodies[1], people, by)
    db.session.flush()


def _skills(commune: Commune, people: list[Person], today: date) -> None:
    """Most have an account; who was trained and passed stands in the records of training."""
    for number, person in enumerate(people):
        skill = EcabinetSkill(commune_id=commune.id, person_id=person.id, has_account=number % 9 != 8)
        if skill.has_account:
            skill.since = today - timedelta(days=120)
        db.session.add(skill)


def _workday(number: int) -> date:
    return add_workdays(clock.today(), number)


def _members(commune: Commune, body: Body, people: list[Person], since: date) -> None:
    for number, person in enumerate(people):
        role = SeatRole.CHAIR if person.id == body.default_chair_id else SeatRole.MEMBER
        ended = since + timedelta(days=200) if number == 8 else None
        db.session.add(
            BodyMember(
                commune_id=commune.id, body_id=body.id, person_id=person.id, role=role, from_on=since, to_on=ended
            )
        )


def _ahead(commune: Commune, body: Body, title: str, day: date, hour: int, people: list[Person], by: int) -> Meeting:
    starts = clock.at_office(day, hour, 30 if hour == 7 else 0)
    chair = next((person for person in people if person.id == body.default_chair_id), people[0])
    meeting = Meeting(
        commune_id=commune.id,
        body_id=body.id,
        title=title,
        fold=fold(title),
        held_on=day,
        starts_at=starts,
        ends_at=starts + timedelta(minutes=body.default_minutes),
        chair_id=chair.id,
        room_id=body.default_room_id,
        place="" if body.default_room_id else "Hội trường UBND xã",
        platform=Platform.ECABINET,
        state=State.INVITED,
        invited_at=clock.now() - timedelta(days=1),
        recorded_by=by,
        logged_at=clock.now() - timedelta(days=1),
    )
    meeting.attendance = [
        Attendance(
            commune_id=commune.id,
            person_id=person.id,
            person_title=person.title,
            duty=SeatRole.CHAIR if person is chair else SeatRole.MEMBER,
            status=Presence.EXPECTED,
            reply=Reply.COMING if number % 4 else Reply.NONE,
            replied_at=clock.now() - timedelta(hours=3) if number % 4 else None,
        )
        for number, person in enumerate(people[:17])
    ]
    return meeting


def _agenda(meeting: Meeting) -> None:
    for number, (title, presenter, minutes, kind) in enumerate(AGENDA, 1):
        item = AgendaItem(commune_id=meeting.commune_id, no=number, title=title, presenter=presenter, minutes=minutes)
        item.kind = kind
        meeting.items.append(item)


def _sit_twice(meeting: Meeting) -> None:
    for number, hour in ((1, 8), (2, 14)):
        starts = clock.at_office(meeting.held_on, hour)
        meeting.sittings.append(
            Sitting(
                commune_id=meeting.commune_id,
                no=number,
                starts_at=starts,
                ends_at=starts + timedelta(hours=3),
                room_id=meeting.room_id,
            )
        )
    meeting.ends_at = meeting.sittings[-1].ends_at


def _moved(meeting: Meeting, by: int) -> None:
    earlier = meeting.starts_at - timedelta(days=1)
    db.session.add(
        MeetingMove(
            commune_id=meeting.commune_id,
            meeting_id=meeting.id,
            from_start=earlier,
            from_end=earlier + (meeting.ends_at - meeting.starts_at),
            from_room_id=meeting.room_id,
            from_place=meeting.place,
            to_start=meeting.starts_at,
            to_end=meeting.ends_at,
            to_room_id=meeting.room_id,
            to_place=meeting.place,
            reason="Trùng lịch họp tỉnh",
            moved_by=by,
        )
    )


def _papers(meeting: Meeting, people: list[Person], by: int) -> None:
    told = clock.now() - timedelta(days=1)
    for item, name, late in ((meeting.items[1], "Tờ trình dự toán", 0), (meeting.items[2], "Phương án chợ", 2)):
        paper = Paper(commune_id=meeting.commune_id, item=item, title=name)
        meeting.papers.append(paper)
        for number in range(1, 3 if late == 0 else 2):
            paper.versions.append(_version(paper, number, told + timedelta(hours=number), by, late))
    db.session.flush()
    for number, person in enumerate(people[:6]):
        receipt = Receipt(commune_id=meeting.commune_id, person_id=person.id, opened_at=told + timedelta(hours=5))
        receipt.confirmed_at = told + timedelta(hours=6) if number % 2 else None
        meeting.papers[0].versions[0].receipts.append(receipt)
    version = meeting.papers[1].versions[-1]
    for person in people[3:7]:
        key = {"commune_id": meeting.commune_id, "version_id": version.id, "person_id": person.id}
        db.session.add(Nudge(**key, sent_at=told + timedelta(hours=7), sent_by=by))


def _version(paper: Paper, number: int, at: datetime, by: int, late: int) -> PaperVersion:
    return PaperVersion(
        commune_id=paper.commune_id,
        no=number,
        link=f"https://minh-hoa.example/tai-lieu/{number}",
        published_at=at,
        published_by=by,
        late_workdays=late,
    )


def _think(meeting: Meeting, people: list[Person], rng: random.Random) -> None:
    for item in meeting.items:
        for number, person in enumerate(people[:9]):
            if rng.random() < 0.2:
                continue
            is_odd = item.no in (2, 3) and number in (1, 4)
            stance = (Stance.REMARK if number == 1 else Stance.SPEAK) if is_odd else Stance.NOTHING
            said = REMARKS[item.no - 2] if stance is Stance.REMARK else ""
            item.positions.append(
                ItemPosition(
                    commune_id=meeting.commune_id, person_id=person.id, stance=stance, text=said, said_at=clock.now()
                )
            )


def _discussed(commune: Commune, by: int) -> None:
    """What was voted on in the latest council that took place, and who came late to it."""
    query = select(Meeting).where(Meeting.commune_id == commune.id, Meeting.state == State.HELD, Meeting.title != "")
    last = db.session.scalars(query.order_by(Meeting.starts_at.desc()).limit(1)).first()
    if last is None:
        return
    for number, (title, presenter, minutes, kind) in enumerate(AGENDA[:3], 1):
        item = AgendaItem(
            commune_id=commune.id, no=number, title=title, presenter=presenter, minutes=minutes, kind=kind
        )
        item.began_at, item.ended_at = last.starts_at, last.starts_at + timedelta(minutes=minutes)
        item.outcome = ItemOutcome.PASSED if kind is ItemKind.DECIDE else ItemOutcome.NOTED
        if kind is ItemKind.DECIDE:
            taken = last.starts_at + timedelta(minutes=10 * number)
            item.ballots.append(_ballot(last, taken, by, BallotMode.NAMED if number == 2 else BallotMode.HANDS))
        last.items.append(item)
    late = next((seat for seat in last.attendance if seat.status is Presence.PRESENT), None)
    if late is not None:
        at = last.starts_at + timedelta(minutes=12)
        late.movements.append(Movement(commune_id=commune.id, came=True, item_no=2, at=at))


def _ballot(meeting: Meeting, at: datetime, by: int, mode: BallotMode) -> Ballot:
    """Everybody in favour who was there; by name, one had another opinion."""
    able = [seat for seat in meeting.attendance if seat.duty is not SeatRole.GUEST and seat.person_id]
    there = [seat.person_id or 0 for seat in able if seat.status is Presence.PRESENT]
    odd = mode is BallotMode.NAMED and len(there) > 1
    ballot = Ballot(commune_id=meeting.commune_id, mode=mode, members=len(able), eligible=len(there), taken_at=at)
    ballot.in_favour, ballot.other, ballot.taken_by = len(there) - odd, int(odd), by
    for place, person_id in enumerate(there if mode is BallotMode.NAMED else ()):
        choice = Choice.OTHER if odd and place == 1 else Choice.IN_FAVOUR
        ballot.votes.append(BallotVote(commune_id=meeting.commune_id, person_id=person_id, choice=choice))
    return ballot
