"""Findings: writing one down at its criterion, the list of what is not mended, and the word of the second person."""

from collections.abc import Sequence
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints import uploads
from blueprints.access import Permission, may, requires, viewer
from blueprints.audits import bp
from blueprints.audits.forms import FindingForm
from blueprints.audits.labels import WORDS
from blueprints.audits.needs import findings_sheet
from blueprints.duties import acts
from blueprints.duties.desk import Desk
from blueprints.duties.windows import JUDGED_AT, ORIGINS, Origin, source
from blueprints.duties.work import desk_of
from blueprints.filters import day, int_arg, text_arg
from blueprints.labels import word
from blueprints.pages import asked_page, render_page
from blueprints.transactions import created, once, refuse
from models.accounts import queries as accounts
from models.audits import findings, items, mending, queries, recurring
from models.audits.finding_tables import FindingPlace
from models.audits.findings import FindingPick, FindingRow
from models.audits.tables import AuditFinding, ItemResult
from models.duties.actions import Evidence
from models.duties.rules import DutyKind, DutyStatus, headline
from models.duties.tables import Duty
from models.errors import NotFound, RuleBroken

PER_PAGE = 50
PICKS = {
    "con-ton-tai": FindingPick.UNMENDED,
    "cho-xac-nhan": FindingPick.WAITING,
    "qua-han": FindingPick.OVERDUE,
    "da-khac-phuc": FindingPick.MENDED,
    "chap-nhan": FindingPick.ACCEPTED,
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


@bp.get("/kiem-tra/ton-tai.xlsx")
@requires(Permission.READ_AUDITS)
def listed_xlsx() -> AnyResponse:
    """The same list as a sheet, all of its pages."""
    said = PICKS.get(text_arg("loc"), FindingPick.UNMENDED)
    round_id, unit_id = int_arg("dot", 0) or None, int_arg("don-vi", 0) or None
    among = items.results_of_group(viewer(), round_id, text_arg("nhom")) if round_id and text_arg("nhom") else None
    rows = findings.rows(viewer(), round_id, unit_id)
    return findings_sheet(row for row in rows if row.belongs(said) and (among is None or row.result_id in among))


@bp.get("/kiem-tra/ton-tai/<int:duty_id>")
@requires(Permission.READ_AUDITS)
def look(duty_id: int) -> AnyResponse:
    """What was found beside what is said to be mended: the pictures before and after, and the second person's word."""
    desk = _desk(duty_id)
    found = findings.finding_of(viewer(), duty_id)
    if found is None:
        raise NotFound
    round_ = queries.round_of(viewer(), found.result_id)
    row = next(row for row in findings.rows(viewer(), result_id=found.result_id) if row.id == duty_id)
    is_decided = row.purchase_word is not None or row.end_word is not None
    return render_page(
        "audits/look.html",
        desk=desk,
        round=round_,
        row=row,
        item=items.item_row(round_, found.result_id),
        images=_images(desk),
        places=[(one, one.state_in(desk.duty)) for one in (mending.places_of(found) if found.places else ())],
        decisions=mending.decisions(found) if is_decided else [],
        sightings=recurring.sightings(found) if row.seen_last else [],
    )


def _images(desk: Desk) -> list[Any]:
    """What was handed in since, the newest first, with whatever shows it."""
    return [note for note in desk.notes if note.evidence_file_id or note.evidence_link]


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
    said, where = text_arg("noi-dung", 2000), text_arg("o-dau", 4000)  # a proposal of the machine, to be looked at
    told = {"text": said or result.note, "place": where, "component": text_arg("thanh-phan", 120)}
    form = FindingForm(**told, due_on=result.round.due_on, unit_id=int_arg("don-vi", 0))
    form.offer(viewer())
    if form.validate_on_submit():
        try:
            kept = findings.note(viewer(), result, **form.values)
        except RuleBroken as broken:
            refuse(form, broken, WORDS)
            result = items.to_change(viewer(), result_id)
        else:
            return created(url_for(".item", result_id=result_id), _noted(kept, result))
    return render_page(
        "audits/finding.html",
        form=form,
        round=queries.round_of(viewer(), result_id),
        code=result.criterion.code,
        requirement=result.criterion.requirement,
        result_id=result_id,
        waiting=recurring.still_open(result),
        written=findings.rows(viewer(), result_id=result_id),
        status=form.status,
    )


def _noted(kept: AuditFinding, result: ItemResult) -> str:
    """What is told of a finding that was written down, or seen again."""
    if kept.result_id == result.id:
        return f"Đã ghi tồn tại của {result.criterion.code}."
    first = kept.result.round.no
    return f"Đã ghi thấy lại tồn tại của đợt {first}. Đơn vị và hạn khắc phục giữ như đã giao."


def _desk(duty_id: int) -> Desk:
    desk = desk_of(duty_id)
    if desk.duty.kind is not DutyKind.FINDING:
        raise NotFound
    return desk


@bp.post("/kiem-tra/ton-tai/<int:duty_id>/xac-nhan")
@requires(Permission.VERIFY_FINDING)
@uploads.allowed(20)
def confirm(duty_id: int) -> AnyResponse:
    """A second person has looked and finds it mended: everywhere, or at the places that are ticked."""
    desk = _desk(duty_id)
    found = findings.finding_of(viewer(), duty_id)
    if found is None:
        raise NotFound
    chosen = _chosen_places()
    every = mending.places_of(found)
    left = [one for one in mending.unverified(found, every) if chosen is not None and one.id not in chosen]
    still = _still(left)

    def word_of(said: str, shown: Evidence) -> object:
        text = headline(f"{still} {said}", 500) if left else said
        return mending.confirm(viewer(), found, chosen, text, evidence=shown)

    done = f"Đã xác nhận {len(every) - len(left)}/{len(every)} nơi. {still}" if left else "Đã xác nhận khắc phục."
    return acts.confirm(desk, word_of, done)


def _chosen_places() -> set[int] | None:
    """The places that a form ticks; None for all of them, and where the form has no list of places."""
    if "tung-noi" not in request.form or "moi-noi" in request.form:
        return None
    return {int(said) for said in request.form.getlist("noi") if said.isdecimal()}


def _still(left: Sequence[FindingPlace]) -> str:
    """What the unit reads of the places that are not mended."""
    return f"Còn {len(left)} nơi chưa khắc phục: {'; '.join(one.place for one in left)}."


@bp.post("/kiem-tra/ton-tai/<int:duty_id>/tra-lai")
@requires(Permission.VERIFY_FINDING)
@uploads.allowed(20)
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
        ("Ở đâu", _whereabouts(found)),
        ("Thành phần", found.component),
        ("Mức độ", word(found.severity)),
        ("Quyết định", _decided(found)),
        ("Tiêu chí", row.requirement),
    ]
    return Origin(source(duty), url_for("audits.item", result_id=found.result_id), [fact for fact in facts if fact[1]])


def _decided(found: AuditFinding) -> str:
    """The newest decision about it, with its paper and why."""
    may_be = found.is_purchase or found.duty.status is DutyStatus.VOID
    newest = next(iter(mending.decisions(found)), None) if may_be else None
    if newest is None:
        return ""
    return " · ".join(filter(None, (word(newest.word), newest.document, day(newest.decided_on), newest.reason)))


def _whereabouts(found: AuditFinding) -> str:
    """Its place; of several how many are mended, and which are not."""
    every = mending.places_of(found) if found.places else []
    if not every:
        return found.place
    left = mending.unverified(found, every)
    told = f"{len(every) - len(left)}/{len(every)} nơi đã khắc phục"
    return f"{told}; còn: {'; '.join(one.place for one in left)}" if left else told


ORIGINS[DutyKind.FINDING] = _origin
JUDGED_AT[DutyKind.FINDING] = "audits"
