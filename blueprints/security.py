"""The signed cookie, headers on every answer, and compression for slow lines."""

import gzip
import hashlib
from functools import lru_cache, partial
from typing import Any

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature, TimestampSigner, URLSafeTimedSerializer

CONTENT_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; object-src 'none'; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
PACKABLE = ("text/", "application/javascript", "application/json", "image/svg+xml")
SMALLEST_PACKED = 1000
_packed_files: dict[str, bytes] = {}


class SignedCookie(SecureCookieSessionInterface):
    """Flask's own cookie, signed with SHA-256 (its default is SHA-1).

    A browser sends the same cookie with every request: a signature that was found good is remembered, its age is not.
    """

    digest_method = staticmethod(hashlib.sha256)

    def __init__(self, app: Flask) -> None:
        self._signer: URLSafeTimedSerializer = super().get_signing_serializer(app)  # type: ignore[assignment]
        self._opened = lru_cache(1024)(partial(self._signer.loads, return_timestamp=True))
        self._signers_time = TimestampSigner(b"any key").get_timestamp
        self._longest = app.permanent_session_lifetime.total_seconds()

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer:
        """The signer of the site's one key."""
        return self._signer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:
        """What a cookie says that we signed and that is not too old; an empty session for any other."""
        value = request.cookies.get(self.get_cookie_name(app))
        if not value:
            return self.session_class()
        try:
            content, signed_at = self._opened(value)
        except BadSignature:
            return self.session_class()
        if not 0 <= self._signers_time() - signed_at.timestamp() <= self._longest:
            return self.session_class()
        own = {name: part.copy() if isinstance(part, list) else part for name, part in content.items()}
        return self.session_class(own)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the cookie when something in it has changed."""
        if session.modified:
            super().save_session(app, session, response)


def _is_file(response: Response) -> bool:
    """Whether the answer is a static file itself, not a page that says there is none."""
    return request.endpoint == "static" and response.status_code in (200, 206, 304)


def _headers(response: Response) -> Response:
    own = {name.lower() for name, _value in response.headers}
    for name, value in HEADERS.items():
        if name.lower() not in own:
            response.headers.add(name, value)
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    if _is_file(response):
        for_a_year = request.args.get("v") or "fonts/" in request.path or response.status_code == 304
        response.headers["Cache-Control"] = (
            "public, max-age=31536000, immutable" if for_a_year else "public, max-age=3600"
        )
    else:
        response.headers["Cache-Control"] = "no-store"
        response.headers.add("Vary", "HX-Request, Cookie")
    return response


def _pack(response: Response) -> Response:
    """gzip for texts when the browser takes it; static files are packed once."""
    if (
        response.status_code in (204, 206, 304)
        or "Content-Encoding" in response.headers
        or not (response.mimetype or "").startswith(PACKABLE)
        or "gzip" not in request.headers.get("Accept-Encoding", "").lower()
    ):
        return response
    response.vary.add("Accept-Encoding")
    key = request.path if _is_file(response) else None
    packed = _packed_files.get(key) if key else None
    response.direct_passthrough = False
    if packed is None:
        plain = response.get_data()
        if len(plain) < SMALLEST_PACKED:
            return response
        packed = gzip.compress(plain, 9 if key else 6, mtime=0)
        if key:
            _packed_files[key] = packed
    response.close()  # a file that is not read any more is closed at once
    response.set_data(packed)
    response.headers["Content-Encoding"] = "gzip"
    response.headers.pop("ETag", None)
    return response


def install(app: Flask) -> None:
    """Sign the cookie; put headers and compression on every answer, errors included."""
    app.session_interface = SignedCookie(app)

    @app.after_request
    def _finish(response: Response) -> Any:
        return _pack(_headers(response))
