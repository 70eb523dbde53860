"""The menu: one table; an entry shows when the viewer's role is granted what its page asks for."""

from typing import Any

from flask import Flask, current_app, g, request, session, url_for

from blueprints.access import access_of, viewer_or_none
from models.accounts.rules import Permission, Viewer

# section: (label, icon, endpoint, fixed arguments)
MENU: list[tuple[str, list[tuple[str, str, str]]]] = [
    ("", [
        ("Bảng điều hành", "dashboard", "dashboard.home"),
        ("Các xã trong tỉnh", "map", "dashboard.province"),
        ("Chỉ tiêu", "target", "plan.targets"),
        ("Nhiệm vụ", "plan", "plan.tasks"),
        ("Kịch bản", "list", "plan.script"),
    ]),
    ("Hằng ngày", [
        ("Ghi ý kiến hài lòng", "plus", "satisfaction.record"),
        ("Hài lòng", "smile", "satisfaction.figures"),
        ("Họp e-Cabinet", "users", "meetings.index"),
        ("Kiểm tra, tiêu chí", "check-list", "audits.index"),
        ("Mã QR", "qr-code", "qr.index"),
    ]),
    ("Quản trị", [
        ("Đơn vị, cán bộ", "building", "accounts.people"),
        ("Tài khoản", "key", "accounts.accounts"),
        ("Các xã", "globe", "accounts.communes"),
        ("Nhật ký", "history", "accounts.journal"),
    ]),
]  # fmt: skip
DAILY = [
    ("Điều hành", "dashboard", "dashboard.home"),
    ("Hài lòng", "smile", "satisfaction.record"),
    ("Hài lòng", "smile", "satisfaction.figures"),
    ("Họp", "users", "meetings.index"),
    ("Kiểm tra", "check-list", "audits.index"),
    ("Việc", "plan", "plan.tasks"),
]


def _open_to(eyes: Viewer, endpoint: str) -> bool:
    access = access_of(current_app, endpoint)
    return isinstance(access, Permission) and eyes.may(access)


def _current(eyes: Viewer) -> str | None:
    """The entry that the present page belongs to: its own, else the one with the longest path above it."""
    here = request.endpoint or ""
    addresses = _addresses(eyes)
    if here in addresses:
        return here
    capability, path = here.partition(".")[0], request.script_root + request.path
    above = [name for name, address in addresses.items()
             if name.partition(".")[0] == capability and path.startswith(address.rstrip("/") + "/")]  # fmt: skip
    return max(above, key=lambda name: len(addresses[name]), default=None)


def _addresses(eyes: Viewer) -> dict[str, str]:
    """The pages that the menu leads to."""
    return {endpoint: url_for(endpoint) for _title, items in _open_items(eyes) for _label, _icon, endpoint in items}


def in_office(commune: str) -> str:
    """UBND xã Tây Sơn, of Xã Tây Sơn."""
    return f"UBND {commune[0].lower()}{commune[1:]}"


def initials(name: str) -> str:
    """Two letters for the emblem: of the name behind Xã, Phường."""
    words = [word for word in name.split() if word.lower() not in ("xã", "phường", "ubnd", "tỉnh", "thị", "trấn")]
    return "".join(word[0] for word in words[:2]).upper() or "VP"


def _open_items(eyes: Viewer) -> list[tuple[str, list[tuple[str, str, str]]]]:
    sections = [(title, [item for item in items if _open_to(eyes, item[2])]) for title, items in MENU]
    return [(title, items) for title, items in sections if items]


def _context() -> dict[str, Any]:
    eyes = viewer_or_none()
    ui: Any = current_app.jinja_env.get_template("ui.html").module
    if eyes is None:
        return {"viewer": None, "menu": "", "daily": "", "ui": ui}
    current = _current(eyes)
    commune = g.opened.commune_name or (session.get("focus_name") if eyes.commune_id is not None else None)
    return {
        "viewer": eyes,
        "ui": ui,
        "menu": ui.nav([(title, [_entry(*item, current) for item in items]) for title, items in _open_items(eyes)]),
        "daily": ui.thumb([_entry(*item, current) for item in _daily(eyes)]),
        "office_name": in_office(commune) if commune else "Tỉnh Gia Lai",
        "office_short": initials(commune) if commune else "GL",
    }


def _daily(eyes: Viewer) -> list[tuple[str, str, str]]:
    """The four daily actions of a role, for the thumb; each label once."""
    found: dict[str, tuple[str, str, str]] = {}
    for item in DAILY:
        if item[0] not in found and _open_to(eyes, item[2]):
            found[item[0]] = item
    return list(found.values())[:4]


def _entry(label: str, icon: str, endpoint: str, current: str | None) -> tuple[str, str, str, bool]:
    return label, icon, url_for(endpoint), endpoint == current


def install(app: Flask) -> None:
    """Give every template the menu and the office's name."""
    app.context_processor(_context)
