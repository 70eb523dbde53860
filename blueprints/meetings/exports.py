"""The lists of the meetings room as sheets: the same filters, the same eyes, all pages."""

from collections.abc import Sequence

from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.filters import clock_time, day
from blueprints.meetings import bp
from blueprints.meetings.badges import platform_badge
from blueprints.meetings.figure_words import COUNTED_AS, METRIC, span_days, span_word
from blueprints.meetings.figures import asked, asked_figure, in_order
from blueprints.meetings.labels import CONVENOR, PLATFORM, STATE
from blueprints.meetings.ledger import behind_figure, wanted_meetings
from blueprints.meetings.staff import listed, words_of
from blueprints.meetings.staff_forms import SKILL
from blueprints.pages import download, matching
from blueprints.spreadsheets import MOST_LINES, XLSX, Cell, bounded, workbook
from models import clock
from models.meetings import queries, staff
from models.meetings.counting import OF_STAFF, CountedPart
from models.meetings.queries import MeetingLine
from models.meetings.rules import HAPPENED, Platform
from models.meetings.staff_rules import SkillTerm, StaffSkill

SECRET, CLOSED = PLATFORM[Platform.SECRET], "Cuộc họp kín"
HEAD = ("Tuần", "Ngày", "Bắt đầu", "Kết thúc", "Cuộc họp", "Loại cuộc họp", "Xã, phường", "Cấp triệu tập", "Nơi họp")
MORE = ("Chủ trì", "Nền tảng", "Số trang in", "Tình trạng", "Ghi muộn")


@bp.get("/hop.xlsx")
@requires(Permission.READ_MEETINGS)
def index_xlsx() -> AnyResponse:
    """The ledger that is shown, newest first; of a closed meeting no more than the page says."""
    eyes, wanted = viewer(), wanted_meetings()
    found = queries.lines(eyes, wanted, behind_figure(eyes, wanted), MOST_LINES + 1)
    lines: list[list[Cell]] = [[*HEAD, *MORE], *map(_meeting, found)]
    return download(workbook("Sổ họp", bounded(lines)), XLSX, "so-hop.xlsx")


def _meeting(line: MeetingLine) -> list[Cell]:
    week = "{1}/{0}".format(*line.week)
    if line.is_hidden:
        name = SECRET if line.platform is Platform.SECRET else CLOSED
        told: list[Cell] = [week, "", "", "", name, "", line.commune, "", "", "", PLATFORM[line.platform]]
        return told
    times = [day(line.held_on), clock_time(line.starts_at), clock_time(line.ends_at)]
    what = [line.title or SECRET, line.body, line.commune, CONVENOR[line.convenor], line.place, line.chair]
    is_late = line.is_late and line.state in HAPPENED
    platform = platform_badge(line.platform, line.is_proven).text
    return [week, *times, *what, platform, line.printed_pages, STATE[line.state], "có" if is_late else ""]


@bp.get("/hop/so-lieu/<metric>.xlsx")
@requires(Permission.READ_MEETINGS)
def figure_list_xlsx(metric: str) -> AnyResponse:
    """What stands behind one figure; names of people only for those who see them on the page."""
    wanted, figure = asked(), asked_figure(metric)
    name = METRIC[figure.metric]
    head: list[list[Cell]] = [[f"{name}, {span_word(wanted.span)} ({span_days(wanted.span)})"]]
    head.append([COUNTED_AS[figure.metric]])
    lines = _people(in_order(figure)) if figure.metric in OF_STAFF else _counted(in_order(figure))
    return download(workbook("Số liệu họp", head + lines), XLSX, f"so-lieu-hop-{metric}-{wanted.span.code}.xlsx")


def _people(parts: Sequence[CountedPart]) -> list[list[Cell]]:
    if parts and parts[0].is_hidden:
        return [["Tên từng người chỉ thư ký xem được."]]
    reached = ("Chưa đạt", "Đạt")
    lines: list[list[Cell]] = [[part.title, part.body, reached[bool(part.numerator)]] for part in parts]
    return [["Cán bộ", "Đơn vị", "Góp vào số liệu"], *lines]


def _counted(parts: Sequence[CountedPart]) -> list[list[Cell]]:
    lines: list[list[Cell]] = [["Ngày", "Cuộc họp, việc giao", "Loại cuộc họp, nguồn việc", "Tử số", "Mẫu số"]]
    for part in parts:
        told: list[Cell] = [day(part.day), part.title or SECRET, part.body]
        share = [int(part.numerator), int(part.denominator) or None]
        lines.append(["", CLOSED, "", None, None] if part.is_hidden else [*told, *share])
    return lines


@bp.get("/hop/nguoi-dung-hop.xlsx")
@requires(Permission.KEEP_ECABINET_STAFF)
def staff_skills_xlsx() -> AnyResponse:
    """Who has reached what, by name: for the secretary alone, as on the page."""
    lines: list[list[Cell]] = [["Họ và tên", "Chức danh", "Đơn vị", *_SKILLS]]
    lines += map(_skill, matching(listed(staff.staff(viewer())), words_of))
    return download(workbook("Cán bộ và e-Cabinet", lines), XLSX, "can-bo-e-cabinet.xlsx")


_SKILLS = (
    "Tài khoản",
    "Tập huấn ngày",
    "Dùng gần nhất",
    SKILL[SkillTerm.USED],
    "Điểm khảo sát",
    SKILL[SkillTerm.SURVEY],
)


def _skill(one: StaffSkill) -> list[Cell]:
    today = clock.today()
    days = [day(found) if found else "chưa" for found in (one.trained_on, one.used_on)]
    used, passed = ("đạt" if one.has(term, today) else "chưa đạt" for term in (SkillTerm.USED, SkillTerm.SURVEY))
    return [one.name, one.title, one.unit, "có" if one.has_account else "chưa", *days, used, one.score, passed]
