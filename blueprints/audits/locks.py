"""Locking a round: what is still missing, each with its link, and the press of a second person."""

from collections.abc import Callable

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.audits import bp
from blueprints.audits.forms import SendBackForm
from blueprints.audits.labels import WORDS
from blueprints.labels import refusal
from blueprints.pages import render_page
from blueprints.transactions import rollback, saved
from models.accounts.rules import Viewer
from models.audits import assigning, items, locking, queries
from models.audits.rules import ItemPick, ItemState, RoundState
from models.audits.tables import AuditRound
from models.errors import RuleBroken


@bp.get("/kiem-tra/dot/<int:round_id>/khoa")
@requires(Permission.LOCK_ROUND)
def locking_page(round_id: int) -> AnyResponse:
    """What keeps a round from being locked, and what its figures would be."""
    return _page(queries.audit_round(viewer(), round_id))


@bp.post("/kiem-tra/dot/<int:round_id>/khoa")
@requires(Permission.LOCK_ROUND)
def lock(round_id: int) -> AnyResponse:
    """A second person closes a round for good."""
    return _step(round_id, locking.lock, "Đã khóa đợt {no}. Kết quả và minh chứng của đợt không sửa được nữa.")


@bp.post("/kiem-tra/dot/<int:round_id>/trinh")
@requires(Permission.RECORD_AUDIT)
def hand_in_round(round_id: int) -> AnyResponse:
    """The auditor hands a round in to be looked at and locked by a second person."""
    return _step(round_id, locking.hand_in, "Đã trình khóa đợt {no}. Người duyệt sẽ khóa hoặc trả lại.")


@bp.post("/kiem-tra/dot/<int:round_id>/tra-lai")
@requires(Permission.LOCK_ROUND)
def send_back_round(round_id: int) -> AnyResponse:
    """A round that was handed in goes back to its auditor, with the reason."""
    form = SendBackForm()
    if not form.validate_on_submit():
        rollback()
        return _page(queries.audit_round(viewer(), round_id), status=422, form=form)

    def send_back(eyes: Viewer, round_: AuditRound) -> None:
        locking.send_back(eyes, round_, form.reason.data)

    return _step(round_id, send_back, "Đã trả lại đợt {no} kèm lý do.", form)


def _step(
    round_id: int, take: Callable[[Viewer, AuditRound], object], done: str, form: SendBackForm | None = None
) -> AnyResponse:
    """Take a step with a round; a refusal stands on the page of its lock. ``done`` names the round by ``{no}``."""
    round_ = queries.audit_round(viewer(), round_id)
    try:
        take(viewer(), round_)
    except RuleBroken as broken:
        rollback()
        return _page(queries.audit_round(viewer(), round_id), refusal(broken, WORDS), 409, form)
    return saved(url_for(".round", round_id=round_id), done.format(no=round_.no))


def _page(round_: AuditRound, refused: str = "", status: int = 200, form: SendBackForm | None = None) -> AnyResponse:
    parts = items.groups(round_)
    every = list(items.all_items(parts))
    found = locking.gaps(parts)
    return render_page(
        "audits/lock.html",
        status=status,
        round=round_,
        gaps=found,
        bare=assigning.of(round_).bare(parts),
        to_hand_in=sum(bool(rows) for check, rows in found.items() if check not in locking.SECONDS),
        form=form or SendBackForm(formdata=None),
        figures=items.shown_figures(round_, parts),
        doubted=[item for item in every if item.state is ItemState.NOT_APPLICABLE],
        owed=[item for item in every if item.belongs(ItemPick.OWED)],
        may_confirm=round_.state in (RoundState.OPEN, RoundState.REVIEW),
        refused=refused,
        own=_why_not(round_) if not round_.is_locked else "",
    )


def _why_not(round_: AuditRound) -> str:
    """Why these eyes cannot be the second person; nothing where they can."""
    try:
        locking.require_second(viewer(), round_)
    except RuleBroken as broken:
        return refusal(broken, WORDS)
    return ""
