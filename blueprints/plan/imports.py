"""A plan that comes as a workbook: the file, what is read of it, the press that writes, and taking it back."""

from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from blueprints import uploads
from blueprints.access import Permission, requires, viewer
from blueprints.labels import refusal
from blueprints.pages import asked_page, go_to, render_page
from blueprints.plan import bp
from blueprints.plan.forms import PlanFileForm, PlanWishForm
from blueprints.plan.labels import CELL, PASSED, REFUSALS
from blueprints.transactions import created, once, refuse, rollback, saved
from models.base import db
from models.errors import RuleBroken
from models.files.sheets import read_sheets
from models.plan import queries, taking, undoing
from models.plan.heads import FIELDS, SheetKind, letter
from models.plan.sheet_plan import SheetReading, plan_reading
from models.plan.tables import PlanImport

PER_PAGE = 100
PARTS = 4_000  # fields of a form that chooses columns and mends cells
ALREADY = "Tệp này đã nhập rồi, không nhập lần nữa."


@bp.route("/ke-hoach/nhap", methods=["GET", "POST"])
@requires(Permission.IMPORT_PLAN)
@uploads.allowed(20, read_sheets)
@once
def hand_in() -> Response:
    """Hand in a plan as a workbook; nothing is written before somebody has looked at what was read."""
    form = PlanFileForm()
    if form.validate_on_submit():
        try:
            if not uploads.is_given(form.file.data):
                raise RuleBroken("plan_file_missing")
            kept = taking.keep(viewer(), form.file.data.filename or "", uploads.checked(form.file.data))
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS, "file")
        else:
            return created(url_for(".import_preview", import_id=kept.id))
    taken = queries.imports(viewer())
    return render_page("plan/import.html", form=form, taken=taken, may_undo=undoing.may_undo, status=form.status)


@bp.route("/ke-hoach/nhap/<int:import_id>", methods=["GET", "POST"])
@requires(Permission.IMPORT_PLAN)
@uploads.allowed(1, parts=PARTS)
def import_preview(import_id: int) -> Response:
    """What was read of each row; columns and cells can be said anew, and are read again."""
    imported = taking.kept(viewer(), import_id)
    form = PlanWishForm()
    form.plan.offer((one.id, one.title) for one in queries.plans(viewer()))
    if not form.is_submitted():
        form.show(imported.wish)
        return _preview(imported, form)
    if form.validate_on_submit():
        try:
            taking.choose(viewer(), imported, form.wish() | {"sheets": _sheets(imported)})
            return saved(url_for(".import_preview", import_id=import_id), "Đã đọc lại.", "idle")
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS)
    rollback()
    return _preview(taking.kept(viewer(), import_id), form)


def _sheets(imported: PlanImport) -> dict[str, Any]:
    """What the form says of each sheet: its kind, its columns, the cells that were written anew."""
    told: dict[str, Any] = {}
    before = imported.wish.get("sheets", {})
    for at, _ in enumerate(imported.sheets):
        kind = request.form.get(f"loai-{at}", "")
        if kind not in set(SheetKind):
            continue
        columns = {name: _number(request.form.get(f"cot-{at}-{name}", "")) for name in FIELDS[SheetKind(kind)]}
        mended = dict(before.get(str(at), {}).get("mended", {}))
        for key, value in request.form.items():
            sheet, _, rest = key.removeprefix("sua-").partition("-")
            row, _, name = rest.partition("-")
            if key.startswith("sua-") and sheet == str(at) and row.isdecimal() and value.strip():
                mended[row] = mended.get(row, {}) | {name: value.strip()[:500]}
        told[str(at)] = {"kind": kind, "mended": mended}
        said = {name: column for name, column in columns.items() if column is not None}
        if kind == request.form.get(f"loai-truoc-{at}"):  # of another kind the columns are proposed anew
            told[str(at)]["columns"] = said
    return told


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 3 else None


@bp.post("/ke-hoach/nhap/<int:import_id>/ghi")
@requires(Permission.IMPORT_PLAN)
def import_take(import_id: int) -> Response:
    """Write what is clear, in one go; what is not is left where it is."""
    imported = taking.kept(viewer(), import_id)
    if imported.taken_at is not None:
        return go_to(url_for(".hand_in"), ALREADY, "idle")
    try:
        found = taking.take(viewer(), imported, request.form.get("seen", ""))
    except RuleBroken as broken:
        rollback()
        imported = taking.kept(viewer(), import_id)
        form = PlanWishForm(None)
        form.plan.offer((one.id, one.title) for one in queries.plans(viewer()))
        form.show(imported.wish)
        return _preview(imported, form, refusal(broken, REFUSALS), 409)
    told = f"Đã nhập {len(found.added)} dòng mới, sửa {len(found.changes)} ô."
    if found.unclear:
        told += f" Còn {found.unclear} dòng chưa rõ, không nhập."
    has_tasks = any(one.kind is SheetKind.TASKS for one in (*found.added, *(one.draft for one in found.changes)))
    page = "plan.tasks" if has_tasks else "plan.targets"
    return saved(url_for(page, **dict[str, Any]({"ke-hoach": imported.plan_id})), told)


@bp.post("/ke-hoach/nhap/<int:import_id>/huy")
@requires(Permission.IMPORT_PLAN)
def import_drop(import_id: int) -> Response:
    """Let go of a file that was looked at; within a day take back what was written."""
    imported = taking.kept(viewer(), import_id)
    if imported.taken_at is None:
        db.session.delete(imported)
        return saved(url_for(".hand_in"), "Đã bỏ tệp, không thay đổi gì.", "idle")
    try:
        undoing.undo(imported)
    except RuleBroken as broken:
        rollback()
        return go_to(url_for(".hand_in"), refusal(broken, REFUSALS), "warn")
    return saved(url_for(".hand_in"), "Đã hoàn tác: những gì tệp này nhập vào đã được gỡ ra.")


def _preview(imported: PlanImport, form: PlanWishForm, refused: str = "", status: int = 200) -> Response:
    found = plan_reading(viewer(), imported)
    drafts = [(sheet, draft) for sheet in found.sheets for draft in sheet.rows.drafts]
    page = asked_page(PER_PAGE)
    page.total = len(drafts)
    unclear = [(sheet, draft) for sheet, draft in drafts if not draft.is_clear]
    return render_page(
        "plan/import_preview.html",
        status=form.status if status == 200 else status,
        imported=imported,
        form=form,
        found=found,
        rows=page.slice(drafts),
        unclear=unclear[:PER_PAGE],
        page=page,
        columns={sheet.at: _columns(sheet) for sheet in found.sheets},
        kinds=SheetKind,
        fields=FIELDS,
        letter=letter,
        cell=CELL,
        passed=PASSED,
        refused=refused,
        may_undo=undoing.may_undo(imported),
    )


def _columns(sheet: SheetReading) -> list[tuple[int, str]]:
    """The columns of a sheet with the words above them."""
    heads = sheet.proposal.heads
    return [(at, heads[at] if at < len(heads) else "") for at in range(sheet.width)]
