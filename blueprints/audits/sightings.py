"""An open finding of an earlier round that this round still sees, and taking that back while the round is open."""

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.audits import bp
from blueprints.audits.forms import SightingForm
from blueprints.audits.labels import WORDS
from blueprints.labels import refusal
from blueprints.pages import render_page
from blueprints.transactions import created, not_taken, once, refuse, saved
from models import clock
from models.audits import items, queries, recurring
from models.errors import RuleBroken


@bp.route("/kiem-tra/muc/<int:result_id>/van-thay/<int:finding_id>", methods=["GET", "POST"])
@requires(Permission.RECORD_AUDIT)
@once
def see_again(result_id: int, finding_id: int) -> AnyResponse:
    """Say that an open finding is still there; who mends it by when is asked nobody again."""
    result, form = items.to_change(viewer(), result_id), SightingForm()
    first = recurring.open_before(result, finding_id).result.round.no
    if form.validate_on_submit():
        try:
            recurring.see_open(viewer(), result, finding_id, form.note.data or "", clock.today())
        except RuleBroken as broken:
            refuse(form, broken, WORDS, "note")
        else:
            said = f"Đã ghi vẫn thấy tồn tại của đợt {first}. Đơn vị và hạn khắc phục giữ như đã giao."
            return created(url_for(".item", result_id=result_id), said)
    result = items.to_change(viewer(), result_id)
    return render_page(
        "audits/sighting.html",
        form=form,
        round=queries.round_of(viewer(), result_id),
        result=result,
        found=recurring.open_before(result, finding_id),
        status=form.status,
    )


@bp.post("/kiem-tra/muc/<int:result_id>/van-thay/<int:finding_id>/bo")
@requires(Permission.RECORD_AUDIT)
def unsee(result_id: int, finding_id: int) -> AnyResponse:
    """Take back a sighting that was recorded by mistake; the journal keeps it."""
    result, back = items.to_change(viewer(), result_id), url_for(".new_finding", result_id=result_id)
    try:
        was_there = recurring.unsee(result, finding_id)
    except RuleBroken as broken:
        return not_taken(url_for(".item", result_id=result_id), refusal(broken, WORDS))
    return saved(
        back, "Đã bỏ “Vẫn thấy”. Tồn tại của đợt trước giữ nguyên." if was_there else "“Vẫn thấy” đã được bỏ trước đó."
    )
