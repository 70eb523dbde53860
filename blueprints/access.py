"""Who may enter: marks on views, one guard that enforces them, and the viewer of the present request.

Everything is closed until a view says otherwise: an endpoint without a mark stops the start of the site.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any, NoReturn, TypeVar

from flask import Flask, Response, abort, current_app, g, make_response, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from flask_wtf import CSRFProtect
from sqlalchemy import update
from sqlalchemy.exc import InternalError, OperationalError
from werkzeug.wrappers import Response as AnyResponse

from blueprints import api
from blueprints.health import trouble
from blueprints.pages import go_to, page_before, wants_htmx
from models import clock, journal
from models.accounts import actions, reading
from models.accounts.opened import OpenSession, open_session
from models.accounts.queries import token_hash
from models.accounts.rules import Permission, Role, Viewer, permissions
from models.accounts.stepping import is_proved
from models.accounts.tables import Account, SignIn
from models.base import db, set_writing, unhurried
from models.trouble import CannotWrite

View = TypeVar("View", bound=Callable[..., Any])
PUBLIC = "public"
SEEN_EVERY_SECONDS = 60
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
ENROL_FIRST = "Xin cài mã xác thực trước: cơ quan yêu cầu với vai trò của ông/bà."
CHANGE_FIRST = "Xin đổi mật khẩu trước: mật khẩu của quản trị đã đến hạn đổi."
PROVE_FIRST = "Việc này cần gõ lại mật khẩu hoặc mã xác thực. Xin xác nhận rồi bấm lại một lần nữa."
csrf = CSRFProtect()
login = LoginManager()
login.session_protection = None  # the token behind the cookie is random, and ends in the database


class SignedInUser(UserMixin):  # type: ignore[misc]
    """What Flask-Login carries through a request: an open session, known by its token."""

    def __init__(self, token: str, opened: OpenSession) -> None:
        self.token = token
        self.opened = opened
        self.viewer = opened.viewer

    def get_id(self) -> str:
        """Flask-Login keeps this in the signed cookie: the session's token, not the account."""
        return self.token


def public(view: View) -> View:
    """Anybody may enter, signed in or not."""
    view.access = PUBLIC  # type: ignore[attr-defined]
    return view


def requires(permission: Permission) -> Callable[[View], View]:
    """Only roles that are granted ``permission`` may enter."""

    def mark(view: View) -> View:
        view.access = permission  # type: ignore[attr-defined]
        return view

    return mark


def quiet(view: View) -> View:
    """A page that asks by itself (polling): it does not keep a session alive."""
    view.quiet = True  # type: ignore[attr-defined]
    return view


def with_own_token(view: View) -> View:
    """A public form that asks for its own signed mark instead of a token of the session, which needs a cookie.

    It does nothing in the name of somebody signed in, so that nobody can be made to send it for another.
    """
    view.own_token = True  # type: ignore[attr-defined]
    return view


def for_readers(view: View) -> View:
    """A view that somebody may post to whose session only reads, because it writes nothing then."""
    view.for_readers = True  # type: ignore[attr-defined]
    return view


def before_enrolment(view: View) -> View:
    """A page that somebody may open who still has to set up a second factor."""
    view.before_enrolment = True  # type: ignore[attr-defined]
    return view


def before_change(view: View) -> View:
    """A page that somebody may open who has to change his password first."""
    view.before_change = True  # type: ignore[attr-defined]
    return view


def proved(view: View) -> View:
    """A post that only somebody makes who typed a password or code within ten minutes; others do that first."""
    view.proved = True  # type: ignore[attr-defined]
    return view


def access_of(app: Flask, endpoint: str) -> Permission | str | None:
    """The mark of an endpoint; None for a forgotten one."""
    found: Permission | str | None = getattr(app.view_functions[endpoint], "access", None)
    return found


def viewer() -> Viewer:
    """Whose eyes this request is for; only inside a view that requires a permission."""
    found: Viewer = g.viewer
    return found


def viewer_or_none() -> Viewer | None:
    """The viewer, or None on a public page without a session."""
    found: Viewer | None = g.get("viewer")
    return found


def may(permission: str) -> bool:
    """Whether the present viewer is granted a permission, by its name (for templates)."""
    eyes = viewer_or_none()
    return eyes is not None and eyes.may(permissions()[permission])


