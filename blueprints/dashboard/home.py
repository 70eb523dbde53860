"""The leader's dashboard: the week in four figures, the targets, what is late, and what is mine."""

from collections import Counter
from collections.abc import Hashable, Sequence
from decimal import Decimal
from typing import Any

from werkzeug.wrappers import Response

from blueprints.access import Permission, requires, viewer
from blueprints.cache import cached_for
from blueprints.dashboard import bp
from blueprints.dashboard.badges import WeekPoint, moves, week_point
from blueprints.dashboard.province import province_page
from blueprints.pages import render_page
from models import journal, periods
from models.accounts import queries as accounts
from models.accounts.rules import Role, Viewer
from models.duties import queries as duties
from models.duties.queries import kept_states
from models.duties.rows import DutyFilter, DutyPick, DutyRow, count, mine, narrowed, urgent_first, waits_for
from models.duties.rules import DutyKind
from models.errors import NotFound
from models.measures import weeks
from models.measures.contradictions import unanswered
from models.measures.queries import Look
from models.measures.readings import MeasureReading
from models.measures.targets import TargetReading, read_targets
from models.satisfaction import alerts, chain, held
from models.satisfaction.rules import Mode

MOST_LINES = 5
MOST_OWN = 3  # beside the targets; all stand in "Việc của tôi"
NOBODY = "Chưa giao đơn vị"


@bp.get("/")
@requires(Permission.READ_DASHBOARD)
def home() -> Response:
    """The commune at a glance; a province account that has chosen no commune sees all of them."""
    eyes = viewer()
    if eyes.commune_id is None:
        return province_page()
    focus = accounts.commune(eyes.commune_id).name if eyes.role is Role.PROVINCE else ""
    look = Look(eyes, in_full=False)
    written = journal.state(eyes.commune_id, chain.newest(eyes.commune_id), held.waiting(eyes))
    facts = cached_for(("dashboard", eyes.commune_id), (written, look.today), lambda: _facts(look))
    rows = duties.mine(eyes, and_urgent=True)
    return render_page(
        "dashboard/home.html",
        as_of=look.at,
        week=look.week,
        days=periods.week_days(*look.week),
        focus=focus,
        **facts,
        **_urgent(rows),
        **_own(rows, eyes),
        cases=[row for row in rows if row.kind is DutyKind.CASE and row.standing.is_open],
        held=written[-1] or 0,
        doubtful=_doubtful(look, written) if eyes.may(Permission.CONFIRM_WORK) else {},
    )


@bp.get("/man-hinh")
@requires(Permission.READ_WALL)
def wall() -> Response:
    """The targets and the work of the plan in letters for a wall: nothing to press, nobody's name."""
    eyes = viewer()
    if eyes.commune_id is None:
        raise NotFound
    look = Look(eyes, in_full=False)
    readings = read_targets(look)
    counts = [
        (noun, {pick.value: count(rows, pick) for pick in DutyPick}, len(rows))
        for noun, rows in (("nhiệm vụ", look.tasks), ("bước kịch bản", look.steps))
    ]
    return render_page(
        "dashboard/wall.html",
        readings=readings,
        counts=counts,
        as_of=look.at,
        week=look.week,
        days=periods.week_days(*look.week),
        office=accounts.commune(eyes.commune_id).name,
        today_is=look.today,
    )


def _doubtful(look: Look, written: Hashable) -> dict[str, int]:
    """How many tasks and steps wait for a word since their state and what is counted say two things, by their kind.

    Only who may confirm work reads it: everybody's own page says it of each piece of work.
    """

    def counted() -> dict[str, int]:
        return dict(Counter(kind.value for kind in unanswered(look, kept_states(look.viewer)).values()))

    return cached_for(("doubtful", look.viewer.commune_id), (written, look.today), counted)


def _facts(look: Look) -> dict[str, Any]:
    """What the dashboard says of a commune to everybody who works there."""
    readings = read_targets(look)
    online = _online(look, readings)
    return {
        "readings": readings,
        "changes": (moved := weeks.changes(look.viewer, look.today)),
        "moves": moves([moved.get(f"target.{item.target.no}") for item in readings]),
        "closed": weeks.last_closed(look.today),
        "earlier": weeks.before(weeks.last_closed(look.today)),
        "today_is": look.today,
        "online": online,
        "meetings": look.meetings,
        "meetings_list": look.measure("meetings.ecabinet_per_week").where,
        "weeks": _weeks(look, online.target),
        "bad_weeks": alerts.bad_weeks(look.viewer, look.today),
        "website": look.round("website"),
        "website_going_on": look.going_on("website"),
        "website_met": look.measure("audits.website.met"),
        "website_missing": look.measure("audits.website.mandatory_missing"),
        "on_time": look.measure("plan.tasks_on_time"),
        "task_count": len(look.tasks),
        "tasks": {pick.value: count(look.tasks, pick) for pick in DutyPick},
    }


def _urgent(rows: list[DutyRow]) -> dict[str, Any]:
    """What the office has overdue, and what is due soon."""
    late, soon = (narrowed(rows, DutyFilter(pick)) for pick in (DutyPick.OVERDUE, DutyPick.DUE_SOON))
    return {
        "urgent": [*late, *soon][:MOST_LINES],
        "late": len(late),
        "soon": len(soon),
        "late_by_unit": by_owner(late),
        "most_lines": MOST_LINES,
    }


def by_owner(late: Sequence[DutyRow]) -> list[tuple[str, int]]:
    """How much of what is overdue each unit has, the most first; what nobody was given has a line of its own."""
    return Counter(row.unit or NOBODY for row in late).most_common()


def _own(rows: list[DutyRow], eyes: Viewer) -> dict[str, Any]:
    """What the person signed in has in hand, the most urgent first, and what waits for his word."""
    own = urgent_first(mine(rows, eyes))
    return {"own": own[:MOST_OWN], "own_count": len(own), "waiting": [row for row in rows if waits_for(row, eyes)]}


def _online(look: Look, readings: list[TargetReading]) -> MeasureReading:
    key = "satisfaction.online_rate"
    return next((item.measure for item in readings if item.measure.key == key), None) or look.measure(key)


def _weeks(look: Look, target: Decimal | None) -> list[WeekPoint]:
    """The online answers of each week that is told."""
    told = look.weekly(Mode.ONLINE)
    return [week_point(span.since, span.until, tally.satisfied, tally.n, target) for span, tally in told]
