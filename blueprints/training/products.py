"""One person's training: what is still owed, the scores, and what was made with what was learnt."""

from flask import request, url_for
from werkzeug.wrappers import Response as AnyResponse

from blueprints import uploads
from blueprints.access import Permission, requires, viewer
from blueprints.choices import named_people
from blueprints.filters import int_arg
from blueprints.pages import render_page
from blueprints.training import bp
from blueprints.training.courses import demands
from blueprints.training.forms import ProductForm
from blueprints.training.labels import REFUSALS
from blueprints.transactions import created, once, refuse, saved
from models import clock
from models.accounts import queries as accounts
from models.accounts.tables import Person
from models.base import db
from models.errors import RuleBroken
from models.training import actions, queries
from models.training.actions import ProductWish
from models.training.tables import TrainingCourse


@bp.get("/tap-huan/cua-toi")
@requires(Permission.ADD_PRODUCT)
def own() -> AnyResponse:
    """What I still owe, and what I have done."""
    eyes = viewer()
    if eyes.person_id is None:
        return render_page("training/person.html", person=None)
    return _person(queries.person(eyes, eyes.person_id))


@bp.get("/tap-huan/nguoi/<int:person_id>")
@requires(Permission.ADD_PRODUCT)
def person(person_id: int) -> AnyResponse:
    """The same of somebody whose training the viewer may see."""
    return _person(queries.person(viewer(), person_id))


def _person(who: Person) -> AnyResponse:
    states = queries.states(who.commune_id, today=clock.today())
    made = queries.products(who.id)
    return render_page(
        "training/person.html",
        person=who,
        is_self=who.id == viewer().person_id,
        courses=[
            (state, learner, [one for one in made if one.course_id == state.id])
            for state in states
            for learner in state.learners
            if learner.id == who.id
        ],
        demands={state.id: demands(state) for state in states},
    )


@bp.route("/tap-huan/<int:course_id>/san-pham/moi", methods=["GET", "POST"])
@requires(Permission.ADD_PRODUCT)
@uploads.allowed(20)
@once
def new_product(course_id: int) -> AnyResponse:
    """Something that was made: one's own, or anybody's where the viewer keeps the records."""
    eyes = viewer()
    course = queries.course(eyes, course_id)
    start = {"person_id": int_arg("nguoi", eyes.person_id or 0), "made_on": clock.today()}
    form = ProductForm(data=start) if request.method == "GET" else ProductForm()
    everybody = accounts.people(eyes)
    whose = everybody if eyes.may(Permission.RECORD_TRAINING) else [p for p in everybody if p.id == eyes.person_id]
    form.person_id.offer(named_people(whose))
    if form.validate_on_submit():
        try:
            _keep(course, form)
        except RuleBroken as broken:
            refuse(form, broken, REFUSALS, "file" if broken.code.startswith("file_") else None)
            course = queries.course(viewer(), course_id)
        else:
            return created(_page_of(form.person_id.data), "Đã ghi sản phẩm.")
    return render_page("training/product_form.html", form=form, course=course, status=form.status)


def _page_of(person_id: int) -> str:
    return url_for(".own") if person_id == viewer().person_id else url_for(".person", person_id=person_id)


def _keep(course: TrainingCourse, form: ProductForm) -> None:
    given = uploads.is_given(form.file.data)
    file_id = uploads.save(form.file.data, viewer()).id if given else None
    wish = ProductWish(form.title.data, form.kind.data, form.made_on.data, form.link.data or "", file_id)
    actions.add_product(viewer(), course, form.person_id.data, wish)


@bp.post("/tap-huan/san-pham/<int:product_id>/bo")
@requires(Permission.ADD_PRODUCT)
def drop_product(product_id: int) -> AnyResponse:
    """Take out a product that was entered by mistake; the journal keeps it."""
    found = queries.product(viewer(), product_id)
    back = _page_of(found.person_id)
    db.session.delete(found)
    return saved(back, "Đã bỏ sản phẩm.", "idle")
