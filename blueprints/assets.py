"""One stylesheet and one script for the browser, joined at start from the files in static/css and static/js."""

import mimetypes
import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, request
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import public

STATIC = Path(__file__).resolve().parent.parent / "static"
FIRST = ("tokens", "base", "tables", "buttons", "forms")  # plain elements, before the components made of them
LAST = ("print",)  # paper takes back what the others say
COMMENTS = {"css": re.compile(r"/\*.*?\*/", re.DOTALL), "js": re.compile(r"^\s*//.*$", re.MULTILINE)}
NEEDLESS = re.compile(r'("[^"]*")|\s*([{};,>])\s*|(:)\s+')  # blanks that say nothing in a stylesheet, save in quotes
# what our files are, since Windows answers from its registry, where other programs leave their own opinions
TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
YEAR = 365 * 24 * 3600
bp = Blueprint("assets", __name__)


@dataclass(frozen=True)
class Bundle:
    """The joined text, what it is known by in its address, and the state of the files it was made of."""

    text: str
    fingerprint: str
    made_of: tuple[tuple[Path, int], ...]


def files(kind: str) -> list[Path]:
    """The files that are joined (``css`` or ``js``), in their order: first, all others by name, last."""
    places = {name: place for place, name in enumerate(FIRST)} | dict.fromkeys(LAST, len(FIRST) + 1)
    return sorted((STATIC / kind).glob(f"*.{kind}"), key=lambda path: (places.get(path.stem, len(FIRST)), path.stem))


def _state(kind: str) -> tuple[tuple[Path, int], ...]:
    return tuple((path, path.stat().st_mtime_ns) for path in files(kind))


def join(kind: str) -> Bundle:
    """All files of a kind as one text, without comments, indentation and blank lines; styles also without blanks."""
    whole = COMMENTS[kind].sub("", "\n".join(path.read_text("utf-8") for path in files(kind)))
    text = "\n".join(line.strip() for line in whole.splitlines() if line.strip()) + "\n"
    if kind == "css":
        text = NEEDLESS.sub(lambda found: found[1] or found[2] or found[3], text).replace(";}", "}")
    return Bundle(text, sha256(text.encode()).hexdigest()[:10], _state(kind))


def bundle(kind: str) -> Bundle:
    """What was joined at start; in development joined anew when a file has changed."""
    bundles: dict[str, Bundle] = current_app.extensions["assets"]
    if current_app.debug and bundles[kind].made_of != _state(kind):
        bundles[kind] = join(kind)
    return bundles[kind]


def _answer(kind: str, mimetype: str) -> AnyResponse:
    """The joined text; to be kept for a year under the address that names it, for an hour under any other."""
    found = bundle(kind)
    answer = Response(found.text, mimetype=mimetype)
    answer.set_etag(found.fingerprint)
    answer.cache_control.public = True
    answer.cache_control.max_age = 3600
    if request.args.get("v") == found.fingerprint:
        answer.cache_control.max_age = YEAR
        answer.cache_control.immutable = True
    return answer.make_conditional(request)


@bp.get("/static/app.css")
@public
def styles() -> AnyResponse:
    """All styles of the site."""
    return _answer("css", "text/css")


@bp.get("/static/app.js")
@public
def scripts() -> AnyResponse:
    """All scripts of the site."""
    return _answer("js", "text/javascript")


@lru_cache(maxsize=256)
def _fingerprint(name: str) -> str:
    return sha256((STATIC / name).read_bytes()).hexdigest()[:10]


def asset(name: str) -> str:
    """The address of a static file with a fingerprint of its content, so that browsers may keep it for a year."""
    joined = {"app.css": "css", "app.js": "js"}.get(name)
    fingerprint = bundle(joined).fingerprint if joined else _fingerprint(name)
    return f"{request.script_root}/static/{name}?v={fingerprint}"


def install(app: Flask) -> None:
    """Join the files, serve them, and make their addresses known to all templates."""
    for ending, kind in TYPES.items():
        mimetypes.add_type(kind, ending)
    app.extensions["assets"] = {kind: join(kind) for kind in COMMENTS}
    app.register_blueprint(bp)
    app.jinja_env.globals.update(asset=asset)
