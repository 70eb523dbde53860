"""What is decided of a finding besides its mending: accepted, called off as a mistake, its purchase approved or not."""

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, may, requires, viewer
from blueprints.audits import bp
from blueprints.audits.forms import CallOffForm, DecisionForm
from blueprints.audits.labels import FINDING_WORD, WORDS
from blueprints.duties.labels import REFUSALS
from blueprints.pages import render_page
from blueprints.transactions import created, once, refuse
from models import clock
from models.audits import findings, mending
from models.audits.finding_rules import FindingWord
from models.audits.tables import AuditFinding
from models.errors import NotFound, RuleBroken

DECIDED = (FindingWord.APPROVED, FindingWord.REFUSED, FindingWord.ACCEPTED)
SAID = REFUSALS | WORDS


@bp.route("/kiem-tra/ton-tai/<int:duty_id>/quyet-dinh", methods=["GET", "POST"])
@requires(Permission.DECIDE_FINDING)
@once
def decide_finding(duty_id: int) -> AnyResponse:
    """Keep what the office's leader has decided, with its paper; nobody takes it back."""
    found = _found(duty_id)
    form = DecisionForm(decided_on=clock.today())
    form.offer([one for one in DECIDED if found.is_purchase or one is FindingWord.ACCEPTED])
    if form.validate_on_submit():
        said = {name: form[name].data or "" for name in ("reason", "document", "decider")}
        try:
            mending.decide(viewer(), found, form.word.data, form.decided_on.data, **said)
        except RuleBroken as broken:
            refuse(form, broken, SAID, field="word")
        else:
            return created(url_for(".look", duty_id=duty_id), f"Đã ghi: {FINDING_WORD[form.word.data].lower()}.")
    return _page(form, _found(duty_id), "Ghi quyết định")


@bp.route("/kiem-tra/ton-tai/<int:duty_id>/huy", methods=["GET", "POST"])
@requires(Permission.RECORD_AUDIT)
@once
def call_off_finding(duty_id: int) -> AnyResponse:
    """Call off what was written down by mistake, with the reason."""
    found, form = _found(duty_id), CallOffForm()
    if form.validate_on_submit():
        try:
            mending.decide(viewer(), found, FindingWord.VOID, clock.today(), form.reason.data or "")
        except RuleBroken as broken:
            refuse(form, broken, SAID, field="reason")
        else:
            return created(url_for(".look", duty_id=duty_id), "Đã hủy tồn tại ghi nhầm.")
    return _page(form, _found(duty_id), "Hủy tồn tại ghi nhầm")


def _page(form: DecisionForm | CallOffForm, found: AuditFinding, title: str) -> AnyResponse:
    return render_page(
        "audits/decision.html",
        form=form,
        found=found,
        title=title,
        may_decide=may("decide_finding"),
        status=form.status,
    )


def _found(duty_id: int) -> AuditFinding:
    found = findings.finding_of(viewer(), duty_id)
    if found is None:
        raise NotFound
    return found
