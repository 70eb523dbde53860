"""The menu: what the capabilities put there; an entry shows to whoever may enter its page."""

from typing import Any

from flask import Flask, current_app, g, request, session, url_for

from blueprints import health
from blueprints.access import access_of, viewer_or_none
from blueprints.capability import Section
from blueprints.capability import menu as declared
from models.accounts.rules import Permission, Role, Viewer
from models.text import bare_commune, commune_kind

SIDE = (Section.TOP, Section.DAILY, Section.ADMIN)


def _open_to(eyes: Viewer, endpoint: str) -> bool:
    """Whether these eyes may enter a page, and find something there: eyes on all communes have chosen none yet."""
    access = access_of(current_app, endpoint)
    if not isinstance(access, Permission) or not eyes.may(access):
        return False
    return eyes.commune_id is not None or not getattr(current_app.view_functions[endpoint], "of_one_commune", False)


def _current(eyes: Viewer) -> str | None:
    """The entry that the present page belongs to: its own, else the one with the longest path above it."""
    here = request.endpoint or ""
    addresses = _addresses(eyes)
    if here in addresses:
        return here
    capability, path = here.partition(".")[0], request.script_root + request.path
    above = [
        name
        for name, address in addresses.items()
        if name.partition(".")[0] == capability and path.startswith(address.rstrip("/") + "/")
    ]
    return max(above, key=lambda name: len(addresses[name]), default=None)


def _addresses(eyes: Viewer) -> dict[str, str]:
    """The pages that the menu leads to."""
    return {endpoint: url_for(endpoint) for _title, items in _open_items(eyes) for _label, _icon, endpoint in items}


def in_office(commune: str) -> str:
    """UBND xã Tây Sơn, of Xã Tây Sơn."""
    return f"UBND {commune[0].lower()}{commune[1:]}"


def initials(name: str) -> str:
    """Two letters for the emblem: of the name behind Xã, Phường, Đặc khu."""
    words = bare_commune(name).split()
    return "".join(word[0] for word in words[:2]).upper() or "VP"


def _open_items(eyes: Viewer) -> list[tuple[str, list[tuple[str, str, str]]]]:
    sections = [(section.value, _entries(eyes, section)) for section in SIDE]
    return [(title, items) for title, items in sections if items]


def _entries(eyes: Viewer, section: Section) -> list[tuple[str, str, str]]:
    """The entries of a section that these eyes may follow: label, icon, page."""
    return [(entry.label, entry.icon, entry.endpoint) for entry in declared(section) if _open_to(eyes, entry.endpoint)]


def _context() -> dict[str, Any]:
    eyes = viewer_or_none()
    ui: Any = current_app.jinja_env.get_template("ui.html").module
    if eyes is None:
        return {"viewer": None, "menu": "", "daily": "", "ui": ui, "here_kind": "cơ quan"}
    current = _current(eyes)
    commune = g.opened.commune_name or (session.get("focus_name") if eyes.commune_id is not None else None)
    return {
        "viewer": eyes,
        "ui": ui,
        "menu": ui.nav([(title, [_entry(*item, current) for item in items]) for title, items in _open_items(eyes)]),
        "daily": ui.thumb([_entry(*item, current) for item in _daily(eyes)]),
        "office_name": in_office(commune) if commune else "Tỉnh Gia Lai",
        "office_short": initials(commune) if commune else "GL",
        "here_kind": commune_kind(commune) if commune else "cơ sở",
        "clock_was_ahead": health.clock_was_ahead if eyes.is_a(Role.ADMIN) else None,
    }


def _daily(eyes: Viewer) -> list[tuple[str, str, str]]:
    """The five daily actions of a role, for the thumb; each label once."""
    found: dict[str, tuple[str, str, str]] = {}
    for item in _entries(eyes, Section.THUMB):
        found.setdefault(item[0], item)
    return list(found.values())[:5]


def _entry(label: str, icon: str, endpoint: str, current: str | None) -> tuple[str, str, str, bool]:
    return label, icon, url_for(endpoint), endpoint == current


def install(app: Flask) -> None:
    """Give every template the menu and the office's name."""
    app.context_processor(_context)
