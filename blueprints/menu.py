"""The menu: one table; an entry shows when the viewer's role is granted what its page asks for."""

from typing import Any

from flask import Flask, current_app, g, request, url_for

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
    access = access_of(current_app, endpoint) if endpoint in current_app.view_functions else None
    return isinstance(access, Permission) and eyes.may(access)


def _current(endpoints: list[str]) -> str | None:
    """The entry that the present page belongs to: its own, else the one with the longest path above it."""
    here = request.endpoint or ""
    if here in endpoints:
        return here
    capability = here.split(".")[0]
    above = [name for name in endpoints
             if name.split(".")[0] == capability and request.path.startswith(url_for(name).rstrip("/") + "/")]  # fmt: skip
    return max(above, key=lambda name: len(url_for(name)), default=None)


def initials(name: str) -> str:
    """Two letters for the emblem: of the name behind Xã, Phường."""
    words = [word for word in name.split() if word.lower() not in ("xã", "phường", "ubnd", "tỉnh", "thị", "trấn")]
    return "".join(word[0] for word in words[:2]).upper() or "VP"


def _context() -> dict[str, Any]:
    eyes = viewer_or_none()
    if eyes is None:
        return {"viewer": None, "menu": [], "daily": []}
    open_items = [(title, [item for item in items if _open_to(eyes, item[2])]) for title, items in MENU]
    current = _current([item[2] for _title, items in open_items for item in items])
    commune = g.opened.commune_name
    return {
        "viewer": eyes,
        "menu": [(title, [_entry(*item, current) for item in items]) for title, items in open_items if items],
        "daily": [_entry(*item, current) for item in _daily(eyes)],
        "office_name": f"UBND {commune[0].lower()}{commune[1:]}" if commune else "Tỉnh Gia Lai",
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
    app.context_processor(lambda: {"ui": app.jinja_env.get_template("ui.html").module})
