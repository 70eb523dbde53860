"""The menu: one table; an entry shows when the viewer's role is granted what its page asks for."""

from collections.abc import Callable
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from flask import Flask, current_app, g, request, session, url_for

from blueprints.access import access_of, viewer_or_none
from models.accounts.rules import Permission, Role, Viewer

# section: (label, icon, endpoint, fixed arguments)
MENU: list[tuple[str, list[tuple[str, str, str]]]] = [
    ("", [
        ("Bảng điều hành", "dashboard", "dashboard.home"),
        ("Việc của tôi", "bell", "duties.mine"),
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
    ("Việc", "bell", "duties.mine"),
    ("Hài lòng", "smile", "satisfaction.record"),
    ("Hài lòng", "smile", "satisfaction.figures"),
    ("Họp", "users", "meetings.index"),
    ("Kiểm tra", "check-list", "audits.index"),
]


def _open_to(eyes: Viewer, endpoint: str) -> bool:
    access = access_of(current_app, endpoint)
    return isinstance(access, Permission) and eyes.may(access)


def _current(role: Role) -> str | None:
    """The entry that the present page belongs to: its own, else the one with the longest path above it."""
    here = request.endpoint or ""
    addresses = _addresses(role, request.script_root)
    if here in addresses:
        return here
    capability, path = here.partition(".")[0], request.script_root + request.path
    above = [name for name, address in addresses.items()
             if name.partition(".")[0] == capability and path.startswith(address.rstrip("/") + "/")]  # fmt: skip
    return max(above, key=lambda name: len(addresses[name]), default=None)


@lru_cache(maxsize=16)
def _addresses(role: Role, _root: str) -> dict[str, str]:
    """The pages that the menu of a role leads to."""
    return {endpoint: url_for(endpoint) for _title, items in _open_items(role) for _label, _icon, endpoint in items}


def in_office(commune: str) -> str:
    """UBND xã Tây Sơn, of Xã Tây Sơn."""
    return f"UBND {commune[0].lower()}{commune[1:]}"


def initials(name: str) -> str:
    """Two letters for the emblem: of the name behind Xã, Phường."""
    words = [word for word in name.split() if word.lower() not in ("xã", "phường", "ubnd", "tỉnh", "thị", "trấn")]
    return "".join(word[0] for word in words[:2]).upper() or "VP"


@lru_cache(maxsize=512)
def _drawn(role: Role, current: str | None, _root: str) -> tuple[Any, Any]:
    """Menu and thumb bar of a role on a page; drawn once, since they depend on nothing else."""
    eyes = Viewer(0, role, "", None)
    sections = [(title, [_entry(*item, current) for item in items]) for title, items in _open_items(role)]
    pieces = building_blocks()
    return pieces.nav(sections), pieces.thumb([_entry(*item, current) for item in _daily(eyes)])


@lru_cache(maxsize=16)
def _open_items(role: Role) -> list[tuple[str, list[tuple[str, str, str]]]]:
    eyes = Viewer(0, role, "", None)
    sections = [(title, [item for item in items if _open_to(eyes, item[2])]) for title, items in MENU]
    return [(title, items) for title, items in sections if items]


# pieces that depend on their arguments alone, by the room they stand in
KEPT = {
    "ui/frame.html": ("head", "scripts", "live"),
    "ui/words.html": ("icon", "badge", "sr"),
    "ui/figures.html": ("meter",),
}


def building_blocks() -> Any:
    """The macros of ui.html; those that depend on their words alone are drawn once and kept."""
    return _blocks(current_app._get_current_object())  # type: ignore[attr-defined]


def _drawn_once(piece: Callable[..., Any]) -> Callable[..., Any]:
    """A piece kept by where the site is mounted and by its words with their types (a text never passes for markup)."""
    kept = lru_cache(maxsize=2048, typed=True)(lambda _root, *words, **named: piece(*words, **named))
    return lambda *words, **named: kept(request.script_root, *words, **named)


@lru_cache(maxsize=8)
def _blocks(app: Flask) -> Any:
    for room, names in KEPT.items():
        module = app.jinja_env.get_template(room).module
        for name in names:
            setattr(module, name, _drawn_once(getattr(module, name)))
    module = app.jinja_env.get_template("ui.html").module
    return SimpleNamespace(**{name: piece for name, piece in vars(module).items() if not name.startswith("_")})


def _context() -> dict[str, Any]:
    eyes = viewer_or_none()
    if eyes is None:
        return {"viewer": None, "menu": "", "daily": "", "ui": building_blocks()}
    menu, daily = _drawn(eyes.role, _current(eyes.role), request.script_root)
    commune = g.opened.commune_name or (session.get("focus_name") if eyes.commune_id is not None else None)
    return {
        "viewer": eyes,
        "ui": building_blocks(),
        "menu": menu,
        "daily": daily,
        "office_name": in_office(commune) if commune else "Tỉnh Gia Lai",
        "office_short": initials(commune) if commune else "GL",
    }


def _daily(eyes: Viewer) -> list[tuple[str, str, str]]:
    """The five daily actions of a role, for the thumb; each label once."""
    found: dict[str, tuple[str, str, str]] = {}
    for item in DAILY:
        if item[0] not in found and _open_to(eyes, item[2]):
            found[item[0]] = item
    return list(found.values())[:5]


def _entry(label: str, icon: str, endpoint: str, current: str | None) -> tuple[str, str, str, bool]:
    return label, icon, url_for(endpoint), endpoint == current


def install(app: Flask) -> None:
    """Give every template the menu and the office's name."""
    app.context_processor(_context)
