"""The words of one poster, put together from what the office entered."""

from typing import Any

from flask import g

from blueprints.filters import day
from blueprints.menu import initials
from blueprints.qr import labels
from models import clock
from models.accounts.tables import Commune
from models.base import db
from models.qr import actions, queries
from models.qr.cautions import Caution, link_cautions, wifi_cautions
from models.qr.keys import is_readable, key_of
from models.qr.notices import Notice, Value
from models.qr.rules import Security
from models.qr.tables import Poster, QrLink, WifiNetwork

PER_PAGE = 50  # posters of a list


def number(poster: Poster) -> str:
    """What is written on paper to tell posters apart."""
    return f"QR-{poster.id:06d}"


def office_name(commune: Commune) -> str:
    """The office's full name as letterheads have it."""
    return f"Ủy ban nhân dân {commune.name[0].lower()}{commune.name[1:]}"


def notice_of(poster: Poster) -> Notice:
    """Everything that is printed on a poster today."""
    commune = db.session.get_one(Commune, poster.commune_id)
    wifi = poster.network
    steps, short_steps = (
        (labels.WIFI_STEPS, labels.WIFI_STEPS_SHORT) if wifi else (labels.LINK_STEPS, labels.LINK_STEPS_SHORT)
    )
    printed_on = day(clock.today())
    return Notice(
        code=actions.payload_of(poster),
        office=office_name(commune),
        region=commune.province,
        initials=initials(commune.name),
        heading=_heading(poster),
        title=poster.title,
        place=poster.place,
        values=_values(poster),
        note=_note(poster),
        steps=steps,
        short_steps=short_steps,
        contact=_contact(poster),
        stamp=f"Tờ {number(poster)} · bản {poster.revision} · in ngày {printed_on}",
        short_stamp=f"{number(poster)} · bản {poster.revision} · {printed_on}",
        reach_words=labels.REACH,
        ruler=labels.RULER,
        document=f"{_heading(poster)} – {poster.title}",
        picture=labels.PICTURE,
        has_waves=wifi is not None,
        emblem=_emblem(poster.commune_id),
    )


def _emblem(commune_id: int) -> bytes:
    """The office's emblem, read once for all posters of a request; empty where it has none."""
    if "emblem" not in g:
        present = queries.emblem(commune_id)
        g.emblem = present.picture if present else b""
    found: bytes = g.emblem
    return found


def _heading(poster: Poster) -> str:
    if poster.network is not None:
        return labels.HEADING_WIFI[poster.network.audience]
    return labels.HEADING_LINK[poster.link.kind] if poster.link else ""


def _values(poster: Poster) -> tuple[Value, ...]:
    if poster.network is None:
        return (Value("Địa chỉ", shown_address(poster.link)),) if poster.link else ()
    values = [Value("Tên mạng", poster.network.ssid)]
    if poster.network.security is not Security.OPEN and not poster.network.hide_key:
        values.append(Value("Mật khẩu", key_of(poster.network)))
    return tuple(values)


def _note(poster: Poster) -> str:
    wifi = poster.network
    if wifi is None:
        return ""
    if wifi.security is Security.OPEN:
        return labels.OPEN_NOTE
    return labels.HIDDEN_KEY_NOTE if wifi.hide_key else ""


def _contact(poster: Poster) -> str:
    subject = poster.network or poster.link
    return (subject.contact if subject else "") or labels.DEFAULT_CONTACT


def shown_address(link: QrLink) -> str:
    """A link as people read and type it: a short address in small letters but for its code."""
    if not link.short_code:
        return link.address
    return link.address[: -len(link.short_code)].lower() + link.short_code


def network_cautions(network: WifiNetwork) -> list[Caution]:
    """The warnings of a network, without telling its key."""
    key = key_of(network) if is_readable(network) else ""
    return wifi_cautions(network.ssid, key, network.security, network.hidden)


def cautions_of(poster: Poster) -> list[Caution]:
    """The warnings of what a poster shows."""
    if poster.network is not None:
        return network_cautions(poster.network)
    return link_cautions(poster.link.address) if poster.link else []


def words_of(line: Any) -> str:
    """What a poster of a list is found by."""
    about = line.network.ssid if line.network else line.link.title
    return f"{line.title} {line.place} {about}"
