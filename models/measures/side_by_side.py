"""All communes side by side, target by target, task by task, step by step, set by set, each with the week before.

A handful of statements however many communes there are; nobody is given a place.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy import select, tuple_

from models import clock
from models.accounts import queries as accounts
from models.accounts.rules import Viewer
from models.accounts.tables import Unit
from models.audits import queries as audits
from models.audits.queries import RoundFigures
from models.base import read, seen_by
from models.duties.rules import DutyKind, DutyState, Standing, standing
from models.duties.tables import Duty
from models.measures import weeks, work_weeks
from models.measures.tables import MeasureWeek
from models.measures.weeks import WeekChange, WeekFigure
from models.plan.queries import main_plans
from models.plan.rules import Comparator
from models.plan.tables import PlanTask, Step, Target, Workstream
from models.website.tables import ProvinceRank


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """One target, task, step or set: what its addresses call it, its words, the bodies that lead it."""

    key: str
    title: str
    leads: tuple[str, ...] = ()
    goal: Decimal | None = None
    comparator: Comparator | None = None
    unit_words: str = "%"


@dataclass(frozen=True, slots=True)
class WorkCell:
    """Where a task or step stands today, and where it stood at the end of the last week."""

    standing: Standing
    before: DutyState | None


@dataclass(frozen=True, slots=True)
class SetCell:
    """The last locked round of a set, and what its share was in the weeks that are over."""

    round: RoundFigures | None
    met: WeekChange | None
    score: WeekChange | None


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """One commune; ``is_other`` where its main plan is not the one the columns are of, so that it has no cells."""

    commune_id: int
    name: str
    fold: str
    is_other: bool = False
    targets: Mapping[str, WeekChange] = field(default_factory=dict)
    work: Mapping[str, WorkCell] = field(default_factory=dict)
    sets: Mapping[str, SetCell] = field(default_factory=dict)
    late_by: Sequence[tuple[str, int]] = ()
    rank: tuple[int, int] | None = None

    @property
    def late(self) -> int:
        """How much of its work is past its day."""
        return sum(cell.standing.state is DutyState.OVERDUE for cell in self.work.values())

    @property
    def done(self) -> int:
        """How much of its work is done and confirmed."""
        return sum(cell.standing.is_done for cell in self.work.values())

    @property
    def met(self) -> int:
        """How many of its targets were met at the end of the last week."""
        told = [one.after.verdict for one in self.targets.values() if one.after is not None]
        return sum(verdict is not None and verdict.is_met for verdict in told)


@dataclass(frozen=True, slots=True)
class _Plans:
    """The main plans: which of them are of the common template, the others being a commune's own."""

    of_commune: dict[int, int]
    others: frozenset[int]  # communes

    @property
    def ids(self) -> list[int]:
        return sorted(self.of_commune.values())


def _plans(viewer: Viewer) -> _Plans:
    plans = main_plans(viewer)
    rows = read(select(plans.c.id, plans.c.commune_id, plans.c.code)).all()
    codes = Counter(row.code for row in rows)
    shared = max(codes, key=lambda code: (codes[code], code), default="")
    return _Plans(
        {row.commune_id: row.id for row in rows if row.code == shared},
        frozenset(row.commune_id for row in rows if row.code != shared),
    )


def of_targets(viewer: Viewer) -> tuple[list[MatrixColumn], list[MatrixLine]]:
    """The targets at the end of the last week and of the one before (four statements)."""
    plans, today = _plans(viewer), clock.today()
    t = Target
    query = select(t.no, t.title, t.short_title, t.value, t.comparator, t.unit_words).order_by(t.no)
    columns = [
        MatrixColumn(str(row.no), row.short_title or row.title, (), row.value, row.comparator, row.unit_words)
        for row in (read(query.where(t.plan_id == plans.ids[0])) if plans.ids else ())
    ]
    told = changes(viewer, [f"target.{one.key}" for one in columns], today)
    return columns, [
        MatrixLine(
            one.id,
            one.name,
            one.fold,
            is_other=one.id in plans.others,
            targets=_named(told.get(one.id, {})) if one.id in plans.of_commune else {},
        )
        for one in accounts.joined_communes()
    ]


def _named(found: Mapping[str, WeekChange]) -> dict[str, WeekChange]:
    return {key.partition(".")[2]: change for key, change in found.items()}


