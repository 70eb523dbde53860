"""All communes side by side, in a handful of statements however many there are."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import Select, case, func, select

from models import clock, periods
from models.accounts import queries as accounts
from models.accounts.rules import Viewer
from models.audits import queries as audits
from models.audits.queries import RoundFigures
from models.base import db, seen_by
from models.duties.rules import DutyState, standing
from models.duties.tables import Duty
from models.meetings import weeks
from models.meetings.rules import WeekFigures
from models.percent import DASH, show
from models.plan.queries import main_plans
from models.plan.rules import Comparator
from models.plan.tables import PlanTask, Target
from models.satisfaction import late
from models.satisfaction.catalogue import policy
from models.satisfaction.evidence import response_rate
from models.satisfaction.figures import Month
from models.satisfaction.queries import of_series
from models.satisfaction.rollups import month_of
from models.satisfaction.rules import Mode, Size, size, verdict
from models.satisfaction.tables import CountKind, ScaleLevel, ServiceMonth
from models.verdicts import Verdict, grounded


@dataclass(frozen=True, slots=True)
class RateGoal:
    """What a commune's own plan asks of a rate."""

    comparator: Comparator
    value: Decimal


@dataclass(frozen=True, slots=True)
class CommuneLine:
    """One commune among the others, by its last closed month; places are given to nobody.

    Not by the week as well: weeks reach over the ends of months, so that both, subtracted, would tell of single days.
    """

    commune_id: int
    name: str
    fold: str
    satisfied: int
    answers: int
    goal: RateGoal | None
    is_enough: bool
    is_firm: bool  # enough of those served have answered to call it met
    week: WeekFigures
    website: RoundFigures | None = None
    tasks: Counter[DutyState] = field(default_factory=Counter)

    @property
    def rate(self) -> Fraction | None:
        """The online satisfaction in per cent; None where too few answered to say."""
        return Fraction(self.satisfied * 100, self.answers) if self.is_enough else None

    @property
    def verdict(self) -> Verdict | None:
        """The rate against the commune's own target; None where its plan sets none."""
        if self.goal is None:
            return None
        if not self.is_enough:
            return Verdict.NO_DATA
        return grounded(verdict(self.satisfied, self.answers, self.goal.value), self.is_firm)

    @property
    def rate_shown(self) -> str:
        """The rate as it is written, on the right side of the target."""
        return show(self.satisfied, self.answers, self.goal.value if self.goal else None) if self.is_enough else DASH

    @property
    def overdue(self) -> int:
        """Tasks past their day."""
        return self.tasks[DutyState.OVERDUE]

    @property
    def task_count(self) -> int:
        """All tasks of the plan."""
        return self.tasks.total()

    @property
    def done(self) -> int:
        """Tasks that are done and confirmed, in time or not."""
        return self.tasks[DutyState.DONE] + self.tasks[DutyState.DONE_LATE]

    @property
    def waiting(self) -> int:
        """Tasks that are reported and wait to be confirmed."""
        return self.tasks[DutyState.WAITING]


def overview(viewer: Viewer) -> list[CommuneLine]:
    """Every commune that works here, by name."""
    today = clock.today()
    year, week = periods.week_of_day(today)
    month = Month(month_of(today), today).closed.first
    told = _answers(viewer, month)
    goals, tasks = _goals(viewer), _tasks(viewer, today)
    visits, limits = _visits(viewer, month), policy(today)
    communes = accounts.joined_communes()
    met, websites = weeks.week_by_commune(viewer, year, week, [one.id for one in communes]), _websites(viewer)
    lines = []
    for commune in communes:
        satisfied, n = told.get(commune.id, (0, 0))
        lines.append(
            CommuneLine(
                commune_id=commune.id,
                name=commune.name,
                fold=commune.fold,
                satisfied=satisfied,
                answers=n,
                goal=goals.get(commune.id),
                is_enough=size(n, limits) in (Size.THIN, Size.FIRM),
                is_firm=response_rate(n, visits.get(commune.id), limits.least_response_percent).is_firm,
                week=met[commune.id],
                website=websites.get(commune.id),
                tasks=tasks.get(commune.id, Counter()),
            )
        )
    return lines


def _answers(viewer: Viewer, month: date) -> dict[int, tuple[int, int]]:
    """Satisfied and all answers online of a closed month by commune, as its own pages tell them: a few counts each."""
    c = late.period_counts(viewer, {CountKind.MONTH: (month, month)}).subquery().c
    good = func.sum(case((ScaleLevel.is_satisfied, c.n), else_=0))
    rows = db.session.execute(
        select(c.commune_id, good.label("satisfied"), func.sum(c.n).label("answers"))
        .join(ScaleLevel, (ScaleLevel.scale_id == c.scale_id) & (ScaleLevel.value == c.level))
        .where(c.key == Mode.ONLINE, of_series(c.scale_id, month))
        .group_by(c.commune_id)
    )
    return {row.commune_id: (int(row.satisfied), int(row.answers)) for row in rows}


def _visits(viewer: Viewer, month: date) -> dict[int, int]:
    """The files handed in online in a month; nothing for a commune that enters none."""
    m = ServiceMonth
    of_month = (m.mode == Mode.ONLINE, m.month == month)
    rows = db.session.execute(select(m.commune_id, m.received).where(seen_by(viewer, m), *of_month))
    return {row.commune_id: row.received for row in rows}


def _websites(viewer: Viewer) -> dict[int, RoundFigures]:
    read = {one.commune_id: one for one, _ in audits.read_rounds(viewer, "website")}
    figures = audits.figures(list(read.values()))
    return {commune_id: figures[one.id] for commune_id, one in read.items()}


def _current_plans(viewer: Viewer) -> Select[int]:
    return select(main_plans(viewer).c.id)


def _goals(viewer: Viewer) -> dict[int, RateGoal]:
    rows = db.session.execute(
        select(Target.commune_id, Target.comparator, Target.value).where(
            Target.plan_id.in_(_current_plans(viewer)), Target.measure_key == "satisfaction.online_rate"
        )
    )
    return {row.commune_id: RateGoal(row.comparator, row.value) for row in rows}


def _tasks(viewer: Viewer, today: date) -> dict[int, Counter[DutyState]]:
    facts = (Duty.commune_id, Duty.status, Duty.due_on, Duty.judged_on)
    rows = db.session.execute(
        select(*facts, func.count().label("n"))
        .join(PlanTask, PlanTask.duty_id == Duty.id)
        .where(PlanTask.plan_id.in_(_current_plans(viewer)))
        .group_by(*facts)
    )
    found: dict[int, Counter[DutyState]] = {}
    for row in rows:
        state = standing(row.status, row.due_on, row.judged_on, today).state
        found.setdefault(row.commune_id, Counter())[state] += row.n
    return found
