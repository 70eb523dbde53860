"""What a writer of sections owes again and again: those of his that are late or soon due."""

from flask import url_for

from blueprints.access import Permission
from blueprints.capability import Recurring
from blueprints.filters import day
from blueprints.website.labels import rhythm, standing_badge
from models import clock
from models.accounts.rules import Viewer
from models.website import queries


def mine(viewer: Viewer) -> list[Recurring]:
    """One line for each section whose next item is due within days, or over due."""
    if not viewer.may(Permission.READ_WEBSITE):
        return []
    return [
        Recurring(
            f"Chuyên mục {row.name}",
            url_for("website.section", section_id=row.id),
            standing_badge(row.standing),
            f"{rhythm(row.interval_days)} · bài mới nhất {day(row.last_item_on) if row.last_item_on else 'chưa có'}",
        )
        for row in queries.sections_of(viewer, clock.today())
    ]
