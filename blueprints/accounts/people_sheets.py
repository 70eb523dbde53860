"""People that come as a workbook, and the workbook in which they go out to be edited."""

from werkzeug.wrappers import Response

from blueprints import uploads
from blueprints.access import Permission, requires, viewer
from blueprints.accounts import bp
from blueprints.accounts.labels import ANSWERS, PERSON_CELL, WORDS
from blueprints.pages import download
from blueprints.sheet_imports import PARTS, SheetDoor
from blueprints.spreadsheets import XLSX, Cell, EditableSheet, book
from blueprints.transactions import once
from models.accounts import people_sheets
from models.accounts.people_rows import PEOPLE
from models.files.sheets import read_sheets

DOOR = SheetDoor(
    wanted=PEOPLE,
    views=("accounts.people_in", "accounts.people_preview", "accounts.people_take", "accounts.people_drop"),
    back=("accounts.people", "Đơn vị, cán bộ"),
    title="Nhập danh sách cán bộ từ Excel",
    says="Mỗi dòng là một người: họ và tên (một hoặc hai cột), chức danh, đơn vị.",
    example="accounts.people_xlsx",
    cells=PERSON_CELL,
    refusals=WORDS,
    told=people_sheets.told,
    take=people_sheets.take,
    undo=people_sheets.undo,
    answers=ANSWERS,
)


@bp.route("/quan-tri/can-bo/nhap", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
@uploads.allowed(20, read_sheets)
@once
def people_in() -> Response:
    """Hand in a workbook of people."""
    return DOOR.hand_in()


@bp.route("/quan-tri/can-bo/nhap/<int:sheet_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
@uploads.allowed(1, parts=PARTS)
def people_preview(sheet_id: int) -> Response:
    """What each row is read as."""
    return DOOR.preview(sheet_id)


@bp.post("/quan-tri/can-bo/nhap/<int:sheet_id>/ghi")
@requires(Permission.MANAGE_PEOPLE)
def people_take(sheet_id: int) -> Response:
    """Write the rows that are clear."""
    return DOOR.write(sheet_id)


@bp.post("/quan-tri/can-bo/nhap/<int:sheet_id>/huy")
@requires(Permission.MANAGE_PEOPLE)
def people_drop(sheet_id: int) -> Response:
    """Let go of the file, or take back what it wrote."""
    return DOOR.drop(sheet_id)


@bp.get("/quan-tri/can-bo.xlsx")
@requires(Permission.MANAGE_PEOPLE)
def people_xlsx() -> Response:
    """Everybody at work; handed in again, exactly the cells that were edited are taken."""
    lines: list[list[Cell]] = [["Danh sách cán bộ"], [], ["Mã cán bộ", "Họ và tên", "Chức danh", "Đơn vị"]]
    lines += [list(row) for row in people_sheets.export(viewer())]
    sheet = EditableSheet("Cán bộ", lines, 2, (12, 30, 30, 40), typed=frozenset({1, 2, 3}))
    return download(book([sheet]), XLSX, "can-bo.xlsx")
