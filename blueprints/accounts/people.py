"""Units and people of the office: who works here, in which unit, with which title."""

from typing import Any

from flask import url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.accounts import bp
from blueprints.accounts.forms import EditPersonForm, EditUnitForm, PersonForm, UnitForm
from blueprints.accounts.labels import COMMUNE_ROLES, INVITE_HOURS, STANDING, WORDS
from blueprints.accounts.many import invite_new
from blueprints.filters import int_arg, text_arg
from blueprints.forms import CreateForm
from blueprints.pages import render_page, searched
from blueprints.transactions import between_transactions, conflict, created, once, refuse, saved
from models.accounts import actions, inviting, passwords, queries, roster
from models.accounts.inviting import AccountStage
from models.accounts.tables import Person
from models.errors import RuleBroken

PER_PAGE = 100


@bp.get("/quan-tri/can-bo")
@requires(Permission.MANAGE_PEOPLE)
def people() -> AnyResponse:
    """The units of the office and everybody who works in them, those who left at the end; many at once."""
    everybody, wanted, unit = inviting.members(viewer()), text_arg("tai-khoan"), int_arg("don-vi", 0)
    rows = [row for row in everybody if unit in (0, row.unit_id) and wanted in ("", _standing(row))]
    shown, page = searched(rows, lambda row: f"{row.full_name} {row.title} {row.unit_name or ''}", PER_PAGE)
    return render_page(
        "accounts/people.html",
        people=shown,
        page=page,
        at_work=sum(row.is_active for row in everybody),
        total=len(everybody),
        units=queries.units(viewer(), with_inactive=True),
        unit_id=unit,
        wanted=wanted,
        standings=STANDING,
        standing_of=_standing,
        hours=INVITE_HOURS,
        roles=COMMUNE_ROLES,
        many_key=CreateForm().form_key.data,
    )


def _standing(row: Any) -> AccountStage:
    return inviting.standing(row.account_id, row.account_active, row.has_password)


@bp.route("/quan-tri/can-bo/don-vi/moi", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
@once
def new_unit() -> AnyResponse:
    """Add a unit to the office."""
    form = UnitForm(position=len(queries.units(viewer(), with_inactive=True)) + 1)
    if form.validate_on_submit():
        try:
            actions.add_unit(queries.commune(viewer().home_id), form.name.data, form.position.data)
        except RuleBroken as broken:
            refuse(form, broken, WORDS)
        else:
            return created(url_for(".people"), f"Đã thêm đơn vị {form.name.data}.")
    return render_page("accounts/unit.html", form=form, unit=None, status=form.status)


@bp.route("/quan-tri/can-bo/don-vi/<int:unit_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def edit_unit(unit_id: int) -> AnyResponse:
    """Rename a unit, move it in the list, or switch it off."""
    unit = queries.unit(viewer(), unit_id)
    form = EditUnitForm(obj=unit)
    if form.validate_on_submit():
        if form.is_stale(unit):
            return conflict("accounts/unit.html", form=form, row=unit, unit=unit)
        try:
            roster.change_unit(unit, form.name.data, form.position.data, form.is_active.data)
        except RuleBroken as broken:
            refuse(form, broken, WORDS)
        else:
            return saved(url_for(".people"), f"Đã lưu đơn vị {unit.name}.")
    return render_page("accounts/unit.html", form=form, unit=unit, status=form.status)


def _offer_units(form: PersonForm | EditPersonForm, present: int | None = None) -> None:
    units = queries.units(viewer(), with_inactive=True)
    form.unit_id.offer([(unit.id, unit.name) for unit in units if unit.is_active or unit.id == present])


@bp.route("/quan-tri/can-bo/moi", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
@once
def new_person() -> AnyResponse:
    """Add somebody who works at the office, with a new unit and an account at once where that is wanted."""
    form = PersonForm(rank=100)
    _offer_units(form)
    if form.validate_on_submit():
        try:
            return _add_person(form)
        except RuleBroken as broken:
            refuse(form, broken, WORDS, field={"name": "unit_name"}.get(broken.field or ""))
    return render_page("accounts/person.html", form=form, person=None, status=form.status)


def _add_person(form: PersonForm) -> AnyResponse:
    codes = []
    if form.role.data:
        with between_transactions():
            codes = [passwords.new_code_and_hash()]
    commune, unit = queries.commune(viewer().home_id), None
    if form.unit_name.data:
        unit = actions.add_unit(commune, form.unit_name.data)
    elif form.unit_id.data:
        unit = queries.unit(viewer(), form.unit_id.data)
    person = actions.add_person(commune, form.full_name.data, form.title.data, unit, form.rank.data)
    if codes:
        return invite_new([person.id], form.role.data, codes)
    return created(url_for(".people"), f"Đã thêm {form.full_name.data}.")


@bp.route("/quan-tri/can-bo/<int:person_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def edit_person(person_id: int) -> AnyResponse:
    """Change what is known of a person, or note that he or she has left."""
    person = queries.person(viewer(), person_id)
    form = EditPersonForm(obj=person)
    _offer_units(form, person.unit_id)
    if form.validate_on_submit():
        if form.is_stale(person):
            return conflict("accounts/person.html", form=form, row=person, person=person)
        roster.change_person(
            person, form.full_name.data, form.title.data, form.unit_id.data, form.rank.data, form.is_active.data
        )
        return saved(url_for(".people"), _saved_message(person))
    return render_page("accounts/person.html", form=form, person=person, status=form.status)


def _saved_message(person: Person) -> str:
    if not person.is_active and roster.open_accounts_of(person):
        return f"Đã lưu {person.full_name}. Tài khoản của người này vẫn mở, xin khóa ở trang Tài khoản."
    return f"Đã lưu {person.full_name}."
