"""Runs of the checks: ask for one, watch it, stop it."""

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, quiet, requires, viewer
from blueprints.labels import refusal
from blueprints.pages import go_to, render_page
from blueprints.transactions import rollback, saved
from blueprints.website import bp
from blueprints.website.labels import REFUSALS
from models.errors import RuleBroken
from models.website import queries, runs
from models.website.tables import CheckRun

LAST_LINES = 12


@bp.post("/trang-web/quet")
@requires(Permission.CHECK_WEBSITE)
def scan() -> AnyResponse:
    """Ask for a run of the checks; where one is going on, look at that one."""
    site = queries.website(viewer())
    if site is None:
        rollback()
        return go_to(
            url_for(".index"), "Quản trị viên chưa nhập địa chỉ trang thông tin nên chưa kiểm tra được.", "warn"
        )
    run = runs.ask(site, viewer())
    return saved(url_for(".run", run_id=run.id))


@bp.get("/trang-web/lan/<int:run_id>")
@requires(Permission.READ_WEBSITE)
def run(run_id: int) -> AnyResponse:
    """How far a run is, and what it has looked at."""
    return _page(runs.run(viewer(), run_id), "website/run.html")


@bp.get("/trang-web/lan/<int:run_id>/tien-do")
@requires(Permission.READ_WEBSITE)
@quiet
def status(run_id: int) -> AnyResponse:
    """The part of the page that changes, which asks for itself."""
    return _page(runs.run(viewer(), run_id), "website/_run.html")


def _page(run: CheckRun, template: str) -> AnyResponse:
    return render_page(
        template,
        run=run,
        is_over=run.job.is_over,
        log=runs.log(run.id, LAST_LINES),
        pages=runs.pages_seen(run.id),
        counts=runs.outcome_counts(run.id),
        picture=runs.picture(run.id),
    )


@bp.post("/trang-web/lan/<int:run_id>/dung")
@requires(Permission.CHECK_WEBSITE)
def stop(run_id: int) -> AnyResponse:
    """Stop a run; what it found so far stays."""
    run = runs.run(viewer(), run_id)
    try:
        runs.stop(run)
    except RuleBroken as broken:
        rollback()
        return go_to(url_for(".run", run_id=run_id), refusal(broken, REFUSALS), "warn")
    return saved(url_for(".run", run_id=run_id), "Đã dừng kiểm tra, kết quả đã thấy được giữ lại.")
