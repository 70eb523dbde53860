"""The signed cookie, the headers on every answer, and compression for slow lines."""

import hashlib

from flask import Flask, Response, current_app, request, session
from flask.sessions import SecureCookieSessionInterface
from flask_compress import Compress

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; object-src 'none'; "
        "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
compress = Compress()


class SignedCookie(SecureCookieSessionInterface):
    """Flask's own cookie, signed with SHA-256 (its default is SHA-1)."""

    digest_method = staticmethod(hashlib.sha256)


def _compressed(response: Response) -> Response:
    """Flask-Compress takes ``gzip;q=0`` for a wish, and a part of a file for a whole one: both go out as they are."""
    if response.status_code != 206 and request.accept_encodings.quality("gzip"):
        return compress.after_request(response)
    response.vary.add("Accept-Encoding")
    return response


def _finish(response: Response) -> Response:
    """The common headers, where an answer has none of its own; browsers keep files and nothing else."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure and "PLAIN_PORT" not in current_app.config:  # it would lead the plain port's pages away too
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    is_file = request.endpoint == "static" or request.blueprint == "assets"
    if is_file and response.status_code in (200, 206, 304):
        if request.endpoint == "static":
            for_a_year = request.args.get("v") or "fonts/" in request.path
            cache_control = "public, max-age=31536000, immutable" if for_a_year else "public, max-age=3600"
            response.headers["Cache-Control"] = cache_control
        session.accessed = False  # Flask-Login has looked into it; a file is the same for everybody
    else:
        response.headers.setdefault("Cache-Control", "no-store")
        response.vary.update(("HX-Request", "Cookie"))
    return _compressed(response)


def install(app: Flask) -> None:
    """Sign the cookie; put headers and compression on every answer, errors included."""
    app.session_interface = SignedCookie()
    app.config.update(COMPRESS_REGISTER=False, COMPRESS_MIN_SIZE=1000)  # bytes
    app.config.update(COMPRESS_ALGORITHM="gzip", COMPRESS_ALGORITHM_STREAMING="gzip")  # pages, files
    compress.init_app(app)
    app.after_request(_finish)
