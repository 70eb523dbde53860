"""Signing in, signing out, and setting a password with a one-use code."""

from contextlib import suppress

from flask import Response, current_app, request, session, url_for
from flask_login import current_user
from sqlalchemy.exc import DBAPIError
from werkzeug.wrappers import Response as AnyResponse

from blueprints import security_log
from blueprints.access import (
    Permission,
    before_change,
    before_enrolment,
    enter,
    for_readers,
    is_safe_path,
    leave,
    public,
    requires,
    viewer,
    viewer_or_none,
)
from blueprints.accounts import bp
from blueprints.accounts.forms import CodeForm, SignInCodeForm, SignInForm
from blueprints.accounts.labels import WORDS
from blueprints.booting import FIRST_CODE
from blueprints.filters import day
from blueprints.labels import REFUSALS
from blueprints.menu import in_office, initials
from blueprints.pages import go_to, render_page
from blueprints.transactions import refuse
from models import trouble
from models.accounts import actions, factors, queries, reading
from models.base import db, set_writing
from models.errors import RuleBroken
from models.trouble import Trouble

DEVICE_DAYS = 400
HALF_WAY = "half_way"  # where the cookie keeps that the password was right
ONLY_READING = {
    Trouble.FULL: "Ổ đĩa của máy chủ đã đầy: chỉ xem được, chưa lưu được gì. Xin báo người quản trị.",
    Trouble.READ_ONLY: "Ổ đĩa của máy chủ đang ở chế độ chỉ đọc: chỉ xem được, chưa lưu được gì. "
    "Xin báo người quản trị.",
}
CHANGE_BY = "Mật khẩu của ông/bà cần đổi trước ngày {}, ở trang Tài khoản của tôi."
SIGNED_OUT = "Đã đăng xuất."
SIGNED_OUT_HERE = "Đã đăng xuất trên máy này. Máy chủ chưa ghi được nên phiên tự hết sau ít phút."


@bp.route("/dang-nhap", methods=["GET", "POST"])
@public
def sign_in() -> AnyResponse:
    """The sign-in page; a person who is signed in already goes on to where they wanted."""
    wanted = request.args.get("next")
    home = wanted if is_safe_path(wanted) and wanted else "/"
    if viewer_or_none() is not None:
        return go_to(home)
    form = SignInForm()
    if not form.validate_on_submit():
        is_new = FIRST_CODE in current_app.extensions
        return render_page("accounts/sign_in.html", form=form, status=form.status, is_new=is_new, **_office())
    try:
        return _enter(form, home)
    except DBAPIError as problem:
        found = trouble.of(problem.orig)
        if found not in trouble.LASTING:
            raise
        return _enter_to_read(form, home, found)


def _enter(form: SignInForm, home: str) -> AnyResponse:
    try:
        signed_in = actions.sign_in(form.username.data, form.password.data, _device(), request.remote_addr or "?")
    except RuleBroken as broken:
        return _refused(form, broken)
    except factors.FactorAsked as asked:
        return _ask_code(form, asked.mark, home)
    return _entered(signed_in, home)


def _entered(signed_in: actions.SignedIn, home: str) -> AnyResponse:
    username = signed_in.account.username
    enter(signed_in)
    db.session.commit()
    current_app.extensions.pop(FIRST_CODE, None)
    _note("signed_in", username)
    by = current_user.opened.change_soon
    told = CHANGE_BY.format(day(by)) if by and not current_user.opened.must_change else None
    answer = go_to(home, told, "warn")
    _remember_device(answer, signed_in.device)
    return answer


def _ask_code(form: SignInForm, mark: str, home: str) -> AnyResponse:
    """The password was right: the browser keeps a signed mark of it for five minutes, and the code is asked for."""
    db.session.commit()
    _note("code_wanted", form.username.data)
    session.clear()
    session[HALF_WAY] = mark
    return go_to(url_for(".sign_in_code", next=home if home != "/" else None))


@bp.route("/dang-nhap/ma", methods=["GET", "POST"])
@public
def sign_in_code() -> AnyResponse:
    """The second half of a sign-in: six digits of the authenticator, or a spare code."""
    wanted = request.args.get("next")
    home = wanted if is_safe_path(wanted) and wanted else "/"
    if viewer_or_none() is not None:
        return go_to(home)
    mark = session.get(HALF_WAY)
    if not isinstance(mark, str):
        return go_to(url_for(".sign_in", next=wanted if home != "/" else None))
    form = SignInCodeForm()
    if form.validate_on_submit():
        try:
            return _take_code(form.code.data, mark, home)
        except RuleBroken as broken:
            if broken.code == "half_way_over":
                session.pop(HALF_WAY)
                return go_to(url_for(".sign_in", next=wanted if home != "/" else None), WORDS[broken.code], "warn")
            return _code_refused(form, broken, mark)
    return render_page("accounts/sign_in_code.html", form=form, status=form.status, **_office())


