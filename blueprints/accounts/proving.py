"""Typing the password or a code once more before something that matters."""

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import (
    Permission,
    before_enrolment,
    has_proved,
    is_safe_path,
    prove,
    requires,
    viewer,
)
from blueprints.accounts import bp
from blueprints.accounts.forms import ProofField, TypedAgainForm
from blueprints.accounts.labels import WORDS
from blueprints.forms import OfficeForm
from blueprints.pages import go_to, render_page
from blueprints.transactions import refuse
from models.accounts import factors
from models.errors import RuleBroken


def is_proven(form: OfficeForm) -> bool:
    """Whether the act may go on: proved within ten minutes, or by what stands in the form's field ``proof``."""
    if has_proved():
        return True
    proof: ProofField = form["proof"]
    if proof.data and prove(proof.data):
        return True
    refuse(form, RuleBroken("proof_wrong" if proof.data else "proof_missing", field="proof"), WORDS)
    return False


@bp.route("/tai-khoan/xac-nhan", methods=["GET", "POST"])
@requires(Permission.OWN_ACCOUNT)
@before_enrolment
def prove_again() -> AnyResponse:
    """The password or a code once more; then back to where one was, for ten minutes."""
    wanted = request.args.get("next")
    back = wanted if is_safe_path(wanted) and wanted else url_for(".me")
    form = TypedAgainForm()
    if form.validate_on_submit():
        if prove(form.proof.data):
            return go_to(back, "Đã xác nhận, có hiệu lực 10 phút.")
        refuse(form, RuleBroken("proof_wrong", field="proof"), WORDS)
    has_factor = factors.has_factor(viewer().account_id)
    return render_page("accounts/prove.html", form=form, has_factor=has_factor, back=back, status=form.status)
