"""Reading training: courses, who has done what in them, one person's work; each inside the viewer's commune."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, Select, func, literal, or_, select, union_all
from sqlalchemy.orm import joinedload

from models import clock
from models.accounts.queries import headed_unit
from models.accounts.rules import Permission, Viewer
from models.accounts.tables import Commune, Person, Unit
from models.base import db, read, seen_by
from models.errors import NotFound
from models.training.rules import CourseAsks, CoursePick, Lack, Passing, Progress
from models.training.tables import (
    CourseAttendance,
    CourseExemption,
    CourseProduct,
    CourseSession,
    Exam,
    ExamScore,
    TrainingCourse,
)

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Sight:
    """Whose scores somebody may see: everybody's, those of the unit he heads, or his own."""

    everybody: bool
    unit_id: int | None = None
    person_id: int | None = None

    def sees(self, person_id: int, unit_id: int | None) -> bool:
        """Whether one person's work may be seen."""
        own_unit = self.unit_id is not None and unit_id == self.unit_id
        return self.everybody or own_unit or (self.person_id is not None and person_id == self.person_id)


def sight(viewer: Viewer) -> Sight:
    """What the viewer may see of people; eyes of no commune see figures alone."""
    if viewer.commune_id is None:
        return Sight(False)
    if viewer.may(Permission.SEE_TRAINING_PEOPLE):
        return Sight(True)
    return Sight(False, headed_unit(viewer), viewer.person_id)


@dataclass(frozen=True, slots=True)
class Learner:
    """One person who must attend a course, and what he has done in it."""

    id: int
    full_name: str
    unit_id: int | None
    unit: str
    progress: Progress
    owes: Sequence[Lack]

    def belongs(self, pick: CoursePick) -> bool:
        """Whether he is one of a set."""
        return pick is CoursePick.ALL or bool(self.owes)


@dataclass(slots=True)
class CourseState:
    """A course with its people: what is asked and what each has done."""

    id: int
    commune_id: int
    code: str
    name: str
    products_wanted: int
    sessions: int
    exams: list[Row[Any]] = field(default_factory=list)
    learners: list[Learner] = field(default_factory=list)
    sat: dict[int, int] = field(default_factory=dict)  # how many sat an exam, by its id

    def exam(self, code: str) -> Row[Any] | None:
        """The exam of a code."""
        return next((one for one in self.exams if one.code == code), None)

    @property
    def attended(self) -> int:
        """How many came at least once."""
        return sum(one.progress.attended > 0 for one in self.learners)

    @property
    def with_products(self) -> int:
        """How many made as many products as are asked for."""
        return sum(one.progress.products >= max(self.products_wanted, 1) for one in self.learners)

    @property
    def fewest_products(self) -> int | None:
        """The products of whoever made fewest; None while nobody made any."""
        counts = [one.progress.products for one in self.learners]
        return min(counts) if any(counts) else None

    @property
    def owing(self) -> int:
        """How many still owe something."""
        return sum(bool(one.owes) for one in self.learners)


def states(commune_id: int, course_ids: Collection[int] | None = None, today: date | None = None) -> list[CourseState]:
    """The courses in use of a commune (or the given ones) with everybody who must attend; four statements."""
    wanted = TrainingCourse.commune_id == commune_id
    wanted = wanted & (TrainingCourse.is_active if course_ids is None else TrainingCourse.id.in_(course_ids))
    held = select(func.count()).where(CourseSession.course_id == TrainingCourse.id)
    held = held if today is None else held.where(CourseSession.held_on <= today)
    columns = (
        TrainingCourse.id,
        TrainingCourse.commune_id,
        TrainingCourse.code,
        TrainingCourse.name,
        TrainingCourse.products_wanted,
    )
    query = select(*columns, held.scalar_subquery().label("sessions")).where(wanted)
    found = [CourseState(**row._mapping) for row in read(query.order_by(TrainingCourse.position, TrainingCourse.id))]
    if not found:
        return []
    ids = [one.id for one in found]
    exams = read(
        select(Exam.id, Exam.course_id, Exam.code, Exam.name, Exam.pass_points, Exam.is_above, Exam.held_on)
        .where(Exam.course_id.in_(ids))
        .order_by(Exam.position, Exam.id)
    ).all()
    people, facts = _people(commune_id), _facts(ids, today or clock.today())
    for one in found:
        one.exams = [exam for exam in exams if exam.course_id == one.id]
        _fill(one, people, facts)
    return found


