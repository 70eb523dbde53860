"""Work that has lost whoever had it in hand: those who give work are asked for somebody else."""

from flask import url_for

from blueprints.access import Permission
from blueprints.capability import Recurring
from blueprints.filters import day
from blueprints.labels import Badge
from models.accounts.rules import Viewer
from models.duties import queries
from models.duties.rules import DutyState


def left_behind(viewer: Viewer) -> list[Recurring]:
    """One line for each piece of unfinished work of people and units that have left; it leads to giving it anew."""
    if not viewer.may(Permission.ASSIGN_WORK):
        return []
    return [
        Recurring(
            f"Giao lại việc: {row.title}",
            url_for("duties.assign", duty_id=row.id),
            Badge("bad", "quá hạn") if row.standing.state is DutyState.OVERDUE else Badge("warn", "cần người làm"),
            f"{row.person or row.unit} không còn ở cơ quan" + (f" · hạn {day(row.due_on)}" if row.due_on else ""),
        )
        for row in queries.left_behind(viewer)
    ]
