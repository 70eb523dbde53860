"""The figures of meetings in words: their names, how each is counted, and a week in sentences that one would sign."""

from collections.abc import Mapping, Sequence

from blueprints.filters import clock_time, day, short_day, weekday
from blueprints.labels import words
from models import clock
from models.meetings.counting import AsideKind, CountedPart, MeetingMetric
from models.meetings.rules import WeekFigures
from models.percent import show
from models.spans import Period, SpanKind
from models.verdicts import Verdict

METRIC = words(
    MeetingMetric,
    {
        MeetingMetric.HELD: "Cuộc họp đã diễn ra",
        MeetingMetric.ECABINET: "Họp trên e-Cabinet, có minh chứng",
        MeetingMetric.SHARE: "Tỷ lệ họp trên e-Cabinet",
        MeetingMetric.PAPERLESS: "Không in trang giấy nào",
        MeetingMetric.PRESENT: "Có mặt",
        MeetingMetric.REPRESENTED: "Có mặt hoặc cử người dự thay",
        MeetingMetric.PAPERS: "Tài liệu gửi đúng hạn",
        MeetingMetric.URGENT_PAPERS: "Tài liệu họp đột xuất gửi đúng hạn",
        MeetingMetric.READ: "Xác nhận đã đọc trước giờ họp",
        MeetingMetric.POSITIONS: "Cho ý kiến trước giờ họp",
        MeetingMetric.BLOCK: "Nội dung thông qua cả khối",
        MeetingMetric.DURATION: "Thời gian họp so với dự kiến (phút)",
        MeetingMetric.NOTICES: "Thông báo kết luận đúng hạn",
        MeetingMetric.TASKS: "Việc giao hoàn thành đúng hạn đầu",
        MeetingMetric.OVERDUE: "Việc giao đang quá hạn",
        MeetingMetric.ROOMS: "Phòng đã kiểm tra, sẵn sàng trước 60 phút",
        MeetingMetric.FAULTS: "Lỗi phòng họp đã gặp",
        MeetingMetric.ACCOUNTS: "Cán bộ có tài khoản e-Cabinet",
        MeetingMetric.USED: "Cán bộ dùng trong 30 ngày qua",
        MeetingMetric.TRAINED: "Cán bộ đã tập huấn",
        MeetingMetric.SURVEY: "Cán bộ khảo sát trên 80 điểm",
        MeetingMetric.EVIDENCE: "Cuộc ghi e-Cabinet có minh chứng",
        MeetingMetric.LOGGED: "Ghi sổ trong ngày làm việc kế tiếp",
        MeetingMetric.CLEAR: "Kết luận giao việc đủ 6 rõ",
        MeetingMetric.SAVED: "Trang giấy không phải in (ước tính)",
    },
)
COUNTED_AS = words(
    MeetingMetric,
    {
        MeetingMetric.HELD: "Cuộc đã họp trong kỳ, cuộc nhiều buổi tính một; chưa họp, hủy, dời đi thì không tính.",
        MeetingMetric.ECABINET: "Cuộc do cơ quan triệu tập, thuộc diện tính chỉ tiêu, có mã hoặc tệp minh chứng.",
        MeetingMetric.SHARE: "Cuộc có minh chứng trên mọi cuộc do cơ quan triệu tập, thuộc diện tính chỉ tiêu.",
        MeetingMetric.PAPERLESS: "Có minh chứng và đã ghi in 0 trang; chưa ghi số trang thì coi là có in.",
        MeetingMetric.PRESENT: "Người có mặt trên người phải dự; vắng có phép vẫn ở mẫu số.",
        MeetingMetric.REPRESENTED: "Như trên, người cử dự thay được tính là có đại diện.",
        MeetingMetric.PAPERS: "Tài liệu đăng lần đầu trước họp đủ số ngày làm việc đã đặt cho loại cuộc họp.",
        MeetingMetric.URGENT_PAPERS: "Như trên, riêng các cuộc họp đột xuất; không gộp vào dòng trên.",
        MeetingMetric.READ: "Lượt xác nhận bản hiện hành trên số tài liệu nhân số người được mời.",
        MeetingMetric.POSITIONS: "Lượt cho ý kiến trên số nội dung nhân số người được mời; im lặng không tính.",
        MeetingMetric.BLOCK: "Nội dung thông qua cả khối trên mọi nội dung của chương trình.",
        MeetingMetric.DURATION: "Số phút thực tế trên số phút dự kiến, chỉ các cuộc có cả hai.",
        MeetingMetric.NOTICES: "Ban hành trong số ngày làm việc đã đặt; cuộc chưa đến hạn chưa vào mẫu số.",
        MeetingMetric.TASKS: "Việc đến hạn trong kỳ, xác nhận xong đúng hạn ban đầu; gia hạn không đổi kết quả này.",
        MeetingMetric.OVERDUE: "Việc đã quá hạn trên mọi việc còn mở, tính đến lúc xem.",
        MeetingMetric.ROOMS: "Phòng được kiểm tra trước ít nhất 60 phút và không còn lỗi; không kiểm tra là chưa đạt.",
        MeetingMetric.FAULTS: "Lỗi ghi khi kiểm tra phòng trong ngày, trên số cuộc họp ở phòng.",
        MeetingMetric.ACCOUNTS: "Trên mọi cán bộ đang làm việc, tính đến lúc xem.",
        MeetingMetric.USED: "Dự họp trên e-Cabinet, xác nhận đọc tài liệu hoặc thư ký ghi; tính đến lúc xem.",
        MeetingMetric.TRAINED: "Theo sổ tập huấn, hoặc thư ký ghi; tính đến lúc xem.",
        MeetingMetric.SURVEY: "Tính từng người, không tính trung bình; đúng 80 điểm là chưa đạt.",
        MeetingMetric.EVIDENCE: "Cuộc có minh chứng trên cuộc ghi là họp trên e-Cabinet.",
        MeetingMetric.LOGGED: "Ghi vào sổ chậm nhất ngày làm việc kế tiếp trên mọi cuộc đã họp.",
        MeetingMetric.CLEAR: "Có đủ rõ người, rõ việc, rõ thời gian, rõ trách nhiệm, rõ sản phẩm, rõ thẩm quyền.",
        MeetingMetric.SAVED: "Số trang nhân số người nhận, chỉ tài liệu có ghi số trang.",
    },
)
ASIDE = words(
    AsideKind,
    {
        AsideKind.SECRET: "cuộc họp có nội dung bí mật nhà nước",
        AsideKind.HIGHER: "cuộc do cấp trên triệu tập",
        AsideKind.BODY: "cuộc thuộc loại không tính chỉ tiêu",
        AsideKind.CANCELLED: "cuộc đã hủy",
        AsideKind.NO_QUORUM: "cuộc không tổ chức được",
        AsideKind.MOVED: "cuộc dời sang kỳ khác",
    },
)
Asides = Mapping[AsideKind, Sequence[CountedPart]]


