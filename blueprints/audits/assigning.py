"""Who audits which group of a round: chosen and changed while the round is open."""

from collections.abc import Iterator

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.audits import bp
from blueprints.audits.labels import WORDS
from blueprints.labels import refusal
from blueprints.pages import render_page
from blueprints.transactions import rollback, saved
from models.audits import assigning, items, queries
from models.audits.assigning import Assignment, Share
from models.audits.tables import AuditRound
from models.errors import RuleBroken

PLACES = 1000  # marks that one form can carry; the house has neither so many groups nor so many people


@bp.route("/kiem-tra/dot/<int:round_id>/phan-cong", methods=["GET", "POST"])
@requires(Permission.RECORD_AUDIT)
def assign(round_id: int) -> AnyResponse:
    """Choose who audits the round and each of its groups."""
    round_ = queries.audit_round(viewer(), round_id)
    if request.method == "GET":
        return _page(round_)
    try:
        changed = assigning.assign(viewer(), round_, set(_sent("giao")), set(_sent("truoc")))
    except RuleBroken as broken:
        rollback()
        return _page(queries.audit_round(viewer(), round_id), refusal(broken, WORDS), 409)
    said = "Đã lưu phân công kiểm tra." if changed else "Phân công kiểm tra không thay đổi."
    return saved(url_for(".round", round_id=round_id), said)


def _page(round_: AuditRound, refused: str = "", status: int = 200) -> AnyResponse:
    assigned = assigning.of(round_)
    people = {row.id: row.display_name for row in assigning.auditors(viewer())} | assigned.people
    return render_page(
        "audits/assign.html",
        status=status,
        round=round_,
        parts=items.groups(round_),
        assigned=assigned,
        people=people,
        refused=refused,
    )


def _sent(name: str) -> Iterator[Share]:
    """What was marked: ``group:account``, with no group for the whole round."""
    for said in request.form.getlist(name)[:PLACES]:
        group, _, account = said.rpartition(":")
        if account.isascii() and account.isdecimal() and len(account) < 16:
            yield group, int(account)


@bp.app_template_filter()
def assigned_words(assigned: Assignment) -> str:
    """Who audits what of a round, in one line; nothing where nobody was chosen."""
    return "; ".join(name + (f" (nhóm {', '.join(groups)})" if groups else "") for name, groups in assigned.by_person())
