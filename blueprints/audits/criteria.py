"""The rows of a draft: add, change, take out, bring back, move up and down."""

from types import SimpleNamespace
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.audits import bp
from blueprints.audits.labels import WORDS
from blueprints.audits.set_forms import CITES_HINT, NewRowForm, RowForm, offer_groups, seen_values, typed_values
from blueprints.filters import text_arg
from blueprints.labels import refusal
from blueprints.pages import render_page
from blueprints.transactions import conflict, created, not_taken, once, refuse, saved
from models.audits import acts as law
from models.audits import drafting
from models.audits.tables import CriteriaVersion, Criterion
from models.catalogue.criteria import Kind
from models.errors import RuleBroken

KINDS = {"nhom": Kind.GROUP, "tieu-chi": Kind.ITEM}


@bp.route("/kiem-tra/bo-tieu-chi/ban/<int:version_id>/them", methods=["GET", "POST"])
@requires(Permission.DRAFT_CRITERIA)
@once
def new_criterion(version_id: int) -> AnyResponse:
    """A new heading or criterion."""
    draft = drafting.version(viewer(), version_id, to_change=request.method == "POST")
    draft.require_draft()
    kind = KINDS.get(text_arg("loai"), Kind.ITEM)
    rows, form = drafting.rows_of(draft.id), NewRowForm()
    groups = offer_groups(form, rows)
    known = law.acts(draft.commune_id)
    if form.validate_on_submit():
        try:
            parent = groups.get(form.group.data or 0)
            row = drafting.add(draft, kind, form.code.data, parent, typed_values(form, kind, known))
        except RuleBroken as broken:
            broken.field = {"parent": "group"}.get(broken.field or "", broken.field)
            refuse(form, broken, WORDS)
        else:
            return created(_back(draft, row.code), f"Đã thêm {row.code}.")
    more: dict[str, Any] = {"kind": kind, "version_id": version_id, "known": known, "hint": CITES_HINT}
    return render_page("audits/criterion.html", form=form, row=None, status=form.status, **more)


def _back(draft: CriteriaVersion, code: str = "") -> str:
    return url_for(".version", version_id=draft.id, _anchor=f"m-{code}" if code else None)


@bp.route("/kiem-tra/bo-tieu-chi/muc/<int:criterion_id>", methods=["GET", "POST"])
@requires(Permission.DRAFT_CRITERIA)
def criterion(criterion_id: int) -> AnyResponse:
    """Change a heading or criterion of a draft; somebody else's words in it are not written over."""
    row = drafting.criterion(viewer(), criterion_id)
    draft = drafting.version(viewer(), row.version_id)
    draft.require_draft()
    rows = drafting.rows_of(draft.id)
    at = next((one.id for one in rows if one.code == row.parent), None)
    form = RowForm(data=seen_values(row) | {"group": at})
    groups = offer_groups(form, [one for one in rows if one.code != row.code])
    known = law.acts(draft.commune_id or viewer().commune_id)
    more: dict[str, Any] = {"kind": row.kind, "version_id": draft.id, "known": known, "hint": CITES_HINT}
    if not form.validate_on_submit():
        return render_page("audits/criterion.html", form=form, row=row, status=form.status, **more)
    row = drafting.criterion(viewer(), criterion_id, to_change=True)
    if form.is_stale(row):
        group = next((id_ for id_, code in groups.items() if code == row.parent), None)
        theirs = SimpleNamespace(**seen_values(row), id=row.id, group=group)
        return conflict("audits/criterion.html", form=form, row=theirs, **more)
    try:
        _change(row, form, groups, typed_values(form, row.kind, known))
    except RuleBroken as broken:
        refuse(form, broken, WORDS)
        row = drafting.criterion(viewer(), criterion_id)
        return render_page("audits/criterion.html", form=form, row=row, status=422, **more)
    return saved(_back(draft, form.code.data), f"Đã lưu {form.code.data}.")


def _change(row: Criterion, form: RowForm, groups: dict[int, str], values: dict[str, object]) -> None:
    drafting.rename(row, form.code.data)
    drafting.regroup(row, groups.get(form.group.data or 0))
    drafting.change(row, values)


@bp.post("/kiem-tra/bo-tieu-chi/muc/<int:criterion_id>/bo")
@requires(Permission.DRAFT_CRITERIA)
def retire(criterion_id: int) -> AnyResponse:
    """Take a row out of the draft; what was said about it in older rounds stays."""
    row = drafting.criterion(viewer(), criterion_id, to_change=True)
    draft, code = drafting.version(viewer(), row.version_id), row.code
    back = _back(draft)
    try:
        drafting.retire(row)
    except RuleBroken as broken:
        return not_taken(back, refusal(broken, WORDS))
    return saved(back, f"Đã bỏ {code} khỏi bản nháp.")


@bp.post("/kiem-tra/bo-tieu-chi/ban/<int:version_id>/dua-lai")
@requires(Permission.DRAFT_CRITERIA)
def restore(version_id: int) -> AnyResponse:
    """Bring a row back from the version before."""
    draft, code = drafting.version(viewer(), version_id, to_change=True), text_arg("ma")
    back = _back(draft, code)
    try:
        drafting.restore(draft, code)
    except RuleBroken as broken:
        return not_taken(back, refusal(broken, WORDS))
    return saved(back, f"Đã đưa {code} trở lại.")


@bp.post("/kiem-tra/bo-tieu-chi/muc/<int:criterion_id>/len")
@requires(Permission.DRAFT_CRITERIA)
def move_up(criterion_id: int) -> AnyResponse:
    """One place up within the group."""
    return _move(criterion_id, up=True)


@bp.post("/kiem-tra/bo-tieu-chi/muc/<int:criterion_id>/xuong")
@requires(Permission.DRAFT_CRITERIA)
def move_down(criterion_id: int) -> AnyResponse:
    """One place down within the group."""
    return _move(criterion_id, up=False)


def _move(criterion_id: int, up: bool) -> AnyResponse:
    row = drafting.criterion(viewer(), criterion_id, to_change=True)
    back = url_for(".version", version_id=row.version_id, _anchor=f"m-{row.code}")
    is_moved = drafting.move(row, up)
    if is_moved:
        return saved(back, f"Đã chuyển {row.code}.")
    return not_taken(back, "Mục này đã ở " + ("đầu" if up else "cuối") + " nhóm.")
