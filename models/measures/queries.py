"""The registry of measures, and one look at a commune that asks each capability only once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cached_property

from models import clock, periods
from models.accounts.rules import Viewer
from models.audits import queries as audits
from models.audits.queries import RoundFigures
from models.measures.rules import SATISFACTION_DAYS, Measure, Unit, Where, amount, nothing, share
from models.meetings import weeks as meetings
from models.meetings.rules import WeekFigures
from models.plan import queries as plan
from models.plan.rows import Pick, StepRow, TargetRow, TaskRow, count
from models.satisfaction import queries as satisfaction
from models.satisfaction.catalogue import policy
from models.satisfaction.queries import DayCount
from models.satisfaction.rules import Mode, Size, Tally, size


class Look:
    """One look at one commune at one instant; every answer is read when it is first wanted, and only once."""

    def __init__(self, viewer: Viewer, in_full: bool = True) -> None:
        self.viewer = viewer
        self.in_full = in_full  # else work comes without its long words, for pages that only count and name it
        self.at: datetime = clock.now()
        self.today: date = clock.local(self.at).date()
        self.since = self.today - timedelta(days=SATISFACTION_DAYS - 1)
        self.week = periods.week_of_day(self.today)

    @cached_property
    def _daily(self) -> list[DayCount]:
        first, _ = periods.week_days(*periods.week_of_day(self.today - timedelta(weeks=7)))
        return satisfaction.daily(self.viewer, min(first, self.since), self.today)

    def satisfied(self, mode: Mode | None = None) -> Tally:
        """The counted answers of the last days, of one mode or of both."""
        return satisfaction.total(self._daily, self.since, self.today, mode)

    def weekly(self, mode: Mode | None = None) -> list[tuple[int, int, Tally]]:
        """The tally of each of the last eight ISO weeks, the present one last."""
        return satisfaction.weekly(self._daily, self.today, 8, mode)

    @cached_property
    def meetings(self) -> WeekFigures:
        """The meetings of the present ISO week."""
        return meetings.week_figures(self.viewer, *self.week)

    @cached_property
    def _rounds(self) -> dict[str, RoundFigures]:
        return audits.newest_figures(self.viewer)

    def round(self, set_code: str) -> RoundFigures | None:
        """The latest round of a criteria set; all sets are read when the first one is asked for."""
        return self._rounds.get(set_code)

    @cached_property
    def tasks(self) -> list[TaskRow]:
        """The tasks of the plan."""
        return plan.task_rows(self.viewer, self.in_full)

    @cached_property
    def steps(self) -> list[StepRow]:
        """The steps of the script."""
        return plan.step_rows(self.viewer, self.in_full)

    @cached_property
    def targets(self) -> list[TargetRow]:
        """The targets of the plan."""
        return plan.target_rows(self.viewer)

    def share_with(self, other: "Look") -> None:
        """Let another look at the same records on the same day know what no answer of a citizen changes."""
        other.tasks, other.steps, other.targets = self.tasks, self.steps, self.targets
        other.meetings, other._rounds = self.meetings, self._rounds

    def measure(self, key: str) -> Measure:
        """The measure of a key; one without a value when nothing counts it yet."""
        if key in MEASURES:
            return MEASURES[key](self)
        area, _, rest = key.partition(".")
        set_code, _, what = rest.rpartition(".")
        if area == "audits" and what in AUDIT_MEASURES:
            return AUDIT_MEASURES[what](self, key, set_code)
        return nothing(key)


def measure(viewer: Viewer, key: str) -> Measure:
    """One measure for these eyes."""
    return Look(viewer).measure(key)


def _satisfaction(look: Look, key: str, mode: Mode | None) -> Measure:
    tally = look.satisfied(mode)
    arguments: dict[str, str | int] = {"tu": look.since.isoformat(), "den": look.today.isoformat()}
    if mode is not None:
        arguments["hinh-thuc"] = mode.value
    found = share(key, tally.satisfied, tally.n, look.at, Where("satisfaction.responses", arguments))
    return replace(found, value=None) if size(tally.n, policy(look.today)) is Size.HIDDEN else found


def _online_rate(look: Look) -> Measure:
    return _satisfaction(look, "satisfaction.online_rate", Mode.ONLINE)


def _all_rate(look: Look) -> Measure:
    return _satisfaction(look, "satisfaction.all_rate", None)


def _week_list(look: Look, figure: str) -> Where:
    return Where("meetings.index", {"tuan": look.meetings.code, "so": figure})


def _ecabinet_per_week(look: Look) -> Measure:
    return amount(
        "meetings.ecabinet_per_week", look.meetings.ecabinet, Unit.MEETINGS, look.at, _week_list(look, "ecabinet")
    )


def _ecabinet_share(look: Look) -> Measure:
    week = look.meetings
    return share("meetings.ecabinet_share", week.ecabinet, week.counted, look.at, _week_list(look, "counted"))


def _tasks_on_time(look: Look) -> Measure:
    where = Where("plan.tasks", {"trang-thai": Pick.ON_TIME.value})
    return share("plan.tasks_on_time", count(look.tasks, Pick.ON_TIME), len(look.tasks), look.at, where)


def _round_page(latest: RoundFigures | None, state: str = "") -> Where:
    if latest is None:
        return Where("audits.index")
    return Where("audits.round", {"round_id": latest.round_id, **({"trang-thai": state} if state else {})})


def _progress(look: Look, key: str, set_code: str) -> Measure:
    latest = look.round(set_code)
    if latest is None:
        return Measure(key, None, Unit.PERCENT, look.at, where=_round_page(None))
    return share(key, latest.assessed, latest.total, look.at, _round_page(latest))


def _score(look: Look, key: str, set_code: str) -> Measure:
    latest = look.round(set_code)
    score = None if latest is None or latest.score is None else Fraction(latest.score)
    return Measure(key, score, Unit.POINTS, look.at, where=_round_page(latest))


def _mandatory_missing(look: Look, key: str, set_code: str) -> Measure:
    latest = look.round(set_code)
    missing = None if latest is None else latest.mandatory_missing
    return amount(key, missing, Unit.CRITERIA, look.at, _round_page(latest, "bat-buoc-con-thieu"))


def _open_findings(look: Look, key: str, set_code: str) -> Measure:
    latest = look.round(set_code)
    found = None if latest is None else latest.not_met + latest.partial
    return amount(key, found, Unit.FINDINGS, look.at, _round_page(latest, "chua-dat"))


MEASURES: dict[str, Callable[[Look], Measure]] = {
    "satisfaction.online_rate": _online_rate,
    "satisfaction.all_rate": _all_rate,
    "meetings.ecabinet_per_week": _ecabinet_per_week,
    "meetings.ecabinet_share": _ecabinet_share,
    "plan.tasks_on_time": _tasks_on_time,
}
AUDIT_MEASURES: dict[str, Callable[[Look, str, str], Measure]] = {
    "progress": _progress,
    "score": _score,
    "mandatory_missing": _mandatory_missing,
    "open_findings": _open_findings,
}
