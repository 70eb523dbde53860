"""What a list, board, month or timeline shows, as a sheet."""

from collections.abc import Iterator, Sequence
from typing import Any

from werkzeug.wrappers import Response

from blueprints.access import Permission, requires, viewer
from blueprints.duties.badges import standing_badge
from blueprints.duties.windows import source
from blueprints.filters import day, text_arg
from blueprints.pages import download
from blueprints.plan import bp, wish
from blueprints.plan.labels import ENTRY
from blueprints.plan.one_commune import in_one_commune
from blueprints.plan.tasks import work
from blueprints.plan.wish import Listed
from blueprints.spreadsheets import MOST_LINES, XLSX, Cell, bounded, workbook
from models import clock
from models.duties.queries import begun_on
from models.duties.rows import DutyRow
from models.duties.rules import DutyKind
from models.plan import month
from models.plan.rows import TaskRow
from models.plan.rules import shown_no

WORK_HEAD = ("Việc", "Nguồn việc", "Đơn vị phụ trách", "Người phụ trách", "Hạn", "Hạn gốc", "Tình trạng", "Tiến độ (%)")
HEAD = [
    "Số",
    "Tên việc",
    "Nhóm",
    "Cơ quan chủ trì",
    "Đơn vị phụ trách",
    "Người phụ trách",
    "Bắt đầu ghi việc",
    "Hạn",
    "Hạn gốc",
    "Tình trạng",
    "Ngày hoàn thành",
    "Tiến độ (%)",
]


def sheet_lines(listed: Listed[Any]) -> Iterator[list[Cell]]:
    """A head and one line a row; of a month also the day and what happens on it, those without a day last."""
    begun = begun_on(viewer())
    if not text_arg("thang", 7):
        yield list(HEAD)
        for row in listed.shown:
            yield _line(row, begun)
        return
    yield ["Ngày", "Trong tháng", *HEAD]
    for found in month.entries(listed.shown, month.read_month(text_arg("thang", 7), clock.today())):
        yield [day(found.day), ENTRY[found.kind], *_line(found.row, begun)]
    for row in month.undated(listed.shown):
        yield ["", "Chưa đặt ngày", *_line(row, begun)]


def _line(row: Any, begun: dict[int, Any]) -> list[Cell]:
    return [
        shown_no(int(row.ref)) if row.kind is DutyKind.TASK else row.ref,
        row.title,
        ". ".join(filter(None, (row.group, row.group_title))),
        ", ".join(row.lead) if isinstance(row, TaskRow) else "",
        row.unit or "",
        row.person or "",
        _day(begun.get(row.id)),
        _day(row.due_on),
        _day(row.first_due_on),
        standing_badge(row.standing).text,
        _day(row.done_on),
        row.percent,
    ]


def _day(value: Any) -> str:
    return day(value) if value else ""


def _answer(listed: Listed[Any], name: str) -> Response:
    lines: Sequence[list[Cell]] = list(sheet_lines(listed))
    return download(workbook(listed.noun.capitalize(), lines), XLSX, name)


@bp.get("/ke-hoach/nhiem-vu.xlsx")
@requires(Permission.READ_PLAN)
@in_one_commune
def tasks_xlsx() -> Response:
    """The tasks that are shown, as a sheet."""
    return _answer(wish.tasks(), "nhiem-vu.xlsx")


@bp.get("/ke-hoach/kich-ban.xlsx")
@requires(Permission.READ_PLAN)
@in_one_commune
def script_xlsx() -> Response:
    """The steps that are shown, as a sheet."""
    return _answer(wish.steps(), "kich-ban.xlsx")


@bp.get("/ke-hoach/viec.xlsx")
@requires(Permission.READ_PLAN)
@in_one_commune
def worklist_xlsx() -> Response:
    """Everything that the office has to do, or only one's own, as a sheet."""
    rows, _total = work(MOST_LINES + 1)
    return download(workbook("Việc", bounded([list(WORK_HEAD), *map(_work, rows)])), XLSX, "viec.xlsx")


def _work(row: DutyRow) -> list[Cell]:
    told: list[Cell] = [row.title, source(row), row.unit or "", row.person or "", _day(row.due_on)]
    percent = None if row.awaits_next else row.percent
    return [*told, _day(row.first_due_on), standing_badge(row.standing).text, percent]
