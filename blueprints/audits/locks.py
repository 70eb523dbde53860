"""Locking a round: what is still missing, each with its link, and the press of a second person."""

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.audits import bp
from blueprints.audits.labels import WORDS
from blueprints.labels import refusal
from blueprints.pages import render_page
from blueprints.transactions import rollback, saved
from models.audits import items, locking, queries
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
    round_ = queries.audit_round(viewer(), round_id)
    try:
        locking.lock(viewer(), round_)
    except RuleBroken as broken:
        rollback()
        return _page(queries.audit_round(viewer(), round_id), refusal(broken, WORDS), 409)
    done = f"Đã khóa đợt {round_.no}. Kết quả và minh chứng của đợt không sửa được nữa."
    return saved(url_for(".round", round_id=round_id), done)


def _page(round_: AuditRound, refused: str = "", status: int = 200) -> AnyResponse:
    parts = items.groups(round_)
    every = list(items.all_items(parts))
    return render_page(
        "audits/lock.html",
        status=status,
        round=round_,
        gaps=locking.gaps(parts),
        figures=items.shown_figures(round_, parts),
        doubted=[item for item in every if item.state is ItemState.NOT_APPLICABLE],
        owed=[item for item in every if item.belongs(ItemPick.OWED)],
        refused=refused,
        own=_why_not(round_) if round_.state is RoundState.OPEN else "",
    )


def _why_not(round_: AuditRound) -> str:
    """Why these eyes cannot be the second person; nothing where they can."""
    try:
        locking.require_second(viewer(), round_)
    except RuleBroken as broken:
        return refusal(broken, WORDS)
    return ""
