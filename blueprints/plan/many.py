"""Many tasks and steps given at once: those that were ticked in a list, a preview, and then the writing."""

from collections.abc import Collection, Sequence

from flask import request, url_for
from werkzeug.wrappers import Response

from blueprints.access import Permission, requires, viewer
from blueprints.choices import named_people
from blueprints.labels import refusal
from blueprints.pages import go_to, render_page
from blueprints.plan import bp
from blueprints.plan.forms import ManyForm
from blueprints.plan.labels import REFUSALS
from blueprints.transactions import created, once, refuse, rollback
from models.accounts import queries as accounts
from models.duties.rules import DutyKind
from models.errors import RuleBroken
from models.plan import assigning
from models.plan.assigning import MOST_AT_ONCE, ManyLine, ManyWish

NONE = "Xin đánh dấu các việc cần giao trong danh sách rồi bấm “Giao các việc đã chọn”."


def _ids() -> list[int]:
    said = request.form.getlist("viec") if request.method == "POST" else request.args.getlist("viec")
    return sorted({int(one) for one in said if one.isascii() and one.isdigit() and len(one) < 16})


@bp.route("/ke-hoach/giao-viec", methods=["GET", "POST"])
@requires(Permission.ASSIGN_WORK)
@once
def assign_many() -> Response:
    """Say who gets the ticked work and by when, look at what would change, and write it in one go."""
    ids, form = _ids(), ManyForm()
    if not ids or len(ids) > MOST_AT_ONCE:
        return go_to(url_for("plan.tasks"), REFUSALS["many_much"] if ids else NONE, "warn")
    units = {unit.id: unit.name for unit in accounts.units(viewer())}
    people = dict(named_people(accounts.people(viewer())))
    form.unit_id.offer(units.items())
    form.joining.offer(units.items())
    form.person_id.offer(people.items())
    wish, is_shown = ManyWish(), False
    if form.validate_on_submit():
        wish, is_shown = form.wish(units), True
        if wish.is_empty:
            refuse(form, RuleBroken("many_empty", field="unit_id"), REFUSALS)
            is_shown = False
        elif request.form.get("buoc") == "giao":
            try:
                lines = assigning.planned(viewer(), ids, ManyWish())
                count = assigning.assign_many(viewer(), ids, wish, form.shown.data or "")
                return created(_list_of(lines), f"Đã giao {count} việc.")
            except RuleBroken as broken:
                refuse(form, broken, REFUSALS)
    return _show(form, ids, wish, is_shown, units, people)


def _show(
    form: ManyForm, ids: Collection[int], wish: ManyWish, is_shown: bool, units: dict[int, str], people: dict[int, str]
) -> Response:
    if request.method == "POST":
        rollback()  # nothing is written here: the page only reads
    lines = assigning.planned(viewer(), ids, wish)
    form.shown.data = assigning.seal(lines, wish) if is_shown else ""
    return render_page(
        "plan/many.html",
        status=422 if form.was_refused or form.errors else 200,
        form=form,
        lines=lines,
        wish=wish,
        is_shown=is_shown,
        changing=[one for one in lines if one.changes and not one.refusal],
        refused=[one for one in lines if one.refusal],
        units=units,
        people=people,
        refusal_of=_refusal_of,
    )


def _list_of(lines: Sequence[ManyLine]) -> str:
    """The list that they were ticked in."""
    is_script = bool(lines) and all(line.row.kind is DutyKind.STEP for line in lines)
    return url_for("plan.script" if is_script else "plan.tasks")


def _refusal_of(line: ManyLine) -> str:
    return refusal(RuleBroken(line.refusal), REFUSALS)