def span_word(span: Period) -> str:
    """Tuần 49, tháng 12/2026, quý 4/2026."""
    if span.kind is SpanKind.WEEK:
        return f"tuần {span.number}"
    return f"{'tháng' if span.kind is SpanKind.MONTH else 'quý'} {span.number}/{span.year}"


def span_days(span: Period) -> str:
    """30/11 – 6/12/2026."""
    first, last = span.days
    return f"{day(first) if first.year != last.year else short_day(first)} – {day(last)}"


def paragraph(span: Period, figures: WeekFigures, asides: Asides, office: str) -> str:
    """What a week was, in sentences for a report; nothing is said of what there was none of."""
    said = _head(span, office)
    if span.days[0] > clock.today():
        return f"{said} chưa có số liệu vì tuần này chưa bắt đầu."
    gone = _gone(asides)
    if not figures.held:
        return " ".join([f"{said} {'chưa' if _is_running(span) else 'không'} tổ chức cuộc họp nào.", *gone])
    if not figures.counted:
        text = f"{said} có {figures.held} cuộc họp, không có cuộc nào thuộc diện tính chỉ tiêu họp e-Cabinet."
        return " ".join([text, *_beside(asides), *gone])
    return " ".join([_main(said, figures), *_beside(asides), *_doubts(figures), *gone])


