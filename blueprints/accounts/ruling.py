"""What the office asks of who signs in, on one page; what is fixed stands beside it."""

from typing import Any

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, has_proved, requires, viewer
from blueprints.accounts import bp
from blueprints.accounts.forms import SignInRuleForm
from blueprints.accounts.proving import is_proven
from blueprints.pages import render_page
from blueprints.security_log import watched
from blueprints.transactions import conflict, saved
from models.accounts import disuse, ruling
from models.accounts.rules import ADMIN_IDLE_MINUTES, IDLE_MINUTES, PASSWORD_DAYS, PASSWORD_NOTICE, PAST_PASSWORDS

FIXED: dict[str, Any] = {
    "past": PAST_PASSWORDS,
    "notice": PASSWORD_NOTICE,
    "asked_days": PASSWORD_DAYS,
    "asked_idle": IDLE_MINUTES,
    "asked_admin_idle": ADMIN_IDLE_MINUTES,
    "unused_days": disuse.LIMIT,
    "unused_notice": disuse.NOTICE,
}


@bp.route("/quan-tri/quy-dinh-dang-nhap", methods=["GET", "POST"])
@requires(Permission.RULE_SIGN_IN)
@watched("sign_in_ruled")
def sign_in_rule() -> AnyResponse:
    """The rule of the office, changed by who types his password once more."""
    rule = ruling.of_office(viewer())
    form = SignInRuleForm(obj=rule)
    if form.validate_on_submit():
        if form.is_stale(rule):
            return conflict("accounts/sign_in_rule.html", form=form, row=rule, is_proved=has_proved(), **FIXED)
        if is_proven(form):
            said = form.change_days.data, form.idle_minutes.data, form.admin_idle_minutes.data
            ruling.change(ruling.of_office(viewer()), *said)
            return saved(url_for(".sign_in_rule"), "Đã lưu quy định đăng nhập.")
    return render_page(
        "accounts/sign_in_rule.html", form=form, row=rule, status=form.status, is_proved=has_proved(), **FIXED
    )
