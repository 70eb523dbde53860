"""The addresses at which the office answers: for people to scan, to print, and to lead posters there."""

from pathlib import Path
from typing import NamedTuple

from flask import current_app, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.filters import text_arg
from blueprints.pages import go_to, render_page
from blueprints.qr import bp
from blueprints.qr.labels import HOST_BADGE, OPENED_FROM, REFUSALS
from blueprints.qr.short_links import try_code
from blueprints.serving import open_root
from blueprints.transactions import saved
from models.errors import NotFound, RuleBroken
from models.office import certificates, interfaces
from models.qr import hosts, outlines, payloads, symbols
from models.qr.hosts import PrintedHost
from models.qr.rules import LinkKind
from models.qr.urls import Opened, opened_from


class OwnAddress(NamedTuple):
    """An address of the office, the picture of its code, and from where it opens."""

    url: str
    picture: str
    opened: Opened


def _present() -> list[str]:
    """Where the office answers: as this page was opened, as its certificate says, as the machine was given."""
    root, instance = open_root(), Path(current_app.config["INSTANCE_DIR"])
    scheme, port = root.split(":")[0], hosts.place_of(root).port
    behind = f":{port}" if port else ""
    names = [*certificates.names(instance), *interfaces.own_addresses()]
    return hosts.in_order([root, *(f"{scheme}://{name}{behind}/" for name in names)])


def _drawn(url: str) -> OwnAddress:
    picture = outlines.data_url(symbols.encode(payloads.link(url)))
    return OwnAddress(url, picture, opened_from(hosts.place_of(url).host))


def _chosen(present: list[str]) -> str:
    """The address that is asked for; NotFound for one at which the office does not answer."""
    wanted = text_arg("dia-chi", 300) or present[0]
    if wanted not in present:
        raise NotFound("address")
    return wanted


@bp.get("/quan-tri/dia-chi")
@requires(Permission.MANAGE_QR)
def own_hosts() -> AnyResponse:
    """Every address of the office with its code, and the posters that lead to an address it has left."""
    present = _present()
    posters = hosts.own_posters(viewer(), present)
    return render_page(
        "qr/own_hosts.html",
        addresses=[_drawn(url) for url in present],
        opened_from=OPENED_FROM,
        badge=HOST_BADGE,
        wrong=[one for one in posters if one.printed is not PrintedHost.PRESENT],
        left=sum(one.printed is PrintedHost.LEFT for one in posters),
        for_citizens=[
            one
            for one in posters
            if one.printed is PrintedHost.PRESENT and one.opened is Opened.INSIDE and one.kind is not LinkKind.ROOM
        ],
        total=len(posters),
    )


@bp.get("/quan-tri/dia-chi/to-in")
@requires(Permission.MANAGE_QR)
def own_host_poster() -> AnyResponse:
    """A sheet for the wall: address, code and three steps for the people of the office."""
    return render_page("qr/own_host_poster.html", address=_drawn(_chosen(_present())), opened_from=OPENED_FROM)


@bp.post("/quan-tri/dia-chi/chuyen")
@requires(Permission.MANAGE_QR)
def lead_to_host() -> AnyResponse:
    """Lead every poster whose address the office has left to a present one: each gets a new print."""
    present, wanted = _present(), request.form.get("address", "")
    if wanted not in present or opened_from(hosts.place_of(wanted).host) is Opened.ONLY_HERE:
        return go_to(url_for(".own_hosts"), REFUSALS["address_not_ours"], "bad")
    try:
        try_code(f"{wanted}q/ABC234".upper())
    except RuleBroken:
        return go_to(url_for(".own_hosts"), REFUSALS["address_not_ours"], "bad")
    renewed = hosts.lead_to(viewer(), wanted, present)
    told = f"Có {renewed} tờ cần in lại theo địa chỉ mới." if renewed else "Không có tờ nào phải đổi địa chỉ."
    return saved(url_for(".index") if renewed else url_for(".own_hosts"), told)
