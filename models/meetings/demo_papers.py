"""Invented papers of the latest meetings: minutes being written, a notice that is out, reviewed conclusions."""

import json
import random
from collections.abc import Sequence
from datetime import date, timedelta

from models import clock
from models.accounts.rules import Role
from models.accounts.tables import Account, Commune, Person, Unit
from models.base import db
from models.duties.rules import DutyStatus
from models.meetings.paper_rules import Capacity, PaperState, ReviewOutcome
from models.meetings.paper_tables import ConclusionUnit, MeetingNotice, Minutes, MinutesBlock, MinutesRevision, Review
from models.meetings.rules import HAPPENED
from models.meetings.tables import Meeting

COURSE = (
    (
        "Khai mạc, thông qua chương trình",
        "Chủ tọa nêu lý do, giới thiệu thành phần và thông qua chương trình họp.\n"
        "Các thành viên dự họp nhất trí với chương trình.",
    ),
    (
        "Báo cáo và ý kiến thảo luận",
        "Văn phòng báo cáo tình hình thực hiện nhiệm vụ tuần trước, các việc còn chậm và nguyên nhân.\n"
        "Đại diện các đơn vị phát biểu, thống nhất cách phối hợp khi số liệu giữa các đơn vị chưa khớp.",
    ),
    ("Kết thúc", ""),
)


def seed(
    commune: Commune,
    people: Sequence[Person],
    accounts: dict[Role, Account],
    units: Sequence[Unit],
    meetings: Sequence[Meeting],
    rng: random.Random,
) -> None:
    """The newest meeting has a draft of its minutes, the one before a notice that is out."""
    writer = accounts[Role.SECRETARY]
    told = [one for one in meetings if one.state in HAPPENED and not one.is_secret and one.conclusions]
    _name_people(people, units, told, rng)
    for meeting in told[-1:]:
        _draft(meeting, writer)
    for meeting in told[-2:-1]:
        _issue(commune, meeting, writer)
    for earlier, later in _pairs(told):
        _review(earlier, later, writer)
        break
    db.session.flush()


def _name_people(people: Sequence[Person], units: Sequence[Unit], told: Sequence[Meeting], rng: random.Random) -> None:
    """Every third task has a person by name and a unit that joins in."""
    tasks = [line for meeting in told for line in meeting.conclusions if line.duty is not None]
    for line in tasks[::3]:
        own = [one for one in people if line.duty and one.unit_id == line.duty.unit_id]
        others = [unit for unit in units if line.duty and unit.id != line.duty.unit_id]
        if own and line.duty:
            line.duty.person_id = own[0].id
        if others:
            line.joining.append(ConclusionUnit(commune_id=line.commune_id, unit_id=rng.choice(others).id))


def _draft(meeting: Meeting, writer: Account) -> None:
    version = Minutes(commune_id=meeting.commune_id, meeting_id=meeting.id, number=1)
    for position, (title, text) in enumerate(COURSE, start=1):
        part = MinutesBlock(
            commune_id=meeting.commune_id, key=f"course-{position}", position=position, title=title, text=text
        )
        if text:
            part.edited_by, part.edited_at = writer.id, min(meeting.ends_at + timedelta(minutes=20), clock.now())
        version.blocks.append(part)
    db.session.add(version)
    db.session.flush()
    first = version.blocks[1]
    before = MinutesRevision(commune_id=meeting.commune_id, block_id=first.id, text=first.text.split("\n")[0])
    before.written_by, before.written_at = writer.id, meeting.ends_at
    db.session.add(before)


def _issue(commune: Commune, meeting: Meeting, writer: Account) -> None:
    day = min(clock.local(meeting.ends_at).date() + timedelta(days=1), clock.today())
    row = MeetingNotice(
        commune_id=meeting.commune_id,
        meeting_id=meeting.id,
        number=1,
        opening=f"Ngày {day:%d/%m/%Y}, {meeting.chair.title} {meeting.chair.full_name} chủ trì cuộc họp.",
        heard=f"Sau khi nghe báo cáo và ý kiến các thành viên, {meeting.chair.title} kết luận như sau:",
        closing=f"Ủy ban nhân dân {commune.name[0].lower()}{commune.name[1:]} thông báo để các đơn vị thực hiện",
        copies="CT, các PCT\nCác đơn vị dự họp\nLưu: VT, VP",
        capacity=Capacity.BY_ORDER,
        signer_post="Chánh Văn phòng",
        signer_name=meeting.secretary.full_name if meeting.secretary else meeting.chair.full_name,
        symbol=f"{40 + meeting.id % 40}/TB-UBND",
        issued_on=day,
        issued_by=writer.id,
        state=PaperState.ISSUED,
    )
    row.paper = _paper(commune, meeting, row, day)
    db.session.add(row)


def _paper(commune: Commune, meeting: Meeting, row: MeetingNotice, day: date) -> str:
    """The notice as it was kept when it went out."""
    points = [
        {"kind": "ListPoint", "text": line.text, "label": f"{line.label}.", "below": []} for line in meeting.conclusions
    ]
    place = commune.name.removeprefix("Xã ").removeprefix("Phường ")
    blocks = [
        {
            "kind": "StateHead",
            "issuer": f"ỦY BAN NHÂN DÂN\n{commune.name.upper()}",
            "symbol": "TB-UBND",
            "place": place,
            "given": row.symbol,
            "dated": {"day": day.isoformat()},
        },
        {"kind": "Title", "name": "THÔNG BÁO", "about": f"Kết luận tại cuộc họp: {meeting.title}"},
        {"kind": "Paragraph", "text": row.opening},
        {"kind": "Paragraph", "text": row.heard},
        {"kind": "Points", "items": points, "is_dashed": False},
        {"kind": "Paragraph", "text": f"{row.closing}./."},
        {
            "kind": "Signatures",
            "signers": [{"kind": "Signer", "authority": "TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG", "name": row.signer_name}],
            "copies": ["- CT, các PCT;", "- Các đơn vị dự họp;", "- Lưu: VT, VP."],
        },
    ]
    said = {"title": f"Thông báo kết luận {day:%d/%m/%Y}", "office": commune.name, "dated": day.isoformat()}
    return json.dumps({**said, "blocks": blocks}, ensure_ascii=False)


def _pairs(told: Sequence[Meeting]) -> list[tuple[Meeting, Meeting]]:
    """Each meeting with the next one of its body, the latest first."""
    found = []
    for place, meeting in enumerate(told):
        later = next((one for one in told[place + 1 :] if one.body_id == meeting.body_id), None)
        if later is not None:
            found.append((meeting, later))
    return found[::-1]


def _review(earlier: Meeting, later: Meeting, writer: Account) -> None:
    for line in earlier.conclusions:
        if line.duty is not None:
            is_done = line.duty.status is DutyStatus.DONE
            outcome = ReviewOutcome.DONE if is_done else ReviewOutcome.CARRIED
            db.session.add(
                Review(
                    commune_id=later.commune_id,
                    meeting_id=later.id,
                    conclusion_id=line.id,
                    outcome=outcome,
                    decided_by=writer.id,
                )
            )
