"""Tasks and steps as columns by where they stand, which is computed: nobody moves a card by hand."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from models.duties.rules import DutyState
from models.plan.rows import Work


class BoardColumn(StrEnum):
    """The columns, in the order in which they want to be looked at."""

    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    LATER = "later"
    NO_DATE = "no_date"
    WAITING = "waiting"
    DONE = "done"


COLUMN_OF = {
    DutyState.OVERDUE: BoardColumn.OVERDUE,
    DutyState.DUE_SOON: BoardColumn.DUE_SOON,
    DutyState.LATER: BoardColumn.LATER,
    DutyState.NO_DATE: BoardColumn.NO_DATE,
    DutyState.WAITING: BoardColumn.WAITING,
    DutyState.DONE: BoardColumn.DONE,
    DutyState.DONE_LATE: BoardColumn.DONE,
}
MAY_BE_AWAY = frozenset({BoardColumn.NO_DATE})  # most plans date everything


def columns(rows: Sequence[Work]) -> list[tuple[BoardColumn, list[Work]]]:
    """Every column with its cards: what is due first leads, of what is done the newest."""
    cards: dict[BoardColumn, list[Work]] = {column: [] for column in BoardColumn}
    for row in rows:
        column = COLUMN_OF.get(row.standing.state)
        if column is not None:  # what was called off stands in none
            cards[column].append(row)
    for lines in cards.values():
        lines.sort(key=lambda row: row.due_on or date.max)
    cards[BoardColumn.DONE].sort(key=lambda row: row.judged_on or date.min, reverse=True)
    return [(column, lines) for column, lines in cards.items() if lines or column not in MAY_BE_AWAY]
