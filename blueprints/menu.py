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
    ("Họp", "users", "meetings.index"),
    ("Kiểm tra", "check-list", "audits.index"),
    ("Việc", "plan", "plan.tasks"),
    ("Hài lòng", "smile", "satisfaction.figures"),
]


def _open_to(eyes: Viewer, endpoint: str) -> bool:
    access = access_of(current_app, endpoint) if endpoint in current_app.view_functions else None
    return isinstance(access, Permission) and eyes.may(access)


def _is_current(endpoint: str) -> bool:
    here = request.endpoint or ""
    return here == endpoint or (endpoint not in ("dashboard.home",) and request.path.startswith(url_for(endpoint) + "/")
                                and here.split(".")[0] == endpoint.split(".")[0])  # fmt: skip


def _entry(label: str, icon: str, endpoint: str) -> tuple[str, str, str, bool]:
    return label, icon, url_for(endpoint), _is_current(endpoint)


def initials(name: str) -> str:
    """Two letters for the emblem: of the name behind Xã, Phường."""
    words = [word for word in name.split() if word.lower() not in ("xã", "phường", "ubnd", "tỉnh", "thị", "trấn")]
    return "".join(word[0] for word in words[:2]).upper() or "VP"


def _context() -> dict[str, Any]:
    eyes = viewer_or_none()
    if eyes is None:
        return {"viewer": None, "menu": [], "daily": []}
    menu = [
        (title, entries)
        for title, items in MENU
        if (entries := [_entry(*item) for item in items if _open_to(eyes, item[2])])
    ]
    daily = {item[0]: _entry(*item) for item in reversed(DAILY) if _open_to(eyes, item[2])}
    commune = g.opened.commune_name
    return {
        "viewer": eyes,
        "menu": menu,
        "daily": list(reversed(daily.values()))[:4],
        "office_name": f"UBND {commune[0].lower()}{commune[1:]}" if commune else "Tỉnh Gia Lai",
        "office_short": initials(commune) if commune else "GL",
    }


def install(app: Flask) -> None:
    """Give every template the menu and the office's name."""
    app.context_processor(_context)
    app.context_processor(lambda: {"ui": app.jinja_env.get_template("ui.html").module})
