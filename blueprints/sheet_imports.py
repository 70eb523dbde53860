"""A workbook of rows at the window: the file, what is read of it, the press that writes, and taking it back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from blueprints import uploads
from blueprints.access import viewer
from blueprints.forms import CreateForm, LineField, NumberField, OfficeForm, UploadField
from blueprints.labels import refusal
from blueprints.pages import asked_page, go_to, render_page
from blueprints.transactions import created, refuse, rollback, saved
from models.accounts.rules import Viewer
from models.base import db
from models.errors import RuleBroken
from models.files import handed
from models.files.columns import letter
from models.files.handed import HandedSheets, RowOutcome, SheetTable, SheetWanted
from models.files.tables import RowsImport

PER_PAGE = 100
PARTS = 4_000  # fields of a form that chooses columns and mends cells
ALREADY = "Tệp này đã nhập rồi, không nhập lần nữa."
PASSED = {"group": "dòng nhóm", "counted": "dòng đánh số cột", "foot": "dòng cuối bảng", "untitled": "không có tên"}


class SheetFileForm(CreateForm):
    """A workbook of rows."""

    file = UploadField("Tệp Excel", kinds=(".xlsx",))


class SheetWishForm(OfficeForm):
    """What holds for rows that do not say it themselves."""

    day = LineField("Ngày số liệu của dòng không ghi ngày", max=60)
    year = NumberField("Năm của ngày không ghi năm", low=2020, high=2099)

    def show(self, wish: dict[str, Any]) -> None:
        """What was said before."""
        self.day.data, self.year.data = wish.get("day", ""), wish.get("year")


@dataclass(frozen=True, slots=True)
class SheetDoor:
    """What one kind of workbook is called, reads and writes; ``views`` are its four addresses, in their order."""

    wanted: SheetWanted
    views: tuple[str, str, str, str]
    back: tuple[str, str]  # the page it leads back to, and its name
    title: str
    says: str  # which columns are looked for, in a sentence
    example: str  # the address of a sheet to be filled in
    cells: Mapping[str, str]
    refusals: dict[str, str]
    told: Callable[[Viewer, RowsImport], HandedSheets]
    take: Callable[[Viewer, RowsImport, str], HandedSheets]
    undo: Callable[[RowsImport], None]
    first_wish: Callable[[str], dict[str, Any]] = lambda _name: {}
    with_day: bool = False
    answers: Mapping[str, str] = field(default_factory=dict)  # how each kind of answer to a doubt is worded

    def hand_in(self) -> Response:
        """The file; nothing is written before somebody has looked at what was read."""
        form = SheetFileForm()
        if form.validate_on_submit():
            try:
                if not uploads.is_given(form.file.data):
                    raise RuleBroken("sheet_missing")
                name, sheets = form.file.data.filename or "", uploads.checked(form.file.data)
                kept = handed.keep(viewer(), self.wanted.kind, name, sheets, self.first_wish(name))
            except RuleBroken as broken:
                refuse(form, broken, self.refusals, "file")
            else:
                return created(url_for(self.views[1], sheet_id=kept.id))
        files = handed.latest(viewer(), self.wanted.kind)
        return render_page(
            "sheet_import.html", form=form, door=self, files=files, may_undo=handed.may_undo, status=form.status
        )

    def preview(self, sheet_id: int) -> Response:
        """What was read of each row; columns and cells can be said anew, and are read again."""
        imported = handed.kept(viewer(), self.wanted.kind, sheet_id)
        form = SheetWishForm()
        if not form.is_submitted():
            form.show(imported.wish)
            return self._page(imported, form)
        if form.validate_on_submit():
            try:
                said = {"day": form.day.data or "", "year": form.year.data, "sheets": self._sheets(imported)}
                handed.choose(imported, imported.wish | said)
                return saved(url_for(self.views[1], sheet_id=sheet_id), "Đã đọc lại.", "idle")
            except RuleBroken as broken:
                refuse(form, broken, self.refusals)
        rollback()
        return self._page(handed.kept(viewer(), self.wanted.kind, sheet_id), form)

    def _sheets(self, imported: RowsImport) -> dict[str, Any]:
        """What the form says of each sheet: whether it is read, its columns, the cells that were written anew."""
        told: dict[str, Any] = {}
        before = imported.wish.get("sheets", {})
        for at, _ in enumerate(imported.sheets):
            if f"doc-{at}" not in request.form:
                continue
            columns = {name: _number(request.form.get(f"cot-{at}-{name}", "")) for name in self.wanted.heads}
            mended = dict(before.get(str(at), {}).get("mended", {}))
            for key, value in request.form.items():
                sheet, _, rest = key.removeprefix("sua-").partition("-")
                row, _, name = rest.partition("-")
                if key.startswith("sua-") and sheet == str(at) and row.isdecimal() and value.strip():
                    mended[row] = mended.get(row, {}) | {name: value.strip()[:500]}
            said = {name: column for name, column in columns.items() if column is not None}
            told[str(at)] = {"columns": said, "mended": mended, "is_left": request.form[f"doc-{at}"] == "khong"}
        return told

    def write(self, sheet_id: int) -> Response:
        """Write what is clear, in one go; what is not is left where it is."""
        imported = handed.kept(viewer(), self.wanted.kind, sheet_id)
        if imported.taken_at is not None:
            return go_to(url_for(self.views[0]), ALREADY, "idle")
        try:
            found = self.take(viewer(), imported, request.form.get("seen", ""))
        except RuleBroken as broken:
            rollback()
            form = SheetWishForm(None)
            imported = handed.kept(viewer(), self.wanted.kind, sheet_id)
            form.show(imported.wish)
            return self._page(imported, form, refusal(broken, self.refusals), 409)
        told = f"Đã nhập {len(found.of(RowOutcome.NEW))} dòng mới, sửa {found.cells} ô."
        if left := len(found.of(RowOutcome.UNCLEAR)):
            told += f" Còn {left} dòng chưa rõ, không nhập."
        return saved(url_for(self.back[0]), told)

    def drop(self, sheet_id: int) -> Response:
        """Let go of a file that was looked at; within a day take back what was written."""
        imported = handed.kept(viewer(), self.wanted.kind, sheet_id)
        if imported.taken_at is None:
            db.session.delete(imported)
            return saved(url_for(self.views[0]), "Đã bỏ tệp, không thay đổi gì.", "idle")
        try:
            self.undo(imported)
        except RuleBroken as broken:
            rollback()
            return go_to(url_for(self.views[0]), refusal(broken, self.refusals), "warn")
        return saved(url_for(self.views[0]), "Đã hoàn tác: những gì tệp này nhập vào đã được gỡ ra.")

    def _page(self, imported: RowsImport, form: SheetWishForm, refused: str = "", status: int = 200) -> Response:
        found = self.told(viewer(), imported)
        page = asked_page(PER_PAGE)
        page.total = len(found.lines)
        return render_page(
            "sheet_preview.html",
            status=form.status if status == 200 else status,
            door=self,
            imported=imported,
            form=form,
            found=found,
            counts={one.value: len(found.of(one)) for one in RowOutcome},
            rows=page.slice(found.lines),
            unclear=found.of(RowOutcome.UNCLEAR)[:PER_PAGE],
            changed=found.of(RowOutcome.CHANGED),
            tables={table.at: table for table in found.tables},
            columns={table.at: _columns(table) for table in found.tables},
            page=page,
            letter=letter,
            passed=PASSED,
            refused=refused,
            may_undo=handed.may_undo(imported),
        )


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 3 else None


def _columns(table: SheetTable) -> list[tuple[int, str]]:
    """The columns of a sheet with the words above them."""
    return [(at, table.heads[at] if at < len(table.heads) else "") for at in range(table.width)]
