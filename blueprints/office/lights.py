"""The page of lights: what is wrong first, each with one sentence on what to do."""

from datetime import datetime, timedelta
from pathlib import Path

from flask import Response, current_app, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints import api
from blueprints.access import Permission, requires, viewer
from blueprints.filters import file_size, moment, number
from blueprints.health import trouble
from blueprints.office import bp
from blueprints.office.jobs import KINDS
from blueprints.office.labels import FAULT, LAMP, LIGHT_KIND, OTHER_FAULT, SENTENCES, WAYS
from blueprints.pages import render_page
from blueprints.security_log import lines
from blueprints.settings import VERSION
from blueprints.transactions import saved
from models import clock
from models.accounts.queries import sole_office
from models.jobs import queue
from models.office import queries
from models.office.queries import Machine
from models.office.rules import GIB, RunKind, Signal, SystemLamp

WRONG_PASSWORD = "sign_in_failed"


class Told:
    """A light in words: name, sign, what it says, what to do, and the page where one does it."""

    def __init__(self, lamp: SystemLamp) -> None:
        facts = {name: _words(name, value) for name, value in lamp.facts.items()}
        said, advice = (sentence.format(**facts) for sentence in SENTENCES[lamp.code])
        self.key, self.name, self.kind = lamp.name, LAMP[lamp.name], LIGHT_KIND[lamp.light]
        self.said, self.advice = said, advice
        self.way = WAYS.get(lamp.name)


def _words(name: str, value: object) -> str:
    if name in ("free", "total", "size") and isinstance(value, int) and value > 1024:
        return f"{number(value // GIB)} GB" if value >= 10 * GIB else file_size(value)
    if isinstance(value, datetime):
        return moment(value)
    if name == "fault":
        return FAULT.get(str(value), OTHER_FAULT)
    if name == "rows":
        return f", đủ {number(value)} dòng" if isinstance(value, int) else ""
    if isinstance(value, int):
        return number(value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def failed_sign_ins() -> int:
    """Wrong passwords of the last day that concern this office; a clock that was ahead makes nothing younger."""
    now, count = clock.now(), 0
    communes = {viewer().commune_id, None} if sole_office() else {viewer().commune_id}
    for line in lines(current_app):
        if now - line.moment > timedelta(days=1):
            break
        count += line.kind == WRONG_PASSWORD and line.commune in communes
    return count


def _lamps() -> list[SystemLamp]:
    found, config = trouble(), current_app.config
    machine = Machine(Path(config["INSTANCE_DIR"]), found and found.value, config["HTTPS"], VERSION, failed_sign_ins())
    return queries.lamps(viewer(), machine)


@bp.get("/quan-tri/he-thong")
@requires(Permission.WATCH_SYSTEM)
def lights() -> AnyResponse:
    """All lights: those that ask for something first, the others in their fixed order."""
    lamps = _lamps()
    wanting = sorted((one for one in lamps if one.light >= Signal.AMBER), key=lambda one: -one.light)
    return render_page(
        "office/lights.html",
        wanting=[Told(one) for one in wanting],
        well=[Told(one) for one in lamps if one.light < Signal.AMBER],
        is_red=any(one.light is Signal.RED for one in lamps),
        seen_at=clock.now(),
    )


@bp.get("/quan-tri/he-thong.json")
@requires(Permission.WATCH_SYSTEM)
def lights_json() -> Response:
    """The same lights for a machine: name, colour, code."""
    lamps = _lamps()
    worst = max(lamp.light for lamp in lamps)
    told = [{"name": lamp.name, "light": lamp.light.name.lower(), "code": lamp.code} for lamp in lamps]
    return api.answer({"worst": worst.name.lower(), "lights": told}, 200)


@bp.post("/quan-tri/he-thong/kiem-tra")
@requires(Permission.WATCH_SYSTEM)
def check_now() -> AnyResponse:
    """Look through everything at once; asked for twice in a minute, it is done once."""
    ask(RunKind.CHECK)
    return saved(url_for(".lights"), "Đang kiểm tra toàn bộ dữ liệu. Xin xem lại trang này sau ít phút.")


def ask(kind: RunKind) -> None:
    """Ask for a run now, beside those of the night."""
    queue.enqueue(KINDS[kind], "now", clock.local(clock.now()).strftime("%Y-%m-%d %H:%M"), commune_id=None)