def focus_on(commune_id: int | None, name: str = "") -> None:
    """Let a province account look at one commune (or at all of them again)."""
    if commune_id is None:
        session.pop("focus", None)
        session.pop("focus_name", None)
    else:
        session["focus"], session["focus_name"] = commune_id, name


def password_again(password: str) -> bool:
    """Whether the person at the keyboard knows the account's password (asked before a secret is shown).

    RuleBroken sign_in_wait after several wrong tries. Commits: a try counts even when the view changes nothing. The
    password is compared between two transactions, so the session is looked at again: 401 when it has ended.
    """
    knows = actions.knows_password(db.session.get_one(Account, viewer().account_id), password)
    db.session.commit()
    recheck_access()
    return knows


def has_proved() -> bool:
    """Whether a password or code was typed in this session within ten minutes."""
    return is_proved(current_user.opened.proved_at, clock.now())


def prove(typed: str) -> bool:
    """Whether the person at the keyboard types the account's password or a code, kept for ten minutes.

    RuleBroken sign_in_wait after several wrong tries. Commits, and looks at the session again, as ``password_again``.
    """
    is_right = actions.proves(db.session.get_one(Account, viewer().account_id), typed, current_user.token)
    db.session.commit()
    recheck_access()
    return is_right


def enter(signed_in: actions.SignedIn) -> None:
    """Begin a signed-in browser session: a fresh cookie that carries only the token."""
    session.clear()
    login_user(_load(signed_in.token))
    session.pop("_id")  # a digest of address and browser, for the session protection that is off


def leave() -> None:
    """Forget everything the cookie carried."""
    logout_user()
    session.clear()


@login.user_loader  # type: ignore[untyped-decorator]
def _load(token: str) -> SignedInUser | None:
    opened = reading.opened(token) if reading.is_reading(token) else open_session(token)
    if opened is None or _is_over(opened):
        return None
    return SignedInUser(token, opened)


def _is_over(opened: OpenSession) -> bool:
    longest = current_app.config["SESSION_LIMIT"]
    return clock.age(opened.seen_at) > opened.may_rest or clock.age(opened.opened_at) > longest


def _mark_seen(user: SignedInUser, view: Callable[..., Any] | None) -> None:
    """Note that the session lives, in a transaction of its own when the page only reads: at most once a minute, and
    often enough for one that may rest for two minutes.

    A session of a clock that was ahead begins now, so that it ends like any other.
    """
    if reading.is_reading(user.token):
        return
    now = clock.now()
    every = min(SEEN_EVERY_SECONDS, user.opened.may_rest.total_seconds() / 10)
    if getattr(view, "quiet", False) or 0 <= (now - user.opened.seen_at).total_seconds() < every:
        return
    times = {"seen_at": now, "opened_at": min(user.opened.opened_at, now)}
    seen = update(SignIn).where(SignIn.token_hash == token_hash(user.token)).values(times)
    if request.method in UNSAFE:
        db.session.execute(seen)
        return
    db.session.rollback()  # the page has only read so far; SQLite must not wait for itself
    # neither a full disk nor somebody who writes keeps people from reading
    with suppress(OperationalError, InternalError), unhurried() as connection:
        connection.execute(seen)


def recheck_access() -> None:
    """Refuse to go on when the session ended, or got other rights, since the guard let it in: 401."""
    before, now = current_user.viewer, _load(current_user.token)
    if now is None or (now.viewer.roles, now.viewer.commune_id) != (before.roles, before.commune_id):
        abort(401)


def _sign_in_first() -> AnyResponse:
    if wants_htmx():
        answer = make_response("", 401)
        answer.headers["HX-Redirect"] = url_for("accounts.sign_in", next=page_before())
        return answer
    if request.method in UNSAFE:
        abort(401)
    wanted = request.full_path.rstrip("?") if request.path != "/" else None
    return go_to(url_for("accounts.sign_in", next=wanted), "Xin đăng nhập để tiếp tục.", "idle")


