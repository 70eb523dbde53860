"""How a score came about: each term, the sums of groups and parts, and what was left out or counts nothing."""

from fractions import Fraction

from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.audits import bp
from blueprints.audits.badges import lack_words
from blueprints.audits.labels import NA_POLICY
from blueprints.pages import render_page
from models.audits import items, queries, rules, scoring
from models.audits.items import ItemRow


@bp.get("/kiem-tra/dot/<int:round_id>/cach-tinh")
@requires(Permission.READ_AUDITS)
def explained(round_id: int) -> AnyResponse:
    """The sum behind the score of a round, down to its terms."""
    round_ = queries.audit_round(viewer(), round_id)
    parts = items.groups(round_)
    every = [item.scored for item in items.all_items(parts)]
    return render_page(
        "audits/score.html",
        round=round_,
        figures=items.shown_figures(round_, parts),
        groups=scoring.explained(round_, parts),
        whole=rules.terms(every, round_.criteria.na_policy),
        part_scores=scoring.part_scores(round_, parts),
        parts_basis=scoring.parts_basis(round_),
        policy=NA_POLICY[round_.criteria.na_policy],
    )


@bp.app_template_filter("why_this_term")
def why_this_term(item: ItemRow) -> str:
    """Why a criterion counts as it does, where its state alone does not tell."""
    if item.awaits_second:
        return "chờ người thứ hai xác nhận, tính 0 điểm"
    if item.lacks_evidence:
        return f"{lack_words(item)}, tính 0 điểm"
    if item.max_points <= 0 or item.weight <= 0:
        return "chỉ theo dõi, không tính"
    if rules.does_not_apply(item.scored):
        return "đã xác nhận không áp dụng"
    return ""


@bp.app_template_filter("as_term")
def as_term(value: Fraction) -> str:
    """A term with at most four decimals: 0,5; 1,3333."""
    text = f"{float(value):.4f}".rstrip("0").rstrip(".")
    return text.replace(".", ",")
