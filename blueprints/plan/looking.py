"""Tasks and steps beside their list: as a board by state, in a month by day, as bars in time."""

from typing import Any

from werkzeug.wrappers import Response

from blueprints.access import Permission, requires, viewer
from blueprints.filters import text_arg
from blueprints.pages import asked_page, render_page
from blueprints.plan import bp, wish
from blueprints.plan.labels import BAR, BOARD
from blueprints.plan.one_commune import in_one_commune
from blueprints.plan.wish import Listed
from models import clock
from models.duties.queries import begun_on
from models.plan import board, month, timeline

MOST_CARDS = 8  # of a column
MOST_LINES = 5  # of a day
PER_PAGE = 100


def _page(name: str, listed: Listed[Any], **context: Any) -> Response:
    return render_page(
        f"plan/{name}.html",
        fragment="rows",
        listed=listed,
        plan=listed.plan,
        plans=listed.plans,
        as_of=clock.now(),
        **context,
    )


def _board(listed: Listed[Any]) -> Response:
    columns = [(column, BOARD[column], cards) for column, cards in board.columns(listed.shown)]
    return _page("board", listed, columns=columns, most=MOST_CARDS)


def _month(listed: Listed[Any]) -> Response:
    today = clock.today()
    first = month.read_month(text_arg("thang", 7), today)
    return _page(
        "month",
        listed,
        first=first,
        beside={by: f"{month.beside(first, by):%Y-%m}" for by in (-1, 1)},
        days=month.sheet(listed.shown, first, today),
        undated=month.undated(listed.shown),
        most=MOST_LINES,
    )


def _timeline(listed: Listed[Any]) -> Response:
    today, page = clock.today(), asked_page(PER_PAGE)
    page.total, begun = len(listed.shown), begun_on(viewer())
    lines = [(row, timeline.bar(row, begun.get(row.id), today)) for row in page.slice(listed.shown)]
    axis = timeline.axis((bar for _row, bar in lines), today)
    told = {"lines": lines, "begun": begun, "axis": axis, "today_is": today, "page": page, "kinds": BAR}
    return _page("timeline", listed, **told)


@bp.get("/ke-hoach/nhiem-vu/bang")
@requires(Permission.READ_PLAN)
@in_one_commune
def tasks_board() -> Response:
    """The tasks as columns by where they stand."""
    return _board(wish.tasks())


@bp.get("/ke-hoach/kich-ban/bang")
@requires(Permission.READ_PLAN)
@in_one_commune
def script_board() -> Response:
    """The steps as columns by where they stand."""
    return _board(wish.steps())


@bp.get("/ke-hoach/nhiem-vu/lich")
@requires(Permission.READ_PLAN)
@in_one_commune
def tasks_month() -> Response:
    """The tasks that are due in a month."""
    return _month(wish.tasks())


@bp.get("/ke-hoach/kich-ban/lich")
@requires(Permission.READ_PLAN)
@in_one_commune
def script_month() -> Response:
    """The steps that are due in a month, those that come back once in each."""
    return _month(wish.steps())


@bp.get("/ke-hoach/nhiem-vu/tien-do")
@requires(Permission.READ_PLAN)
@in_one_commune
def tasks_timeline() -> Response:
    """The tasks as bars in time, each beside its days in words."""
    return _timeline(wish.tasks())


@bp.get("/ke-hoach/kich-ban/tien-do")
@requires(Permission.READ_PLAN)
@in_one_commune
def script_timeline() -> Response:
    """The steps as bars in time, each beside its days in words."""
    return _timeline(wish.steps())
