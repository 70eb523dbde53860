"""The tablets of the office: how they fare, codes and PINs, what never came and why, taking a lost one's right."""

from collections.abc import Sequence
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.choices import offered
from blueprints.filters import DASH, moment
from blueprints.forms import CreateForm
from blueprints.labels import word
from blueprints.pages import download, render_page
from blueprints.satisfaction import bp
from blueprints.satisfaction.badges import in_numbers
from blueprints.satisfaction.forms import DeviceForm, ExportForm, GapForm, PinForm
from blueprints.satisfaction.labels import DEVICE_KIND, LACKING, WORDS
from blueprints.security_log import watched
from blueprints.spreadsheets import XLSX, Cell, workbook
from blueprints.transactions import commit_once, created, once, refuse, saved
from models.devices import actions, pins, rules
from models.devices import queries as tablets
from models.devices.numbers import Numbers, how_many
from models.devices.tables import Device
from models.errors import RuleBroken
from models.places import queries as places
from models.qr.outlines import path
from models.qr.payloads import link
from models.qr.symbols import encode


@bp.route("/hai-long/thiet-bi", methods=["GET", "POST"])
@requires(Permission.MANAGE_COUNTERS)
@watched("device_added")
@once
def devices() -> AnyResponse:
    """All tablets, those that need somebody first; a new one gets a name, a counter and a code."""
    form = _offering(DeviceForm())
    if form.validate_on_submit():
        picked = form.counter_id.data
        counter = places.counter(viewer(), picked) if picked else None
        pin = form.pin.data or pins.draw()
        try:
            device, code = actions.add_device(viewer(), form.name.data, counter.id if counter else None, pin)
        except RuleBroken as broken:
            refuse(form, broken, WORDS)
        else:
            return _with_code(device, code, pin)
    return _page(form, form.status)


@bp.get("/hai-long/thiet-bi.xlsx")
@requires(Permission.MANAGE_COUNTERS)
def devices_xlsx() -> AnyResponse:
    """How each tablet fares, in the order of their page; no code and no PIN."""
    counters = {row.id: row for row in places.counters(viewer())}
    lines: list[list[Cell]] = [["Máy", "Quầy", "Vị trí", "Tình trạng", "Thấy lần cuối", "Phiếu chờ gửi"]]
    lines[0] += ["Phiếu chờ cũ nhất", "Số đã về", "Số không về, chưa rõ nguyên nhân", "Nguyên nhân đã ghi"]
    lines[0] += ["Phiếu máy đang để riêng"]
    for line in tablets.devices(viewer()):
        counter = counters.get(line.counter_id)
        where: list[Cell] = [counter.name, counter.place] if counter else ["", ""]
        told: list[Cell] = [line.name, *where, word(line.standing), moment(line.seen_at), line.waiting]
        oldest = moment(line.oldest_at) if line.waiting else DASH
        causes = "; ".join(f"{in_numbers([Numbers(gap.first, gap.last)])}: {gap.cause}" for gap in line.gaps)
        lines.append([*told, oldest, in_numbers(line.received), in_numbers(line.lost), causes, line.set_aside])
    return download(workbook("Máy tính bảng", lines), XLSX, "may-tinh-bang.xlsx")


def _offering(form: DeviceForm) -> DeviceForm:
    form.counter_id.offer((row.id, row.name) for row in places.open_counters(viewer()))
    return form


def _page(form: DeviceForm, status: int, **more: Any) -> AnyResponse:
    lines = tablets.devices(viewer())
    in_use = [line for line in lines if line.is_active and line.is_paired]
    reached = [line for line in in_use if line.is_heard]
    return render_page(
        "satisfaction/devices.html",
        form=form,
        devices=lines,
        kinds=DEVICE_KIND,
        in_use=in_use,
        reached=reached,
        counters={row.id: row for row in places.counters(viewer())},
        lost=sum(how_many(line.lost) for line in lines),
        lacking=LACKING,
        tolerance=rules.CLOCK_TOLERANCE.total_seconds(),
        address=f"{request.host_url}kiosk",
        code_key=CreateForm().form_key.data,
        status=status,
        **more,
    )


