"""Links on paper: entering them, and the short addresses that lead from a poster to where the office wants."""

import logging

from flask import redirect, request, url_for
from sqlalchemy.exc import DBAPIError
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, public, requires, viewer
from blueprints.filters import text_arg
from blueprints.pages import render_page
from blueprints.qr import bp
from blueprints.qr.forms import LinkEditForm, LinkForm
from blueprints.qr.labels import REFUSALS, sentence
from blueprints.serving import open_root
from blueprints.transactions import between_transactions, conflict, created, once, refuse, saved
from models.base import db
from models.errors import RuleBroken
from models.qr import actions, addresses, payloads, queries
from models.qr.cautions import link_cautions
from models.qr.rules import LinkKind, is_allowed_target, is_short_code
from models.qr.tables import QrLink
from models.qr.urls import Opened, host_of, opened_from

log = logging.getLogger("office")


@bp.route("/ma-qr/lien-ket/moi", methods=["GET", "POST"])
@requires(Permission.MANAGE_QR)
@once
def new_link() -> AnyResponse:
    """Enter a link or a Zalo account; its first poster is ready at once."""
    form = LinkForm(target=text_arg("dia-chi", 1000), title=text_arg("ten", 120), kind=_kind_arg())
    if form.validate_on_submit():
        try:
            link = _link(form)
            try_code(link.address)
            addresses.add_link(viewer(), link)
            poster = actions.add_poster(viewer(), link.title, link=link)
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS, "target" if broken.field == "url" else None)
        else:
            return created(url_for(".page", poster_id=poster.id), "Đã lưu liên kết. Tờ in đã sẵn sàng.")
    return render_page("qr/link_form.html", form=form, link=None, status=form.status)


def try_code(address: str) -> None:
    """Draw the code of a link and read it back, before anything is written; RuleBroken when no phone could."""
    payload = payloads.link(address)
    with between_transactions():
        actions.try_code(payload)


def _kind_arg() -> LinkKind:
    word = text_arg("loai", 20)
    return LinkKind(word) if word in set(LinkKind) else LinkKind.FEEDBACK


def _link(form: LinkForm) -> QrLink:
    kind, typed = form.kind.data or LinkKind.OTHER, form.target.data
    code = addresses.new_short_code() if is_shortened(kind, typed, form.is_short.data) else None
    address = address_of(kind, typed, code)
    target = address if kind is LinkKind.ZALO else _own_path(typed)
    return QrLink(
        kind=kind,
        title=form.title.data,
        target=target,
        address=address,
        short_code=code,
        contact=form.contact.data or "",
    )


def is_shortened(kind: LinkKind, typed: str, is_short: bool) -> bool:
    """Whether a link stands on paper as a short address of our own."""
    return kind is not LinkKind.ZALO and (is_short or _own_path(typed).startswith("/"))


def address_of(kind: LinkKind, typed: str, short_code: str | None) -> str:
    """What the code of a link holds; RuleBroken for what is no Zalo account."""
    if kind is LinkKind.ZALO:
        return payloads.zalo(typed)
    return _short_address(short_code) if short_code else _own_path(typed)


def _own_path(target: str) -> str:
    """An address of our own host is kept as its path, so that a poster survives a new host name."""
    for root in (request.host_url, open_root()):
        if target.lower().startswith(root.lower()):
            return "/" + target[len(root) :]
    return target


def _short_address(code: str) -> str:
    """The upper-case address that makes the smallest code; https unless the site is one of the office's own network."""
    if (root := open_root()) != request.host_url:
        return f"{root}q/".upper() + code
    is_open = opened_from(host_of(root)) is Opened.EVERYWHERE
    scheme = "https" if request.is_secure or is_open else "http"
    return f"{scheme}://{request.host}/q/".upper() + code


@bp.get("/ma-qr/lien-ket/<int:link_id>")
@requires(Permission.READ_QR)
def link_page(link_id: int) -> AnyResponse:
    """One link: where it leads, how often it was opened, its posters."""
    eyes = viewer()
    link = queries.link(eyes, link_id)
    return render_page(
        "qr/link.html",
        link=link,
        in_code=_in_code(link),
        days=queries.link_days(eyes, link_id),
        cautions=[sentence(caution) for caution in link_cautions(link.address)],
        posters=queries.posters_of(eyes, link_id=link_id),
        counted_days=queries.COUNTED_DAYS,
    )


def _in_code(link: QrLink) -> str:
    """What the code of a link holds; an address that nobody may enter any more is shown as it was kept."""
    try:
        return payloads.link(link.address)
    except RuleBroken:
        return link.address


@bp.route("/ma-qr/lien-ket/<int:link_id>/sua", methods=["GET", "POST"])
@requires(Permission.MANAGE_QR)
def edit_link(link_id: int) -> AnyResponse:
    """Change where a link leads; a short address stays the same on paper."""
    link = queries.link(viewer(), link_id)
    form = LinkEditForm(obj=link)
    if form.validate_on_submit():
        typed = form.target.data
        try:
            target = payloads.zalo(typed) if link.kind is LinkKind.ZALO else _own_path(typed)
            if not link.short_code:
                try_code(target)
            if form.is_stale(link):
                return conflict("qr/link_form.html", form=form, row=link, link=link)
            form.populate_obj(link)
            link.target, link.contact = target, link.contact or ""
            renewed = addresses.change_link(viewer(), link)
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS, "target" if broken.field == "url" else None)
        else:
            told = f"Đã lưu. Có {renewed} tờ cần in lại." if renewed else "Đã lưu. Không phải in lại tờ nào."
            return saved(url_for(".link_page", link_id=link_id), told)
    return render_page("qr/link_form.html", form=form, link=link, status=form.status)


@bp.get("/q/<code>")
@bp.get("/Q/<code>")
@public
def follow(code: str) -> AnyResponse:
    """From a poster to its target: counted by day, with nothing about who came."""
    known = queries.link_behind(code.upper()) if is_short_code(code.upper()) else None
    if known is None or not is_allowed_target(known.target, addresses.HOSTS):
        return render_page("qr/gone.html", status=404)
    target, link_id, commune_id = known.target, known.id, known.commune_id
    db.session.rollback()  # only read so far: the counter gets a small transaction of its own
    try:
        addresses.count_opening(link_id, commune_id)
    except DBAPIError as problem:  # a poster leads on, also when the disk is full
        log.warning("an opening of link %s was not counted: %s", link_id, type(problem.orig).__name__)
    answer = redirect(target, 302)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
