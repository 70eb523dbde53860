"""Sets as sheets, out and in: the seven columns that offices use, and a full one that holds everything."""

import json
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import Any

from flask import Response, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints import uploads
from blueprints.access import Permission, requires, viewer
from blueprints.audits import bp
from blueprints.audits.labels import WORDS
from blueprints.audits.set_forms import SetSheetForm
from blueprints.labels import word
from blueprints.pages import download, render_page
from blueprints.spreadsheets import XLSX, Cell, workbook
from blueprints.transactions import refuse, saved
from models.audits import acts as law
from models.audits import drafting, publishing, set_import
from models.audits.set_import import cites_text
from models.audits.sheet_rules import CriteriaSheet, RowReading, understood
from models.audits.tables import CriteriaVersion, Criterion
from models.catalogue.criteria import Kind
from models.errors import RuleBroken
from models.files.sheets import read_sheets
from models.text import clean

MOST_BYTES = 450_000  # that the page of the preview carries back
SEVEN = ("STT", "Tên tiêu chí", "Điểm tối đa", "Điểm đạt", "Tự đánh giá", "Liên kết", "Ghi chú")
FULL = (
    "Mã",
    "Loại",
    "Thuộc nhóm",
    "Nội dung",
    "Điểm tối đa",
    "Trọng số",
    "Cách chấm",
    "Bắt buộc",
    "Minh chứng",
    "Hướng dẫn, ghi chú",
    "Căn cứ",
    "Tài liệu dẫn chiếu",
    "Cách kiểm tra",
    "Từ khóa",
    "Thời hạn",
)


def cell_text(value: object) -> str:
    """A cell as people read it; a number loses nothing but the zeros that say nothing."""
    if value is None or isinstance(value, bool):
        return {None: "", True: "có", False: "không"}[value]
    if isinstance(value, dict):
        year, month, day = str(value.get("day", "0-0-0")).split("-")
        return f"{int(day)}/{int(month)}/{year}"
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def read_rows(content: bytes) -> list[list[str]]:
    """The rows of the first filled sheet of a workbook, as texts."""
    filled = next((one.rows for one in read_sheets(content) if one.rows), [])
    return [[clean(cell_text(cell), multiline=True) for cell in row] for row in filled]


@bp.app_template_filter("cell_words")
def cell_words(value: Any) -> str:
    """A cell as people read it in the preview."""
    if isinstance(value, StrEnum):
        return word(value)
    if isinstance(value, list):
        return "; ".join(value) if all(isinstance(one, str) for one in value) else cites_text(value)
    if isinstance(value, bool):
        return "có" if value else "không"
    return str(drafting.plain(value) or "(để trống)").replace(".", ",") if isinstance(value, Decimal) else value or "—"


@bp.get("/kiem-tra/bo-tieu-chi/ban/<int:version_id>.xlsx")
@requires(Permission.READ_AUDITS)
def set_xlsx(version_id: int) -> AnyResponse:
    """A version with everything that a criterion holds."""
    found = drafting.version(viewer(), version_id)
    return _sheet(found, "day-du", FULL, map(_full, drafting.rows_of(found.id)))


@bp.get("/kiem-tra/bo-tieu-chi/ban/<int:version_id>/bay-cot.xlsx")
@requires(Permission.READ_AUDITS)
def set_seven(version_id: int) -> AnyResponse:
    """A version as the sheet of seven columns that offices fill in."""
    found = drafting.version(viewer(), version_id)
    return _sheet(found, "7-cot", SEVEN, map(_seven, drafting.rows_of(found.id)))


def _sheet(found: CriteriaVersion, kind: str, head: tuple[str, ...], lines: Iterator[tuple[Cell, ...]]) -> Response:
    title = (f"{found.set.name}, phiên bản {found.no}",)
    name = f"bo-tieu-chi-{found.set.code.replace('_', '-')}-ban-{found.no}-{kind}.xlsx"
    return download(workbook("Bộ tiêu chí", [title, head, *lines]), XLSX, name)


def _seven(row: Criterion) -> tuple[Cell, ...]:
    is_item = row.kind is Kind.ITEM
    return (row.code, row.requirement, row.max_points if is_item else None, "", "", "", row.check_hint)


