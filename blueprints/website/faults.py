"""What the machine proposes: a person accepts it, declines it with a reason, or closes what was mended."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.documents import Document, as_docx, as_print
from blueprints.filters import text_arg
from blueprints.labels import refusal
from blueprints.pages import go_to, render_page
from blueprints.transactions import refuse, rollback, saved
from blueprints.website import bp, findings, papers
from blueprints.website.forms import ReasonGivenForm
from blueprints.website.handing_on import finding_form
from blueprints.website.labels import OUTCOME_KIND, REFUSALS
from models import clock
from models.accounts import queries as accounts
from models.errors import RuleBroken
from models.website import queries, runs
from models.website.rules import ASKS_SOMEBODY, CheckKey, CheckOutcome, FaultState
from models.website.tables import WebsiteFault

bp.add_app_template_global(findings.sentence, "finding_sentence")
bp.add_app_template_global(findings.fault_title, "fault_title")
bp.add_app_template_global(findings.place, "finding_place")
bp.add_app_template_global(findings.path, "site_path")
OUTCOMES = {
    "chua-dat": CheckOutcome.FAIL,
    "can-xem": CheckOutcome.NEEDS_HUMAN,
    "dat": CheckOutcome.PASS,
    "khong-thu-duoc": CheckOutcome.NOT_TESTABLE,
    "bi-chan": CheckOutcome.BLOCKED,
}  # by the word of the address
STATES = {
    "cho-xem": ASKS_SOMEBODY,
    "da-nhan": (FaultState.ACCEPTED,),
    "khong-nhan": (FaultState.DECLINED,),
    "moi-thay": (FaultState.WATCHED,),
    "da-sua": (FaultState.CLOSED,),
}
STATE_WORDS = {
    "cho-xem": "Chờ xem",
    "moi-thay": "Mới thấy một lần",
    "da-nhan": "Đã nhận",
    "khong-nhan": "Không nhận",
    "da-sua": "Đã sửa xong",
}


@bp.get("/trang-web/de-xuat")
@requires(Permission.READ_WEBSITE)
def proposals() -> AnyResponse:
    """What the newest run came to, and what waits for somebody."""
    eyes, last = viewer(), runs.newest(viewer(), is_over=True)
    outcome = OUTCOMES.get(text_arg("ket-qua"))
    state = text_arg("loc") if text_arg("loc") in STATES else "cho-xem"
    faults = runs.faults(eyes, *STATES[state]) if outcome is None else []
    recorded = _recorded(faults)
    return render_page(
        "website/proposals.html",
        run=last,
        pages=runs.pages_seen(last.id) if last else 0,
        counts=runs.outcome_counts(last.id) if last else {},
        outcome=outcome,
        outcomes=OUTCOMES,
        kinds=OUTCOME_KIND,
        state=state,
        states=STATE_WORDS,
        faults=faults,
        results=runs.results(last.id, outcome) if last and outcome else [],
        recorded=recorded,
        findings={fault.id for fault in faults if finding_form(fault, recorded)},
    )


@bp.get("/trang-web/de-xuat/<int:fault_id>")
@requires(Permission.READ_WEBSITE)
def fault(fault_id: int) -> AnyResponse:
    """One proposal with everything that was seen."""
    return _page(runs.fault(viewer(), fault_id), ReasonGivenForm(formdata=None))


def _page(fault: WebsiteFault, form: ReasonGivenForm) -> AnyResponse:
    recorded = _recorded([fault])
    return render_page(
        "website/fault.html",
        fault=fault,
        form=form,
        recorded=recorded.get(fault.criterion_code),
        finding_form=finding_form(fault, recorded),
        status=form.status,
    )


def _decide(fault_id: int, act: Callable[[WebsiteFault], Any], done: str, then: str | None = None) -> AnyResponse:
    try:
        act(runs.fault(viewer(), fault_id))
    except RuleBroken as broken:
        rollback()
        return go_to(url_for(".fault", fault_id=fault_id), refusal(broken, REFUSALS), "warn")
    return saved(then or url_for(".proposals"), done)


def _with_reason(fault_id: int, verb: str, done: str) -> AnyResponse:
    form, found = ReasonGivenForm(), runs.fault(viewer(), fault_id)
    if form.validate_on_submit():
        try:
            getattr(found, verb)(viewer(), form.reason.data, clock.now())
            return saved(url_for(".proposals"), done)
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS)
            found = runs.fault(viewer(), fault_id)
    return _page(found, form)


@bp.post("/trang-web/de-xuat/<int:fault_id>/nhan")
@requires(Permission.JUDGE_WEBSITE)
def accept(fault_id: int) -> AnyResponse:
    """Agree that it is a fault; no result of a round changes by that. Where a finding can be written it comes next."""
    done = "Đã nhận đề xuất. Kết quả của đợt kiểm tra chưa đổi; mở tiêu chí để ghi."
    found = runs.fault(viewer(), fault_id)
    place = finding_form(found, _recorded([found]))
    if place is not None:
        done = "Đã nhận đề xuất. Xin xem lại tồn tại dưới đây rồi lưu."
    return _decide(fault_id, lambda fault: fault.accept(viewer(), clock.now()), done, place)


def _recorded(faults: Sequence[WebsiteFault]) -> dict[str, Any]:
    return runs.recorded(viewer(), {fault.criterion_code for fault in faults if fault.criterion_code})


@bp.post("/trang-web/de-xuat/<int:fault_id>/khong-nhan")
@requires(Permission.JUDGE_WEBSITE)
def decline(fault_id: int) -> AnyResponse:
    """Say that it is no fault, and why."""
    return _with_reason(fault_id, "decline", "Đã ghi không nhận, kèm lý do.")


@bp.post("/trang-web/de-xuat/<int:fault_id>/da-sua")
@requires(Permission.JUDGE_WEBSITE)
def close(fault_id: int) -> AnyResponse:
    """Somebody has looked: it is mended."""
    return _decide(fault_id, lambda fault: fault.close(viewer(), clock.now()), "Đã xác nhận lỗi được sửa.")


@bp.post("/trang-web/de-xuat/<int:fault_id>/chua-sua")
@requires(Permission.JUDGE_WEBSITE)
def keep_open(fault_id: int) -> AnyResponse:
    """Somebody has looked: it is still there, and he says what he saw."""
    return _with_reason(fault_id, "keep_open", "Đã ghi lỗi vẫn còn.")


def _links() -> Document:
    eyes = viewer()
    open_states = (FaultState.WATCHED, FaultState.PROPOSED, FaultState.ACCEPTED)
    found = [one for one in runs.faults(eyes, *open_states) if one.check_key in (CheckKey.LINK, CheckKey.FILE)]
    last = runs.newest(eyes, is_over=True)
    doubtful = [
        row.target
        for outcome in (CheckOutcome.BLOCKED, CheckOutcome.NEEDS_HUMAN)
        for row in (runs.results(last.id, outcome) if last else [])
        if row.check_key in (CheckKey.LINK, CheckKey.FILE)
    ]
    commune = accounts.commune(eyes.commune_id).name if eyes.commune_id else ""
    site = queries.website(eyes)
    return papers.links(commune, site.hosts[0] if site else "", found, doubtful)


@bp.get("/trang-web/lien-ket")
@requires(Permission.READ_WEBSITE)
def links() -> AnyResponse:
    """The dead links and missing files as a sheet to work by: open the page, find the words, mend, tick."""
    return as_print(_links(), (url_for(".proposals"), "Đề xuất của máy"), url_for(".links_docx"))


@bp.get("/trang-web/lien-ket.docx")
@requires(Permission.READ_WEBSITE)
def links_docx() -> AnyResponse:
    """The same sheet as a file to go on working in."""
    return as_docx(_links())
