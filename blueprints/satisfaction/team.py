"""The plan of the community's digital team at the centre: a page to enter it, and the same month on paper."""

from datetime import date, timedelta
from itertools import groupby
from typing import Any

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.documents import Column, Document, Signatures, Signer, StateHead, Table, Title, as_print, issuer_of
from blueprints.filters import day, text_arg, weekday
from blueprints.pages import download, render_page
from blueprints.satisfaction import bp
from blueprints.satisfaction.labels import HALF_DAY, WORDS
from blueprints.satisfaction.periods import MONTH
from blueprints.satisfaction.service_forms import TurnForm
from blueprints.spreadsheets import XLSX, Cell, workbook
from blueprints.transactions import created, once, refuse, saved
from models import clock, periods
from models.accounts import queries as accounts
from models.errors import RuleBroken
from models.satisfaction import team

TEAM, USUAL_PLACE = "Tổ công nghệ số cộng đồng", "Trung tâm"


@bp.get("/hai-long/lich-truc")
@requires(Permission.READ_CENTRE)
def team_plan() -> AnyResponse:
    """Who is there in a month, day by day; who keeps the plan adds turns."""
    form = TurnForm()
    form.person_id.offer((row.id, row.full_name) for row in accounts.people(viewer()))
    return _page(form, form.status)


@bp.post("/hai-long/lich-truc/them")
@requires(Permission.MANAGE_SERVICE)
@once
def add_turn() -> AnyResponse:
    """Add a turn, or one each week up to a day."""
    form = TurnForm()
    form.person_id.offer((row.id, row.full_name) for row in accounts.people(viewer()))
    if form.validate_on_submit():
        try:
            days = team.days_of(form.on_day.data, form.until.data)
            who = (form.person_id.data, form.member.data or "", form.place.data or "")
            fresh, known = team.add(viewer(), days, form.half.data, *who)
        except RuleBroken as broken:
            refuse(form, broken, WORDS)
        else:
            says = f"Đã thêm {fresh} buổi trực." + (f" {known} buổi đã có từ trước." if known else "")
            return created(url_for(".team_plan", thang=f"{form.on_day.data:%Y-%m}"), says)
    return _page(form, form.status)


def _month() -> tuple[date, date]:
    found, today = MONTH.fullmatch(text_arg("thang", 7)), clock.today()
    first = date(int(found[1]), int(found[2]), 1) if found else today.replace(day=1)
    return periods.month_days(first.year, first.month)


def _page(form: TurnForm, status: int) -> AnyResponse:
    first, last = _month()
    turns = team.turns(viewer(), first, last)
    return render_page(
        "satisfaction/team_plan.html",
        form=form,
        first=first,
        days=[(on_day, list(rows)) for on_day, rows in groupby(turns, lambda turn: turn.on_day)],
        today=clock.today(),
        before=f"{first - timedelta(days=1):%Y-%m}",
        after=f"{last + timedelta(days=1):%Y-%m}",
        month_arg=f"{first:%Y-%m}",
        status=status,
    )


@bp.post("/hai-long/lich-truc/<int:turn_id>/bo")
@requires(Permission.MANAGE_SERVICE)
def call_off_turn(turn_id: int) -> AnyResponse:
    """Take a turn off the plan before it comes."""
    row = team.turn(viewer(), turn_id)
    month, who = f"{row.on_day:%Y-%m}", row.member
    team.call_off(row)
    return saved(url_for(".team_plan", thang=month), f"Đã bỏ buổi trực của {who}.")


@bp.get("/hai-long/lich-truc/in")
@requires(Permission.READ_CENTRE)
def team_plan_print() -> AnyResponse:
    """The plan of a month on A4."""
    first, last = _month()
    back = url_for(".team_plan", thang=f"{first:%Y-%m}"), "Lịch trực"
    return as_print(_document(first, team.turns(viewer(), first, last)), back)


@bp.get("/hai-long/lich-truc.xlsx")
@requires(Permission.READ_CENTRE)
def team_plan_xlsx() -> AnyResponse:
    """The plan of a month, a line for each turn."""
    first, last = _month()
    lines: list[list[Cell]] = [["Ngày", "Thứ", "Buổi", "Người trực", "Nơi trực"]]
    for turn in team.turns(viewer(), first, last):
        where = turn.place or USUAL_PLACE
        lines.append([day(turn.on_day), weekday(turn.on_day), HALF_DAY[turn.half], turn.member, where])
    return download(workbook("Lịch trực", lines), XLSX, f"lich-truc-{first:%Y-%m}.xlsx")


def _document(first: date, turns: list[Any]) -> Document:
    name = accounts.commune(viewer().home_id).name
    month = f"tháng {first.month}/{first.year}"
    rows = [
        (f"{weekday(turn.on_day)} {day(turn.on_day)}", HALF_DAY[turn.half], turn.member, turn.place or USUAL_PLACE)
        for turn in turns
    ]
    columns = (
        Column("Ngày", width=18),
        Column("Buổi", width=8),
        Column("Người trực", width=22),
        Column("Nơi trực", width=18),
    )
    return Document(
        f"Lịch trực {TEAM} {month}",
        name,
        first,
        (
            StateHead(issuer_of(name)),
            Title("LỊCH TRỰC", f"{TEAM}, {month}"),
            Table(columns, tuple(rows)),
            Signatures((Signer("GIÁM ĐỐC"),)),
        ),
    )
