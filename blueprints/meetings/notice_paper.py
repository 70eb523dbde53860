"""The notice of conclusions and the invitation on paper, in the form of the state's papers."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from blueprints.documents import (
    Document,
    DocumentBlock,
    FactList,
    Grounds,
    ListPoint,
    Paragraph,
    Points,
    Signatures,
    Signer,
    StateHead,
    Title,
    issuer_of,
    long_day,
    place_of,
)
from blueprints.filters import day, weekday
from blueprints.labels import word
from models import clock
from models.meetings.paper_rules import Capacity, PaperState
from models.meetings.paper_tables import MeetingNotice
from models.meetings.points import PointKind
from models.meetings.rules import Platform
from models.meetings.seats import SeatRole
from models.meetings.tables import Conclusion, Meeting

END = "./."
ABOVE = {
    Capacity.HEAD: (),
    Capacity.FOR_COMMITTEE: ("TM. ỦY BAN NHÂN DÂN",),
    Capacity.FOR_HEAD: ("KT. CHỦ TỊCH",),
    Capacity.BY_ORDER: ("TL. CHỦ TỊCH",),
    Capacity.BY_ORDER_FOR: ("TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG"),
    Capacity.AUTHORISED: ("TUQ. CHỦ TỊCH",),
}
COPIES = "CT, các PCT {office} (b/c)\nCác đơn vị dự họp\nLưu: VT, VP"


def short_office(commune: str) -> str:
    """UBND xã Tây Sơn, of Xã Tây Sơn."""
    return f"UBND {commune[0].lower()}{commune[1:]}"


def committee(commune: str) -> str:
    """Ủy ban nhân dân xã Tây Sơn, of Xã Tây Sơn."""
    return f"Ủy ban nhân dân {commune[0].lower()}{commune[1:]}"


def authority(capacity: Capacity, post: str) -> str:
    """The lines above a signature: TL. CHỦ TỊCH, CHÁNH VĂN PHÒNG."""
    return "\n".join((*ABOVE[capacity], post.upper())).strip()


def chair_words(meeting: Meeting) -> str:
    """The post that the chair held then, with his name."""
    seats = [seat for seat in meeting.attendance if seat.person_id == meeting.chair_id]
    post = seats[0].person_title if seats and seats[0].person_title else meeting.chair.title
    return f"{post} {meeting.chair.full_name}".strip()


def first_draft(meeting: Meeting, room: str, commune: str) -> MeetingNotice:
    """A notice as the record of the meeting would write it; a person goes over every sentence."""
    heads, chair = meeting.heads, chair_words(meeting)
    where = f", tại {room}" if room else ""
    local = clock.local(meeting.starts_at).date()
    return MeetingNotice(
        state=PaperState.DRAFT,
        symbol="",
        signer_name="",
        grounds="",
        opening=f"{_capital(long_day(local))}{where}, {chair} chủ trì cuộc họp: {_small(meeting.title)}. "
        f"Dự họp có {heads.present}/{heads.required} thành viên"
        + (f" và {heads.guests} khách mời." if heads.guests else "."),
        heard=f"Sau khi nghe báo cáo và ý kiến của các thành viên dự họp, {chair} kết luận, chỉ đạo như sau:",
        closing=f"{committee(commune)} thông báo để các cơ quan, đơn vị biết, tổ chức thực hiện",
        copies=COPIES.format(office=short_office(commune)),
        capacity=Capacity.BY_ORDER,
        signer_post="Chánh Văn phòng",
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(text: str) -> str:
    """A title inside a sentence: its first letter small, unless the word is an abbreviation or a name of ours."""
    first = text.split(" ", 1)[0]
    return text if first.isupper() and len(first) > 1 else text[:1].lower() + text[1:]


def listed(text: str) -> tuple[str, ...]:
    """Recipients, one a line, as the form writes them: a dash before, a semicolon behind, a full stop at the end."""
    lines = [line.strip().lstrip("-–").strip().rstrip(";.") for line in text.split("\n") if line.strip()]
    return tuple(f"- {line}{'.' if place == len(lines) else ';'}" for place, line in enumerate(lines, 1))


def grounds(text: str) -> tuple[str, ...]:
    """Grounds, one a line, the last one closed by a full stop."""
    lines = [line.strip().rstrip(";.") for line in text.split("\n") if line.strip()]
    return tuple(f"{line}{'.' if place == len(lines) else ';'}" for place, line in enumerate(lines, 1))


def notice(meeting: Meeting, row: MeetingNotice, commune: str) -> Document:
    """A notice as it will stand on paper; number and day are blank until it was issued."""
    issued = row.state in (PaperState.ISSUED, PaperState.REPLACED) or bool(row.symbol and row.issued_on)
    month = row.issued_on or clock.today()
    about = f"Kết luận của {chair_words(meeting)} tại cuộc họp: {_small(meeting.title)}"
    head = StateHead(
        issuer_of(commune),
        "TB-UBND",
        place_of(commune),
        month,
        given=row.symbol if issued else "",
        dated=row.issued_on if issued else None,
    )
    blocks: list[DocumentBlock] = [head, Title("THÔNG BÁO", about)]
    if row.grounds.strip():
        blocks.append(Grounds(grounds(row.grounds)))
    blocks += [Paragraph(text.strip()) for text in (row.opening, row.heard) if text.strip()]
    blocks.append(Points(tuple(points(meeting.conclusions))))
    blocks.append(Paragraph(f"{row.closing.strip().rstrip('./ ')}{END}"))
    signer = Signer(authority(row.capacity, row.signer_post), row.signer_name)
    blocks.append(Signatures((signer,), listed(row.copies)))
    return Document(f"Thông báo kết luận {day(meeting.held_on)}: {meeting.title}", commune, month, tuple(blocks))


def points(lines: Sequence[Conclusion]) -> Iterator[ListPoint]:
    """Conclusions by number, with their letters below: 2, then a), b)."""
    open_point: ListPoint | None = None
    number = ""
    for line in lines:
        stem, mark = _marked(line.label)
        if open_point is not None and stem == number and mark:
            open_point = ListPoint(open_point.text, open_point.label, (*open_point.below, ListPoint(told(line), mark)))
            continue
        if open_point is not None:
            yield open_point
        number = stem
        open_point = ListPoint(told(line), f"{stem}." if stem else "-")
    if open_point is not None:
        yield open_point


def _marked(label: str) -> tuple[str, str]:
    """The number of a label, and what marks the point below it: 2a is ("2", "a)"), 2-1 ("2", "-"), 2* too."""
    number = label.rstrip("*")
    if number != label:
        return number.rstrip("abcdđeghiklmnopqrstuvxy"), "-"
    if "-" in number:
        return number.split("-")[0].rstrip("abcdđeghiklmnopqrstuvxy"), "-"
    stem = number.rstrip("abcdđeghiklmnopqrstuvxy")
    return (stem, f"{number[len(stem) :]})") if stem and stem != number else (number, "")


def told(line: Conclusion) -> str:
    """A conclusion with its one leading unit, who joins in and its day, as far as its own words do not say them."""
    text = line.text.strip()
    if line.kind is not PointKind.TASK or line.duty is None:
        return text
    lead = line.duty.unit.name if line.duty.unit else ""
    said = [f"{lead} chủ trì"] if lead and lead.lower() not in text.lower() else []
    joining = [one.unit.name for one in line.joining if one.unit.name.lower() not in text.lower()]
    said += [f"phối hợp: {', '.join(joining)}"] if joining else []
    due = line.printed_due
    if due is not None and day(due) not in text and f"{due:%d/%m/%Y}" not in text and not line.due_text:
        said.append(f"thời hạn: {word(line.due_rule)} {day(due)}")
    if not said:
        return text
    return f"{text.rstrip('.')} ({'; '.join(said)})."


def moment(instant: datetime) -> str:
    """14 giờ 00 phút, ngày 02 tháng 12 năm 2026 (thứ Tư)."""
    local = clock.local(instant)
    return f"{local.hour} giờ {local.minute:02} phút, {long_day(local.date())} ({weekday(local.date())})"


def invitation(
    meeting: Meeting, room: str, commune: str, signer: Signer, agenda: Sequence[str] = (), today: date | None = None
) -> Document:
    """An invitation to a meeting: to whom, to what, who chairs, when and where."""
    office = committee(commune)
    invited = _invited(meeting)
    facts = [
        ("Chủ trì", f"{chair_words(meeting)}."),
        ("Thời gian", f"{moment(meeting.planned_start or meeting.starts_at)}."),
        ("Địa điểm", f"{room or 'chưa ghi'}."),
    ]
    blocks: list[DocumentBlock] = [
        StateHead(issuer_of(commune), "GM-UBND", place_of(commune), today or clock.today()),
        Title("GIẤY MỜI", _capital(meeting.title)),
        Paragraph(f"{office} trân trọng kính mời:"),
        Points(tuple(ListPoint(name) for name in invited), is_dashed=True),
        Paragraph(f"Tới dự cuộc họp: {_small(meeting.title)}."),
        FactList(tuple(facts)),
    ]
    if agenda:
        ended = [f"{text}{'.' if place == len(agenda) else ';'}" for place, text in enumerate(agenda, 1)]
        blocks += [Paragraph("Nội dung:"), Points(tuple(ListPoint(text, f"{n}.") for n, text in enumerate(ended, 1)))]
    online = "Tài liệu được gửi trên e-Cabinet; cuộc họp không phát tài liệu giấy. "
    reading = online if meeting.platform is Platform.ECABINET else ""
    last = f"{reading}Trường hợp vắng mặt, xin báo cáo người chủ trì trước giờ họp"
    blocks += [Paragraph(f"{last}{END}"), Signatures((signer,), listed(f"Như thành phần mời\n{_archive(commune)}"))]
    return Document(f"Giấy mời {day(meeting.held_on)}: {meeting.title}", commune, meeting.held_on, tuple(blocks))


def _archive(commune: str) -> str:
    return f"CT, các PCT {short_office(commune)}\nLưu: VT, VP"


def _invited(meeting: Meeting) -> list[str]:
    """Those who are on the list by their posts, each line closed as a list is."""
    seats = [
        seat for seat in sorted(meeting.attendance, key=lambda seat: seat.order) if seat.duty is not SeatRole.CHAIR
    ]
    names = [", ".join(filter(None, (seat.name, seat.person_title))) for seat in seats if not seat.substitute_for_id]
    return [f"{name}{'.' if place == len(names) else ';'}" for place, name in enumerate(names, 1)]