def _take_code(code: str, mark: str, home: str) -> AnyResponse:
    try:
        return _entered(actions.sign_in_with_code(mark, code, _device()), home)
    except DBAPIError as problem:
        found = trouble.of(problem.orig)
        if found not in trouble.LASTING:
            raise
        db.session.rollback()
        set_writing(False)
        enter(reading.sign_in_with_code(mark, code))
        return go_to(home, ONLY_READING[found], "warn")


def _code_refused(form: SignInCodeForm, broken: RuleBroken, mark: str) -> AnyResponse:
    with suppress(DBAPIError):
        db.session.commit()  # the failed try counts
    is_wait = broken.code == "sign_in_wait"
    _note("sign_in_wait" if is_wait else "factor_refused", factors.comes_from_half_way(mark).username)
    refuse(form, broken, WORDS, field="code")
    answer = render_page("accounts/sign_in_code.html", form=form, status=429 if is_wait else 422, **_office())
    if is_wait:
        answer.headers["Retry-After"] = str(broken.details["seconds"])
    return answer


def _device() -> str | None:
    return request.cookies.get(_device_cookie(), "")[:100] or None


def _enter_to_read(form: SignInForm, home: str, found: Trouble) -> AnyResponse:
    """Nothing can be written: whoever knows the password may still read for a while, and is told why."""
    db.session.rollback()
    set_writing(False)
    try:
        signed_in = reading.sign_in(form.username.data, form.password.data, request.remote_addr or "?")
    except RuleBroken as broken:
        return _refused(form, broken, is_counted=False)
    except factors.FactorAsked as asked:
        return _ask_code(form, asked.mark, home)
    enter(signed_in)
    return go_to(home, ONLY_READING[found], "warn")


def _office() -> dict[str, str]:
    """The name over the door: the commune's own where only one works here."""
    name = queries.sole_office()
    return {"office_name": in_office(name), "office_short": initials(name)} if name else {}


def _refused(form: SignInForm, broken: RuleBroken, is_counted: bool = True) -> Response:
    if is_counted:
        db.session.commit()  # the failed try counts
    _note(
        {"sign_in_wait": "sign_in_wait", "account_unused": "sign_in_closed"}.get(broken.code, "sign_in_failed"),
        form.username.data,
    )
    answer_status = 429 if broken.code == "sign_in_wait" else 422
    refuse(form, broken, REFUSALS | WORDS, field="password")
    answer = render_page("accounts/sign_in.html", form=form, status=answer_status, **_office())
    if broken.code == "sign_in_wait":
        answer.headers["Retry-After"] = str(broken.details["seconds"])
    return answer


def _note(kind: str, username: str) -> None:
    """A line for the security log, with the name that was typed where an account has it."""
    account = queries.account_named(actions.plain_username(username))
    if account is None:
        security_log.tell_apart(kind)
    else:
        security_log.tell_apart(kind, user=account.username, account=account.id, commune=account.commune_id)


def _device_cookie() -> str:
    return "__Host-office-device" if current_app.config["HTTPS"] else "office-device"


def _remember_device(answer: AnyResponse, device: str) -> None:
    is_tls = current_app.config["HTTPS"]
    answer.set_cookie(
        _device_cookie(),
        device,
        max_age=DEVICE_DAYS * 86400,
        path="/" if is_tls else "/dang-nhap",  # what is named __Host- belongs to the whole host
        httponly=True,
        samesite="Lax",
        secure=is_tls,
    )


@bp.post("/dang-xuat")
@requires(Permission.OWN_ACCOUNT)
@for_readers
@before_enrolment
@before_change
def sign_out() -> AnyResponse:
    """End this session here and in the database; where nothing can be written, here alone."""
    told = _end_session()
    leave()
    answer = go_to(url_for("accounts.sign_in"), told)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def _end_session() -> str:
    eyes = viewer()
    if reading.is_reading(current_user.token):
        return SIGNED_OUT
    try:
        actions.sign_out(current_user.token, eyes.account_id, eyes.commune_id)
        db.session.commit()
    except DBAPIError as problem:
        if trouble.of(problem.orig) not in trouble.LASTING:
            raise
        db.session.rollback()
        return SIGNED_OUT_HERE
    return SIGNED_OUT


@bp.route("/dat-mat-khau", methods=["GET", "POST"])
@public
def use_code() -> AnyResponse:
    """Set a password with the one-use code that the administrator handed over."""
    form = CodeForm()
    if form.validate_on_submit():
        try:
            actions.use_code(
                form.username.data,
                form.code.data,
                form.password.data,
                current_app.config["PASSWORD_LEAST"],
                request.remote_addr or "?",
            )
        except RuleBroken as broken:
            if broken.code in ("code_wrong", "sign_in_wait"):
                db.session.commit()  # the failed try counts
                _note("code_refused" if broken.code == "code_wrong" else "sign_in_wait", form.username.data)
            refuse(form, broken, REFUSALS)
        else:
            db.session.commit()
            _note("password_changed", form.username.data)
            return go_to(url_for("accounts.sign_in"), "Đã đặt mật khẩu. Xin đăng nhập bằng mật khẩu mới.")
    return render_page(
        "accounts/use_code.html", form=form, status=form.status, least=current_app.config["PASSWORD_LEAST"], **_office()
    )
