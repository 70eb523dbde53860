"""One proof for several criteria of a round: it is put beside the others, and nothing else is said of them."""

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.audits import bp
from blueprints.audits.labels import ITEM_KIND, WORDS
from blueprints.labels import refusal
from blueprints.pages import render_page
from blueprints.transactions import rollback, saved
from models.audits import before, items, queries
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
