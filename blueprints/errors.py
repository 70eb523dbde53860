"""What people read when something cannot be done: what happened, what is kept, what to do; never anything internal."""

import errno
import logging
import secrets

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError, generate_csrf
from sqlalchemy.exc import DataError, IntegrityError, InternalError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from blueprints import api, capability, drafts, security_log
from blueprints.access import PUBLIC, access_of, viewer_or_none
from blueprints.error_words import OLD_PAGE, OLD_TOKEN, TROUBLE, WORDS
from blueprints.labels import REFUSALS, refusal
from blueprints.pages import page_before, wants_htmx
from models import trouble
from models.base import db
from models.errors import NotAllowed, NotFound, RuleBroken, Stale
from models.trouble import CannotWrite, Trouble

log = logging.getLogger("office")
OWN_WORDS = {401, 409}  # where whoever raises the problem may say it better than the table below
CANNOT_WRITE = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}


def _answer(
    status: int,
    what_happened: str | None = None,
    error_id: str | None = None,
    code: str = "",
    found: Trouble | None = None,
) -> Response:
    words = TROUBLE.get(found) if found else None
    headline, happened, kept, to_do = words or WORDS.get(status, WORDS[400 if status < 500 else 500])
    if api.speaks_json():
        return api.problem(
            status, what_happened or f"{headline}.", code, **({"error_id": error_id} if error_id else {})
        )
    g.page_status = status
    refused = drafts.refused(status)
    template = "errors/_fragment.html" if wants_htmx() else "errors/page.html"
    layout = "base.html" if viewer_or_none() is not None and status != 401 else "public.html"
    page = render_template(
        template,
        status=status,
        headline=headline,
        what_happened=what_happened or happened,
        what_is_kept=kept,
        what_to_do=to_do,
        error_id=error_id,
        layout=layout,
        refused=refused,
        is_stranger=viewer_or_none() is None and (status == 401 or what_happened == OLD_TOKEN),
        back=page_before() if viewer_or_none() is None or status == 401 else None,
    )
    return make_response(page, status)


def _http(problem: HTTPException) -> Response:
    db.session.rollback()
    status = problem.code or 500
    if problem.response is not None:
        return problem.get_response()  # type: ignore[return-value]
    own_words = (
        problem.description if status in OWN_WORDS and problem.description != type(problem).description else None
    )
    if isinstance(problem, CSRFError):
        security_log.tell_apart("form_token_refused")
        return _old_token()
    answer = _answer(status, own_words)
    for name, value in problem.get_headers():
        if name in ("Allow", "Content-Range", "Retry-After", "WWW-Authenticate"):
            answer.headers[name] = value
    return answer


def _old_token() -> Response:
    """A form of an earlier session: whoever is signed in saves again with the token of this one."""
    is_known = viewer_or_none() is not None
    is_citizen = not is_known and access_of(current_app, request.endpoint or "") == PUBLIC
    answer = _answer(400, OLD_PAGE if is_known or is_citizen else OLD_TOKEN)
    if is_known and drafts.is_own():
        answer.headers["X-CSRFToken"] = generate_csrf()  # for the forms of a page that htmx keeps on the screen
    return answer


def _not_found(_problem: NotFound) -> Response:
    db.session.rollback()
    return _answer(404)


def _not_theirs(_problem: NotAllowed) -> Response:
    db.session.rollback()
    return _answer(403, "Nội dung này do đơn vị hoặc người khác phụ trách; tài khoản này chỉ được xem.")


def _refused(problem: RuleBroken) -> Response:
    db.session.rollback()
    asked = capability.named(request.blueprint)
    words = (asked.refusals if asked else {}).get(problem.code) or REFUSALS.get(problem.code)
    said = refusal(problem, {problem.code: words}) if words else None
    answer = _answer(429 if problem.code == "sign_in_wait" else 409, said, code=problem.code)
    if "seconds" in problem.details:
        answer.headers["Retry-After"] = str(problem.details["seconds"])
    return answer


def _stale(_problem: Exception) -> Response:
    db.session.rollback()
    return _answer(409)


def _busy(problem: OperationalError) -> Response:
    found = trouble.of(problem.orig)
    return _later(f"database refused: {type(problem.orig).__name__} {found or ''}", found)


def _internal(problem: InternalError) -> Response:
    """PostgreSQL says in this way that it is only read."""
    found = trouble.of(problem.orig)
    return _later(f"database refused: {found}", found) if found else _unexpected(problem)


def _only_reading(problem: CannotWrite) -> Response:
    return _later(f"nothing can be written: {problem.trouble}", problem.trouble)


def _no_room(problem: OSError) -> Response:
    """A file that finds no room on the disk is told like a database that finds none."""
    if problem.errno not in CANNOT_WRITE:
        return _unexpected(problem)
    return _later(f"disk refused: {problem.strerror}", trouble.of(problem))


def _later(why: str, found: Trouble | None) -> Response:
    db.session.rollback()
    error_id = secrets.token_hex(4)
    log.error("%s %s %s: %s", error_id, request.method, request.path, why)
    answer = _answer(503, error_id=error_id, found=found)
    answer.headers["Retry-After"] = "10"
    return answer


def _odd_input(_problem: Exception) -> Response:
    db.session.rollback()
    return _answer(400)


def _unexpected(problem: Exception) -> Response:
    db.session.rollback()
    error_id = secrets.token_hex(4)
    log.error("%s %s %s", error_id, request.method, request.path, exc_info=problem)
    if current_app.config.get("PROPAGATE_EXCEPTIONS") or current_app.testing:
        raise problem
    return _answer(500, error_id=error_id)


def install(app: Flask) -> None:
    """Answer every problem in plain Vietnamese."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(NotAllowed, _not_theirs)
    app.register_error_handler(RuleBroken, _refused)
    clashes: tuple[type[Exception], ...] = (Stale, StaleDataError, IntegrityError)
    for kind in clashes:
        app.register_error_handler(kind, _stale)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(InternalError, _internal)
    app.register_error_handler(OSError, _no_room)
    app.register_error_handler(CannotWrite, _only_reading)
    odd: tuple[type[Exception], ...] = (RecursionError, OverflowError, UnicodeError, DataError)
    for kind in odd:
        app.register_error_handler(kind, _odd_input)
    app.register_error_handler(Exception, _unexpected)
