"""The papers of a meeting: its minutes in the form of the state's papers, with the list of who was there."""

from collections.abc import Iterator
from datetime import datetime

from blueprints.documents import (
    Annex,
    Attendee,
    Attendees,
    Document,
    DocumentBlock,
    FactList,
    ListPoint,
    Note,
    Paragraph,
    Points,
    Signatures,
    Signer,
    StateHead,
    Title,
    issuer_of,
    long_day,
)
from blueprints.filters import day, weekday
from blueprints.labels import word
from blueprints.meetings.labels import PRESENCE
from models import clock
from models.meetings.points import PointKind, effective_due
from models.meetings.rules import State
from models.meetings.seats import Presence, SeatRole
from models.meetings.tables import Attendance, Conclusion, Meeting

CLOSED = "Cuộc họp có nội dung bí mật nhà nước"
COPIES = ("- Như thành phần dự họp;", "- Lưu: VT, Hồ sơ.")


def minutes(meeting: Meeting, room: str, commune: str) -> Document:
    """What was recorded of a meeting, as its chair and its secretary sign it; of a secret one nothing that was said."""
    about = meeting.title or CLOSED
    return Document(
        f"Biên bản {day(meeting.held_on)}: {about}",
        commune,
        meeting.held_on,
        (
            StateHead(issuer_of(commune), "BB-UBND"),
            Title("BIÊN BẢN", about),
            *_state(meeting),
            FactList(
                (
                    ("Loại cuộc họp", f"{meeting.body.name}."),
                    ("Thời gian bắt đầu", f"{_moment(meeting.starts_at)} ({weekday(meeting.held_on)})."),
                    ("Địa điểm", f"{room or 'chưa ghi'}."),
                    ("Hình thức", f"{word(meeting.mode).lower()}; nền tảng: {word(meeting.platform)}."),
                )
            ),
            Paragraph("Thành phần tham dự:"),
            Points(tuple(_presence(meeting)), is_dashed=True),
            FactList(
                (
                    ("Chủ trì (chủ tọa)", f"{_with_post(meeting, meeting.chair_id, meeting.chair.full_name)}."),
                    ("Thư ký (người ghi biên bản)", f"{_secretary(meeting)}."),
                )
            ),
            *_conclusions(meeting),
            Paragraph(f"Cuộc họp kết thúc vào {_moment(meeting.ends_at)}./."),
            Signatures(
                (
                    Signer("THƯ KÝ", meeting.secretary.full_name if meeting.secretary else ""),
                    Signer("CHỦ TỌA", meeting.chair.full_name),
                ),
                COPIES,
            ),
            Annex("Danh sách người dự họp", f"(Kèm theo Biên bản “{about}”)"),
            Attendees(
                tuple((word_of, tuple(map(_attendee, meeting.seats(status)))) for status, word_of in PRESENCE.items())
            ),
        ),
    )


def _moment(instant: datetime) -> str:
    """14 giờ 02 phút, ngày 02 tháng 12 năm 2026."""
    local = clock.local(instant)
    return f"{local.hour} giờ {local.minute:02} phút, {long_day(local.date())}"


def _state(meeting: Meeting) -> Iterator[DocumentBlock]:
    if meeting.state is State.CANCELLED:
        yield Note(f"cuộc họp đã hủy: {meeting.state_reason}.", "Lưu ý")
    elif meeting.state is State.PLANNED:
        yield Note("cuộc họp chưa diễn ra.", "Lưu ý")


def _with_post(meeting: Meeting, person_id: int | None, name: str) -> str:
    """The name with the post that was held then."""
    post = next((seat.person_title for seat in meeting.attendance if seat.person_id == person_id), "")
    return f"{name}, {post}" if post else name


def _secretary(meeting: Meeting) -> str:
    return _with_post(meeting, meeting.secretary_id, meeting.secretary.full_name) if meeting.secretary else "chưa ghi"


def _presence(meeting: Meeting) -> Iterator[ListPoint]:
    """The four groups: how many, and by name whoever was not there in person."""
    heads = meeting.heads
    guests = f", {heads.guests} khách mời" if heads.guests else ""
    told = [f"{PRESENCE[Presence.PRESENT]} {heads.present}/{heads.required} thành viên{guests} (danh sách kèm theo)"]
    for status in (Presence.SUBSTITUTE, Presence.EXCUSED, Presence.ABSENT):
        seats = meeting.seats(status)
        names = "; ".join(_exception(seat) for seat in seats)
        told.append(f"{PRESENCE[status]}: {len(seats)} ({names})" if seats else f"{PRESENCE[status]}: không có")
    for place, text in enumerate(told, 1):
        yield ListPoint(text + ("." if place == len(told) else ";"))


def _exception(seat: Attendance) -> str:
    name = f"{seat.name}, {seat.person_title}" if seat.person_title else seat.name
    stands_for = f", dự thay {seat.substitute_for.full_name}" if seat.substitute_for else ""
    return name + stands_for + (f", lý do: {seat.reason}" if seat.reason else "")


def _conclusions(meeting: Meeting) -> Iterator[DocumentBlock]:
    if meeting.conclusions and not meeting.is_secret:
        yield Paragraph("Nội dung và kết luận của chủ tọa:")
        yield Points(tuple(ListPoint(line.text, f"{line.label}.", tuple(_duty(line))) for line in meeting.conclusions))


def _duty(line: Conclusion) -> Iterator[ListPoint]:
    """Who does what by when, where a conclusion says so."""
    said = []
    if line.kind is PointKind.TASK:
        lead = line.duty.unit.name if line.duty and line.duty.unit else ""
        said = [f"chủ trì: {lead}", f"sản phẩm: {line.product}", f"cấp quyết định: {line.authority}"]
    if line.printed_due:
        said.append(f"hạn: hết ngày {day(effective_due(line.printed_due, line.due_rule))}")
    if said:
        yield ListPoint(("Giao việc, " if line.kind is PointKind.TASK else "") + "; ".join(said) + ".", "-")


def _attendee(seat: Attendance) -> Attendee:
    role = word(seat.duty) if seat.duty in (SeatRole.CHAIR, SeatRole.SECRETARY) else ""
    stands_for = f"Thay cho {seat.substitute_for.full_name}" if seat.substitute_for else ""
    return Attendee(
        seat.name, seat.person_title or word(seat.duty), "; ".join(filter(None, (role, stands_for, seat.reason)))
    )
