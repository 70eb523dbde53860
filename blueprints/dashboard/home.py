"""The leader's dashboard: the week in four figures, the targets, what is late, and what is mine."""

from typing import Any

from markupsafe import Markup
from werkzeug.wrappers import Response

from blueprints.access import Permission, requires, viewer
from blueprints.dashboard import bp
from blueprints.dashboard.badges import WeekPoint, week_point
from blueprints.dashboard.province import province_page
from blueprints.htmx import render_page
from blueprints.kept import drawn, kept
from models import periods
from models.accounts import queries as accounts
from models.accounts.rules import Role
from models.measures.queries import Look
from models.measures.rules import Measure
from models.measures.targets import TargetReading, read_targets
from models.plan.rows import Pick, belongs, count, mine, urgent_first
from models.satisfaction.catalogue import policy
from models.satisfaction.rules import Mode

MOST_LINES = 5
ANSWERS = frozenset({"response"})  # what is written all day long, and changes nothing of the work


@bp.get("/")
@requires(Permission.READ_DASHBOARD)
def home() -> Response:
    """The commune at a glance; a province account that has chosen no commune sees all of them."""
    eyes = viewer()
    if eyes.commune_id is None:
        return province_page()
    focus = accounts.commune(eyes.commune_id).name if eyes.role is Role.PROVINCE else ""
    look = Look(eyes, in_full=False)
    return render_page(
        "dashboard/home.html", as_of=look.at, week=look.week, days=periods.week_days(*look.week),
        board=kept("dashboard", lambda: _board(look), look.today),
        urgent=kept("urgent work", lambda: _urgent(look), look.today, apart_from=ANSWERS),
        own="" if focus else kept("own work", lambda: _own(look), look.today, eyes.person_id, eyes.unit_id,
                                  apart_from=ANSWERS),
        focus=focus,
    )  # fmt: skip


def _board(look: Look) -> dict[str, Markup]:
    """The pieces that everybody sees alike and that an answer may change."""
    kept("all but answers", lambda: look, look.today, apart_from=ANSWERS).share_with(look)
    readings = read_targets(look)
    facts: dict[str, Any] = {
        "look": look, "readings": readings, "online": _online(look, readings), "meetings": _meetings(look),
        "website": look.round("website"), "on_time": look.measure("plan.tasks_on_time"),
        "tasks": {pick.value: count(look.tasks, pick) for pick in Pick}, "weeks": _weeks(look),
            }  # fmt: skip
    return {name: drawn(f"dashboard/_{name}.html", **facts) for name in ("tiles", "targets", "satisfaction")}


def _urgent(look: Look) -> Markup:
    """What is late, and what is due soon."""
    work = urgent_first([*look.tasks, *look.steps])
    late = [row for row in work if belongs(row, Pick.OVERDUE)]
    soon = [row for row in work if belongs(row, Pick.DUE_SOON)]
    return drawn("dashboard/_urgent.html", urgent=[*late, *soon][:MOST_LINES], late=len(late), soon=len(soon))


def _own(look: Look) -> Markup:
    """What the person signed in has in hand, the most urgent first."""
    own = mine(urgent_first([*look.tasks, *look.steps]), look.viewer)
    return drawn("dashboard/_own.html", own=own[:MOST_LINES], own_count=len(own))


def _online(look: Look, readings: list[TargetReading]) -> TargetReading | Measure:
    key = "satisfaction.online_rate"
    return next((item for item in readings if item.measure.key == key), None) or look.measure(key)


def _meetings(look: Look) -> dict[str, Measure]:
    points = {point.key: point for step in look.steps for point in step.points}
    found = {}
    for name in ("ecabinet_per_week", "ecabinet_share"):
        measure, point = look.measure(f"meetings.{name}"), points.get(f"meetings.{name}")
        found[name] = measure.against(point) if point else measure
    return found


def _weeks(look: Look) -> list[WeekPoint]:
    """The online answers of each week."""
    least = policy(look.today).min_group
    return [week_point(week, tally.satisfied, tally.n, least) for _year, week, tally in look.weekly(Mode.ONLINE)]
