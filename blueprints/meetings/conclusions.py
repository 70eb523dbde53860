"""Conclusions of a meeting: read out of a pasted notice, confirmed by a person, given to somebody as a task."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints import uploads
from blueprints.access import Permission, requires, viewer
from blueprints.labels import REFUSALS
from blueprints.meetings import bp
from blueprints.meetings.conclusion_forms import MOST_BLOCKS, BlockForm, PasteForm, TaskForm
from blueprints.meetings.labels import DOUBT, SIX, sentence
from blueprints.pages import go_to, render_page
from blueprints.transactions import conflict, created, once, refuse, rollback, saved
from models.errors import RuleBroken, RulesBroken
from models.meetings import assigning, queries
from models.meetings.assigning import SixClear, Taken
from models.meetings.notices import Block, split
from models.meetings.points import DueRule
from models.meetings.products import read_product
from models.meetings.seats import SeatRole
from models.meetings.tables import Conclusion, Meeting
from models.periods import read_day

MOST_PARTS = MOST_BLOCKS * 10 + 20


@bp.get("/hop/<int:meeting_id>/ket-luan")
@requires(Permission.READ_MEETINGS)
def conclusions(meeting_id: int) -> AnyResponse:
    """All conclusions of a meeting, with what became of each task."""
    meeting = queries.meeting(viewer(), meeting_id, for_papers=True)
    tasks = [line for line in meeting.conclusions if line.duty is not None]
    return render_page("meetings/conclusions.html", meeting=meeting, tasks=tasks, is_told=assigning.is_told(meeting_id))


@bp.route("/hop/<int:meeting_id>/ket-luan/dan", methods=["GET", "POST"])
@requires(Permission.RECORD_MEETING)
@uploads.allowed(1, parts=MOST_PARTS)
@once
def paste(meeting_id: int) -> AnyResponse:
    """A notice is pasted, read, confirmed and kept; nothing is kept before a person has seen it."""
    meeting = queries.meeting(viewer(), meeting_id)
    assigning.require_writable(meeting)
    form = PasteForm()
    _offer_tasks(form)
    wish = request.form.get("viec", "")
    is_asked = wish == "doc" or wish.startswith("chon:")
    if is_asked:  # the page that follows carries every word on, so that none is offered again elsewhere
        _read(form, meeting) if wish == "doc" else _choose(form, wish)
        rollback()
    elif form.validate_on_submit() and not _says_nothing(form):
        try:
            made = assigning.take_over(viewer(), meeting, _kept(form))
            given = _give(form, made)
            if given is not None:
                told = f"Đã lưu {len(made)} kết luận" + (f", giao {given} việc." if given else ".")
                return created(url_for(".conclusions", meeting_id=meeting_id), told)
        except RulesBroken as refused:
            _tell(form, refused)
    if form.is_submitted():
        meeting = queries.meeting(viewer(), meeting_id)  # what was begun was taken back
        _offer_tasks(form)
    return _paste_page(form, meeting, 200 if is_asked else form.status)


def _give(form: PasteForm, made: Sequence[Conclusion]) -> int | None:
    """Give the ticked ones of the kept conclusions to whom the form says; None where one of them is not clear yet."""
    kept = [row for row in form.rows if row.is_kept.data]
    given, is_clear = 0, True
    for row, line in zip(kept, made, strict=True):
        if not row.is_given.data:
            continue
        try:
            assigning.assign(viewer(), line, _asked(row))
            given += 1
        except RulesBroken as refused:
            is_clear = False
            for broken in refused.broken:
                field = row._fields.get(broken.field or "", row.is_given)
                field.errors = [*field.errors, sentence(broken)]
        except RuleBroken as broken:
            is_clear, row.is_given.errors = False, [sentence(broken)]
    if is_clear:
        return given
    rollback()
    form.was_refused = True
    return None


def _asked(row: BlockForm) -> SixClear:
    return SixClear(
        person_id=row.person_id.data,
        title=(row.text.data or "")[:300],
        due_on=row.due_on.data,
        due_rule=row.due_rule.data or DueRule.BEFORE,
        unit_id=row.unit_id.data,
        product=row.product.data or "",
        authority=row.authority.data or "",
        joining=tuple(key for key in _own(row.named.data or "") if key != row.unit_id.data),
    )


def _own(named: str) -> list[int]:
    return assigning.own_units(named.split("; "), dict(queries.units(viewer())))


def _propose(meeting: Meeting, block: Block) -> dict[str, Any]:
    """Who would do a block as a task: the first own unit it names, its head, the paper it names, who presided."""
    unit_id = next(iter(_own("; ".join(block.units))), None)
    heads = [one.id for one in queries.people(viewer()) if unit_id is not None and one.unit_id == unit_id]
    return {
        "unit_id": unit_id,
        "person_id": heads[0] if heads else None,
        "product": read_product(block.text),
        "authority": next((seat.person_title for seat in meeting.attendance if seat.duty is SeatRole.CHAIR), ""),
    }


def _paste_page(form: PasteForm, meeting: Meeting, status: int) -> AnyResponse:
    rows = form.rows
    return render_page(
        "meetings/paste.html",
        status=status,
        form=form,
        meeting=meeting,
        dated=[row for row in rows if row.is_dated],
        general=[row for row in rows if not row.is_dated],
        doubtful=[row for row in rows if row.is_doubtful],
        answers=_answers,
        doubts=DOUBT,
    )


def _answers(row: BlockForm) -> list[date]:
    """The days that were read in a block, to choose from."""
    found = []
    for said in (row.options.data or "").split(",")[:8]:
        try:
            found.append(read_day(said))
        except ValueError:
            continue
    return found


def _read(form: PasteForm, meeting: Meeting) -> None:
    """Put the blocks of the pasted text into the form; a deadline before the meeting is left for a person to say."""
    blocks = split(form.pasted.data or "", meeting.held_on.year)
    if not blocks:
        form.pasted.errors = ["Không thấy mục đánh số nào (1., 2., a), b)…) trong văn bản này."]
    elif len(blocks) > MOST_BLOCKS:
        form.pasted.errors = [
            f"Văn bản có {len(blocks)} mục, mỗi lần dán tối đa {MOST_BLOCKS} mục. Xin chia làm hai lần."
        ]
    else:
        form.show(blocks, partial(_propose, meeting))
        for row in form.rows:
            if row.due_on.data and row.due_on.data < meeting.held_on:
                row.options.data, row.doubt.data = row.due_on.data.isoformat(), "past"
                row.due_on.process(None, None)


def _choose(form: PasteForm, wish: str) -> None:
    """Take a ready answer for the deadline of one block."""
    _, row, said = (*wish.split(":", 2), "", "")[:3]
    if row.isdecimal() and int(row) < len(form.rows):
        try:
            form.rows[int(row)].due_on.process(None, read_day(said))
        except ValueError:
            return


def _says_nothing(form: PasteForm) -> bool:
    """Whether there is nothing to keep, or a block without words."""
    kept = [row for row in form.rows if row.is_kept.data]
    for row in kept:
        if not row.text.data:
            row.text.errors = ["Xin ghi nội dung, hoặc bỏ dấu chọn “Lưu” của mục này."]
    if not kept:
        form.pasted.errors = ["Chưa chọn kết luận nào để lưu. Xin dán văn bản rồi bấm “Đọc văn bản”."]
    return not kept or any(row.text.errors for row in kept)


def _kept(form: PasteForm) -> list[Taken]:
    return [
        Taken(
            label=row.label.data or "",
            text=row.text.data or "",
            due_on=row.due_on.data,
            due_rule=row.due_rule.data or DueRule.BEFORE,
            named=row.named.data or "",
            due_text=row.due_text.data or "",
        )
        for row in form.rows
        if row.is_kept.data
    ]


def _tell(form: PasteForm, refused: RulesBroken) -> None:
    rollback()
    form.was_refused = True
    kept = [row for row in form.rows if row.is_kept.data]
    for broken in refused.broken:
        row = kept[int(str(broken.details["row"]))]
        row.label.errors = [*row.label.errors, sentence(broken)]


@bp.route("/ket-luan/<int:conclusion_id>/giao-viec", methods=["GET", "POST"])
@requires(Permission.RECORD_MEETING)
def assign(conclusion_id: int) -> AnyResponse:
    """A conclusion is given to one person of one unit; refused until all six things are clear."""
    eyes = viewer()
    line = assigning.conclusion(eyes, conclusion_id)
    form = TaskForm(data=None if request.method == "POST" else _task_values(line))
    _offer(form, line)
    if form.validate_on_submit():
        if form.is_stale(line):
            return conflict("meetings/assign.html", form=form, row=line, line=line, six=SIX)
        try:
            duty = assigning.assign(eyes, line, _task(form))
            told = f"Đã giao việc. Việc có ở “Việc của tôi” của {duty.person.full_name if duty.person else ''}."
            return saved(url_for(".conclusions", meeting_id=line.meeting_id), told)
        except RulesBroken as refused:
            _refuse_task(form, refused)
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS)
    line = assigning.conclusion(eyes, conclusion_id)
    return render_page("meetings/assign.html", form=form, line=line, six=SIX, status=form.status)


def _task_values(line: Conclusion) -> dict[str, Any]:
    """What the form holds at first: what the conclusion and its duty say, and the units that its paper names."""
    duty = line.duty
    units = dict(queries.units(viewer()))
    proposed = assigning.own_units(line.named.split("; "), units) if duty is None else []
    unit_id = duty.unit_id if duty else line.lead_unit_id or (proposed[0] if proposed else None)
    return {
        "version": line.version,
        "person_id": duty.person_id if duty else None,
        "title": duty.title if duty else line.text[:300],
        "due_on": line.printed_due,
        "due_rule": line.due_rule,
        "unit_id": unit_id,
        "product": line.product,
        "authority": line.authority,
        "joining": [one.unit_id for one in line.joining] if duty else proposed[1:],
    }


def _offer(form: TaskForm, line: Conclusion) -> None:
    also = [line.duty.person_id] if line.duty and line.duty.person_id else []
    units, people = _workers(also)
    form.person_id.offer(people)
    form.unit_id.offer(units)
    form.joining.offer(units)


def _workers(also: Sequence[int] = ()) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """The units and the people that a task can be given to, with their words."""
    eyes = viewer()
    units = queries.units(eyes)
    names = dict(units)
    told = [(one, (one.full_name, one.title, names.get(one.unit_id or 0))) for one in queries.people(eyes, also)]
    return units, [(one.id, " – ".join(filter(None, words))) for one, words in told]


def _offer_tasks(form: PasteForm) -> None:
    if form.rows or request.form.get("viec") == "doc":
        form.offer(*_workers())


def _task(form: TaskForm) -> SixClear:
    return SixClear(
        person_id=form.person_id.data,
        title=form.title.data or "",
        due_on=form.due_on.data,
        due_rule=form.due_rule.data or DueRule.BY_END_OF,
        unit_id=form.unit_id.data,
        product=form.product.data or "",
        authority=form.authority.data or "",
        joining=tuple(key for key in form.joining.data or () if any(key == one.value for one in form.joining.choices)),
    )


def _refuse_task(form: TaskForm, refused: RulesBroken) -> None:
    rollback()
    form.was_refused = True
    for broken in refused.broken:
        field = form[broken.field or "title"]
        field.errors = [*field.errors, sentence(broken)]


@bp.post("/ket-luan/<int:conclusion_id>/chi-dao-chung")
@requires(Permission.RECORD_MEETING)
def make_general(conclusion_id: int) -> AnyResponse:
    """A task that nobody has begun is a general direction again."""
    line = assigning.conclusion(viewer(), conclusion_id)
    url = url_for(".conclusions", meeting_id=line.meeting_id)
    try:
        assigning.make_general(line)
        return saved(url, f"Kết luận {line.label} là chỉ đạo chung.")
    except RuleBroken as broken:
        rollback()
        return go_to(url, sentence(broken), "bad")
