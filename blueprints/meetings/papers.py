"""The papers of a meeting: its minutes in the form of the state's papers, with the list of who was there."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import count

from blueprints.documents import (
    Annex,
    Attendee,
    Attendees,
    Document,
    DocumentBlock,
    FactList,
    Heading,
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
from blueprints.meetings.labels import LISTED, PRESENCE, tie_words
from models import clock
from models.meetings import voting
from models.meetings.agenda import AgendaItem, Ballot
from models.meetings.points import PointKind, effective_due
from models.meetings.quorum import BallotMode, Choice, VoteBasis
from models.meetings.reviewing import ReviewItem
from models.meetings.rules import State
from models.meetings.seats import Presence, SeatRole
from models.meetings.tables import Attendance, Conclusion, Meeting

CLOSED = "Cuộc họp có nội dung bí mật nhà nước"
COPIES = ("- Như thành phần dự họp;", "- Lưu: VT, Hồ sơ.")


def minutes(
    meeting: Meeting,
    room: str,
    commune: str,
    parts: Sequence[tuple[str, str]] = (),
    reviewed: Sequence[ReviewItem] = (),
) -> Document:
    """What was recorded of a meeting, as its chair and its secretary sign it; of a secret one nothing that was said.

    ``parts`` are titles and texts of what went on, ``reviewed`` the earlier conclusions that the meeting looked at.
    """
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
            *_course(parts, reviewed),
            *_votes(meeting),
            *_conclusions(meeting, bool(parts or reviewed)),
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
                tuple((word_of, tuple(map(_attendee, meeting.seats(status)))) for status, word_of in LISTED.items())
            ),
            *_votes_by_name(meeting, about),
        ),
    )


def _moment(instant: datetime) -> str:
    """14 giờ 02 phút, ngày 02 tháng 12 năm 2026."""
    local = clock.local(instant)
    return f"{local.hour} giờ {local.minute:02} phút, {long_day(local.date())}"


def _state(meeting: Meeting) -> Iterator[DocumentBlock]:
    if meeting.state is State.CANCELLED:
        yield Note(f"cuộc họp đã hủy: {meeting.state_reason}.", "Lưu ý")
    elif not meeting.has_happened:
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


def _course(parts: Sequence[tuple[str, str]], reviewed: Sequence[ReviewItem]) -> Iterator[DocumentBlock]:
    """What went on, part by part; earlier conclusions come first, each with what was decided."""
    if not parts and not reviewed:
        return
    yield Paragraph("Nội dung (theo diễn biến cuộc họp):")
    number = count(1)
    if reviewed:
        yield Heading("Rà soát kết luận các cuộc họp trước", 2, f"{next(number)}.")
        yield Points(tuple(_reviewed(item) for item in reviewed), is_dashed=True)
    for title, text in parts:
        yield Heading(title, 2, f"{next(number)}.")
        yield from (Paragraph(line.strip()) for line in text.split("\n") if line.strip())


def _votes(meeting: Meeting) -> Iterator[DocumentBlock]:
    """The figures of each vote that holds: they have to stand in the minutes."""
    if meeting.is_secret:
        return
    told = [_vote(item, vote) for item in meeting.items if (vote := item.ballot) is not None]
    if told:
        yield Paragraph("Kết quả biểu quyết:")
        yield Points(tuple(ListPoint(text) for text in told), is_dashed=True)


def _vote(item: AgendaItem, vote: Ballot) -> str:
    basis = "thành viên" if vote.basis is VoteBasis.MEMBERS else "người có mặt"
    how = "" if vote.mode is BallotMode.HANDS else f" ({word(vote.mode).lower()})"
    failed = f"; {tie_words(vote)}" if vote.is_tied else "" if vote.is_carried else "; chưa quá nửa"
    return (
        f"Nội dung {item.no}{how}: tán thành {vote.in_favour}/{vote.whole} {basis}; không tán thành {vote.against}; "
        f"ý kiến khác {vote.other}; không biểu quyết {vote.not_voting}{failed};"
    )


def _votes_by_name(meeting: Meeting, about: str) -> Iterator[DocumentBlock]:
    """Who voted what, where it was voted by name: a list of its own behind the minutes."""
    if meeting.is_secret:
        return
    held = {item.ballot.id: item for item in meeting.items if item.ballot is not None}
    names = voting.names_of([item.ballot for item in held.values() if item.ballot is not None])
    if not names:
        return
    yield Annex("Kết quả biểu quyết ghi danh", f"(Kèm theo Biên bản “{about}”)")
    for key, votes in names.items():
        yield Paragraph(f"Nội dung {held[key].no}: {held[key].title}")
        groups = {choice: [one.person.full_name for one in votes if one.choice is choice] for choice in Choice}
        lines = [f"{word(choice)} ({len(given)}): {', '.join(given)};" for choice, given in groups.items() if given]
        yield Points(tuple(ListPoint(line) for line in lines), is_dashed=True)


def _reviewed(item: ReviewItem) -> ListPoint:
    outcome = word(item.decided.outcome).lower() if item.decided else ""
    from_ = day(item.line.meeting.held_on)
    return ListPoint(f"Kết luận {item.line.label} ngày {from_}: {item.line.text.rstrip('.')}: {outcome};")


def _conclusions(meeting: Meeting, has_course: bool = False) -> Iterator[DocumentBlock]:
    if meeting.conclusions and not meeting.is_secret:
        yield Paragraph("Kết luận của chủ tọa:" if has_course else "Nội dung và kết luận của chủ tọa:")
        yield Points(tuple(ListPoint(line.text, f"{line.label}.", tuple(_duty(line))) for line in meeting.conclusions))


def _duty(line: Conclusion) -> Iterator[ListPoint]:
    """Who does what by when, where a conclusion says so."""
    said = []
    if line.kind is PointKind.TASK:
        lead = line.duty.unit.name if line.duty and line.duty.unit else ""
        joining = ", ".join(one.unit.name for one in line.joining)
        said = [f"chủ trì: {lead}"] + ([f"phối hợp: {joining}"] if joining else [])
        said += [f"sản phẩm: {line.product}", f"cấp quyết định: {line.authority}"]
    if line.printed_due:
        said.append(f"hạn: hết ngày {day(effective_due(line.printed_due, line.due_rule))}")
    if said:
        yield ListPoint(("Giao việc, " if line.kind is PointKind.TASK else "") + "; ".join(said) + ".", "-")


def _attendee(seat: Attendance) -> Attendee:
    role = word(seat.duty) if seat.duty in (SeatRole.CHAIR, SeatRole.SECRETARY) else ""
    stands_for = f"Thay cho {seat.substitute_for.full_name}" if seat.substitute_for else ""
    post = seat.person_title or (word(seat.duty) if seat.duty is SeatRole.GUEST else "")
    return Attendee(seat.name, post, "; ".join(filter(None, (role, stands_for, seat.reason))))