def _guard() -> AnyResponse | None:
    if request.endpoint == "static":
        return None
    view = current_app.view_functions.get(request.endpoint or "")
    if view is not None and api.is_api(view):
        api.enter(view)
        return None
    request.max_form_parts = getattr(view, "parts_limit", current_app.config["MAX_FORM_PARTS"])
    request.max_content_length = getattr(view, "body_limit", current_app.config["MAX_CONTENT_LENGTH"])
    is_unsafe = request.method in UNSAFE
    set_writing(is_unsafe)  # before anybody is looked up: what was seen then is still so when it is written
    _recognise(view)
    if view is None:  # an address of nothing; whoever is signed in keeps the menu around the answer
        return None
    if is_unsafe:
        _check_form(view)
    access = getattr(view, "access", None)
    if access == PUBLIC:
        return None
    eyes = viewer_or_none()
    if eyes is None:
        return _sign_in_first()
    if access is None or not eyes.may(access):
        abort(403)
    if is_unsafe and reading.is_reading(current_user.token) and not getattr(view, "for_readers", False):
        _refuse_write()
    return _first(view, is_unsafe)


def _first(view: Callable[..., Any], is_unsafe: bool) -> AnyResponse | None:
    """What has to be done before this page: a second factor, another password, or the present one typed again."""
    if current_user.opened.must_enrol:
        if not getattr(view, "before_enrolment", False):
            return _lead_to(url_for("accounts.factor"), ENROL_FIRST)
    elif current_user.opened.must_change and not getattr(view, "before_change", False):
        return _lead_to(url_for("accounts.me"), CHANGE_FIRST)
    if is_unsafe and getattr(view, "proved", False) and not has_proved():
        return _lead_to(url_for("accounts.prove_again", next=page_before()), PROVE_FIRST)
    return None


def _lead_to(url: str, message: str) -> AnyResponse:
    """Nothing was done: to another page first."""
    g.not_taken = True
    return go_to(url, message, "warn")


def _check_form(view: Callable[..., Any]) -> None:
    """Refuse what no page of ours has sent."""
    if None in request.form:  # a part without a name, which no browser sends
        abort(400)
    if not getattr(view, "own_token", False):
        csrf.protect()


def _refuse_write() -> NoReturn:
    """Somebody who signed in while nothing could be written: why it still cannot, or to sign in once more."""
    found = trouble()
    if found is not None:
        raise CannotWrite(found)
    abort(401)


def _recognise(view: Callable[..., Any] | None) -> None:
    """Who asks, if anybody: the open session behind the cookie."""
    if current_user.is_authenticated:
        eyes = current_user.viewer
        g.opened, g.viewer = current_user.opened, _focused(eyes)
        journal.set_actor(journal.Actor(eyes.account_id, eyes.name))
        _mark_seen(current_user, view)


def _focused(eyes: Viewer) -> Viewer:
    if eyes.role is Role.PROVINCE and isinstance(focus := session.get("focus"), int):
        return replace(eyes, commune_id=focus)
    return eyes


def _forget(_problem: BaseException | None) -> None:
    set_writing(False)
    journal.set_actor(journal.SYSTEM)


def guard(app: Flask) -> None:
    """Install the guard; RuntimeError names every endpoint that carries no mark."""
    csrf.init_app(app)
    login.init_app(app, add_context_processor=False)  # templates know the viewer
    app.before_request(_guard)
    app.teardown_request(_forget)
    app.jinja_env.globals.update(may=may)


def check_marks(app: Flask) -> None:
    """Stop the start when an endpoint says nothing about who may enter."""
    unmarked = [name for name in app.view_functions if name != "static" and access_of(app, name) is None]
    if unmarked:
        raise RuntimeError(f"endpoints without an access mark: {', '.join(sorted(unmarked))}")


def is_safe_path(target: str | None) -> bool:
    """Whether a target of a redirect stays on this host: one leading slash, no backslash, no control characters."""
    if not target or not target.startswith("/") or target.startswith("//") or len(target) > 2000:
        return False
    return "\\" not in target and all(ord(letter) > 32 and ord(letter) != 127 for letter in target)


__all__ = [
    "Permission",
    "Response",
    "Role",
    "Viewer",
    "before_change",
    "before_enrolment",
    "check_marks",
    "enter",
    "focus_on",
    "for_readers",
    "guard",
    "has_proved",
    "is_safe_path",
    "leave",
    "may",
    "password_again",
    "prove",
    "proved",
    "public",
    "quiet",
    "recheck_access",
    "requires",
    "viewer",
    "viewer_or_none",
    "with_own_token",
]