def changes(viewer: Viewer, keys: Sequence[str], today: date) -> dict[int, dict[str, WeekChange]]:
    """What figures were at the end of the last two weeks, by commune and key (one statement)."""
    last = weeks.last_closed(today)
    earlier = weeks.before(last)
    query = weeks.columns(viewer).add_columns(MeasureWeek.commune_id)
    query = query.where(tuple_(MeasureWeek.year, MeasureWeek.week).in_([last, earlier]), MeasureWeek.key.in_(keys))
    found: dict[int, dict[str, dict[tuple[int, int], WeekFigure]]] = {}
    for row in read(query):
        of_key = found.setdefault(row.commune_id, {}).setdefault(row.key, {})
        of_key[row.year, row.week] = weeks.figure(row)
    return {
        commune_id: {key: WeekChange(pair.get(last), pair.get(earlier)) for key, pair in known.items()}
        for commune_id, known in found.items()
    }


def of_work(viewer: Viewer, kind: DutyKind) -> tuple[list[MatrixColumn], list[MatrixLine]]:
    """Tasks or steps as they stand today, beside the end of the last week (five statements)."""
    plans, today = _plans(viewer), clock.today()
    columns = _work_columns(kind, plans.ids[0]) if plans.ids else []
    before = work_weeks.states_at(viewer, weeks.last_closed(today))
    cells: dict[int, dict[str, WorkCell]] = {}
    late: dict[int, Counter[str]] = {}
    owner = PlanTask if kind is DutyKind.TASK else Step
    query = (
        select(Duty.commune_id, Duty.ref, Duty.status, Duty.due_on, Duty.judged_on, Unit.name.label("unit"))
        .join(owner, owner.duty_id == Duty.id)
        .outerjoin(Unit, Unit.id == Duty.unit_id)
        .where(seen_by(viewer, Duty), owner.plan_id.in_(plans.ids))
    )
    for row in read(query):
        stands = standing(row.status, row.due_on, row.judged_on, today)
        cells.setdefault(row.commune_id, {})[row.ref] = WorkCell(stands, before.get(row.commune_id, {}).get(row.ref))
        if stands.state is DutyState.OVERDUE:
            late.setdefault(row.commune_id, Counter())[row.unit or ""] += 1
    return columns, [
        MatrixLine(
            one.id,
            one.name,
            one.fold,
            is_other=one.id in plans.others,
            work=cells.get(one.id, {}),
            late_by=late.get(one.id, Counter()).most_common(),
        )
        for one in accounts.joined_communes()
    ]


def _work_columns(kind: DutyKind, plan_id: int) -> list[MatrixColumn]:
    if kind is DutyKind.TASK:
        tasks = select(PlanTask.no, PlanTask.title, PlanTask.lead).where(PlanTask.plan_id == plan_id)
        return [MatrixColumn(str(row.no), row.title, tuple(row.lead)) for row in read(tasks.order_by(PlanTask.no))]
    steps = select(Step.code, Step.title).join(Workstream, Workstream.id == Step.workstream_id)
    steps = steps.where(Step.plan_id == plan_id).order_by(Workstream.position, Step.no)
    return [MatrixColumn(row.code, row.title) for row in read(steps)]


def of_sets(viewer: Viewer) -> tuple[list[MatrixColumn], list[MatrixLine]]:
    """The last locked round of each set, beside its share in the weeks that are over (five statements)."""
    columns = [MatrixColumn(row.code, row.short_name) for row in audits.sets(viewer) if row.commune_id is None]
    rounds = audits.locked_figures(viewer)
    keys = [f"audits.{one.key}.{what}" for one in columns for what in ("met", "score")]
    told, ranks = changes(viewer, keys, clock.today()), _ranks(viewer)
    lines = []
    for one in accounts.joined_communes():
        known = told.get(one.id, {})
        sets = {
            column.key: SetCell(
                rounds.get((one.id, column.key)),
                known.get(f"audits.{column.key}.met"),
                known.get(f"audits.{column.key}.score"),
            )
            for column in columns
        }
        lines.append(MatrixLine(one.id, one.name, one.fold, sets=sets, rank=ranks.get(one.id)))
    return columns, lines


def _ranks(viewer: Viewer) -> dict[int, tuple[int, int]]:
    """The place of each commune's site in the newest document of the province; nothing where none was entered."""
    r = ProvinceRank
    query = select(r.commune_id, r.place, r.of_total).where(seen_by(viewer, r)).order_by(r.issued_on, r.id)
    return {row.commune_id: (row.place, row.of_total) for row in read(query)}


def late_by_lead(columns: Sequence[MatrixColumn], lines: Sequence[MatrixLine]) -> list[tuple[str, int]]:
    """How much late work there is under each leading body of the plan, over all communes; the most first."""
    found: Counter[str] = Counter()
    for column in columns:
        late = sum(
            column.key in line.work and line.work[column.key].standing.state is DutyState.OVERDUE for line in lines
        )
        if late:
            found.update(dict.fromkeys(column.leads, late))
    return found.most_common()
