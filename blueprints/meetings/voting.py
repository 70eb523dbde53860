"""Votes in the room: by show of hands or in secret as figures, by name as a list, the consent block in one press."""

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.meetings import bp
from blueprints.meetings.during import on_item, url_of
from blueprints.meetings.labels import CHOICE, sentence
from blueprints.pages import go_to, render_page
from blueprints.transactions import rollback, saved
from models import clock
from models.errors import RuleBroken
from models.meetings import discussing, queries, seating, voting
from models.meetings.agenda import AgendaItem, Ballot
from models.meetings.quorum import BallotMode, Choice, Count, ItemOutcome


def _number(name: str) -> int:
    typed = request.form.get(name, "0").strip()
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0


def _pass_if_carried(item: AgendaItem, ballot: Ballot) -> None:
    """What was put to the vote to be passed has passed, where the vote carried it; else it stays undecided."""
    if request.form.get("ket-qua") == ItemOutcome.PASSED and item.outcome is None and ballot.is_carried:
        discussing.settle(item, ItemOutcome.PASSED, clock.now())


@bp.post("/hop/noi-dung/<int:item_id>/bieu-quyet")
@requires(Permission.RECORD_MEETING)
def vote(item_id: int) -> AnyResponse:
    """A vote in figures: everybody in favour unless said otherwise; once more is a correction with its reason."""

    def work(item: AgendaItem) -> None:
        able = seating.eligible(item.meeting, item.no)
        against, other, silent = _number("against"), _number("other"), _number("not_voting")
        in_favour = _number("in_favour") if "in_favour" in request.form else able - against - other - silent
        mode = BallotMode.SECRET if request.form.get("cach") == BallotMode.SECRET else BallotMode.HANDS
        count, why = Count(in_favour, against, other, silent), request.form.get("reason", "")
        chair = next((one for one in Choice if one.value == request.form.get("chu-tri")), None)
        _pass_if_carried(item, voting.vote(viewer(), item, count, why, clock.now(), mode, chair))

    return on_item(item_id, work, "Đã ghi biểu quyết.")


@bp.get("/hop/noi-dung/<int:item_id>/ghi-danh")
@requires(Permission.RECORD_MEETING)
def by_name(item_id: int) -> AnyResponse:
    """The list of those who may vote on an item, each in favour unless said otherwise."""
    eyes = viewer()
    item = discussing.item(eyes, item_id)
    said = voting.names_of(item.ballots[-1:])
    return render_page(
        "meetings/by_name.html",
        item=item,
        meeting=item.meeting,
        seats=seating.eligible_seats(item.meeting, item.no),
        choices=CHOICE,
        known={one.person_id: one.choice for votes in said.values() for one in votes},
        quorum=seating.quorum(item.meeting, item.no),
    )


@bp.post("/hop/noi-dung/<int:item_id>/ghi-danh")
@requires(Permission.RECORD_MEETING)
def vote_by_name(item_id: int) -> AnyResponse:
    """What each has voted; where the list is not that of the page any more, nothing is written down."""

    def work(item: AgendaItem) -> None:
        words = {choice.value for choice in Choice}
        sent = {key.removeprefix("phieu-"): said for key, said in request.form.items() if key.startswith("phieu-")}
        choices = {
            int(key): Choice(said)
            for key, said in sent.items()
            if key.isascii() and key.isdigit() and len(key) < 19 and said in words
        }
        why = request.form.get("reason", "")
        _pass_if_carried(item, voting.vote_by_name(viewer(), item, choices, why, clock.now()))

    return on_item(item_id, work, "Đã ghi biểu quyết từng người.")


@bp.post("/hop/<int:meeting_id>/thong-qua-khoi")
@requires(Permission.RECORD_MEETING)
def pass_block(meeting_id: int) -> AnyResponse:
    """All items without objection pass, each with a vote and a line of its own."""
    eyes = viewer()
    meeting = queries.meeting(eyes, meeting_id, *queries.with_agenda())
    try:
        block = discussing.consent_block(meeting)
        passed = voting.pass_block(eyes, meeting, block, request.form.get("reason", ""), clock.now())
        return saved(url_of(meeting_id), f"Đã thông qua khối {passed} nội dung.")
    except RuleBroken as broken:
        rollback()
        return go_to(url_of(meeting_id), sentence(broken), "bad")
