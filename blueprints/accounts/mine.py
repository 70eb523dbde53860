"""What an administrator is reminded of above his own work: accounts that are about to be closed."""

from flask import url_for

from blueprints.access import Permission
from blueprints.capability import Recurring
from blueprints.filters import day
from blueprints.labels import Badge
from models.accounts import disuse, queries
from models.accounts.rules import Viewer


def mine(viewer: Viewer) -> list[Recurring]:
    """One line for all of them, with the first day."""
    if not viewer.may(Permission.MANAGE_ACCOUNTS):
        return []
    return [*_unused(viewer)]


def _unused(viewer: Viewer) -> list[Recurring]:
    soon = disuse.soon(queries.accounts(viewer))
    if not soon:
        return []
    badge = Badge("warn", f"trong đêm {day(soon[0][1])}")
    label = f"Sắp khóa {len(soon)} tài khoản {disuse.LIMIT} ngày không dùng"
    return [Recurring(label, url_for("accounts.accounts"), badge, ", ".join(row.display_name for row, _ in soon[:3]))]
