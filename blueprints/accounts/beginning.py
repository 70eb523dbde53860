"""The first page of a new place: the first administrator is made here, without a command.

``serve`` makes a one-use code where nobody can sign in yet, and says it in its own window: whoever reads it stands at
the machine. It lies in the memory of that one process and is gone with the first account.
"""

from flask import current_app, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import public
from blueprints.accounts import bp
from blueprints.accounts.forms import BeginForm
from blueprints.accounts.labels import WORDS
from blueprints.booting import FIRST_CODE
from blueprints.pages import go_to, render_page
from blueprints.security_log import tell_apart
from blueprints.transactions import refuse
from models import beginning
from models.accounts import queries
from models.base import db
from models.errors import RuleBroken

FOR_THE_CODE = frozenset({"first_code_wrong", "sign_in_wait"})


@bp.route("/lan-dau", methods=["GET", "POST"])
@public
def begin() -> AnyResponse:
    """Which commune works here and who looks after the machine; 404 as soon as somebody can sign in."""
    code = current_app.extensions.get(FIRST_CODE)
    if code is None:
        raise NotFound
    if queries.has_accounts():
        return _begun(WORDS["office_begun"], "warn")
    form, least = BeginForm(), current_app.config["PASSWORD_LEAST"]
    form.commune_id.offer([(row.id, row.name) for row in queries.communes()])
    if form.validate_on_submit():
        typed = (form.commune_id.data, form.full_name.data, form.username.data, form.password.data)
        try:
            account = beginning.begin(
                beginning.FirstOffice(*typed), form.code.data, code, least, request.remote_addr or "?"
            )
        except RuleBroken as broken:
            if broken.code == "office_begun":
                return _begun(WORDS[broken.code], "warn")
            if broken.code in FOR_THE_CODE:
                db.session.commit()  # the failed try counts
                tell_apart("code_refused")
            refuse(form, broken, WORDS, field="code" if broken.code in FOR_THE_CODE else None)
        else:
            db.session.commit()
            tell_apart("account_added", user=account.username, account=account.id, commune=account.commune_id)
            return _begun(f"Đã tạo tài khoản {account.username}. Xin đăng nhập bằng mật khẩu vừa đặt.")
    return render_page("accounts/begin.html", form=form, status=form.status, least=least)


def _begun(told: str, kind: str = "ok") -> AnyResponse:
    """The code is used up: on to the sign-in, and from there to the first steps."""
    current_app.extensions.pop(FIRST_CODE, None)
    return go_to(url_for(".sign_in", next=url_for("office.start")), told, kind)
