"""Findings: writing one down at its criterion, the list of what is not mended, and the word of the second person."""

from typing import Any

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, may, requires, viewer
from blueprints.audits import bp
from blueprints.audits.forms import FindingForm
from blueprints.audits.labels import WORDS
from blueprints.duties import acts
from blueprints.duties.desk import Desk
from blueprints.duties.windows import JUDGED_AT, ORIGINS, Origin, source
from blueprints.duties.work import desk_of
from blueprints.filters import int_arg, text_arg
from blueprints.labels import word
from blueprints.pages import asked_page, render_page
from blueprints.transactions import created, once, refuse
from models.accounts import queries as accounts
from models.audits import findings, items, queries
from models.audits.findings import FindingPick, FindingRow
from models.duties.rules import DutyKind
from models.duties.tables import Duty
from models.errors import NotFound, RuleBroken

PER_PAGE = 50
PICKS = {
    "con-ton-tai": FindingPick.UNMENDED,
    "cho-xac-nhan": FindingPick.WAITING,
    "qua-han": FindingPick.OVERDUE,
    "da-khac-phuc": FindingPick.MENDED,
    "tat-ca": FindingPick.ALL,
}  # by the word of the address


@bp.get("/kiem-tra/ton-tai")
@requires(Permission.READ_AUDITS)
def listed() -> AnyResponse:
    """What was found and is not mended yet, by unit; what waits for the second person; what is overdue."""
    eyes, said = viewer(), text_arg("loc")
    said = said if said in PICKS else "con-ton-tai"
    round_id, unit_id = int_arg("dot", 0) or None, int_arg("don-vi", 0) or None
    round_ = queries.audit_round(eyes, round_id) if round_id else None
    group = text_arg("nhom") if round_ else ""
    among = items.results_of_group(eyes, round_id, group) if round_id and group else None
    rows = [row for row in findings.rows(eyes, round_id, unit_id) if among is None or row.result_id in among]
    bare = findings.problems(eyes, round_id, among) if round_id and said == "con-ton-tai" and not unit_id else []
    page = asked_page(PER_PAGE)
    shown = [row for row in rows if row.belongs(PICKS[said])]
    page.total = len(shown)
    narrowed: dict[str, Any] = {"dot": round_id, "nhom": group or None, "don-vi": unit_id}
    return render_page(
        "audits/findings.html",
        fragment="rows",
        round=round_,
        parts=_by_unit(page.slice(shown)),
        bare=[row for row in bare if not row.findings],
        page=page,
        said=said,
        counts={name: sum(row.belongs(pick) for row in rows) for name, pick in PICKS.items()},
        narrowed=narrowed,
        units=accounts.units(eyes) if eyes.commune_id else [],
    )


def _by_unit(rows: Any) -> list[tuple[str, list[FindingRow]]]:
    """The rows of each unit, in the order they came in."""
    found: dict[str, list[FindingRow]] = {}
    for row in rows:
        found.setdefault(row.unit or "", []).append(row)
    return list(found.items())


@bp.route("/kiem-tra/muc/<int:result_id>/ton-tai", methods=["GET", "POST"])
@requires(Permission.RECORD_AUDIT)
@once
def new_finding(result_id: int) -> AnyResponse:
    """Write down what is wrong with a criterion: where, how bad, who mends it by when."""
    result = items.to_change(viewer(), result_id)
    form = FindingForm(text=result.note, due_on=result.round.due_on)
    form.offer(viewer())
    if form.validate_on_submit():
        try:
            findings.note(viewer(), result, **form.values)
        except RuleBroken as broken:
            refuse(form, broken, WORDS)
            result = items.to_change(viewer(), result_id)
        else:
            return created(url_for(".item", result_id=result_id), f"Đã ghi tồn tại của {result.criterion.code}.")
    return render_page(
        "audits/finding.html",
        form=form,
        round=queries.round_of(viewer(), result_id),
        code=result.criterion.code,
        requirement=result.criterion.requirement,
        result_id=result_id,
        written=findings.rows(viewer(), result_id=result_id),
        status=form.status,
    )


def _desk(duty_id: int) -> Desk:
    desk = desk_of(duty_id)
    if desk.duty.kind is not DutyKind.FINDING:
        raise NotFound
    return desk


@bp.post("/kiem-tra/ton-tai/<int:duty_id>/xac-nhan")
@requires(Permission.VERIFY_FINDING)
def confirm(duty_id: int) -> AnyResponse:
    """A second person has looked and finds it mended."""
    return acts.confirm(_desk(duty_id))


@bp.post("/kiem-tra/ton-tai/<int:duty_id>/tra-lai")
@requires(Permission.VERIFY_FINDING)
def send_back(duty_id: int) -> AnyResponse:
    """A second person has looked and still finds it, and says what."""
    return acts.send_back(_desk(duty_id))


def _origin(duty: Duty) -> Origin:
    """The criterion, and what was found there."""
    found = findings.finding_of(viewer(), duty.id)
    if found is None or not may("read_audits"):
        return Origin(source(duty))
    row = items.item_row(queries.round_of(viewer(), found.result_id), found.result_id)
    facts = [
        ("Tồn tại", found.text),
        ("Ở đâu", found.place),
        ("Mức độ", word(found.severity)),
        ("Tiêu chí", row.requirement),
    ]
    return Origin(source(duty), url_for("audits.item", result_id=found.result_id), [fact for fact in facts if fact[1]])


ORIGINS[DutyKind.FINDING] = _origin
JUDGED_AT[DutyKind.FINDING] = "audits"
