"""What spans tables in training: who came, what was made, scores that are taken over from a list."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from models import clock, journal
from models.accounts.rules import Permission, Viewer
from models.accounts.tables import Person
from models.base import db, read, seen_by
from models.errors import NotFound, RuleBroken
from models.text import fold
from models.training import queries
from models.training.rules import ProductKind, ScoreEntry
from models.training.scores import ExamLine
from models.training.tables import (
    CourseAttendance,
    CourseExemption,
    CourseProduct,
    CourseSession,
    Exam,
    ExamScore,
    TrainingCourse,
)


def add_course(viewer: Viewer, name: str, products_wanted: int, platform: str) -> TrainingCourse:
    """A course beside those of the script; RuleBroken when there is one of that name."""
    _check_name(viewer, name, None)
    last = db.session.scalar(select(func.max(TrainingCourse.position)).where(seen_by(viewer, TrainingCourse))) or 0
    made = TrainingCourse(
        commune_id=viewer.home_id, code=f"own_{last + 1}", name=name, fold=fold(name), position=last + 1
    )
    made.products_wanted, made.platform = products_wanted, platform
    db.session.add(made)
    db.session.flush()
    return made


def change_course(
    viewer: Viewer, course: TrainingCourse, name: str, products_wanted: int, platform: str, is_active: bool
) -> None:
    """Rename a course, or put it aside; RuleBroken when another one has the name."""
    _check_name(viewer, name, course.id)
    course.name, course.fold, course.platform = name, fold(name), platform
    course.products_wanted, course.is_active = products_wanted, is_active
    db.session.flush()


def _check_name(viewer: Viewer, name: str, own_id: int | None) -> None:
    twin = select(TrainingCourse.id).where(seen_by(viewer, TrainingCourse), TrainingCourse.fold == fold(name))
    if db.session.scalar(twin) not in (None, own_id):
        raise RuleBroken("course_taken", field="name")


def add_session(course: TrainingCourse, held_on: date, title: str, place: str) -> CourseSession:
    """One session of a course."""
    made = CourseSession(commune_id=course.commune_id, course_id=course.id, held_on=held_on, title=title, place=place)
    db.session.add(made)
    db.session.flush()
    return made


def set_present(session: CourseSession, people: Collection[int]) -> int:
    """Exactly these came to a session; returns how many.

    RuleBroken before its day, or for somebody who is not of the office.
    """
    if session.held_on > clock.today():
        raise RuleBroken("session_to_come")
    wanted = set(people)
    known = select(Person.id).where(Person.commune_id == session.commune_id, Person.id.in_(wanted))
    if len(db.session.scalars(known).all()) != len(wanted):
        raise RuleBroken("person_unknown")
    before = {
        row.person_id: row
        for row in db.session.scalars(select(CourseAttendance).where(CourseAttendance.session_id == session.id))
    }
    for person_id in before.keys() - wanted:
        db.session.delete(before[person_id])
    db.session.add_all(
        CourseAttendance(commune_id=session.commune_id, session_id=session.id, person_id=person_id)
        for person_id in sorted(wanted - before.keys())
    )
    db.session.flush()
    return len(wanted)


def exempt(course: TrainingCourse, person_id: int, reason: str) -> None:
    """Somebody need not attend, and why; RuleBroken when that was said already."""
    _check_person(course.commune_id, person_id)
    twin = select(CourseExemption.id).where(
        CourseExemption.course_id == course.id, CourseExemption.person_id == person_id
    )
    if db.session.scalar(twin) is not None:
        raise RuleBroken("exempt_already", field="person_id")
    made = CourseExemption(commune_id=course.commune_id, course_id=course.id, person_id=person_id, reason=reason)
    db.session.add(made)
    db.session.flush()


def include(course: TrainingCourse, person_id: int) -> None:
    """Somebody must attend after all."""
    query = select(CourseExemption).where(
        CourseExemption.course_id == course.id, CourseExemption.person_id == person_id
    )
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("course_exemption")
    db.session.delete(found)


def _check_person(commune_id: int, person_id: int | None) -> None:
    if db.session.scalar(select(Person.id).where(Person.id == person_id, Person.commune_id == commune_id)) is None:
        raise RuleBroken("person_unknown", field="person_id")


@dataclass(frozen=True, slots=True)
class ProductWish:
    """What is said of something that was made."""

    title: str
    kind: ProductKind
    made_on: date
    link: str
    file_id: int | None


def add_product(viewer: Viewer, course: TrainingCourse, person_id: int, wish: ProductWish) -> CourseProduct:
    """Something that a person made; RuleBroken when nothing shows it, or when it is there already.

    Only who keeps the records enters it for somebody else.
    """
    if person_id != viewer.person_id and not viewer.may(Permission.RECORD_TRAINING):
        raise RuleBroken("product_of_other", field="person_id")
    _check_person(course.commune_id, person_id)
    if not wish.link and wish.file_id is None:
        raise RuleBroken("product_unseen", field="link")
    if wish.made_on > clock.today():
        raise RuleBroken("day_in_future", field="made_on")
    twin = select(CourseProduct.id).where(CourseProduct.course_id == course.id, CourseProduct.link == wish.link)
    if wish.link and db.session.scalar(twin.limit(1)) is not None:
        raise RuleBroken("product_twice", field="link")
    made = CourseProduct(commune_id=course.commune_id, course_id=course.id, person_id=person_id, title=wish.title)
    made.kind, made.made_on, made.link, made.file_id = wish.kind, wish.made_on, wish.link, wish.file_id
    made.entered_by = viewer.account_id
    db.session.add(made)
    db.session.flush()
    return made


def add_exam(course: TrainingCourse, name: str, pass_points: int, is_above: bool, held_on: date | None) -> Exam:
    """An exam beside those of the script."""
    last = db.session.scalar(select(func.max(Exam.position)).where(Exam.course_id == course.id)) or 0
    made = Exam(commune_id=course.commune_id, course_id=course.id, code=f"own_{last + 1}", name=name)
    made.position, made.pass_points, made.is_above, made.held_on = last + 1, pass_points, is_above, held_on
    db.session.add(made)
    db.session.flush()
    return made


@dataclass(frozen=True, slots=True)
class ScoresTaken:
    """What became of a list of scores."""

    sure: int
    waiting: int  # kept without a person, until somebody says whose they are
    known: int  # were here already


def take(viewer: Viewer, exam: Exam, lines: Collection[ExamLine], source: ScoreEntry) -> ScoresTaken:
    """Keep the scores of a list: each attempt is a row; RuleBroken while a line has no name or no score.

    A list that comes a second time adds nothing. One line of the journal tells of all.
    """
    if not lines:
        raise RuleBroken("scores_empty", field="lines")
    if wrong := next((line for line in lines if line.problem), None):
        raise RuleBroken("score_line", field="lines", no=wrong.no)
    there = {(row.said_name, row.hundredths, row.taken_on) for row in queries.scores(exam.id)}
    fresh = {(line.name, line.hundredths, line.taken_on or exam.held_on): line for line in lines}
    rows = [_row(viewer, exam, line, source) for key, line in fresh.items() if key not in there]
    journal.insert_many(rows)
    sure = sum(row.person_id is not None for row in rows)
    return ScoresTaken(sure, len(rows) - sure, len(lines) - len(rows))


def _row(viewer: Viewer, exam: Exam, line: ExamLine, source: ScoreEntry) -> ExamScore:
    row = ExamScore(commune_id=exam.commune_id, exam_id=exam.id, said_name=line.name, said_score=line.said)
    row.person_id = line.match.people[0].id if line.is_sure else None
    row.hundredths, row.taken_on, row.source = line.hundredths or 0, line.taken_on or exam.held_on, source
    row.entered_by, row.void_reason, row.version, row.created_at = viewer.account_id, "", 1, clock.now()
    return row


def settle(viewer: Viewer, score: ExamScore, person_id: int) -> None:
    """Say whose a waiting score is."""
    _check_person(viewer.home_id, person_id)
    score.belongs_to(person_id)


def waiting(exam_ids: Collection[int]) -> int:
    """How many scores of these exams nobody is known for."""
    query = select(func.count()).where(
        ExamScore.exam_id.in_(exam_ids), ExamScore.person_id.is_(None), ExamScore.void_reason == ""
    )
    return int(read(query).scalar() or 0)
