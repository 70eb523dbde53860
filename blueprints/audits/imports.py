"""A round that comes back as a sheet: the file, the preview of what would change, and the press that writes it."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints import uploads
from blueprints.access import Permission, requires, viewer
from blueprints.audits import bp
from blueprints.audits.forms import SheetForm
from blueprints.audits.labels import WORDS
from blueprints.audits.sheet_cells import Names, lines, names_of, shown
from blueprints.audits.sheets import EXPORTED, FIELD_OF, LABEL_OF
from blueprints.filters import number
from blueprints.labels import refusal
from blueprints.pages import go_to, render_page
from blueprints.transactions import created, once, refuse, rollback, saved
from models.audits import importing, queries, taking
from models.audits.handed_sheets import SheetImport
from models.audits.importing import SheetPlan
from models.audits.rules import RoundState
from models.audits.sheet import Difference
from models.audits.tables import AuditRound
from models.base import db
from models.errors import RuleBroken
from models.files.sheets import read_sheets

CHOICES = 2_000  # of conflicts in one form


@bp.route("/kiem-tra/dot/<int:round_id>/nhap", methods=["GET", "POST"])
@requires(Permission.RECORD_AUDIT)
@uploads.allowed(20, read_sheets)
@once
def hand_in(round_id: int) -> AnyResponse:
    """Hand in a round that was edited in Excel; nothing is written before somebody has looked at what would change."""
    round_ = queries.audit_round(viewer(), round_id)
    form = SheetForm()
    if form.validate_on_submit():
        try:
            if not uploads.is_given(form.file.data):
                raise RuleBroken("sheet_missing")
            sheets = uploads.checked(form.file.data)
            found, at = lines(sheets, round_id, names_of(viewer(), round_.commune_id), FIELD_OF, EXPORTED)
            kept = taking.keep(viewer(), round_, (form.file.data.filename or "")[-200:], at, found)
        except RuleBroken as broken:
            refuse(form, broken, WORDS, "file")
        else:
            return created(url_for(".preview", round_id=round_id, import_id=kept.id))
    closed = round_.state is not RoundState.OPEN
    return render_page("audits/import.html", form=form, round=round_, closed=closed, status=form.status)


@bp.get("/kiem-tra/dot/<int:round_id>/nhap/<int:import_id>")
@requires(Permission.RECORD_AUDIT)
def preview(round_id: int, import_id: int) -> AnyResponse:
    """Exactly the cells that would change, those that a colleague has changed, too, and those that cannot be taken."""
    file = taking.kept(viewer(), round_id, import_id)
    return _preview(queries.audit_round(viewer(), round_id), file)


@bp.post("/kiem-tra/dot/<int:round_id>/nhap/<int:import_id>/ghi")
@requires(Permission.RECORD_AUDIT)
def take(round_id: int, import_id: int) -> AnyResponse:
    """Write what the preview showed, in one go."""
    round_ = queries.audit_round(viewer(), round_id)
    file = taking.kept(viewer(), round_id, import_id)
    back = url_for(".round", round_id=round_id)
    if file.taken_at is not None:
        return go_to(back, "Tệp này đã nhập rồi, không nhập lần nữa.", "idle")
    mine = set(_mine())
    try:
        seen, why = request.form.get("seen", ""), f"Theo tệp nhập lại {file.name}."
        done = taking.take(viewer(), round_, file, seen, mine, "skip" in request.form, why)
    except RuleBroken as broken:
        rollback()
        round_ = queries.audit_round(viewer(), round_id)
        file = taking.kept(viewer(), round_id, import_id)
        return _preview(round_, file, mine, refusal(broken, WORDS), 409)
    return saved(back, f"Đã nhập {done.changes} thay đổi ở {len(done.changed)} tiêu chí.")


@bp.post("/kiem-tra/dot/<int:round_id>/nhap/<int:import_id>/huy")
@requires(Permission.RECORD_AUDIT)
def drop(round_id: int, import_id: int) -> AnyResponse:
    """Let go of a file that was looked at; the round stays as it is."""
    file = taking.kept(viewer(), round_id, import_id)
    if file.taken_at is None:
        db.session.delete(file)
    return saved(url_for(".round", round_id=round_id), "Đã bỏ tệp, không thay đổi gì.", "idle")


def _mine() -> Iterator[tuple[str, str]]:
    """The conflicts in which the file is to win."""
    for name, value in list(request.form.items())[:CHOICES]:
        code, _, field = name.removeprefix("chon-").rpartition("-")
        if name.startswith("chon-") and value == "mine":
            yield code, field


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell of the preview in words."""

    code: str
    row: int
    result_id: int | None
    field: str
    label: str
    before: str
    now: str
    wanted: str


def _preview(
    round_: AuditRound,
    file: SheetImport,
    mine: set[tuple[str, str]] | None = None,
    refused: str = "",
    status: int = 200,
) -> AnyResponse:
    found = importing.plan(round_, taking.lines_of(file))
    names = names_of(viewer(), round_.commune_id)
    return render_page(
        "audits/import_preview.html",
        status=status,
        round=round_,
        file=file,
        plan=found,
        changes=[_shown(row, one, names) for row in found.changed for one in row.changes],
        conflicts=[(_shown(row, one, names), row.present.item) for row, one in found.conflicts],
        unread=list(_unread(found)),
        mine=mine or set(),
        decided="seen" in request.form,
        refused=refused,
        closed=round_.state is not RoundState.OPEN,
    )


def _shown(row: importing.RowPlan, one: Difference, names: Names) -> Shown:
    texts = ("" if text is None else _words(one.field, text, names) for text in (one.base, one.now, one.wanted))
    return Shown(row.code, row.line.row, row.present.item.result_id, one.field, LABEL_OF[one.field], *texts)


def _words(field: str, text: str, names: Names) -> str:
    told = shown(field, text, names)
    return told if isinstance(told, str) else number(told)


def _unread(found: SheetPlan) -> Iterator[tuple[int, str, str]]:
    """Row, criterion and reason of everything that cannot be taken."""
    for line in found.unknown:
        yield line.row, line.code, "không có tiêu chí này trong đợt."
    for row in found.rows:
        for field, reason in row.line.unread.items():
            yield row.line.row, row.code, f"cột {LABEL_OF[field]}: {reason}"
        if row.refused is not None:
            yield row.line.row, row.code, refusal(row.refused, WORDS)
