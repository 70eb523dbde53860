"""Opinions by writing: the list of rounds, a new one, one with its answers; reminding the silent, taking it back."""

from collections.abc import Callable

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.meetings import bp
from blueprints.meetings.labels import CHOICE, REFUSALS, sentence
from blueprints.meetings.step_forms import WrittenRoundForm
from blueprints.pages import go_to, render_page
from blueprints.transactions import created, once, refuse, rollback, saved
from models import clock
from models.errors import RuleBroken
from models.meetings import asking, queries
from models.meetings.quorum import Choice
from models.meetings.tables import WrittenRound

ANSWERS = {choice: said for choice, said in CHOICE.items() if choice is not Choice.NOT_VOTING}


def _url(round_id: int) -> str:
    return url_for("meetings.written_round", written_id=round_id)


@bp.get("/hop/lay-y-kien")
@requires(Permission.READ_MEETINGS)
def written_rounds() -> AnyResponse:
    """Whoever is asked sees the rounds that concern him, whoever keeps meetings sees all."""
    return render_page("meetings/written_rounds.html", lines=asking.lines(viewer()))


@bp.route("/hop/lay-y-kien/moi", methods=["GET", "POST"])
@requires(Permission.RECORD_MEETING)
@once
def new_written_round() -> AnyResponse:
    """The secretary asks the members of a body a question."""
    eyes, form = viewer(), WrittenRoundForm()
    form.body_id.offer([(body.id, body.name) for body in queries.bodies(eyes)])
    if form.validate_on_submit():
        made = WrittenRound(body_id=form.body_id.data, title=form.title.data, question=form.question.data)
        made.link = form.link.data or ""
        try:
            asking.ask(eyes, made, form.closes_on.data, clock.now())
            return created(_url(made.id), "Đã gửi phiếu lấy ý kiến. Người được hỏi thấy ở “Việc của tôi”.")
        except RuleBroken as broken:
            rollback()
            refuse(form, broken, REFUSALS)
    return render_page("meetings/written_new.html", form=form, status=form.status)


@bp.get("/hop/lay-y-kien/<int:written_id>")
@requires(Permission.READ_MEETINGS)
def written_round(written_id: int) -> AnyResponse:
    """The question, one's own answer, and to whoever keeps meetings who has answered what."""
    eyes = viewer()
    found = asking.written_round(eyes, written_id)
    return render_page(
        "meetings/written_round.html",
        round=found,
        own=asking.own_opinion(eyes, found),
        is_open=found.is_open(clock.now()),
        keeps=eyes.may(Permission.RECORD_MEETING),
        answers=ANSWERS,
        choices=CHOICE,
    )


def _on_round(round_id: int, work: Callable[[WrittenRound], str]) -> AnyResponse:
    found = asking.written_round(viewer(), round_id)
    try:
        return saved(_url(round_id), work(found))
    except RuleBroken as broken:
        rollback()
        return go_to(_url(round_id), sentence(broken), "bad")


@bp.post("/hop/lay-y-kien/<int:written_id>/tra-loi")
@requires(Permission.ANSWER_MEETING)
def answer_written(written_id: int) -> AnyResponse:
    """Who is asked answers."""

    def work(found: WrittenRound) -> str:
        said = request.form.get("choice", "")
        if said not in {choice.value for choice in ANSWERS}:
            raise RuleBroken("not_asked", "choice")
        asking.answer(viewer(), found, Choice(said), request.form.get("text", ""), clock.now())
        return "Đã ghi ý kiến. Trước hạn vẫn sửa được."

    return _on_round(written_id, work)


@bp.post("/hop/lay-y-kien/<int:written_id>/nhac")
@requires(Permission.RECORD_MEETING)
def remind_written(written_id: int) -> AnyResponse:
    """The secretary reminds those who are silent."""

    def work(found: WrittenRound) -> str:
        many = asking.remind(found, clock.now())
        return f"Đã nhắc {many} người." if many else "Hôm nay đã nhắc những người chưa trả lời rồi."

    return _on_round(written_id, work)


@bp.post("/hop/lay-y-kien/<int:written_id>/rut")
@requires(Permission.RECORD_MEETING)
def withdraw_written(written_id: int) -> AnyResponse:
    """The secretary takes the question back, and says why."""

    def work(found: WrittenRound) -> str:
        found.withdraw(request.form.get("reason", "")[:500], clock.now())
        return "Đã rút phiếu lấy ý kiến."

    return _on_round(written_id, work)