def _full(row: Criterion) -> tuple[Cell, ...]:
    if row.kind is Kind.GROUP:
        said = (row.note, cites_text(row.cites))
        return (row.code, word(row.kind), row.parent, row.requirement, None, None, *[""] * 3, *said, *[""] * 4)
    return (
        row.code,
        word(row.kind),
        row.parent,
        row.requirement,
        row.max_points,
        row.weight,
        word(row.scale),
        "có" if row.mandatory else "",
        word(row.evidence_rule),
        row.check_hint,
        cites_text(row.cites),
        row.reference,
        word(row.check_method),
        "; ".join(row.keywords),
        f"{row.deadline_n} {word(row.deadline_unit)}" if row.deadline_n and row.deadline_unit else "",
    )


@bp.get("/kiem-tra/bo-tieu-chi/ban/<int:version_id>/nhap")
@requires(Permission.DRAFT_CRITERIA)
def import_page(version_id: int) -> AnyResponse:
    """Where a sheet is chosen."""
    return _page(drafting.version(viewer(), version_id), SetSheetForm(None))


@bp.post("/kiem-tra/bo-tieu-chi/ban/<int:version_id>/xem-truoc")
@requires(Permission.DRAFT_CRITERIA)
@uploads.allowed(5, check=read_rows)
def import_preview(version_id: int) -> AnyResponse:
    """How a sheet is read and what it would change; nothing is kept."""
    found, form = drafting.version(viewer(), version_id), SetSheetForm()
    try:
        found.require_draft()
        lines = uploads.checked(form.file.data) if uploads.is_given(form.file.data) else _sent(form)
        return _preview(found, form, lines)
    except RuleBroken as broken:
        refuse(form, broken, WORDS, field="file")
        return _page(drafting.version(viewer(), version_id), form, status=422)


def _sent(form: SetSheetForm) -> list[list[str]]:
    """The rows of the sheet as the page of the preview carries them."""
    try:
        lines = json.loads(form.rows.data or "[]")
    except ValueError as problem:
        raise RuleBroken("sheet_strange") from problem
    if not isinstance(lines, list) or not all(isinstance(line, list) for line in lines):
        raise RuleBroken("sheet_strange")
    return [[str(cell)[:4000] for cell in line[:30]] for line in lines[:2000]]


def _forced() -> dict[int, RowReading]:
    """How a person reads rows that were doubtful."""
    said = {name.removeprefix("dong-"): value for name, value in request.form.items() if name.startswith("dong-")}
    words = {one.value: one for one in RowReading}
    return {int(no): words[value] for no, value in said.items() if no.isdecimal() and value in words}


def _understood(found: CriteriaVersion, lines: list[list[str]]) -> CriteriaSheet:
    sheet = understood(lines, set_import.known(drafting.rows_of(found.id)), _forced(), "Tiêu chí chung")
    if not sheet.kept:
        raise RuleBroken("sheet_strange")
    return sheet


def _preview(found: CriteriaVersion, form: SetSheetForm, lines: list[list[str]], **more: Any) -> AnyResponse:
    sheet = _understood(found, lines)
    form.rows.data = json.dumps(lines, ensure_ascii=False, separators=(",", ":"))
    if len(form.rows.data.encode()) > MOST_BYTES:
        raise RuleBroken("sheet_long", most=drafting.MOST)
    form.stamp.data = publishing.stamp(found)
    plan = set_import.plan(found, sheet, law.acts(found.commune_id))
    return _page(found, form, sheet=sheet, plan=plan, forced=_forced(), **more)


def _page(found: CriteriaVersion, form: SetSheetForm, status: int = 200, **more: Any) -> AnyResponse:
    return render_page(
        "audits/set_import.html", found=found, form=form, readings=list(RowReading), status=status, **more
    )


@bp.post("/kiem-tra/bo-tieu-chi/ban/<int:version_id>/nhap")
@requires(Permission.DRAFT_CRITERIA)
@uploads.allowed(5, check=read_rows)
def import_set(version_id: int) -> AnyResponse:
    """Keep what the preview showed; where somebody changed the draft meanwhile, the preview once more."""
    found, form = drafting.version(viewer(), version_id, to_change=True), SetSheetForm()
    try:
        lines = _sent(form)
        if form.stamp.data != publishing.stamp(found):
            return _preview(found, form, lines, is_late=True, status=409)
        sheet = _understood(found, lines)
        known = law.acts(found.commune_id)
        plan = set_import.apply(found, sheet, known, found.legal_basis[:300], bool(form.drops.data))
    except RuleBroken as broken:
        refuse(form, broken, WORDS, field="file")
        return _page(drafting.version(viewer(), version_id), form, status=422)
    done = f"Đã nhập: thêm {len(plan.added)} dòng, sửa {len(plan.changed)} ô."
    return saved(url_for(".version", version_id=version_id), done)
