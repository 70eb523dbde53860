"""The page of one duty, whatever it comes from, and what is done with it there."""

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from blueprints import uploads
from blueprints.access import Permission, requires, viewer
from blueprints.duties import acts, bp
from blueprints.duties.desk import Desk
from blueprints.duties.windows import address, has_own_window, origin_of
from blueprints.pages import render_page
from blueprints.transactions import not_taken, once
from models import clock
from models.duties import queries

OWN_WINDOW = "Chưa lưu được: việc này được báo cáo ở trang riêng dưới đây. Xin ghi và lưu tại đây."


def desk_of(duty_id: int) -> Desk:
    """A duty at the window that all of them share."""
    return Desk(queries.duty(viewer(), duty_id), _show)


def _show(desk: Desk, status: int) -> Response:
    row = queries.line(viewer(), desk.duty.id)
    origin = origin_of(desk.duty)
    return render_page(
        "duties/page.html", fragment="main", status=status, desk=desk, row=row, origin=origin, as_of=clock.now()
    )


@bp.get("/viec/<int:duty_id>")
@requires(Permission.READ_WORK)
def page(duty_id: int) -> AnyResponse:
    """One duty: who owes it by when, where it comes from, what was said about it, and the next step."""
    return desk_of(duty_id).page()


@bp.post("/viec/<int:duty_id>/tien-do")
@requires(Permission.RECORD_PROGRESS)
@uploads.allowed(20)
@once
def note(duty_id: int) -> AnyResponse:
    """Add a note on progress with its evidence."""
    return acts.note(desk_of(duty_id))


@bp.route("/viec/<int:duty_id>/hoan-thanh", methods=["GET", "POST"])
@requires(Permission.RECORD_PROGRESS)
@uploads.allowed(20)
@once
def finish(duty_id: int) -> AnyResponse:
    """Report it as finished, with its product; the form stands at the window that knows what else that may mean."""
    desk = desk_of(duty_id)
    acts.require_reporter(desk)
    if has_own_window(desk.duty):
        own = address(desk.duty, "finish")
        return redirect(own, 303) if request.method == "GET" else not_taken(own, OWN_WINDOW)
    return acts.report(desk)


@bp.post("/viec/<int:duty_id>/xac-nhan")
@requires(Permission.CONFIRM_WORK)
def confirm(duty_id: int) -> AnyResponse:
    """A second person confirms what was reported."""
    return acts.confirm(desk_of(duty_id))


@bp.post("/viec/<int:duty_id>/tra-lai")
@requires(Permission.CONFIRM_WORK)
def send_back(duty_id: int) -> AnyResponse:
    """A second person sends it back and says what is missing."""
    return acts.send_back(desk_of(duty_id))


@bp.post("/viec/<int:duty_id>/mo-lai")
@requires(Permission.RECORD_PROGRESS)
def reopen(duty_id: int) -> AnyResponse:
    """Take it up again, with the reason."""
    return acts.reopen(desk_of(duty_id))


@bp.post("/viec/<int:duty_id>/gia-han")
@requires(Permission.RECORD_PROGRESS)
def extend(duty_id: int) -> AnyResponse:
    """Ask for a later day."""
    return acts.extend(desk_of(duty_id))


@bp.post("/viec/<int:duty_id>/gia-han/dong-y")
@requires(Permission.GRANT_EXTENSION)
def grant(duty_id: int) -> AnyResponse:
    """The leader grants the later day."""
    return acts.grant_extension(desk_of(duty_id), True)


@bp.post("/viec/<int:duty_id>/gia-han/tu-choi")
@requires(Permission.GRANT_EXTENSION)
def refuse(duty_id: int) -> AnyResponse:
    """The leader refuses the later day."""
    return acts.grant_extension(desk_of(duty_id), False)


@bp.route("/viec/<int:duty_id>/phan-cong", methods=["GET", "POST"])
@requires(Permission.ASSIGN_WORK)
def assign(duty_id: int) -> AnyResponse:
    """Give it to a unit or a person."""
    return acts.assign(desk_of(duty_id))
