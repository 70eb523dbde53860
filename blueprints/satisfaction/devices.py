"""The tablets of the office: which ones there are, a code to pair one, and taking a lost one's right away."""

from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.forms import CreateForm
from blueprints.pages import render_page
from blueprints.satisfaction import bp
from blueprints.satisfaction.forms import DeviceForm
from blueprints.satisfaction.labels import DEVICE_KIND, WORDS
from blueprints.transactions import commit_once, once, refuse, saved
from models.devices import actions, rules
from models.devices import queries as tablets
from models.devices.rules import DeviceStanding
from models.devices.tables import Device
from models.errors import RuleBroken
from models.places import queries as places


@bp.route("/hai-long/thiet-bi", methods=["GET", "POST"])
@requires(Permission.MANAGE_COUNTERS)
@once
def devices() -> AnyResponse:
    """All tablets, those that need somebody first; a new one gets a name, a counter and a code."""
    form = _offering(DeviceForm())
    if form.validate_on_submit():
        picked = form.counter_id.data
        counter = places.counter(viewer(), picked) if picked else None
        try:
            device, code = actions.add_device(viewer(), form.name.data, counter.id if counter else None)
        except RuleBroken as broken:
            refuse(form, broken, WORDS)
        else:
            return _with_code(device, code)
    return _page(form, form.status)


def _offering(form: DeviceForm) -> DeviceForm:
    form.counter_id.offer((row.id, row.name) for row in places.open_counters(viewer()))
    return form


def _page(form: DeviceForm, status: int, **more: Any) -> AnyResponse:
    lines = tablets.devices(viewer())
    in_use = [line for line in lines if line.standing not in (DeviceStanding.REVOKED, DeviceStanding.UNPAIRED)]
    reached = [line for line in in_use if line.standing is not DeviceStanding.SILENT]
    return render_page(
        "satisfaction/devices.html",
        form=form,
        devices=lines,
        kinds=DEVICE_KIND,
        in_use=in_use,
        reached=reached,
        counters={row.id: row for row in places.counters(viewer())},
        address=f"{request.host_url}kiosk",
        code_key=CreateForm().form_key.data,
        status=status,
        **more,
    )


def _with_code(device: Device, code: str) -> AnyResponse:
    """Commit, and show a code on this one answer: never in an address, a cookie or a log."""
    commit_once(url_for(".devices"))
    return _page(_offering(DeviceForm(None)), 200, offered=device, code=rules.shown_code(code))


@bp.post("/hai-long/thiet-bi/<int:device_id>/ma")
@requires(Permission.MANAGE_COUNTERS)
@once
def device_code(device_id: int) -> AnyResponse:
    """Another code for a tablet: the first one ran out, or the tablet is paired anew."""
    device = tablets.device(viewer(), device_id)
    return _with_code(device, actions.offer_code(device))


@bp.post("/hai-long/thiet-bi/<int:device_id>/thu-hoi")
@requires(Permission.MANAGE_COUNTERS)
def revoke_device(device_id: int) -> AnyResponse:
    """Take a tablet's right to speak away at once."""
    device = tablets.device(viewer(), device_id)
    actions.revoke(viewer(), device)
    return saved(url_for(".devices"), f"Đã thu hồi {device.name}. Phiếu còn chờ trong máy không bị xóa.")
