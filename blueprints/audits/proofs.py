"""Proofs: one for several criteria, the next revision of one, withdrawing one, and all revisions of a criterion."""

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints import uploads
from blueprints.access import Permission, may, requires, viewer
from blueprints.audits import bp
from blueprints.audits.forms import RevisionForm, WithdrawForm
from blueprints.audits.items import save_upload
from blueprints.audits.labels import ITEM_KIND, WORDS
from blueprints.labels import refusal
from blueprints.pages import render_page
from blueprints.transactions import created, once, refuse, rollback, saved
from models.audits import before, items, proofs, queries
from models.audits.evidence import chains
from models.audits.proof_tables import ItemEvidence
from models.audits.rules import RoundState
from models.errors import RuleBroken


@bp.route("/kiem-tra/minh-chung/<int:evidence_id>/dung-chung", methods=["GET", "POST"])
@requires(Permission.RECORD_AUDIT)
def share(evidence_id: int) -> AnyResponse:
    """Choose which other criteria of the round a proof shows too."""
    evidence, refused = items.evidence(viewer(), evidence_id), ""
    own, title = evidence.result_id, evidence.title
    round_id = evidence.result.round_id
    if request.method == "POST":
        chosen = {int(said) for said in request.form.getlist("muc") if said.isdecimal()}
        try:
            attached = before.share(viewer(), evidence, chosen)
        except RuleBroken as broken:
            refused = refusal(broken, WORDS)
            rollback()
        else:
            said = f"Đã gắn minh chứng vào {attached} tiêu chí nữa. Kết quả đánh giá giữ nguyên."
            return saved(url_for(".round", round_id=round_id, tiep=own, _anchor=f"muc-{own}"), said)
    round_ = queries.audit_round(viewer(), round_id)
    rows = [item for item in items.all_items(items.groups(round_)) if item.result_id != own]
    return render_page(
        "audits/share.html",
        status=409 if refused else 200,
        round=round_,
        own=own,
        evidence=items.evidence(viewer(), evidence_id),
        title=title,
        rows=sorted(rows, key=lambda item: not item.lacks_evidence),
        kinds=ITEM_KIND,
        refused=refused,
    )


@bp.get("/kiem-tra/muc/<int:result_id>/cac-ban")  # one rule of its own: with two methods an id of nothing is 405
@requires(Permission.READ_AUDITS)
def revisions(result_id: int) -> AnyResponse:
    """Every proof of a criterion with all of its revisions, also those that were replaced or withdrawn."""
    round_ = queries.round_of(viewer(), result_id)
    item = items.item_row(round_, result_id)
    return render_page(
        "audits/proofs.html",
        round=round_,
        item=item,
        chains=chains(item.revisions),
        current={kept.id for kept in item.evidence},
        adders=proofs.adders(result_id),
        may_tick=may("record_audit") and round_.state is RoundState.OPEN,
    )


@bp.route("/kiem-tra/minh-chung/<int:evidence_id>/thay", methods=["GET", "POST"])
@requires(Permission.RECORD_AUDIT)
@uploads.allowed(20)
@once
def replace_proof(evidence_id: int) -> AnyResponse:
    """Put a newer revision in the place of a proof; the one before stays readable."""
    former, form = items.evidence(viewer(), evidence_id), RevisionForm()
    result_id, no = former.result_id, former.no
    if form.validate_on_submit():
        try:
            _replace(former, form)
        except RuleBroken as broken:
            refuse(form, broken, WORDS, None if broken.field else "link")
        else:
            said = f"Đã thay bằng bản {no + 1}. Bản {no} vẫn xem lại được."
            return created(url_for(".item", result_id=result_id), said)
    return _page(evidence_id, form, "Thay bản mới")


def _replace(former: ItemEvidence, form: RevisionForm) -> None:
    link, has_file = form.link.data or "", uploads.is_given(form.file.data)
    if link and has_file:
        raise RuleBroken("proof_both", field="file")
    file = save_upload(form) if has_file else None
    days = {"dated_on": form.dated_on.data, "valid_to": form.valid_to.data}
    proofs.replace(former, viewer().account_id, link, file, reason=form.reason.data or "", **days)


@bp.route("/kiem-tra/minh-chung/<int:evidence_id>/rut", methods=["GET", "POST"])
@requires(Permission.RECORD_AUDIT)
@once
def withdraw_proof(evidence_id: int) -> AnyResponse:
    """Say that a proof does not count any more, and why; it stays readable."""
    former, form = items.evidence(viewer(), evidence_id), WithdrawForm()
    result_id = former.result_id
    if form.validate_on_submit():
        try:
            proofs.withdraw(former, viewer().account_id, form.reason.data)
        except RuleBroken as broken:
            refuse(form, broken, WORDS, "reason")
        else:
            return created(url_for(".item", result_id=result_id), "Đã rút minh chứng. Nội dung cũ vẫn xem lại được.")
    return _page(evidence_id, form, "Rút minh chứng")


def _page(evidence_id: int, form: RevisionForm | WithdrawForm, title: str) -> AnyResponse:
    former = items.evidence(viewer(), evidence_id)
    round_ = queries.round_of(viewer(), former.result_id)
    item = items.item_row(round_, former.result_id)
    kept = next(one for one in item.revisions if one.id == evidence_id)
    is_last = any(one.id == evidence_id for one in item.evidence)
    shut = "" if is_last else WORDS["proof_moved"]
    if round_.state is not RoundState.OPEN:
        shut = WORDS["round_closed"]
    return render_page(
        "audits/proof.html",
        form=form,
        round=round_,
        item=item,
        kept=kept,
        shut=shut,
        title=title,
        status=409 if shut and request.method == "POST" else form.status,
    )
