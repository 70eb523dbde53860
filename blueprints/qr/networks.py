"""Wifi networks: entering and changing them, showing a key once, and posters for many rooms."""

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, prove, requires, viewer
from blueprints.filters import text_arg
from blueprints.pages import render_page, searched
from blueprints.qr import bp
from blueprints.qr.forms import NetworkEditForm, NetworkForm, RevealForm
from blueprints.qr.labels import REFUSALS, sentence
from blueprints.qr.wording import PER_PAGE, network_cautions, words_of
from blueprints.transactions import between_transactions, commit, conflict, created, once, refuse, saved
from models import clock
from models.errors import RuleBroken
from models.places import queries as places
from models.qr import actions, payloads, queries
from models.qr.keys import is_readable
from models.qr.rules import Audience
from models.qr.tables import WifiNetwork
from models.text import fold

MOST_ROOMS = 60  # of an office with many, the others are searched

FIELDS = ("ssid", "security", "hidden", "hide_key")


@bp.route("/ma-qr/wifi/moi", methods=["GET", "POST"])
@requires(Permission.MANAGE_QR)
@once
def new_network() -> AnyResponse:
    """Enter a wifi network; its first poster is ready at once."""
    form = NetworkForm()
    if form.validate_on_submit():
        network = WifiNetwork(**{name: form[name].data for name in FIELDS})
        _apply_form(network, form)
        key = form.password.data or ""
        try:
            _try_code(form, key)
            actions.add_network(viewer(), network, key)
            poster = actions.add_poster(viewer(), network.place, network=network)
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS)
        else:
            return created(url_for(".page", poster_id=poster.id), "Đã lưu mạng Wi-Fi. Tờ in đã sẵn sàng.")
    return render_page("qr/network_form.html", form=form, network=None, status=form.status)


def _try_code(form: NetworkForm | NetworkEditForm, key: str) -> None:
    """Draw the code of the network and read it back, before anything is written; RuleBroken when no phone could."""
    payload = payloads.wifi(form.ssid.data, key, form.security.data, form.hidden.data)
    with between_transactions():
        actions.try_code(payload)


def _apply_form(network: WifiNetwork, form: NetworkForm | NetworkEditForm) -> None:
    """The fields with a default of their own."""
    network.audience = form.audience.data or Audience.GUEST
    network.place = form.place.data or "Wi-Fi"
    network.valid_from = form.valid_from.data or clock.today()
    network.contact = form.contact.data or ""


@bp.get("/ma-qr/wifi/<int:network_id>")
@requires(Permission.READ_QR)
def network_page(network_id: int) -> AnyResponse:
    """One network: what it is, its warnings, its posters and which of them must be printed anew."""
    return _network_page(queries.network(viewer(), network_id), RevealForm())


def _network_page(network: WifiNetwork, form: RevealForm, key: str | None = None, status: int = 200) -> AnyResponse:
    rooms = [room for room in places.rooms(viewer()) if room.is_active]
    wanted = fold(text_arg("phong")).split()
    found = [room for room in rooms if all(word in fold(f"{room.name} {room.place}") for word in wanted)]
    posters = queries.posters_of(viewer(), network_id=network.id)
    shown, page = searched(posters, words_of, PER_PAGE)
    return render_page(
        "qr/network.html",
        network=network,
        form=form,
        key=key,
        status=status,
        rooms=found[:MOST_ROOMS],
        rooms_in_all=len(rooms),
        rooms_found=len(found),
        unreadable=not is_readable(network),
        posters=shown,
        hung_anew=any(line.must_be_hung_anew for line in posters),
        page=page,
        total=len(posters),
        cautions=[sentence(caution) for caution in network_cautions(network)],
    )


@bp.route("/ma-qr/wifi/<int:network_id>/sua", methods=["GET", "POST"])
@requires(Permission.MANAGE_QR)
def edit_network(network_id: int) -> AnyResponse:
    """Change a network or its key; posters that show the old one are listed as to be printed anew."""
    network = queries.network(viewer(), network_id)
    form = NetworkEditForm(obj=network)
    if form.validate_on_submit():
        try:
            _try_code(form, actions.key_with(network, form.security.data, form.password.data or None))
            if form.is_stale(network):
                return conflict("qr/network_form.html", form=form, row=network, network=network)
            renewed = _change(network, form)
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS)
        else:
            told = f"Đã lưu. Có {renewed} tờ cần in lại." if renewed else "Đã lưu. Các tờ đang dán vẫn đúng."
            return saved(url_for(".network_page", network_id=network_id), told)
    return render_page("qr/network_form.html", form=form, network=network, status=form.status)


def _change(network: WifiNetwork, form: NetworkEditForm) -> int:
    """Write the form into the network; how many posters must be printed anew."""
    for name in (*FIELDS, "is_active"):
        setattr(network, name, form[name].data)
    _apply_form(network, form)
    return actions.change_network(viewer(), network, form.password.data or None)


@bp.route("/ma-qr/wifi/<int:network_id>/xem-mat-khau", methods=["POST"])
@requires(Permission.REVEAL_WIFI_KEY)
def reveal(network_id: int) -> AnyResponse:
    """Show one key, once, to somebody who proves again who they are; the journal keeps that it was shown."""
    network = queries.network(viewer(), network_id)
    form = RevealForm()
    if not form.validate_on_submit():
        return _network_page(network, form, status=422)
    if not prove(form.own_password.data or ""):
        refuse(
            form, RuleBroken("own_password", field="own_password"), {"own_password": "Mật khẩu đăng nhập chưa đúng."}
        )
        return _network_page(network, form, status=422)
    key = actions.reveal(network)
    commit()
    return _network_page(network, RevealForm(formdata=None), key=key)


@bp.post("/ma-qr/wifi/<int:network_id>/to-cho-phong")
@requires(Permission.MANAGE_QR)
def posters_for_rooms(network_id: int) -> AnyResponse:
    """A poster of this network for each of the ticked rooms."""
    network = queries.network(viewer(), network_id)
    rooms = [int(part) for part in request.form.getlist("room") if part.isascii() and part.isdigit() and len(part) < 12]
    made = actions.posters_for_rooms(viewer(), network, rooms)
    told = f"Đã thêm {len(made)} tờ." if made else "Chưa thêm tờ nào: xin chọn phòng chưa có tờ."
    return saved(url_for(".network_page", network_id=network_id), told)
