"""Reading the file that a tablet wrote out: the same rules as if the tablet itself had sent its answers."""

from collections import Counter
from datetime import datetime
from typing import Any

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints import uploads
from blueprints.access import Permission, requires, viewer
from blueprints.satisfaction import bp, kiosk_items
from blueprints.satisfaction.devices import one_device
from blueprints.satisfaction.forms import ExportForm, GapForm, PinForm
from blueprints.satisfaction.labels import EXPORTED, WORDS
from blueprints.security_log import watched
from blueprints.transactions import created, once, refuse
from models.base import db
from models.devices import actions as tablets
from models.devices import queries
from models.devices.queries import PairedDevice
from models.errors import RuleBroken
from models.satisfaction import kiosk
from models.satisfaction.actions import Outcome
from models.satisfaction.export_file import read_export

PORTION = 100  # answers that one transaction keeps


@bp.post("/hai-long/thiet-bi/<int:device_id>/doc-tep")
@requires(Permission.MANAGE_COUNTERS)
@watched("device_file_read")
@uploads.allowed(4, check=read_export)
@once
def read_device_file(device_id: int) -> AnyResponse:
    """Keep the answers of a tablet's file, each by itself; those that came before change nothing."""
    device, form = queries.device(viewer(), device_id), ExportForm()
    try:
        if not uploads.is_given(form.file.data):
            raise RuleBroken("export_missing")
        answers = uploads.checked(form.file.data)
    except RuleBroken as broken:
        refuse(form, broken, WORDS, field="file")
        return one_device(device_id, GapForm(None), PinForm(None), 422, form)
    told = _keep(queries.as_paired(device), answers)
    says = "; ".join(f"{told[word]} {EXPORTED[word]}" for word in EXPORTED if told[word]) or "tệp không có phiếu nào"
    return created(url_for(".device_page", device_id=device_id), f"Đã đọc tệp: {says}.")


def _keep(device: PairedDevice, answers: list[Any]) -> Counter[str]:
    """What became of the answers, and how many of each: kept in portions, so that nobody waits long to write."""
    told, since = Counter[str](), kiosk.enrolled(device.commune_id)
    for at in range(0, len(answers), PORTION):
        tablets.one_sender(device)
        came = []
        for raw in answers[at : at + PORTION]:
            word, seq = _one(device, raw, since)
            told[word] += 1
            came += [seq] if seq else []
        tablets.came(device, came)
        db.session.commit()
    return told


def _one(device: PairedDevice, raw: Any, since: datetime) -> tuple[str, int | None]:
    """What became of one answer, and the number that came home with it."""
    try:
        sent = kiosk_items.read(raw)
        with db.session.begin_nested():
            outcome = kiosk.take(device, sent, since, None).outcome
    except (kiosk_items.Unfit, RuleBroken):
        return "rejected", None
    return outcome.value, None if outcome is Outcome.CONFLICT else sent.seq
