"""Readings by hand that come as a workbook, and the workbook in which they go out to be edited."""

import re

from werkzeug.wrappers import Response

from blueprints import uploads
from blueprints.access import Permission, requires, viewer
from blueprints.pages import download
from blueprints.plan import bp
from blueprints.plan.labels import READING_CELL, REFUSALS
from blueprints.plan.one_commune import in_one_commune
from blueprints.sheet_imports import PARTS, SheetDoor
from blueprints.spreadsheets import XLSX, Cell, EditableSheet, book
from blueprints.transactions import once
from models import clock
from models.files.sheets import read_sheets
from models.plan import reading_sheets
from models.plan.reading_rows import NAMES, READINGS

HEADS = READING_CELL | {"code": "Mã chỉ tiêu", "title": "Chỉ tiêu, bước, chỉ số"}
WIDTHS = {"id": 12, "title": 46, "note": 40, "document": 30}
DOOR = SheetDoor(
    wanted=READINGS,
    views=("plan.readings_in", "plan.readings_preview", "plan.readings_take", "plan.readings_drop"),
    back=("plan.measures", "Số liệu"),
    title="Nhập số liệu từ Excel",
    says=(
        "Mỗi dòng là một số liệu: tên hoặc mã chỉ tiêu, bước, chỉ số; giá trị hoặc số đạt và tổng số; ngày số liệu; "
        "văn bản nguồn."
    ),
    example="plan.readings_xlsx",
    cells=READING_CELL,
    refusals=REFUSALS,
    told=reading_sheets.told,
    take=lambda eyes, imported, seen: reading_sheets.take(eyes, imported, seen, f"Đính chính theo tệp {imported.name}"),
    undo=reading_sheets.undo,
    first_wish=lambda name: {"year": _year(name), "day": ""},
    with_day=True,
)


def _year(name: str) -> int:
    found = re.search(r"\b(20\d\d)\b", name)
    return int(found[1]) if found else clock.today().year


@bp.route("/ke-hoach/so-lieu/nhap", methods=["GET", "POST"])
@requires(Permission.SET_FIGURE)
@uploads.allowed(20, read_sheets)
@once
def readings_in() -> Response:
    """Hand in a workbook of readings."""
    return DOOR.hand_in()


@bp.route("/ke-hoach/so-lieu/nhap/<int:sheet_id>", methods=["GET", "POST"])
@requires(Permission.SET_FIGURE)
@uploads.allowed(1, parts=PARTS)
def readings_preview(sheet_id: int) -> Response:
    """What each row is read as."""
    return DOOR.preview(sheet_id)


@bp.post("/ke-hoach/so-lieu/nhap/<int:sheet_id>/ghi")
@requires(Permission.SET_FIGURE)
def readings_take(sheet_id: int) -> Response:
    """Write the rows that are clear."""
    return DOOR.write(sheet_id)


@bp.post("/ke-hoach/so-lieu/nhap/<int:sheet_id>/huy")
@requires(Permission.SET_FIGURE)
def readings_drop(sheet_id: int) -> Response:
    """Let go of the file, or take back what it wrote."""
    return DOOR.drop(sheet_id)


@bp.get("/ke-hoach/so-lieu-nhap-tay.xlsx")
@requires(Permission.READ_PLAN)
@in_one_commune
def readings_xlsx() -> Response:
    """Every reading that holds; handed in again, exactly the cells that were edited are taken."""
    names = ("id", "code", "title", "unit", *NAMES)
    lines: list[list[Cell]] = [["Số liệu nhập tay"], [], [HEADS[name] for name in names]]
    lines += reading_sheets.export(viewer())
    widths = [WIDTHS.get(name, 16) for name in names]
    sheet = EditableSheet("Số liệu", lines, 2, widths, typed=frozenset(range(4, len(names))))
    return download(book([sheet]), XLSX, "so-lieu-nhap-tay.xlsx")
