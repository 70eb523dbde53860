"""What a cell of the communes side by side says: a sign, a value, the week before, and the commune's own page."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from blueprints.duties.badges import STATE_KIND
from blueprints.duties.labels import STATE
from blueprints.filters import number
from blueprints.labels import verdict_badge, word
from models.duties.rules import DutyState
from models.measures.side_by_side import MatrixColumn, MatrixLine, SetCell, WorkCell
from models.measures.weeks import WeekChange, WeekFigure
from models.percent import DASH, show
from models.plan.rules import PERCENT, Comparator

NOTHING = "Chưa có số liệu"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: ``kind`` is its sign and colour, ``state`` what it is filtered by, ``order`` what it is sorted by."""

    kind: str
    text: str
    before: str = ""
    was: str = ""  # the sign of the week before, where it is a state
    said: str = NOTHING
    state: str = "no_data"
    order: Any = -1


EMPTY = Cell("none", DASH)


def _value(figure: WeekFigure | None, column: MatrixColumn) -> str:
    if figure is None or figure.value is None:
        return DASH
    if figure.unit_words not in ("", PERCENT):
        return number(figure.value)
    return show(figure.value, 100, column.goal, column.comparator is Comparator.AT_MOST)


def _moved(change: WeekChange, text: str) -> str:
    """The value of the week before with the way it went; of another definition no way is told."""
    grew = change.difference
    if change.before is None or change.before.value is None:
        return ""
    arrow = "" if grew is None else "↑" if grew > 0 else "↓" if grew < 0 else "="
    return f"{arrow}{text}"


def target_cell(line: MatrixLine, column: MatrixColumn) -> Cell:
    """A target at the end of the last week."""
    change = line.targets.get(column.key)
    if change is None or change.after is None:
        return EMPTY
    after, verdict = change.after, change.after.verdict
    badge = verdict_badge(verdict) if verdict is not None else None
    return Cell(
        kind=badge.kind if badge else "none",
        text=_value(after, column),
        before=_moved(change, _value(change.before, column)),
        said=badge.text if badge else NOTHING,
        state="no_data" if verdict is None else "met" if verdict.is_met else verdict.value.removeprefix("surely_"),
        order=-1 if after.value is None else after.value,
    )


def work_cell(line: MatrixLine, column: MatrixColumn) -> Cell:
    """A task or step as it stands today; the week before is the end of the last one."""
    found: WorkCell | None = line.work.get(column.key)
    if found is None:
        return EMPTY
    state, days = found.standing.state, found.standing.days
    return Cell(
        kind=state.value,
        text="",
        was=found.before.value if found.before else "",
        before=STATE[found.before] if found.before else "",
        said=f"{STATE[state]} {days} ngày" if state is DutyState.OVERDUE else STATE[state],
        state=state.value,
        order=days if state is DutyState.OVERDUE else -list(DutyState).index(state),
    )


def set_cell(line: MatrixLine, column: MatrixColumn) -> Cell:
    """The last locked round of a set; beside it what the end of the last week said."""
    found: SetCell | None = line.sets.get(column.key)
    if found is None or found.round is None:
        return EMPTY
    told, week = found.round, found.met.after if found.met else None
    missing, is_whole = told.mandatory_missing, told.verdict.is_met
    score = f" · {number(told.score)} điểm" if told.score is not None else ""
    good = "Đạt hết" if is_whole else "Đạt các tiêu chí bắt buộc"
    return Cell(
        kind="bad" if missing else "ok" if is_whole else "warn",
        text=f"{told.met}/{told.applicable} · {show(told.met, told.applicable)}{score}",
        before=show(week.value, 100) if week is not None and week.value is not None else "",
        said=f"{missing} tiêu chí bắt buộc chưa đạt" if missing else good,
        state="not_met" if missing else "met",
        order=told.met / told.applicable if told.applicable else -1,
    )


def way_to_target(line: MatrixLine, column: MatrixColumn) -> str:
    """The commune's own page of a target."""
    return url_for("dashboard.look_at_target", commune_id=line.commune_id, no=column.key)


def way_to_work(line: MatrixLine, column: MatrixColumn) -> str:
    """The commune's own page of a task or step."""
    if column.key.isdigit():
        return url_for("dashboard.look_at_task", commune_id=line.commune_id, no=column.key)
    return url_for("dashboard.look_at_step", commune_id=line.commune_id, code=column.key.replace(".", "-"))


def way_to_set(line: MatrixLine, column: MatrixColumn) -> str:
    """The locked round itself."""
    found = line.sets[column.key].round
    return url_for("dashboard.look_at_round", commune_id=line.commune_id, round_id=found.round_id if found else 0)


def sign_of(kind: str) -> str:
    """The colour of a state of work."""
    return STATE_KIND[DutyState(kind)] if kind in set(DutyState) else kind


def goal_of(column: MatrixColumn) -> str:
    """What a target asks for."""
    if column.goal is None or column.comparator is None:
        return ""
    side = "" if column.goal == 100 and column.unit_words == PERCENT else f"{word(column.comparator)} "
    return f"{side}{number(column.goal)}{'' if column.unit_words == PERCENT else ' '}{column.unit_words}"
