"""Two rounds side by side: what has got worse first, then what has got better, with a table that adds up."""

from collections.abc import Sequence
from typing import Any

from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.audits import bp
from blueprints.audits.labels import ITEM_KIND, WORDS
from blueprints.audits.trend import MOST, trend
from blueprints.filters import int_arg, text_arg
from blueprints.labels import refusal
from blueprints.pages import render_page
from models.audits import comparing, queries
from models.audits.comparing import ComparedRow
from models.audits.rules import ItemState, RoundChange
from models.audits.tables import AuditRound
from models.errors import RuleBroken

CHANGES = {
    "xau-di": RoundChange.WORSE,
    "tot-len": RoundChange.BETTER,
    "giu-nguyen": RoundChange.SAME,
    "moi": RoundChange.NEW,
    "khong-con": RoundChange.GONE,
    "khong-so-duoc": RoundChange.UNLIKE,
}  # by the word of the address


@bp.get("/kiem-tra/so-sanh")
@requires(Permission.READ_AUDITS)
def compare() -> AnyResponse:
    """Whether a set is better or worse than in an earlier round, criterion by criterion."""
    before, now, offered = _pair()
    rows: list[ComparedRow] = []
    refused = ""
    if before and now:
        try:
            rows = comparing.compare(before, now)
        except RuleBroken as broken:
            refused = refusal(broken, WORDS)
    counts = {word: sum(row.change is change for row in rows) for word, change in CHANGES.items()}
    said = text_arg("loc") if text_arg("loc") in CHANGES else next((one for one, n in counts.items() if n), "xau-di")
    table = comparing.table(rows)
    line = [one for one in offered if now and (one.set_id, one.commune_id) == (now.set_id, now.commune_id)][:MOST]
    figures = queries.figures(list({one.id: one for one in (*line, before, now) if one}.values()))
    return render_page(
        "audits/compare.html",
        fragment="compared",
        status=409 if refused else 200,
        before=before,
        later=now,
        offered=offered,
        refused=refused,
        figures=figures,
        trend=trend(line, figures),
        rows=[row for row in rows if row.change is CHANGES[said]],
        counts=counts,
        changes=CHANGES,
        said=said,
        table=table,
        states=[state for state in ItemState if any(state in pair for pair in table)],
        kinds=ITEM_KIND,
        total=len(rows),
    )


def _pair() -> tuple[AuditRound | None, AuditRound | None, Sequence[Any]]:
    """The two rounds of the address, else the newest two of a set; and the rounds that can be chosen instead."""
    eyes, a, b = viewer(), int_arg("a", 0), int_arg("b", 0)
    if a and b:
        later = queries.audit_round(eyes, b)
        return queries.audit_round(eyes, a), later, queries.rounds(eyes, later.set.code)
    rounds = queries.rounds(eyes, text_arg("bo"))
    for now in rounds:
        of_set = [one for one in rounds if (one.set_id, one.commune_id) == (now.set_id, now.commune_id)]
        if earlier := [one for one in of_set if one.no < now.no]:
            return max(earlier, key=lambda one: one.no), now, of_set
    return None, None, []
