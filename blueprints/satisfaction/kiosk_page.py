"""The page on the tablet: it holds nothing, so it is open to everybody; a worker keeps it for hours without network."""

import json
from functools import lru_cache
from hashlib import sha256
from typing import Any

from flask import Response, abort, current_app, render_template, request
from sqlalchemy import select

from blueprints.access import public
from blueprints.assets import STATIC, asset
from blueprints.menu import initials
from blueprints.satisfaction import bp, page_words
from models import clock
from models.accounts.tables import Commune
from models.base import read
from models.devices import pins
from models.devices.queries import PairedDevice
from models.devices.tables import Device
from models.places.tables import Counter
from models.satisfaction import questionnaires
from models.satisfaction.handling import handling

FOLDER = STATIC / "kiosk"
WORKER = "worker.js"
KINDS = {".js": "text/javascript", ".css": "text/css"}
TIMES = {  # milliseconds; a test gives others in KIOSK_TIMES
    "undo": 5_000,
    "idle": 20_000,
    "thanks": 6_000,
    "beat": 30_000,
    "retry": 2_000,
    "orphan": 40_000,
    "calm": 10_000,
}
FONTS = ("be-vietnam-pro-400-1.002.woff2", "be-vietnam-pro-600-1.002.woff2")


@lru_cache(maxsize=1)
def _files() -> dict[str, bytes]:
    """The files of the page by name, as they were when the first tablet asked."""
    return {path.name: path.read_bytes() for path in sorted(FOLDER.iterdir()) if path.suffix in KINDS}


@lru_cache(maxsize=1)
def _fingerprint() -> str:
    page = current_app.jinja_env.loader.get_source(current_app.jinja_env, "satisfaction/kiosk.html")[0]  # type: ignore[union-attr]
    return sha256(json.dumps([page, *(sha256(file).hexdigest() for file in _files().values())]).encode()).hexdigest()


def app_version() -> str:
    """What names page, styles and scripts of the tablet together; another one is fetched when nobody stands there."""
    return str(current_app.config.get("KIOSK_VERSION") or _fingerprint()[:12])


def _address(name: str) -> str:
    return f"{request.script_root}/kiosk/app/{app_version()}/{name}"


@bp.get("/kiosk")
@public
def kiosk() -> Response:
    """The tablet's page: five faces, or the field for the code of a tablet that is not paired."""
    times = TIMES | current_app.config.get("KIOSK_TIMES", {})
    page = render_template("satisfaction/kiosk.html", address=_address, version=app_version(), times=times, fonts=FONTS)
    return Response(page, headers={"X-Kiosk-Version": app_version()})


@bp.get("/kiosk/sw.js")
@public
def kiosk_worker() -> Response:
    """The worker that opens the page without network: what it keeps, and its program."""
    root = request.script_root
    files = [_address(name) for name in _files() if name != WORKER]
    files += [f"{root}/static/fonts/{font}" for font in FONTS] + [asset("icons-1.svg"), asset("favicon.svg")]
    shell = json.dumps({"version": app_version(), "page": f"{root}/kiosk", "files": files})
    program = f"const SHELL = {shell};\n{_files()[WORKER].decode()}"
    headers = {"Service-Worker-Allowed": f"{root}/kiosk", "Cache-Control": "no-cache"}
    return Response(program, mimetype=KINDS[".js"], headers=headers)


@bp.get("/kiosk/app/<version>/<name>")
@public
def kiosk_file(version: str, name: str) -> Response:
    """One file of the page, kept for good under the address that names its content."""
    if version != app_version() or name not in _files():
        abort(404)
    kind = KINDS["." + name.rpartition(".")[2]]
    return Response(_files()[name], mimetype=kind, headers={"Cache-Control": "public, max-age=31536000, immutable"})


def configuration(device: PairedDevice) -> dict[str, Any]:
    """Everything that a tablet shows, as data; ``config`` names it."""
    found = _configuration(device)
    return {**found, "config": _name(found), "now": clock.now().isoformat()}


def versions(device: PairedDevice) -> dict[str, str]:
    """The names of the newest page and of the newest configuration."""
    return {"app": app_version(), "config": _name(_configuration(device))}


def _name(found: dict[str, Any]) -> str:
    return sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()[:16]


def _configuration(device: PairedDevice) -> dict[str, Any]:
    asked = questionnaires.in_force(clock.today())
    place = (
        select(Commune.name, Counter.name.label("counter"), Device.pin_salt, Device.pin_hash)
        .join(Commune, Commune.id == Device.commune_id)
        .outerjoin(Counter, Counter.id == Device.counter_id)
    )
    row = read(place.where(Device.id == device.id)).one()
    name = f"Trung tâm Phục vụ hành chính công {row.name[0].lower()}{row.name[1:]}"
    return {
        "device": {"id": device.id, "name": device.name, "counter_id": device.counter_id},
        "office": {"name": name, "short": initials(row.name)},
        "counter": row.counter or "",
        "pin": None if row.pin_hash is None else {"salt": row.pin_salt, "digest": row.pin_hash, "rounds": pins.ROUNDS},
        "contact_days": handling(clock.today()).contact_days,
        "questionnaire": {
            "version": asked.version,
            "levels": [level.value for level in asked.scale.levels],
            "asks": asked.asks,
        },
        "languages": [
            {name: told for name, told in language.items() if name not in questionnaires.PAGE}
            for language in page_words.languages()
        ],
    }
