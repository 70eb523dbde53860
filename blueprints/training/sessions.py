"""The sessions of a course: when they were, and who came."""

from collections.abc import Sequence
from itertools import islice

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.filters import text_arg
from blueprints.labels import refusal
from blueprints.pages import go_to, render_page
from blueprints.training import bp
from blueprints.training.forms import SessionForm
from blueprints.training.labels import REFUSALS
from blueprints.transactions import created, once, rollback, saved
from models import clock
from models.accounts import queries as accounts
from models.accounts.queries import AnyRow
from models.errors import RuleBroken
from models.text import fold
from models.training import actions, queries

MOST_PEOPLE, MOST_SHOWN = 5000, 300


@bp.route("/tap-huan/<int:course_id>/buoi/moi", methods=["GET", "POST"])
@requires(Permission.RECORD_TRAINING)
@once
def new_session(course_id: int) -> AnyResponse:
    """A session; who came is ticked on its page."""
    course = queries.course(viewer(), course_id)
    form = SessionForm(data={"held_on": clock.today()}) if request.method == "GET" else SessionForm()
    if form.validate_on_submit():
        made = actions.add_session(course, form.held_on.data, form.title.data or "", form.place.data or "")
        return created(url_for(".session", session_id=made.id), "Đã thêm buổi tập huấn. Xin điểm danh.")
    return render_page("training/session_form.html", form=form, course=course, status=form.status)


@bp.get("/tap-huan/buoi/<int:session_id>")
@requires(Permission.RECORD_TRAINING)
def session(session_id: int) -> AnyResponse:
    """Who came to a session, to be ticked in one list; it prints with a column to sign in."""
    row = queries.session(viewer(), session_id)
    excused = {one.person_id for one in queries.exemptions(row.course_id)}
    people = [one for one in accounts.people(viewer()) if one.id not in excused]
    is_cut = len(people) > MOST_SHOWN
    return render_page(
        "training/session.html",
        session=row,
        people=_found(people) if is_cut else people,
        expected=len(people),
        is_cut=is_cut,
        words=text_arg("q", 80),
        present=queries.present(row.id),
        is_to_come=row.held_on > clock.today(),
    )


def _found(people: Sequence[AnyRow]) -> list[AnyRow]:
    """Of a list that nobody could look through, those whose name or unit has all the words that were typed."""
    words = fold(text_arg("q", 80)).split()
    found = (one for one in people if all(word in fold(f"{one.full_name} {one.unit_name or ''}") for word in words))
    return list(islice(found, MOST_SHOWN))


def _ids(name: str) -> set[int]:
    return {int(one) for one in request.form.getlist(name) if one.isascii() and one.isdigit() and len(one) < 10}


@bp.post("/tap-huan/buoi/<int:session_id>")
@requires(Permission.RECORD_TRAINING)
def mark_present(session_id: int) -> AnyResponse:
    """Exactly those who are ticked came; of a long list, those who were not shown stay as they are."""
    row = queries.session(viewer(), session_id)
    others = set(queries.present(row.id)) - _ids("hien") if request.form.get("mot-phan") else set()
    ticked = sorted(_ids("co-mat") | others)
    try:
        came = actions.set_present(row, ticked[:MOST_PEOPLE])
    except RuleBroken as broken:
        rollback()
        return go_to(url_for(".session", session_id=session_id), refusal(broken, REFUSALS), "warn")
    return saved(url_for(".session", session_id=session_id), f"Đã điểm danh {came} người.")
