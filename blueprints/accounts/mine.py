"""What an administrator is reminded of above his own work: accounts about to be closed, and what to look through."""

from flask import url_for

from blueprints.access import Permission
from blueprints.capability import Recurring
from blueprints.filters import day
from blueprints.labels import Badge
from models.accounts import disuse, queries, reviewing
from models.accounts.reviewing import ReviewKind
from models.accounts.rules import Viewer


def mine(viewer: Viewer) -> list[Recurring]:
    """One line for all of them, with the first day."""
    if not viewer.may(Permission.MANAGE_ACCOUNTS):
        return []
    return [*_unused(viewer), *_reviews(viewer)]


def _reviews(viewer: Viewer) -> list[Recurring]:
    pages = {
        ReviewKind.ACCOUNTS: ("Rà soát danh sách tài khoản", "accounts.accounts", "quý này chưa"),
        ReviewKind.LOG: ("Xem lại nhật ký bảo mật", "accounts.security_log", "tuần này chưa"),
    }
    due = [pages[kind] for kind in reviewing.due(viewer)]
    return [Recurring(label, url_for(page), Badge("idle", badge)) for label, page, badge in due]


def _unused(viewer: Viewer) -> list[Recurring]:
    soon = disuse.soon(queries.accounts(viewer))
    if not soon:
        return []
    badge = Badge("warn", f"sớm nhất đêm {day(soon[0][1])}")
    label = f"Sắp khóa {len(soon)} tài khoản {disuse.LIMIT} ngày không dùng"
    return [Recurring(label, url_for("accounts.accounts"), badge, ", ".join(row.display_name for row, _ in soon[:3]))]
