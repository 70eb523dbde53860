"""All communes side by side, cell by cell: targets, tasks, steps, criteria sets, each with the week before."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from werkzeug.wrappers import Response

from blueprints.access import Permission, requires, viewer
from blueprints.dashboard import bp
from blueprints.dashboard import cells as drawn
from blueprints.dashboard.cells import Cell
from blueprints.duties.labels import STATE
from blueprints.filters import number, text_arg
from blueprints.pages import asked_page, download, render_page
from blueprints.spreadsheets import XLSX, workbook
from blueprints.spreadsheets import Cell as SheetCell
from models import clock, periods
from models.accounts.rules import Viewer
from models.duties.rules import DutyKind
from models.errors import NotFound
from models.measures import side_by_side, weeks
from models.measures.side_by_side import MatrixColumn, MatrixLine
from models.text import fold, place_sort_key

PER_PAGE = 50
VERDICTS = {
    "met": "Đạt",
    "not_met": "Chưa đạt",
    "unproven": "Chưa có minh chứng",
    "stale": "Số liệu đã cũ",
    "ungrounded": "Chưa đủ căn cứ",
    "no_data": "Chưa có số liệu",
}
OF_SETS = {
    "met": "Không thiếu tiêu chí bắt buộc",
    "not_met": "Còn tiêu chí bắt buộc chưa đạt",
    "no_data": "Chưa có đợt khóa",
}
OF_WORK = {state.value: words for state, words in STATE.items() if state.value != "void"}
NOBODY = "Chưa giao đơn vị"
OWN_OFFICES = "UBND xã, phường"


@dataclass(frozen=True, slots=True)
class Matrix:
    """One way to lay the communes side by side."""

    title: str
    noun: str  # of a column
    read: Callable[[Viewer], tuple[list[MatrixColumn], list[MatrixLine]]]
    cell: Callable[[MatrixLine, MatrixColumn], Cell]
    way: Callable[[MatrixLine, MatrixColumn], str]
    states: dict[str, str]
    is_work: bool = False
    is_weekly: bool = False


MATRICES = {
    "chi-tieu": Matrix(
        "Chỉ tiêu",
        "chỉ tiêu",
        side_by_side.of_targets,
        drawn.target_cell,
        drawn.way_to_target,
        VERDICTS,
        is_weekly=True,
    ),
    "nhiem-vu": Matrix(
        "Nhiệm vụ",
        "nhiệm vụ",
        lambda eyes: side_by_side.of_work(eyes, DutyKind.TASK),
        drawn.work_cell,
        drawn.way_to_work,
        OF_WORK,
        is_work=True,
    ),
    "kich-ban": Matrix(
        "Kịch bản",
        "bước",
        lambda eyes: side_by_side.of_work(eyes, DutyKind.STEP),
        drawn.work_cell,
        drawn.way_to_work,
        OF_WORK,
        is_work=True,
    ),
    "bo-tieu-chi": Matrix(
        "Bộ tiêu chí", "bộ tiêu chí", side_by_side.of_sets, drawn.set_cell, drawn.way_to_set, OF_SETS
    ),
}
TABS = [("Tổng quan", ""), *((one.title, name) for name, one in MATRICES.items())]


def _known(name: str) -> Matrix:
    if name not in MATRICES:
        raise NotFound("matrix")
    return MATRICES[name]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of the table: words of a name, one column and its state, only those that are late, the order."""

    words: str
    column: MatrixColumn | None
    state: str
    only_late: bool
    order: str

    def narrowed(self, matrix: Matrix, lines: Sequence[MatrixLine]) -> list[MatrixLine]:
        """The communes that are asked for, in the order that is asked for; by name where nothing else is said."""
        wanted = fold(self.words).split()
        named = [line for line in lines if all(word in line.fold for word in wanted)]
        found = [line for line in named if (not self.only_late or line.late) and self._fits(matrix, line)]
        found.sort(key=lambda line: place_sort_key(line.name))
        if self.order == "cot" and self.column is not None:
            column = self.column
            found.sort(key=lambda line: matrix.cell(line, column).order, reverse=True)
        elif self.order in ORDERS:
            found.sort(key=ORDERS[self.order][1], reverse=True)
        return found

    def _fits(self, matrix: Matrix, line: MatrixLine) -> bool:
        return self.column is None or not self.state or matrix.cell(line, self.column).state == self.state


