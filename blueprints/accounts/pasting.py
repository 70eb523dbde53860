"""A list of people pasted from Excel: looked through first, written only when somebody says so."""

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.accounts import bp
from blueprints.accounts.forms import PastePeopleForm
from blueprints.accounts.labels import WORDS
from blueprints.accounts.many import invite_new
from blueprints.pages import render_page
from blueprints.transactions import between_transactions, created, once, refuse
from models.accounts import inviting, joining, passwords, pasting, queries
from models.accounts.pasting import PersonLine
from models.errors import RuleBroken


def _lines(text: str) -> list[PersonLine]:
    units = {unit.id: unit.name for unit in queries.units(viewer())}
    return pasting.read(text, units, queries.candidates(viewer()))


@bp.route("/quan-tri/can-bo/dan", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def paste_people() -> AnyResponse:
    """The list, and how each of its lines is read; nothing is written."""
    form = PastePeopleForm()
    return _page(form, _lines(form.text.data) if form.validate_on_submit() else [])


@bp.post("/quan-tri/can-bo/dan/ghi")
@requires(Permission.MANAGE_PEOPLE)
@once
def join_people() -> AnyResponse:
    """Add everybody of the list, each with the unit that was chosen."""
    form = PastePeopleForm()
    if not form.validate_on_submit():
        return _page(form, [])
    lines = _lines(form.text.data)
    try:
        return _join(form, lines)
    except RuleBroken as broken:
        refuse(form, broken, WORDS)
    return _page(form, lines)


def _join(form: PastePeopleForm, lines: list[PersonLine]) -> AnyResponse:
    codes, takes = [], sum(not line.problem for line in lines)
    if form.role.data:
        if takes > inviting.MOST_AT_ONCE:
            raise RuleBroken("invite_many", "role", most=inviting.MOST_AT_ONCE)
        with between_transactions():
            codes = [passwords.new_code_and_hash() for _ in range(takes)]
    commune, newest = queries.commune(viewer().home_id), queries.newest_person()
    added = joining.join(commune, lines, _chosen(lines), queries.units(viewer()))
    if not added:
        raise RuleBroken("nobody_to_add", "text")
    if codes:
        return invite_new(queries.people_since(viewer(), newest, [one.fold for one in added]), form.role.data, codes)
    return created(url_for(".people"), f"Đã thêm {len(added)} người.")


def _chosen(lines: list[PersonLine]) -> dict[int, str]:
    return {line.number: request.form.get(f"don-vi-{line.number}", "") for line in lines if line.is_open}


def _page(form: PastePeopleForm, lines: list[PersonLine]) -> AnyResponse:
    return render_page(
        "accounts/paste.html",
        form=form,
        lines=lines,
        takes=sum(not line.problem for line in lines),
        open_lines=sum(line.is_open for line in lines),
        units=queries.units(viewer()),
        chosen=_chosen(lines),
        status=form.status if form.problems or not lines else 200,
    )
