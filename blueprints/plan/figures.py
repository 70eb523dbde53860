"""Readings by hand of a target, a step or an indicator: entering one, and correcting one by a newer one."""

from decimal import Decimal
from typing import Any

from flask import url_for
from werkzeug.wrappers import Response

from blueprints import uploads
from blueprints.access import Permission, requires, viewer
from blueprints.duties.proof import evidence_of, refuse_at_field
from blueprints.filters import int_arg
from blueprints.pages import render_page
from blueprints.plan import bp
from blueprints.plan.codes import step_code
from blueprints.plan.forms import FigureForm
from blueprints.plan.labels import REFUSALS
from blueprints.transactions import created, once
from models import clock
from models.errors import RuleBroken
from models.evidence import Grade, grade_of
from models.plan import figures, queries
from models.plan.figures import Subject
from models.plan.rules import PERCENT, Comparator, SourcePaper, hand_verdict, is_read_by_hand, points, reading, shown_no
from models.plan.tables import Figure, Step, Target


def readings_of(subject: Subject) -> dict[str, Any]:
    """What a page shows of the readings of a subject: all of them, with the verdict that each would give."""
    comparator, goal = _asked(subject)
    told = []
    for row in figures.history(viewer(), subject):
        value, proof = reading(row.value, row.numerator, row.denominator, row.read_in), bool(row.has_proof)
        found = None
        if comparator is not None and goal is not None:
            found = hand_verdict(value, comparator, goal, row.complaints, has_proof=proof)
        told.append((row, value, found, grade_of(Grade.TYPED, value is not None, proof)))
    return {"history": told, "correct": lambda figure_id: _address(subject, **{"dinh-chinh": figure_id})}


def _asked(subject: Subject) -> tuple[Comparator | None, Decimal | None]:
    """What a reading of it is held against."""
    if isinstance(subject, Step):
        found = points(subject.measure)
        return (found[0].comparator, found[0].value) if found else (None, None)
    return subject.comparator, subject.value


def _address(subject: Subject, **args: Any) -> str:
    """Where a reading of a subject is entered."""
    if isinstance(subject, Target):
        return url_for("plan.figure", no=subject.no, **args)
    if isinstance(subject, Step):
        return url_for("plan.step_figure", code=subject.code.replace(".", "-"), **args)
    return url_for("plan.indicator_figure", indicator_id=subject.id, **args)


def _page(subject: Subject) -> str:
    """Where a subject stands with its readings."""
    if isinstance(subject, Target):
        return url_for("plan.target", no=subject.no)
    if isinstance(subject, Step):
        return url_for("plan.step", code=subject.code.replace(".", "-"))
    return url_for("plan.indicator", indicator_id=subject.id)


def _called(subject: Subject) -> str:
    if isinstance(subject, Target):
        return f"chỉ tiêu {shown_no(subject.no)}"
    return f"bước {subject.code}" if isinstance(subject, Step) else "chỉ số theo dõi"


@bp.route("/ke-hoach/chi-tieu/<int:no>/so-lieu", methods=["GET", "POST"])
@requires(Permission.SET_FIGURE)
@uploads.allowed(20)
@once
def figure(no: int) -> Response:
    """Enter a new reading of a target that is counted elsewhere; earlier readings stay."""
    found = queries.target(viewer(), no)
    if found.measure_key is not None:
        raise RuleBroken("counted_by_system")
    return _enter(found)


@bp.route("/ke-hoach/kich-ban/<code>/so-lieu", methods=["GET", "POST"])
@requires(Permission.SET_FIGURE)
@uploads.allowed(20)
@once
def step_figure(code: str) -> Response:
    """Enter how far a step is that nothing in the office counts."""
    found = queries.step(viewer(), step_code(code))
    if not is_read_by_hand(points(found.measure)):
        raise RuleBroken("step_counted_by_system")
    return _enter(found)


@bp.route("/ke-hoach/kinh-te-xa-hoi/<int:indicator_id>/so-lieu", methods=["GET", "POST"])
@requires(Permission.SET_FIGURE)
@uploads.allowed(20)
@once
def indicator_figure(indicator_id: int) -> Response:
    """Enter a new reading of an indicator of the commune."""
    found = figures.indicator(viewer(), indicator_id)
    if found.ended_on is not None:
        raise RuleBroken("indicator_ended")
    return _enter(found)


def _enter(subject: Subject) -> Response:
    asked = int_arg("dinh-chinh", 0)
    wrong = figures.figure(viewer(), subject, asked) if asked else None
    form = FigureForm(subject)
    if not form.is_submitted():
        form.begin(wrong)
    if form.validate_on_submit():
        try:
            _write(subject, form, wrong)
            return created(_page(subject), "Đã đính chính số liệu." if wrong else "Đã ghi số liệu.")
        except RuleBroken as broken:
            refuse_at_field(form, broken, REFUSALS)
    return render_page(
        "plan/figure.html",
        form=form,
        subject=subject,
        called=_called(subject),
        page=_page(subject),
        counts=(subject.numerator_words, subject.denominator_words) if isinstance(subject, Target) else ("", ""),
        address=_address(subject, **({"dinh-chinh": asked} if wrong else {})),
        wrong=wrong,
        status=form.status,
    )


def _write(subject: Subject, form: FigureForm, wrong: Figure | None) -> None:
    figures.set_figure(
        viewer(),
        subject,
        form.as_of.data or clock.today(),
        form.value.data,
        form.told("numerator"),
        form.told("denominator"),
        form.told("complaints"),
        form.note.data or "",
        evidence_of(form),
        SourcePaper(form.document_no.data or "", form.document_on.data),
        wrong,
        form.told("unit_words") or PERCENT,
    )
