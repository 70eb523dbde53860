"""The audits of the office: its sets and rounds, opening one, working through one, its report on paper."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints import uploads
from blueprints.access import Permission, may, requires, viewer
from blueprints.audits import bp, papers, rows
from blueprints.audits.forms import RoundForm
from blueprints.audits.labels import ITEM_KIND, PICK_WORD, PICKS, SEGMENTS, WORDS
from blueprints.audits.trend import trend
from blueprints.documents import Document, as_docx, as_print
from blueprints.filters import int_arg, text_arg
from blueprints.labels import refusal
from blueprints.pages import asked_page, render_page
from blueprints.transactions import created, not_taken, once, refuse, saved
from models import clock
from models.audits import actions, assigning, before, items, queries
from models.audits.items import Group, ItemRow
from models.audits.queries import RoundFigures
from models.audits.rules import ItemPick, RoundKind, RoundState
from models.audits.tables import AuditRound
from models.catalogue.criteria import Kind
from models.errors import RuleBroken

PORTION = 40  # criteria in one answer, so that a phone on a slow line has something to tick at once
PER_PAGE = 30
FILE_KINDS = ",".join(uploads.PHOTO + uploads.DOCUMENT)
USUAL_DAYS = 7


@bp.get("/kiem-tra")
@requires(Permission.READ_AUDITS)
def index() -> AnyResponse:
    """The office sees how its newest rounds stand, all rounds below, and opens the next one."""
    eyes = viewer()
    sets = queries.sets(eyes)
    chosen = next((row for row in sets if row.code == text_arg("bo")), None)
    code = chosen.code if chosen else ""
    page = asked_page(PER_PAGE)
    mine = text_arg("cua") == "toi" and may("record_audit")
    page.total = queries.round_count(eyes, code, mine)
    listed = queries.rounds(eyes, code, page.offset, page.size, mine)
    newest = queries.newest_rounds(eyes) if eyes.commune_id else {}
    figures = queries.figures([*listed, *newest.values()])
    return render_page(
        "audits/index.html",
        fragment="rows",
        sets=sets,
        chosen=chosen,
        rounds=listed,
        newest=newest,
        figures=figures,
        assigned=assigning.of_rounds(listed),
        mine=mine,
        page=page,
        trend=trend(listed, figures) if chosen and not mine and page.number == 1 else None,
        form=_round_form(sets, chosen) if may("open_round") else None,
    )


def _round_form(sets: Sequence[Any], chosen: Any) -> RoundForm:
    today = clock.today()
    form = RoundForm(set_id=chosen.id if chosen else None, assessed_on=today, due_on=today + timedelta(days=USUAL_DAYS))
    form.set_id.offer([(row.id, f"{row.name} ({row.criteria} tiêu chí)") for row in sets])
    form.auditor_id.offer((row.id, row.display_name) for row in assigning.auditors(viewer()))
    return form


@bp.route("/kiem-tra/dot/moi", methods=["GET", "POST"])
@requires(Permission.OPEN_ROUND)
@once
def new() -> AnyResponse:
    """Open the next round of a set: one form, and every criterion waits to be ticked."""
    sets = queries.sets(viewer())
    form = _round_form(sets, next((row for row in sets if row.code == text_arg("bo")), None))
    if form.validate_on_submit():
        picked = next(row for row in sets if row.id == form.set_id.data)
        going_on = None if form.is_sure.data else _unfinished(picked.code)
        if going_on is not None:
            return render_page("audits/new.html", form=form, going_on=going_on, status=409)
        try:
            opened = _open(picked.code, form)
        except RuleBroken as broken:
            refuse(form, broken, WORDS)
        else:
            message = f"Đã mở đợt {opened.no}: {picked.name}, {picked.criteria} tiêu chí."
            return created(url_for(".round", round_id=opened.id), message)
    return render_page("audits/new.html", form=form, status=form.status)


def _open(code: str, form: RoundForm) -> AuditRound:
    """The round that the form asks for, with its auditor where one was chosen."""
    kind = form.kind.data or RoundKind.SELF
    opened = actions.open_round(viewer(), code, form.due_on.data, assessed_on=form.assessed_on.data, kind=kind)
    if form.auditor_id.data:
        assigning.assign(viewer(), opened, {(assigning.WHOLE, form.auditor_id.data)})
    return opened


def _unfinished(code: str) -> tuple[AuditRound, RoundFigures] | None:
    """The newest round of a set while it is open and not yet ticked to its end."""
    round_ = queries.newest_rounds(viewer()).get(code)
    if round_ is None or round_.state is not RoundState.OPEN:
        return None
    now = queries.figures([round_])[round_.id]
    return (round_, now) if now.assessed < now.total else None


@bp.get("/kiem-tra/dot/<int:round_id>")
@requires(Permission.READ_AUDITS)
def round(round_id: int) -> AnyResponse:  # noqa: A001
    """The auditor works through the criteria of a round; everybody else reads how it stands."""
    round_ = queries.audit_round(viewer(), round_id)
    parts = items.groups(round_)
    every = list(items.all_items(parts))
    pick = PICKS.get(text_arg("trang-thai"), ItemPick.ALL)
    group = next((part.code for part in parts if part.code == text_arg("nhom")), "")
    of_group = [item for part in parts if part.code == group for item in part.items] if group else every
    shown, following = _portion(_picked(parts, pick, group), text_arg("tiep"))
    return render_page(
        "audits/round.html",
        fragment="more" if text_arg("tiep") else "listed",
        round=round_,
        parts=shown,
        following=following,
        rest=sum(len(part.rows) for part in following),
        assigned=assigning.of(round_),
        all_parts=parts,
        figures=items.shown_figures(round_, parts),
        pick=pick,
        group=group,
        counts={one: sum(item.belongs(one) for item in of_group) for one in ItemPick},
        pick_word=PICK_WORD,
        **row_words(round_),
    )


@bp.get("/kiem-tra/dot/<int:round_id>/moi")
@requires(Permission.READ_AUDITS)
def changed(round_id: int) -> AnyResponse:
    """The rows that others have changed since an instant (seconds of the epoch), with the figures of now."""
    since = datetime.fromtimestamp(int_arg("tu", 0), UTC)
    round_ = queries.audit_round(viewer(), round_id)
    parts = items.groups(round_)
    figures = items.shown_figures(round_, parts)
    news = [item for item in items.all_items(parts) if item.is_news(since, viewer())]
    return render_page(
        "audits/_changed.html",
        round=round_,
        changed=news,
        figures=figures,
        counts=moving_counts(figures),
        pick_word=PICK_WORD,
        **row_words(round_),
    )


def moving_counts(figures: RoundFigures) -> dict[ItemPick, int]:
    """How many criteria each list holds, for the lists that a tick can change."""
    return {
        ItemPick.OPEN: figures.total - figures.assessed,
        ItemPick.ASSESSED: figures.assessed,
        ItemPick.MET: figures.met,
        ItemPick.OWED: figures.mandatory_missing,
        ItemPick.PROBLEMS: figures.problems,
        ItemPick.BARE: figures.lacking_evidence,
        ItemPick.OWED_OPEN: figures.mandatory_open,
        ItemPick.UNDECIDED: figures.undecided,
    }


def row_words(round_: AuditRound) -> dict[str, Any]:
    """What the template of a criterion needs besides the criterion."""
    return {
        "view": rows.calm,
        "segments": SEGMENTS,
        "kinds": ITEM_KIND,
        "file_kinds": FILE_KINDS,
        "may_tick": may("record_audit") and round_.state is RoundState.OPEN,
        "may_confirm": may("lock_round") and round_.state in (RoundState.OPEN, RoundState.REVIEW),
    }


def _names(part: Group) -> set[str]:
    """What a group may be called by: its code, or the number of any result in it."""
    return {part.code, *(str(row.result_id) for row in part.rows)}


def _portion(parts: list[Group], beginning: str) -> tuple[list[Group], list[Group]]:
    """The groups that one answer carries, from the named one on, and those that follow."""
    first = next((at for at, part in enumerate(parts) if beginning in _names(part)), 0)
    end, size = first, 0
    while end < len(parts) and (end == first or size + len(parts[end].rows) <= PORTION):
        size += len(parts[end].rows)
        end += 1
    return parts[first:end], parts[end:]


def _picked(parts: list[Group], pick: ItemPick, group: str) -> list[Group]:
    """The groups with only the wanted criteria; headings stay where something stands under them."""
    shown = []
    for part in parts:
        if group and part.code != group:
            continue
        kept: list[ItemRow] = []
        for item in part.rows:
            if item.kind is Kind.GROUP or item.belongs(pick):
                if item.kind is Kind.GROUP and kept and kept[-1].kind is Kind.GROUP:
                    kept.pop()
                kept.append(item)
        if kept and kept[-1].kind is Kind.GROUP:
            kept.pop()
        if kept:
            shown.append(Group(part.code, part.title, part.note, kept))
    return shown


@bp.post("/kiem-tra/dot/<int:round_id>/nhu-truoc")
@requires(Permission.RECORD_AUDIT)
def keep_group(round_id: int) -> AnyResponse:
    """Say of what is not yet assessed in a group what the round before said; nobody's tick is written over."""
    round_ = queries.audit_round(viewer(), round_id)
    code = request.form.get("nhom", "")
    group = items.results_of_group(viewer(), round_id, code)
    back = url_for(".round", round_id=round_id, nhom=code or None)
    try:
        kept = before.keep(viewer(), round_, before.unassessed(round_, sorted(group)))
    except RuleBroken as broken:
        return not_taken(back, refusal(broken, WORDS))
    return saved(back, f"Đã giữ {kept} tiêu chí của nhóm {code} như đợt trước. Tiêu chí đã đánh giá giữ nguyên.")


def _report(round_id: int, is_pictured: bool = False) -> Document:
    round_ = queries.audit_round(viewer(), round_id)
    parts = items.groups(round_)
    figures, assigned = items.shown_figures(round_, parts), assigning.of(round_)
    return papers.report(round_, parts, figures, clock.today(), assigned, is_pictured)


@bp.get("/kiem-tra/dot/<int:round_id>/in")
@requires(Permission.READ_AUDITS)
def sheet(round_id: int) -> AnyResponse:
    """The round as the report that is signed and sent: figures, then maximum, points, judgement, evidence, notes."""
    docx = url_for(".docx", round_id=round_id)
    return as_print(_report(round_id, may("read_files")), (url_for(".round", round_id=round_id), "Đợt kiểm tra"), docx)


@bp.get("/kiem-tra/dot/<int:round_id>.docx")
@requires(Permission.READ_AUDITS)
def docx(round_id: int) -> AnyResponse:
    """The report of a round as a file to go on working in."""
    return as_docx(_report(round_id))