def _people(commune_id: int) -> Sequence[Row[Any]]:
    query = (
        select(Person.id, Person.full_name, Person.unit_id, func.coalesce(Unit.name, "").label("unit"))
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(Person.commune_id == commune_id, Person.is_active)
    )
    return read(query.order_by(Person.sort_key, Person.id)).all()


def _facts(ids: list[int], today: date) -> dict[tuple[int, int], dict[tuple[str, int], int]]:
    """What was known that day of each person in each course, by what it is and, for scores, by exam; one statement."""
    attended = (
        _fact("attended", CourseSession.course_id, CourseAttendance.person_id, func.count())
        .join(CourseSession, CourseSession.id == CourseAttendance.session_id)
        .where(CourseSession.course_id.in_(ids), CourseSession.held_on <= today)
        .group_by(CourseSession.course_id, CourseAttendance.person_id)
    )
    made = (
        _fact("made", CourseProduct.course_id, CourseProduct.person_id, func.count())
        .where(CourseProduct.course_id.in_(ids), CourseProduct.made_on <= today)
        .group_by(CourseProduct.course_id, CourseProduct.person_id)
    )
    exempt = _fact("exempt", CourseExemption.course_id, CourseExemption.person_id, literal(1))
    exempt = exempt.where(CourseExemption.course_id.in_(ids))
    best = (
        _fact("best", Exam.course_id, ExamScore.person_id, func.max(ExamScore.hundredths), Exam.id)
        .join(Exam, Exam.id == ExamScore.exam_id)
        .where(Exam.course_id.in_(ids), ExamScore.person_id.is_not(None), ExamScore.void_reason == "")
        .where(or_(ExamScore.taken_on.is_(None), ExamScore.taken_on <= today))
        .group_by(Exam.course_id, ExamScore.person_id, Exam.id)
    )
    found: dict[tuple[int, int], dict[tuple[str, int], int]] = {}
    for row in read(union_all(attended, made, exempt, best)):
        found.setdefault((row.course_id, row.person_id), {})[row.what, row.exam_id] = int(row.n)
    return found


def _fact(what: str, course_id: Any, person_id: Any, n: Any, exam_id: Any = None) -> Select[Any]:
    which = literal(0) if exam_id is None else exam_id
    return select(
        course_id.label("course_id"),
        person_id.label("person_id"),
        literal(what).label("what"),
        which.label("exam_id"),
        n.label("n"),
    )


def _fill(
    one: CourseState, people: Sequence[Row[Any]], facts: dict[tuple[int, int], dict[tuple[str, int], int]]
) -> None:
    """Put everybody who must attend into the course, with what is still owed."""
    done: list[tuple[Row[Any], Progress]] = []
    for person in people:
        known = facts.get((one.id, person.id), {})
        if ("exempt", 0) not in known:
            best = {exam_id: n for (what, exam_id), n in known.items() if what == "best"}
            done.append((person, Progress(known.get(("attended", 0), 0), known.get(("made", 0), 0), best)))
    one.sat = {exam.id: sum(exam.id in progress.best for _, progress in done) for exam in one.exams}
    asked = asked_of(one)
    one.learners = [
        Learner(person.id, person.full_name, person.unit_id, person.unit, progress, progress.owes(asked))
        for person, progress in done
    ]


def asked_of(one: CourseState) -> CourseAsks:
    """What a course asks so far: exams that nobody sat yet are asked of nobody."""
    exams = {
        exam.id: (exam.name, Passing(exam.pass_points, exam.is_above)) for exam in one.exams if one.sat.get(exam.id)
    }
    return CourseAsks(one.sessions > 0, one.products_wanted if one.sessions else 0, exams)


def courses(viewer: Viewer) -> Sequence[Row[Any]]:
    """The courses in use with their commune's name, in the office's order."""
    query = (
        select(TrainingCourse.id, TrainingCourse.name, TrainingCourse.code, Commune.name.label("commune"))
        .join(Commune, Commune.id == TrainingCourse.commune_id)
        .where(seen_by(viewer, TrainingCourse), TrainingCourse.is_active)
    )
    return read(query.order_by(Commune.fold, TrainingCourse.position, TrainingCourse.id)).all()


