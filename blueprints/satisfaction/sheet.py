"""The public sheet of a month: looked at, sent once ("Chốt"), printed, and taken along as .docx."""

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
from blueprints.transactions import saved
from models import clock
from models.accounts import queries as accounts
from models.satisfaction import sheets
from models.satisfaction.figures import Month
from models.satisfaction.tables import MonthSheet


@bp.get("/hai-long/niem-yet")
@requires(Permission.READ_SHEET)
def sheet() -> AnyResponse:
    """The sheet of a month inside the site, and what can be done with it."""
    month = asked_month()
    sent = sheets.frozen(viewer(), month)
    return render_page(
        "satisfaction/sheet.html",
        document=_document(month, sent),
        sent=sent,
        month=month,
        month_arg=month_arg(month),
        months=offered_months(),
    )


def _document(month: Month, sent: MonthSheet | None) -> Document:
    """The sheet as it was sent, with what came later; of a month that was not sent the figures of now."""
    eyes = viewer()
    now = sheets.facts_now(eyes, month)
    facts, later = (now, None) if sent is None else (sheets.facts_of(sent), now)
    name = accounts.commune(eyes.home_id).name
    return month_sheet(name, month, facts, sent.frozen_at if sent else None, later, goal(eyes))


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
    return as_print(_document(found, sheets.frozen(viewer(), found)), back, url_for(".sheet_docx", month=month))


@bp.get("/hai-long/niem-yet/<month>.docx")
@requires(Permission.READ_SHEET)
def sheet_docx(month: str) -> AnyResponse:
    """The sheet as a file."""
    found = _month(month)
    return as_docx(_document(found, sheets.frozen(viewer(), found)))


@bp.post("/hai-long/niem-yet/<month>/chot")
@requires(Permission.FREEZE_SHEET)
def freeze(month: str) -> AnyResponse:
    """Send the sheet: from now on its figures stay."""
    found = _month(month)
    sheets.freeze(viewer(), found)
    return saved(url_for(".sheet", ky=month), f"Đã chốt bản {month_word(found).lower()}.")
