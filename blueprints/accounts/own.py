"""One's own account: who am I here, my password, my open sessions."""

from flask import current_app, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, before_change, leave, password_again, requires, viewer
from blueprints.accounts import bp
from blueprints.accounts.forms import ChangePasswordForm
from blueprints.labels import REFUSALS
from blueprints.pages import go_to, render_page
from blueprints.security_log import watched
from blueprints.transactions import between_transactions, refuse, saved
from models.accounts import actions, factors, passwords, queries, ruling
from models.accounts.queries import token_hash
from models.accounts.tables import Account
from models.base import db
from models.errors import RuleBroken


@bp.route("/tai-khoan", methods=["GET", "POST"])
@requires(Permission.OWN_ACCOUNT)
@before_change
@watched("password_changed")
def me() -> AnyResponse:
    """One's own account: change the password (which ends all sessions), see where one is signed in."""
    account = db.session.get_one(Account, viewer().account_id)
    form = ChangePasswordForm()
    if form.validate_on_submit():
        if not password_again(form.present.data):
            refuse(
                form, RuleBroken("present_wrong", field="present"), {"present_wrong": "Mật khẩu đang dùng chưa đúng."}
            )
        elif (problem := _weak(account, form)) is not None:
            refuse(form, problem, REFUSALS)
        else:
            db.session.commit()
            leave()
            return go_to(url_for("accounts.sign_in"), "Đã đổi mật khẩu. Xin đăng nhập lại bằng mật khẩu mới.")
    sessions = queries.my_sessions(viewer().account_id)
    return render_page(
        "accounts/me.html",
        form=form,
        status=form.status,
        account=account,
        sessions=sessions,
        here=token_hash(current_user.token),
        least=current_app.config["PASSWORD_LEAST"],
        has_factor=factors.has_factor(account.id),
        is_over=current_user.opened.must_change,
        change_soon=current_user.opened.change_soon,
    )


def _weak(account: Account, form: ChangePasswordForm) -> RuleBroken | None:
    """Set the new password, or tell why it cannot be taken."""
    facts, least = actions.facts_of(account), current_app.config["PASSWORD_LEAST"]
    past = ruling.past_passwords(account)
    try:
        with between_transactions():
            kept = passwords.checked_hash(form.password.data, facts, least, past)
    except RuleBroken as broken:
        return broken
    actions.set_password(account, kept)
    return None


@bp.post("/tai-khoan/dong-phien")
@requires(Permission.OWN_ACCOUNT)
@watched("sessions_ended")
def end_other_sessions() -> AnyResponse:
    """End every other session of this account (a forgotten computer at another counter)."""
    actions.end_sessions(viewer().account_id, except_token=current_user.token)
    return saved(url_for("accounts.me"), "Đã đóng các phiên khác.")