def _head(span: Period, office: str) -> str:
    until = ""
    if _is_running(span):
        now = clock.now()
        until = f", tính đến {clock_time(now)} {weekday(clock.today())} {short_day(clock.today())}"
    return f"Tuần {span.number} ({span_days(span)}{until}), {office}"


def _is_running(span: Period) -> bool:
    return span.days[0] <= clock.today() <= span.days[1]


def _main(said: str, figures: WeekFigures) -> str:
    n, proven = figures.counted, figures.ecabinet
    goal = figures.goal
    percent = show(proven, n, goal.share_percent if goal else None)
    if proven == n:
        told = f"{'cuộc này' if n == 1 else f'cả {n} cuộc đều'} trên e-Cabinet, có minh chứng"
    elif proven:
        told = f"trong đó {proven} cuộc trên e-Cabinet có minh chứng ({percent})"
    else:
        told = "chưa có cuộc nào trên e-Cabinet có minh chứng"
    dry = f"; {figures.paperless} cuộc không in giấy" if figures.paperless else ""
    return f"{said} tổ chức {n} cuộc họp thuộc diện tính chỉ tiêu, {told}{dry}.{_judgement(figures)}"


def _judgement(figures: WeekFigures) -> str:
    goal, verdict = figures.goal, figures.verdict
    if goal is None or verdict in (None, Verdict.NO_DATA):
        return ""
    asked = []
    if goal.weekly_minimum is not None:
        asked.append(f"ít nhất {goal.weekly_minimum} cuộc mỗi tuần")
    if goal.share_percent is not None:
        asked.append(f"{goal.share_percent.normalize():f}% số cuộc họp".replace(".", ","))
    lacking = f", còn thiếu {figures.missing} cuộc" if figures.missing else ""
    reached = "đạt" if verdict is Verdict.MET else "chưa đạt"
    return f" Kết quả: {reached} mục tiêu {' và '.join(asked)} trên e-Cabinet{lacking}."


def _beside(asides: Asides) -> list[str]:
    kinds = (AsideKind.SECRET, AsideKind.HIGHER, AsideKind.BODY)
    named = [f"{len(asides[kind])} {ASIDE[kind]}{_bodies(kind, asides)}" for kind in kinds if asides.get(kind)]
    return [f"Không tính vào chỉ tiêu: {', '.join(named)}."] if named else []


def _bodies(kind: AsideKind, asides: Asides) -> str:
    if kind is not AsideKind.BODY:
        return ""
    names = sorted({part.body for part in asides[kind] if part.body})
    return f" ({', '.join(names)})" if names else ""


def _doubts(figures: WeekFigures) -> list[str]:
    told = []
    if figures.unproven:
        told.append(f"{figures.unproven} cuộc ghi e-Cabinet nhưng chưa có minh chứng nên chưa tính.")
    if figures.late:
        told.append(f"{figures.late} cuộc ghi sổ muộn hơn ngày làm việc kế tiếp.")
    return told


def _gone(asides: Asides) -> list[str]:
    kinds = (AsideKind.CANCELLED, AsideKind.NO_QUORUM, AsideKind.MOVED)
    told = [f"{len(asides[kind])} {ASIDE[kind]}" for kind in kinds if asides.get(kind)]
    return [f"{', '.join(told)}."] if told else []


def due_note(days_off: int) -> str:
    """That a week has days off, and is asked for the same all the same."""
    return f"Tuần này có {days_off} ngày nghỉ, mục tiêu vẫn giữ nguyên." if days_off else ""
