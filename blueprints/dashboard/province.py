"""The province's view: all communes side by side, read only, and the way into one of them."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from flask import redirect, url_for
from werkzeug.wrappers import Response

from blueprints.access import Permission, focus_on, requires, viewer
from blueprints.dashboard import bp
from blueprints.dashboard.matrix import TABS
from blueprints.filters import text_arg
from blueprints.labels import word
from blueprints.pages import download, render_page
from blueprints.spreadsheets import XLSX, Cell, workbook
from models import clock, periods
from models.accounts import queries as accounts
from models.errors import NotFound
from models.measures.overview import CommuneLine, overview
from models.percent import DASH
from models.satisfaction.catalogue import policy
from models.satisfaction.figures import this_month
from models.text import place_sort_key

# name in the address: words of the column, what it orders by, whether the largest comes first
COLUMNS: dict[str, tuple[str, Callable[[CommuneLine], Any], bool]] = {
    "ten": ("Xã, phường", lambda line: place_sort_key(line.name), False),
    "hai-long": ("Hài lòng trực tuyến", lambda line: -1 if line.rate is None else line.rate, True),
    "hop": ("Họp e-Cabinet tuần này", lambda line: line.week.ecabinet, True),
    "trang-tin": ("Tiêu chí Trang thông tin", lambda line: line.website.met if line.website else -1, True),
    "qua-han": ("Nhiệm vụ quá hạn", lambda line: line.overdue, True),
}


@bp.get("/tinh")
@requires(Permission.READ_PROVINCE)
def province() -> Response:
    """All communes side by side; whoever was looking at one commune looks at all of them again."""
    focus_on(None)
    return province_page()


@bp.get("/tinh/xa/<int:commune_id>")
@requires(Permission.READ_PROVINCE)
def look_at(commune_id: int) -> Response:
    """Look at one commune until the overview is opened again."""
    return _into(commune_id, url_for("dashboard.home"))


@bp.get("/tinh/xa/<int:commune_id>/chi-tieu/<int:no>")
@requires(Permission.READ_PROVINCE)
def look_at_target(commune_id: int, no: int) -> Response:
    """Look at one target of a commune."""
    return _into(commune_id, url_for("plan.target", no=no))


@bp.get("/tinh/xa/<int:commune_id>/nhiem-vu/<int:no>")
@requires(Permission.READ_PROVINCE)
def look_at_task(commune_id: int, no: int) -> Response:
    """Look at one task of a commune."""
    return _into(commune_id, url_for("plan.task", no=no))


@bp.get("/tinh/xa/<int:commune_id>/kich-ban/<code>")
@requires(Permission.READ_PROVINCE)
def look_at_step(commune_id: int, code: str) -> Response:
    """Look at one step of a commune."""
    return _into(commune_id, url_for("plan.step", code=code))


@bp.get("/tinh/xa/<int:commune_id>/kiem-tra/<int:round_id>")
@requires(Permission.READ_PROVINCE)
def look_at_round(commune_id: int, round_id: int) -> Response:
    """Look at one round of a commune."""
    return _into(commune_id, url_for("audits.round", round_id=round_id))


def _into(commune_id: int, url: str) -> Response:
    """To a page of one commune, which is looked at until the overview is opened again."""
    commune = accounts.commune(commune_id)
    if commune.joined_on is None:
        raise NotFound
    focus_on(commune_id, commune.name)
    return redirect(url, 303)


def province_page() -> Response:
    """The overview as a page, in the order that was asked for."""
    order = text_arg("theo")
    order = order if order in COLUMNS else "ten"
    _, key, largest_first = COLUMNS[order]
    backwards = largest_first != (text_arg("chieu") == "nguoc")
    lines = overview(replace(viewer(), commune_id=None))
    lines.sort(key=COLUMNS["ten"][1])
    lines.sort(key=key, reverse=backwards)
    year, week = periods.week_of_day(clock.today())
    return render_page(
        "dashboard/province.html",
        fragment="rows",
        lines=lines,
        tabs=TABS,
        order=order,
        backwards=backwards,
        is_turned=text_arg("chieu") == "nguoc",
        columns=[(name, column[0]) for name, column in COLUMNS.items()],
        week=week,
        days=periods.week_days(year, week),
        month=this_month().closed,
        as_of=clock.now(),
        least=policy(clock.today()).min_group,
    )


@bp.get("/tinh.xlsx")
@requires(Permission.READ_PROVINCE)
def province_xlsx() -> Response:
    """The overview as a sheet: what the page shows, nothing else."""
    lines = overview(replace(viewer(), commune_id=None))
    lines.sort(key=COLUMNS["ten"][1])
    return download(workbook("Các xã, phường", sheet_lines(lines)), XLSX, "cac-xa-phuong.xlsx")


def sheet_lines(lines: list[CommuneLine]) -> Iterator[list[Cell]]:
    """A head and one line a commune; what is too few to be told is a dash here as well."""
    yield [
        "Xã, phường",
        "Hài lòng trực tuyến (tháng trước)",
        "Kết quả so với mục tiêu",
        "Họp e-Cabinet tuần này",
        "Trang thông tin: tiêu chí đạt",
        "Nhiệm vụ",
        "Hoàn thành",
        "Chờ xác nhận",
        "Quá hạn",
    ]
    for line in lines:
        yield [
            line.name,
            line.rate_shown,
            word(line.verdict) if line.verdict is not None else DASH,
            line.week.ecabinet,
            line.website.met if line.website else DASH,
            line.task_count,
            line.done,
            line.waiting,
            line.overdue,
        ]
