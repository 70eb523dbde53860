"""The figures of ISO weeks, counted from the meetings themselves, and the meetings behind each figure."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select

from models import clock
from models.accounts.rules import Viewer
from models.base import read, seen_by
from models.meetings.goals import GOALS
from models.meetings.lateness import Lateness
from models.meetings.rules import HAPPENED, Facts, MeetingFigure, WeekFigures, belongs, goal_on, week_of
from models.meetings.tables import Body, BodyCounting, Meeting
from models.periods import shift_week, week_days, week_of_day

Known = tuple[int, int, Facts]  # id of the meeting, id of its commune, what the figures need


def counted_then() -> ColumnElement[bool]:
    """Whether the body counted for the goal on the day it met, whatever is ticked today."""
    earlier = (
        select(BodyCounting.counts)
        .where(BodyCounting.body_id == Meeting.body_id, BodyCounting.until > Meeting.held_on)
        .order_by(BodyCounting.until)
        .limit(1)
    )
    return func.coalesce(earlier.scalar_subquery(), Body.counts_for_kpi)


def _known(viewer: Viewer, first: date, last: date, late: Lateness | None = None) -> list[Known]:
    """What took place from ``first`` to ``last``; secret meetings count too, without their words."""
    query = (
        select(
            Meeting.id,
            Meeting.commune_id,
            Meeting.held_on,
            Meeting.state,
            Meeting.platform,
            Meeting.convenor,
            Meeting.ecabinet_ref,
            Meeting.evidence_id,
            Meeting.printed_pages,
            Meeting.logged_at,
            counted_then().label("counts_for_kpi"),
        )
        .join(Body, Body.id == Meeting.body_id)
        .where(seen_by(viewer, Meeting), Meeting.held_on.between(first, last), Meeting.state.in_(HAPPENED))
        .order_by(Meeting.id)
    )
    rows = read(query).all()
    is_late = (late or Lateness(viewer)).of(rows)
    return [(row.id, row.commune_id, facts_of(row, row.id in is_late)) for row in rows]


def facts_of(row: Any, is_late: bool) -> Facts:
    """What the figures need to know about a row of a meeting."""
    return Facts(
        state=row.state,
        platform=row.platform,
        convenor=row.convenor,
        counts_for_kpi=row.counts_for_kpi,
        ecabinet_ref=row.ecabinet_ref,
        has_evidence=row.evidence_id is not None,
        printed_pages=row.printed_pages,
        held_on=row.held_on,
        is_late=is_late,
    )


def _figures(year: int, week: int, known: Iterable[Known]) -> WeekFigures:
    return week_of(year, week, [facts for _, _, facts in known], goal_on(GOALS, week_days(year, week)[1]))


def week_figures(viewer: Viewer, year: int, week: int, late: Lateness | None = None) -> WeekFigures:
    """One ISO week in numbers; ``late`` where the same page also asks something else about late records."""
    return _figures(year, week, _known(viewer, *week_days(year, week), late))


def recent_weeks(viewer: Viewer, weeks: int = 8, late: Lateness | None = None) -> list[WeekFigures]:
    """The last weeks in numbers, oldest first, this week last; weeks without a meeting stand there with zeros."""
    this = week_of_day(clock.today())
    wanted = [shift_week(*this, -back) for back in range(weeks - 1, -1, -1)]
    by_week: dict[tuple[int, int], list[Known]] = defaultdict(list)
    for known in _known(viewer, week_days(*wanted[0])[0], week_days(*wanted[-1])[1], late):
        by_week[week_of_day(known[2].held_on)].append(known)
    return [_figures(year, week, by_week[year, week]) for year, week in wanted]


def week_by_commune(viewer: Viewer, year: int, week: int, communes: Iterable[int] = ()) -> dict[int, WeekFigures]:
    """One ISO week in numbers for each of these communes, and for any other that met in it."""
    by_commune: dict[int, list[Known]] = {commune_id: [] for commune_id in communes}
    for known in _known(viewer, *week_days(year, week)):
        by_commune.setdefault(known[1], []).append(known)
    return {commune_id: _figures(year, week, known) for commune_id, known in by_commune.items()}


def ids_behind(viewer: Viewer, year: int, week: int, figure: MeetingFigure) -> list[int]:
    """The meetings that a figure of a week counts: as many as the figure says."""
    return [key for key, _, facts in _known(viewer, *week_days(year, week)) if belongs(facts, figure)]
