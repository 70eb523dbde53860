"""Ticking criteria: each tick is saved at once and answers with its row and the figures of the round."""

from dataclasses import replace

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints import uploads
from blueprints.access import Permission, requires, viewer
from blueprints.audits import bp, rows
from blueprints.audits.forms import ItemForm, ProofForm, RevisionForm
from blueprints.audits.labels import PICK_WORD, WORDS
from blueprints.audits.rounds import moving_counts, row_words
from blueprints.audits.rows import RowView
from blueprints.filters import clock_time, text_arg
from blueprints.labels import refusal
from blueprints.pages import answer, render_page, wants_htmx
from blueprints.transactions import commit, commit_once, once, refuse, rollback
from models import clock
from models.audits import before, items, proofs, queries
from models.audits.rules import ItemState
from models.audits.tables import AuditRound, ItemResult
from models.base import db
from models.errors import RuleBroken
from models.files import StoredFile


@bp.get("/kiem-tra/muc/<int:result_id>")
@requires(Permission.READ_AUDITS)
def item(result_id: int) -> AnyResponse:
    """One criterion by itself, its details unfolded."""
    round_ = queries.round_of(viewer(), result_id)
    return _page(round_, RowView(items.item_row(round_, result_id), is_open=True))


def _page(round_: AuditRound, row: RowView, status: int = 200) -> AnyResponse:
    """The row for htmx, the page of the criterion for a plain browser."""
    template = "audits/_item.html" if wants_htmx() else "audits/item.html"
    return render_page(template, status=status, round=round_, row=row, **row_words(round_))


@bp.post("/kiem-tra/muc/<int:result_id>")
@requires(Permission.RECORD_AUDIT)
@uploads.allowed(20)
def tick(result_id: int) -> AnyResponse:
    """Save what the auditor says about one criterion, with its note, link and file."""
    result = items.to_change(viewer(), result_id)
    form = ItemForm(obj=result)
    form.keep_unsent(result)
    if "as_before" in request.form and result.kept_from and viewer().acted_as(result.assessed_by):
        rollback()
        return _saved(result_id)  # sent twice
    if not form.joins(result, not {"clear", "as_before"}.isdisjoint(request.form)):
        form.show_theirs(result)
        rollback()
        round_ = queries.round_of(viewer(), result_id)
        return _page(round_, rows.refused(items.item_row(round_, result_id), form), 409)
    status = 422
    if form.validate_on_submit():
        try:
            _save(result, form)
        except RuleBroken as broken:
            refuse(form, broken, WORDS)
            status = 422 if broken.field else 409
        else:
            commit()
            return _saved(result_id)
    rollback()
    round_ = queries.round_of(viewer(), result_id)
    row = items.item_row(round_, result_id)
    view = rows.refused(row, form)
    return _page(round_, replace(view, item=row) if status == 409 else view, status)


def _save(result: ItemResult, form: ItemForm) -> None:
    """Everything of the form in one transaction; fields that were not sent keep what is stored."""
    if "as_before" in request.form:
        before.keep_one(viewer(), result, has_looked=request.form["as_before"] == "looked")
        return
    by = viewer().account_id
    state = ItemState.NOT_ASSESSED if "clear" in request.form else form.state.data or result.state
    result.assess(state, by, clock.now(), form.note.data or "", form.na_reason.data or "", form.points.data)
    db.session.flush()
    days = {"dated_on": form.dated_on.data, "valid_to": form.valid_to.data}
    if form.link.data:
        proofs.attach(result, by, form.link.data, url=form.link.data, **days)
    if uploads.is_given(form.file.data):
        proofs.attach(result, by, "", file=save_upload(form), **days)


@bp.post("/kiem-tra/muc/<int:result_id>/minh-chung")
@requires(Permission.RECORD_AUDIT)
@uploads.allowed(20)
@once
def prove(result_id: int) -> AnyResponse:
    """Take one photo or file beside what was said; sent again under its key it is there once."""
    result = items.to_change(viewer(), result_id)
    form, by = ProofForm(), viewer().account_id
    if form.validate_on_submit() and uploads.is_given(form.file.data):
        try:
            proofs.attach(result, by, "", file=save_upload(form))
        except RuleBroken as broken:
            refuse(form, broken, WORDS, "file")
        else:
            commit_once(url_for(".item", result_id=result_id))
            return _saved(result_id)
    rollback()
    round_ = queries.round_of(viewer(), result_id)
    refused = RowView(items.item_row(round_, result_id), is_open=True, errors=rows.errors_of(form))
    return _page(round_, refused, 422)


def save_upload(form: ItemForm | ProofForm | RevisionForm) -> StoredFile:
    """The file of a form; what is wrong with it is about its field."""
    try:
        return uploads.save(form.file.data, viewer())
    except RuleBroken as broken:
        broken.field = "file"
        raise


def _saved(result_id: int) -> AnyResponse:
    round_ = queries.round_of(viewer(), result_id)
    row = items.item_row(round_, result_id)
    back = url_for(".round", round_id=round_.id, tiep=result_id, _anchor=f"muc-{result_id}")
    if text_arg("ve") == "khoa":
        back = url_for(".locking_page", round_id=round_.id)
    message = None if wants_htmx() else f"Đã lưu {row.code} lúc {clock_time(clock.now())}."
    figures = queries.figures([round_])[round_.id]
    was_open = "note" in request.form or "mo" in request.args
    view = rows.fresh(row, is_open=was_open)
    return answer(
        "audits/_saved.html",
        message,
        back=back,
        round=round_,
        row=view,
        figures=figures,
        counts=moving_counts(figures),
        pick_word=PICK_WORD,
        **row_words(round_),
    )


@bp.post("/kiem-tra/muc/<int:result_id>/xac-nhan")
@requires(Permission.LOCK_ROUND)
def confirm_not_applicable(result_id: int) -> AnyResponse:
    """A second person has looked and agrees that the criterion does not apply."""
    result = items.to_change(viewer(), result_id)
    try:
        result.confirm(viewer(), clock.now())
    except RuleBroken as broken:
        rollback()
        round_ = queries.round_of(viewer(), result_id)
        said = RowView(items.item_row(round_, result_id), is_open=True, errors={"state": refusal(broken, WORDS)})
        return _page(round_, said, 409)
    commit()
    return _saved(result_id)