def _with_code(device: Device, code: str, pin: str = "") -> AnyResponse:
    """Commit, and show a code (and a PIN) on this one answer: never in an address, a cookie or a log."""
    commit_once(url_for(".devices"))
    symbol = encode(link(f"{request.host_url}kiosk#{code}"))  # behind the hash: no server's log ever holds a code
    drawn = {"path": path(symbol), "side": symbol.full_size}
    return _page(_offering(DeviceForm(None)), 200, offered=device, code=rules.shown_code(code), pin=pin, drawn=drawn)


@bp.post("/hai-long/thiet-bi/<int:device_id>/ma")
@requires(Permission.MANAGE_COUNTERS)
@watched("pairing_code_given")
@once
def device_code(device_id: int) -> AnyResponse:
    """Another code for a tablet: the first one ran out, or the tablet is paired anew."""
    device = tablets.device(viewer(), device_id)
    pin = "" if device.pin_hash else pins.draw()
    if pin:
        actions.set_pin(device, pin)
    return _with_code(device, actions.offer_code(device), pin)


@bp.get("/hai-long/thiet-bi/<int:device_id>")
@requires(Permission.MANAGE_COUNTERS)
def device_page(device_id: int) -> AnyResponse:
    """One tablet: its numbers that never came, with their causes, and its PIN."""
    return one_device(device_id, GapForm(), PinForm(), 200)


def one_device(
    device_id: int, gap_form: GapForm, pin_form: PinForm, status: int, file_form: ExportForm | None = None
) -> AnyResponse:
    """The page of one tablet, with the form that somebody has just filled in."""
    device = tablets.device(viewer(), device_id)
    lines = {line.id: line for line in tablets.devices(viewer())}
    _offer_gaps(gap_form, lines[device_id].lost)
    return render_page(
        "satisfaction/device.html",
        device=lines[device_id],
        kinds=DEVICE_KIND,
        lacking=LACKING,
        tolerance=rules.CLOCK_TOLERANCE.total_seconds(),
        counter=places.counter(viewer(), device.counter_id) if device.counter_id else None,
        gap_form=gap_form,
        pin_form=pin_form,
        file_form=file_form or ExportForm(None),
        status=status,
    )


def _offer_gaps(form: GapForm, lost: Sequence[Numbers]) -> None:
    form.numbers.choices = offered((f"{gap.first}-{gap.last}", in_numbers([gap])) for gap in lost)


@bp.post("/hai-long/thiet-bi/<int:device_id>/nguyen-nhan")
@requires(Permission.MANAGE_COUNTERS)
@once
def explain_gap(device_id: int) -> AnyResponse:
    """Note why some numbers never came; they stay missing, and are never guessed."""
    device, form = tablets.device(viewer(), device_id), GapForm()
    _offer_gaps(form, tablets.unexplained(device_id))
    if form.validate_on_submit():
        first, _, last = form.numbers.data.partition("-")
        try:
            actions.explain(viewer(), device, Numbers(int(first), int(last)), form.cause.data)
        except RuleBroken as broken:
            refuse(form, broken, WORDS)
        else:
            return created(url_for(".device_page", device_id=device_id), "Đã ghi nguyên nhân.")
    return one_device(device_id, form, PinForm(None), form.status)


@bp.post("/hai-long/thiet-bi/<int:device_id>/ma-pin")
@requires(Permission.MANAGE_COUNTERS)
@once
def device_pin(device_id: int) -> AnyResponse:
    """Another PIN; the tablet knows it as soon as it hears from the office."""
    device, form = tablets.device(viewer(), device_id), PinForm()
    if form.validate_on_submit():
        actions.set_pin(device, form.pin.data)
        told = "Đã đổi mã PIN. Máy nhận mã mới khi có mạng, chậm nhất sau một phút."
        return created(url_for(".device_page", device_id=device_id), told)
    return one_device(device_id, GapForm(None), form, form.status)


@bp.post("/hai-long/thiet-bi/<int:device_id>/thu-hoi")
@requires(Permission.MANAGE_COUNTERS)
@watched("device_revoked")
def revoke_device(device_id: int) -> AnyResponse:
    """Take a tablet's right to speak away at once."""
    device = tablets.device(viewer(), device_id)
    actions.revoke(viewer(), device)
    return saved(url_for(".devices"), f"Đã thu hồi {device.name}. Phiếu còn chờ trong máy không bị xóa.")