def course(viewer: Viewer, course_id: int) -> TrainingCourse:
    """One course; NotFound for other eyes."""
    query = select(TrainingCourse).where(TrainingCourse.id == course_id, seen_by(viewer, TrainingCourse))
    return _one(query)


def sessions(course_id: int) -> Sequence[Row[Any]]:
    """The sessions of a course, the newest first, each with how many came."""
    came = select(func.count()).where(CourseAttendance.session_id == CourseSession.id).scalar_subquery()
    query = select(
        CourseSession.id, CourseSession.held_on, CourseSession.title, CourseSession.place, came.label("came")
    ).where(CourseSession.course_id == course_id)
    return read(query.order_by(CourseSession.held_on.desc(), CourseSession.id.desc())).all()


def session(viewer: Viewer, session_id: int) -> CourseSession:
    """One session with its course; NotFound for other eyes."""
    query = select(CourseSession).where(CourseSession.id == session_id, seen_by(viewer, CourseSession))
    return _one(query.options(joinedload(CourseSession.course)))


def present(session_id: int) -> set[int]:
    """Who came to a session."""
    return set(db.session.scalars(select(CourseAttendance.person_id).where(CourseAttendance.session_id == session_id)))


def exemptions(course_id: int) -> Sequence[CourseExemption]:
    """Who need not attend, with why."""
    query = select(CourseExemption).join(Person).where(CourseExemption.course_id == course_id)
    return db.session.scalars(query.options(joinedload(CourseExemption.person)).order_by(Person.sort_key)).all()


def exam(viewer: Viewer, exam_id: int) -> Exam:
    """One exam with its course; NotFound for other eyes."""
    return _one(select(Exam).where(Exam.id == exam_id, seen_by(viewer, Exam)).options(joinedload(Exam.course)))


def score(viewer: Viewer, score_id: int) -> ExamScore:
    """One attempt with its exam; NotFound for other eyes."""
    query = select(ExamScore).where(ExamScore.id == score_id, seen_by(viewer, ExamScore))
    return _one(query.options(joinedload(ExamScore.exam)))


def scores(exam_id: int, *where: ColumnElement[bool]) -> Sequence[Row[Any]]:
    """Every attempt of an exam, with whose it is; those that nobody is known for first."""
    columns = (ExamScore.id, ExamScore.person_id, ExamScore.said_name, ExamScore.said_score, ExamScore.hundredths)
    query = (
        select(*columns, ExamScore.taken_on, ExamScore.source, ExamScore.void_reason, Person.full_name)
        .outerjoin(Person, Person.id == ExamScore.person_id)
        .where(ExamScore.exam_id == exam_id, *where)
    )
    unknown_first = or_(ExamScore.person_id.is_not(None), ExamScore.void_reason != "")
    return read(query.order_by(unknown_first, Person.sort_key, ExamScore.id)).all()


def person(viewer: Viewer, person_id: int) -> Person:
    """Somebody whose training the viewer may see; NotFound for everybody else."""
    found = db.session.get(Person, person_id)
    if found is None or found.commune_id != viewer.commune_id or not sight(viewer).sees(found.id, found.unit_id):
        raise NotFound("person")
    return found


def products(person_id: int) -> Sequence[CourseProduct]:
    """What a person made, the newest first."""
    query = select(CourseProduct).where(CourseProduct.person_id == person_id)
    return db.session.scalars(query.order_by(CourseProduct.made_on.desc(), CourseProduct.id.desc())).all()


def product(viewer: Viewer, product_id: int) -> CourseProduct:
    """A product that the viewer may take out: his own, or any where he keeps the records; NotFound otherwise."""
    found = _one(select(CourseProduct).where(CourseProduct.id == product_id, seen_by(viewer, CourseProduct)))
    if not viewer.may(Permission.RECORD_TRAINING) and found.person_id != viewer.person_id:
        raise NotFound("course_product")
    return found


def _one(query: Select[Found]) -> Found:
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found
