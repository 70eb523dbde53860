"""The signed cookie, headers on every answer, and compression for slow lines."""

import gzip
import hashlib
from collections.abc import Callable, Iterable
from functools import lru_cache
from posixpath import normpath
from typing import TYPE_CHECKING, Any

from flask import Flask, Request, Response, abort, g, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf
from itsdangerous import BadSignature, TimestampSigner, URLSafeTimedSerializer
from werkzeug.sansio.http import parse_cookie

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

CONTENT_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; object-src 'none'; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
HEADERS = (
    ("Content-Security-Policy", CONTENT_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
)
PAGE_HEADERS = (*HEADERS, ("Cache-Control", "no-store"), ("Vary", "HX-Request, Cookie"))
OVER_TLS = ("Strict-Transport-Security", "max-age=31536000")
_NAMES = frozenset(name.lower() for name, _value in HEADERS)
_FILE = "office.file"  # in the environment of a request that is answered with a static file
PACKABLE = ("text/", "application/javascript", "application/json", "image/svg+xml")
SMALLEST_PACKED = 1000
LONG_COOKIES = 4096  # longer ones are read each time, so that what is remembered stays small
MOST_PACKED = 256  # files that are kept packed
GENERATION = 2048  # tokens that are remembered together, and forgotten together
_packed_files: dict[str, bytes] = {}


class SignedCookie(SecureCookieSessionInterface):
    """Flask's own cookie, signed with SHA-256 (its default is SHA-1).

    A browser sends the same cookies with every request: a signature that was found good is remembered under them, its
    age is not.
    """

    digest_method = staticmethod(hashlib.sha256)

    def __init__(self, app: Flask) -> None:
        self._signer: URLSafeTimedSerializer = super().get_signing_serializer(app)  # type: ignore[assignment]
        self._name = self.get_cookie_name(app)
        self._opened = lru_cache(1024)(self._open)
        self._signers_time = TimestampSigner(b"any key").get_timestamp
        self._longest = app.permanent_session_lifetime.total_seconds()

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer:
        """The signer of the site's one key."""
        return self._signer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:
        """What a cookie says that we signed and that is not too old; an empty session for any other."""
        sent = request.environ.get("HTTP_COOKIE", "")
        try:
            content, signed_at = (self._opened if len(sent) < LONG_COOKIES else self._open)(sent)
        except BadSignature:
            return self.session_class()
        if not 0 <= self._signers_time() - signed_at <= self._longest:
            return self.session_class()
        own = {name: part.copy() if isinstance(part, list) else part for name, part in content.items()}
        return self.session_class(own)

    def _open(self, cookies: str) -> tuple[dict[str, Any], float]:
        """What the cookie among these says, and when (in seconds) it was signed; BadSignature when it was not by us."""
        value = parse_cookie(cookies).get(self._name)
        if not value:
            raise BadSignature("no cookie")
        content, signed_at = self._signer.loads(value, return_timestamp=True)
        return content, signed_at.timestamp()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the cookie when something in it has changed."""
        if session.modified:
            super().save_session(app, session, response)


class FormTokens(CSRFProtect):  # type: ignore[misc]
    """Flask-WTF's token against forms from elsewhere; one that this process gave out needs no second signature.

    A page has its token signed anew each second, so that nobody guesses it from the length of packed pages.
    """

    def __init__(self) -> None:
        super().__init__()
        self._given: dict[str, str] = {}  # the session's own part, by the token that was made of it
        self._earlier: dict[str, str] = {}  # those given out before them

    def init_app(self, app: Flask) -> None:
        """Let pages ask for their token here."""
        super().init_app(app)
        app.context_processor(lambda: {"csrf_token": self.token})
        app.jinja_env.globals["csrf_token"] = self.token

    def token(self) -> str:
        """The token of the present page."""
        if "csrf_token" not in g:
            token = generate_csrf()
            if len(self._given) >= GENERATION:
                self._earlier, self._given = self._given, {}
            self._given[token] = session["csrf_token"]
        return str(g.csrf_token)

    def protect(self, apply_exemptions: bool = False) -> None:
        """400 unless the form carries a token of the session; no browser sends a part without a name either."""
        own, form = session.get("csrf_token"), request.form
        if None in form:
            abort(400)
        sent = form.get("csrf_token", "")
        if own is None or own not in (self._given.get(sent), self._earlier.get(sent)):
            super().protect(apply_exemptions)  # sent in a header, given out by another process, or by nobody


def _is_file(asked: Request, response: Response) -> bool:
    """Whether the answer is a static file itself, not a page that says there is none."""
    return (asked.endpoint == "static" or asked.blueprint == "assets") and response.status_code in (200, 206, 304)


def _keep(asked: Request, response: Response) -> None:
    """Let browsers keep a static file: for a year when its address names its content."""
    asked.environ[_FILE] = True
    for_a_year = asked.args.get("v") or "fonts/" in asked.path
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if for_a_year else "public, max-age=3600"


def _pack(asked: Request, response: Response) -> None:
    """gzip for texts when the browser takes it; static files are packed once."""
    if (
        response.status_code in (204, 206, 303, 304)
        or "Content-Encoding" in response.headers
        or not (response.mimetype or "").startswith(PACKABLE)
        or "gzip" not in asked.headers.get("Accept-Encoding", "").lower()
    ):
        return
    response.vary.add("Accept-Encoding")
    # an address has any number of spellings, and a file may change while it is served
    key = f"{normpath(asked.path)} {response.headers.get('ETag')}" if _FILE in asked.environ else None
    packed = _packed_files.get(key) if key else None
    response.direct_passthrough = False
    if packed is None:
        plain = response.get_data()
        if len(plain) < SMALLEST_PACKED:
            return
        packed = gzip.compress(plain, 9 if key else 6, mtime=0)
        if key and len(_packed_files) < MOST_PACKED:
            _packed_files[key] = packed
    response.close()  # a file that is not read any more is closed at once
    response.set_data(packed)
    response.headers["Content-Encoding"] = "gzip"
    response.headers.pop("ETag", None)


class _Headed:
    """A WSGI application whose every answer carries the headers that are the same for all.

    An answer's own header comes before the common one; only that nobody keeps a page is not for a page to decide.
    """

    def __init__(self, answers: "WSGIApplication") -> None:
        self._answers = answers

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *problem: Any) -> Callable[[bytes], object]:
            more: Iterable[tuple[str, str]] = HEADERS if _FILE in environ else PAGE_HEADERS
            own = {name.lower() for name, _value in headers}
            if more is PAGE_HEADERS and "cache-control" in own:
                headers = [pair for pair in headers if pair[0].lower() != "cache-control"]
            if not own.isdisjoint(_NAMES):
                more = [pair for pair in more if pair[0].lower() not in own & _NAMES]
            if environ["wsgi.url_scheme"] == "https":
                more = (*more, OVER_TLS)
            return start_response(status, [*headers, *more], *problem)

        return self._answers(environ, start)


def install(app: Flask) -> None:
    """Sign the cookie; put headers and compression on every answer, errors included."""
    app.session_interface = SignedCookie(app)
    app.wsgi_app = _Headed(app.wsgi_app)  # type: ignore[method-assign]

    @app.after_request
    def _finish(response: Response) -> Response:
        asked = request._get_current_object()  # type: ignore[attr-defined]
        if _is_file(asked, response):
            _keep(asked, response)
        _pack(asked, response)
        return response
