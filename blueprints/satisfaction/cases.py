"""Citizens' words that wait for an answer: their list, one of them, and the sentence that closes it."""

from typing import Any

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.duties.windows import ADDRESSES, MAY_LOOK, Known
from blueprints.pages import render_page
from blueprints.satisfaction import bp
from blueprints.satisfaction.case_forms import CloseForm
from blueprints.satisfaction.labels import WORDS
from blueprints.transactions import commit, conflict, refuse, saved
from models import clock, periods, secrets
from models.duties.rules import DutyKind, DutyStatus, may_report
from models.errors import NotAllowed, RuleBroken
from models.satisfaction import case_queries, catalogue
from models.satisfaction import cases as acts
from models.satisfaction.tables import CitizenCase


def _address(verb: str, ref: str) -> str:
    """A case is looked at and answered on one page; whatever else one does with a duty is done at the common window."""
    if verb in ("page", "finish"):
        return url_for("satisfaction.case", case_id=int(ref))
    return url_for(f"duties.{verb}", duty_id=case_queries.duty_id(int(ref)))


@bp.get("/hai-long/y-kien")
@requires(Permission.ANSWER_CASES)
def cases() -> AnyResponse:
    """What waits for an answer, the longest overdue first, and what was closed this month."""
    today = clock.today()
    since, until = periods.month_days(today.year, today.month)
    return render_page(
        "satisfaction/cases.html",
        waiting=case_queries.open_cases(viewer()),
        closed=case_queries.closed_cases(viewer(), since, until),
        told=case_queries.figures(viewer(), since, until) if case_queries.may_see_all(viewer()) else None,
        month=today.month,
        scale=catalogue.scale(today),
    )


@bp.route("/hai-long/y-kien/<int:case_id>", methods=["GET", "POST"])
@requires(Permission.ANSWER_CASES)
def case(case_id: int) -> AnyResponse:
    """One citizen's words, and the sentence that closes them; who comes second sees both sentences."""
    row = case_queries.case(viewer(), case_id)
    form = CloseForm(obj=row)
    if form.is_submitted() and not may_report(row.duty, viewer()):
        raise NotAllowed
    if form.validate_on_submit():
        if form.is_stale(row):
            return conflict("satisfaction/case.html", form=form, row=row, **_about(row))
        try:
            acts.close(viewer(), row, form.outcome.data, form.sentence.data)
        except RuleBroken as broken:
            refuse(form, broken, WORDS)
        else:
            return saved(url_for(".cases"), "Đã đóng ý kiến.")
    return _page(row, form)


def _page(row: CitizenCase, form: CloseForm, contact: str | None = None, note: str = "") -> AnyResponse:
    about, status = _about(row), form.status if form.was_refused or form.errors else 200
    return render_page("satisfaction/case.html", form=form, row=row, contact=contact, note=note, status=status, **about)


def _about(row: CitizenCase) -> dict[str, Any]:
    facts = case_queries.case_row(viewer(), row.id)
    return {
        "case": facts,
        "duty": row.duty,
        "scale": catalogue.scale(facts.facts.local_date),
        "reasons": [catalogue.reasons().get(code, code) for code in case_queries.reasons_of(row.id)],
        "kept_until": case_queries.contact_until(row.id),
        "may_close": may_report(row.duty, viewer()) and row.duty.status is not DutyStatus.VOID,
        "may_open_contact": row.duty.is_in_person(viewer()),
        "closer": case_queries.closer(row) if row.closed_by_id else "",
        "again": _again(row.id),
    }


def _again(case_id: int) -> tuple[str, int] | None:
    found = case_queries.same_again(case_id)
    return (catalogue.reasons().get(found[0], found[0]), found[1]) if found else None


@bp.post("/hai-long/y-kien/<int:case_id>/lien-lac")
@requires(Permission.ANSWER_CASES)
def case_contact(case_id: int) -> AnyResponse:
    """Show how the citizen wants to be reached: to the person in charge alone, and each time the journal says so."""
    row, note = case_queries.case(viewer(), case_id), ""
    try:
        contact = acts.contact(viewer(), row)
    except (secrets.Damaged, secrets.KeyMissing):
        contact, note = None, "Không mở được: cách liên lạc được mã hóa bằng khóa dữ liệu khác."
    else:
        note = "" if contact else "Cách liên lạc đã được xóa vì hết thời hạn giữ."
        commit()
    return _page(row, CloseForm(None, obj=row), contact, note)


def _may_look(duty: Known) -> bool:
    return viewer().may(Permission.ANSWER_CASES) and case_queries.is_in_sight(viewer(), duty.unit_id, duty.person_id)


ADDRESSES[DutyKind.CASE] = _address
MAY_LOOK[DutyKind.CASE] = _may_look
