"""What the person signed in owes, and what waits for him: one list over everything the office has to do."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

from flask import request
from werkzeug.wrappers import Response

from blueprints.access import Permission, requires, viewer
from blueprints.capability import recurring
from blueprints.duties import bp
from blueprints.duties.badges import standing_badge
from blueprints.duties.labels import KIND, PICK
from blueprints.filters import day, text_arg
from blueprints.pages import Page, asked_page, download, render_page
from blueprints.spreadsheets import MOST_LINES, XLSX, Cell, bounded, workbook
from models import clock
from models.accounts.rules import Viewer
from models.duties import queries
from models.duties import rows as rows_of
from models.duties.rows import DutyFilter, DutyPick, DutyRow, count, in_parts, narrowed, waits_for
from models.duties.rules import DutyKind
from models.text import fold

PER_PAGE = 50
PICKS = (DutyPick.OVERDUE, DutyPick.DUE_SOON, DutyPick.OPEN, DutyPick.WAITING)
Word = TypeVar("Word", bound=StrEnum)


def _word(name: str, kind: type[Word]) -> Word | None:
    said = request.args.get(name)
    return next((word for word in kind if word.value == said), None)


def _wish() -> DutyFilter:
    pick = _word("trang-thai", DutyPick)
    return DutyFilter(pick if pick in PICKS else None, _word("loai", DutyKind), fold(text_arg("q")))


@bp.get("/viec-cua-toi")
@requires(Permission.OWN_WORK)
def mine() -> Response:
    """Everything somebody owes by its day, what waits for his word, and what he has done."""
    eyes, wish, tab = viewer(), _wish(), text_arg("muc", 12)
    rows = queries.mine(eyes)
    own, waiting = rows_of.mine(rows, eyes), [row for row in rows if waits_for(row, eyes)]
    shown, page = _shown(tab, eyes, wish, waiting if tab == "xac-nhan" else own)
    return render_page(
        "duties/mine.html",
        fragment="rows",
        tab=tab if tab in ("xac-nhan", "xong") else "",
        own=own,
        waiting=waiting,
        confirms=eyes.may(Permission.CONFIRM_WORK) or eyes.may(Permission.VERIFY_FINDING),
        overdue=count(own, DutyPick.OVERDUE),
        parts=in_parts(shown) if tab not in ("xac-nhan", "xong") else [],
        rows=shown,
        page=page,
        wish=wish,
        is_narrowed=wish != DutyFilter(),
        words=text_arg("q"),
        picks=[(pick, PICK[pick], count(own, pick)) for pick in PICKS],
        kinds=KIND,
        recurring=recurring(eyes) if not tab else [],
        today=clock.today(),
    )


@bp.get("/viec-cua-toi.xlsx")
@requires(Permission.OWN_WORK)
def mine_xlsx() -> Response:
    """The tab that is looked at as a sheet, with the same filters."""
    eyes, wish, tab = viewer(), _wish(), text_arg("muc", 12)
    if tab == "xong":
        found, _ = queries.finished(eyes, wish, MOST_LINES + 1)
    else:
        rows = queries.mine(eyes)
        found = narrowed(_waiting(rows, eyes) if tab == "xac-nhan" else rows_of.mine(rows, eyes), wish)
    lines: list[list[Cell]] = [["Loại", "Số", "Tên việc", "Từ", "Đơn vị", "Người", "Hạn", "Tình trạng"]]
    for row in found:
        due, standing = day(row.due_on) if row.due_on else "", standing_badge(row.standing).text
        told: list[Cell] = [KIND[row.kind], row.ref, row.title, row.origin, row.unit or "", row.person or ""]
        lines.append([*told, due, standing])
    return download(workbook("Việc của tôi", bounded(lines)), XLSX, "viec-cua-toi.xlsx")


def _waiting(rows: Sequence[DutyRow], eyes: Viewer) -> list[DutyRow]:
    return [row for row in rows if waits_for(row, eyes)]


def _shown(tab: str, eyes: Viewer, wish: DutyFilter, rows: list[DutyRow]) -> tuple[Sequence[DutyRow], Page]:
    """The lines of one page of a tab."""
    page = asked_page(PER_PAGE)
    if tab == "xong":
        done, page.total = queries.finished(eyes, wish, page.size, page.offset)
        return done, page
    left = narrowed(rows, wish)
    page.total = len(left)
    return page.slice(left), page
