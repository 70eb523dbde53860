"""The public sheet of a month: looked at, sent once ("Chốt"), printed, and taken along as .docx."""

from collections.abc import Sequence
from datetime import date

from flask import abort, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.documents import Document, as_docx, as_print
from blueprints.pages import render_page
from blueprints.satisfaction import bp
from blueprints.satisfaction.papers import month_sheet
from blueprints.satisfaction.periods import MONTH, asked_month, month_arg, month_word, offered_months
from blueprints.satisfaction.reading import goal
from blueprints.satisfaction.tabled import after_of
from blueprints.transactions import saved
from models import clock
from models.accounts import queries as accounts
from models.satisfaction import catalogue, sheets
from models.satisfaction.figures import Month
from models.satisfaction.sheets import SheetFacts
from models.satisfaction.tables import MonthSheet


@bp.get("/hai-long/niem-yet")
@requires(Permission.READ_SHEET)
def sheet() -> AnyResponse:
    """The sheet of a month inside the site, and what can be done with it."""
    month = asked_month()
    sent = sheets.prints(viewer(), month)
    now = sheets.facts_now(viewer(), month, is_live=bool(sent))
    last = sheets.facts_of(sent[-1]) if sent else now
    return render_page(
        "satisfaction/sheet.html",
        document=_document(month, sent, now),
        sent=sent[0] if sent else None,
        corrected=sent[-1] if len(sent) > 1 else None,
        has_moved=bool(sheets.changes(last, now) or sheets.moved(last.tally(), now.tally())),
        month=month,
        month_arg=month_arg(month),
        months=offered_months(),
    )


def _document(month: Month, sent: Sequence[MonthSheet], now: SheetFacts | None = None) -> Document:
    """The sheet as it was sent, its corrections and what came later; of one that was not sent the figures of now."""
    eyes = viewer()
    now = now or sheets.facts_now(eyes, month, is_live=bool(sent))
    facts, later = (sheets.facts_of(sent[0]), now) if sent else (now, None)
    told = sheets.corrections(sent, catalogue.policy(month.last).min_group)
    name = accounts.commune(eyes.home_id).name
    frozen_at, after = (sent[0].frozen_at, "") if sent else (None, after_of(eyes, month))
    return month_sheet(name, month, facts, frozen_at, later, goal(eyes), told, after)


def _month(text: str) -> Month:
    found = MONTH.fullmatch(text)
    if found is None:
        abort(404)
    month = Month(date(int(found[1]), int(found[2]), 1), clock.today())
    return month if month.first <= month.today else abort(404)


@bp.get("/hai-long/niem-yet/<month>/in")
@requires(Permission.READ_SHEET)
def sheet_print(month: str) -> AnyResponse:
    """The sheet on A4."""
    found, back = _month(month), (url_for(".sheet", ky=month), "Bản niêm yết")
    return as_print(_document(found, sheets.prints(viewer(), found)), back, url_for(".sheet_docx", month=month))


@bp.get("/hai-long/niem-yet/<month>.docx")
@requires(Permission.READ_SHEET)
def sheet_docx(month: str) -> AnyResponse:
    """The sheet as a file."""
    found = _month(month)
    return as_docx(_document(found, sheets.prints(viewer(), found)))


@bp.post("/hai-long/niem-yet/<month>/chot")
@requires(Permission.FREEZE_SHEET)
def freeze(month: str) -> AnyResponse:
    """Send the sheet: from now on its figures stay."""
    found = _month(month)
    sheets.freeze(viewer(), found)
    return saved(url_for(".sheet", ky=month), f"Đã chốt bản {month_word(found).lower()}.")


@bp.post("/hai-long/niem-yet/<month>/dinh-chinh")
@requires(Permission.FREEZE_SHEET)
def correct_sheet(month: str) -> AnyResponse:
    """Print a sheet that was sent again, with what has moved since: old, new, difference, as of when."""
    found = _month(month)
    made = sheets.correct(viewer(), found)
    return saved(url_for(".sheet", ky=month), f"Đã chốt bản đính chính, lần in {made.print_no}.")
