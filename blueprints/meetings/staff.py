"""The staff and e-Cabinet: sums for everybody, names and scores for the secretary alone."""

from collections.abc import Iterable

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints.access import Permission, requires, viewer
from blueprints.filters import text_arg
from blueprints.meetings import bp
from blueprints.meetings.labels import REFUSALS
from blueprints.meetings.staff_forms import SKILL, SkillForm
from blueprints.pages import render_page, searched
from blueprints.transactions import conflict, refuse, saved
from models import clock
from models.accounts import queries as accounts
from models.base import db
from models.meetings import staff
from models.meetings.staff_rules import ENOUGH, DoubtfulLine, SkillTerm, StaffSkill, reached, read_paste

PER_PAGE = 50
MOST_PASTE = 60_000  # characters


@bp.get("/hop/nguoi-dung-hop")
@requires(Permission.READ_MEETINGS)
def staff_skills() -> AnyResponse:
    """Everybody sees how many have an account, were trained, use it and passed; the secretary also who has not."""
    eyes, today = viewer(), clock.today()
    people, names = staff.staff(eyes), eyes.may(Permission.KEEP_ECABINET_STAFF)
    told = staff.training(eyes)
    term, wants_all = asked_term()
    rows, page = searched(listed(people) if names else [], words_of, PER_PAGE)
    return render_page(
        "meetings/staff.html",
        total=len(people),
        sums=[(one, SKILL[one], reached(people, one, today)) for one in SkillTerm],
        names=names,
        lacking=sum(bool(one.lacks(today)) for one in people),
        rows=rows,
        page=page,
        term=term,
        wants_all=wants_all,
        from_training=bool(names and told.with_sessions | told.with_scores),
        terms=SkillTerm,
        enough=ENOUGH,
    )


def asked_term() -> tuple[SkillTerm | None, bool]:
    """What the list is narrowed to: who lacks one thing; else whether also those who lack nothing are asked for."""
    asked = text_arg("muc", 12)
    return next((one for one in SkillTerm if one.value == asked), None), text_arg("ai", 8) == "tat-ca"


def listed(people: Iterable[StaffSkill]) -> list[StaffSkill]:
    """Those whom the address asks for."""
    term, wants_all = asked_term()
    return [one for one in people if _is_shown(one, term, wants_all)]


def words_of(one: StaffSkill) -> str:
    """What a person is searched for by."""
    return f"{one.name} {one.unit}"


def _is_shown(one: StaffSkill, term: SkillTerm | None, wants_all: bool) -> bool:
    today = clock.today()
    if term is not None:
        return not one.has(term, today)
    return wants_all or bool(one.lacks(today))


@bp.route("/hop/nguoi-dung-hop/<int:person_id>", methods=["GET", "POST"])
@requires(Permission.KEEP_ECABINET_STAFF)
def edit_skill(person_id: int) -> AnyResponse:
    """The secretary writes down one person's account, training, use and survey."""
    eyes = viewer()
    person = accounts.person(eyes, person_id)
    skill = staff.skill_of(eyes, person)
    form = SkillForm(obj=skill)
    told = staff.training(eyes)
    known = (person.commune_id in told.with_sessions, person.commune_id in told.with_scores)
    form.leave_to_training(*known)
    if form.validate_on_submit():
        if skill.id is not None and form.is_stale(skill):
            return conflict("meetings/skill.html", form=form, row=skill, person=person, from_training=any(known))
        form.populate_obj(skill)
        broken = skill.broken_rules(clock.today())
        if not broken:
            db.session.add(skill)
            return saved(url_for(".staff_skills"), f"Đã ghi {person.full_name}.")
        for one in broken:
            refuse(form, one, REFUSALS)
        person = accounts.person(eyes, person_id)
    return render_page("meetings/skill.html", form=form, person=person, from_training=any(known), status=form.status)


@bp.route("/hop/nguoi-dung-hop/dan", methods=["GET", "POST"])
@requires(Permission.KEEP_ECABINET_STAFF)
def paste_skills() -> AnyResponse:
    """The secretary pastes a table; sure lines are written, doubtful ones stay in the field with their reason."""
    eyes, text = viewer(), request.form.get("text", "")[:MOST_PASTE]
    left: list[DoubtfulLine] = []
    number = 0
    if request.method == "POST":
        sure, left = read_paste(text, accounts.candidates(eyes), clock.today())
        number = staff.take_over(eyes, sure)
        if number and not left:
            return saved(url_for(".staff_skills"), f"Đã ghi {number} người.")
        db.session.commit()
    rest = "\n".join(one.text for one in left) if request.method == "POST" else ""
    is_post = request.method == "POST"
    told = staff.training(eyes)
    return render_page(
        "meetings/skills_paste.html",
        left=left,
        number=number,
        text=rest,
        is_empty=is_post and not left,
        from_training=bool(told.with_sessions | told.with_scores),
        status=422 if is_post else 200,
    )