ORDERS: dict[str, tuple[str, Callable[[MatrixLine], Any]]] = {
    "qua-han": ("Quá hạn nhiều nhất", lambda line: line.late),
    "xong": ("Hoàn thành nhiều nhất", lambda line: line.done),
    "dat": ("Đạt nhiều nhất", lambda line: line.met),
}


def _wish(matrix: Matrix, columns: Sequence[MatrixColumn]) -> Wish:
    asked = next((one for one in columns if one.key == text_arg("cot", 40)), None)
    state, order = text_arg("kq", 20), text_arg("theo", 20)
    return Wish(
        text_arg("q"),
        asked,
        state if state in matrix.states else "",
        matrix.is_work and text_arg("tre") == "1",
        order,
    )


def _orders(matrix: Matrix) -> list[tuple[str, str]]:
    names = ("qua-han", "xong") if matrix.is_work else ("dat",) if matrix.is_weekly else ()
    return [("ten", "Theo tên"), *((name, ORDERS[name][0]) for name in names), ("cot", f"Theo {matrix.noun} đã chọn")]


def _leads(columns: Sequence[MatrixColumn], lines: Sequence[MatrixLine]) -> list[tuple[str, int]]:
    """Late work by leading body; the communes' own offices are told together."""
    found: Counter[str] = Counter()
    for body, count in side_by_side.late_by_lead(columns, lines):
        found[OWN_OFFICES if body.startswith("UBND ") and body != "UBND tỉnh" else body] += count
    return found.most_common()


@bp.get("/tinh/bang/<name>")
@requires(Permission.READ_PROVINCE)
def matrix(name: str) -> Response:
    """The communes side by side, in pages; every cell leads to the commune's own page."""
    one = _known(name)
    columns, lines = one.read(replace(viewer(), commune_id=None))
    wish, page = _wish(one, columns), asked_page(PER_PAGE)
    found = wish.narrowed(one, lines)
    page.total = len(found)
    closed = weeks.last_closed(clock.today())
    return render_page(
        "dashboard/matrix.html",
        fragment="rows",
        name=name,
        matrix=one,
        columns=columns,
        lines=page.slice(found),
        total=len(lines),
        page=page,
        wish=wish,
        orders=_orders(one),
        tabs=TABS,
        goal_of=drawn.goal_of,
        nobody=NOBODY,
        leads=_leads(columns, found) if one.is_work else [],
        closed=closed,
        days=periods.week_days(*closed),
        earlier=weeks.before(closed),
        as_of=clock.now(),
    )


@bp.get("/tinh/bang/<name>.xlsx")
@requires(Permission.READ_PROVINCE)
def matrix_xlsx(name: str) -> Response:
    """The same as a sheet: every commune that is asked for, each cell with the week before beside it."""
    one = _known(name)
    columns, lines = one.read(replace(viewer(), commune_id=None))
    found = _wish(one, columns).narrowed(one, lines)
    return download(workbook(one.title, sheet_lines(one, columns, found)), XLSX, f"cac-xa-phuong-{name}.xlsx")


def sheet_lines(
    matrix: Matrix, columns: Sequence[MatrixColumn], lines: Sequence[MatrixLine]
) -> Iterator[list[SheetCell]]:
    """A head and one line a commune."""
    closed = weeks.last_closed(clock.today())
    now = f"tuần {closed[1]}" if matrix.is_weekly else "hiện nay"
    was = f"tuần {weeks.before(closed)[1]}" if matrix.is_weekly else f"cuối tuần {closed[1]}"
    more = ["Quá hạn", "Quá hạn ở đơn vị"] if matrix.is_work else [] if matrix.is_weekly else ["Hạng Trang thông tin"]
    heads = (part for one in columns for part in (f"{_titled(one)} ({now})", "Kết quả", f"{_titled(one)} ({was})"))
    yield ["Xã, phường", *more, *heads]
    for line in lines:
        cells = (matrix.cell(line, column) for column in columns)
        told = (part for cell in cells for part in (cell.text, cell.said, cell.before))
        if matrix.is_work:
            by = "; ".join(f"{unit or NOBODY}: {count}" for unit, count in line.late_by)
            yield [line.name, line.late, by, *told]
        elif matrix.is_weekly:
            yield [line.name, *told]
        else:
            yield [line.name, f"{line.rank[0]}/{number(line.rank[1])}" if line.rank else "", *told]


def _titled(column: MatrixColumn) -> str:
    return f"{column.key}. {column.title}" if column.key[:1].isdigit() or "." in column.key else column.title
