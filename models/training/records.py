"""What the records of training say of people in one course, for whoever counts the same thing elsewhere."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Integer, Select, cast, func, literal, null, select, union_all

from models import clock
from models.base import Eyes, read, seen_by
from models.training.tables import CourseAttendance, CourseSession, Exam, ExamScore, TrainingCourse


@dataclass(slots=True)
class CourseRecords:
    """Who came to a course and when last, and the best score of each in an exam, by person; in which communes.

    Scores are hundredths of a point. A commune without a session that was held, or without a score, says nothing.
    """

    with_sessions: set[int] = field(default_factory=set)
    with_scores: set[int] = field(default_factory=set)
    attended: dict[int, date] = field(default_factory=dict)
    best: dict[int, tuple[int, date | None]] = field(default_factory=dict)


def records_of(viewer: Eyes, course: str, exam: str) -> CourseRecords:
    """What is known today of a course and of one of its exams, both by their codes (one statement)."""
    today = clock.today()
    of_course = (TrainingCourse.code == course, TrainingCourse.is_active, seen_by(viewer, TrainingCourse))
    held = (
        _said("held", func.max(CourseSession.held_on))
        .join(CourseSession, CourseSession.course_id == TrainingCourse.id)
        .where(*of_course, CourseSession.held_on <= today)
        .group_by(TrainingCourse.commune_id)
    )
    came = (
        _said("came", func.max(CourseSession.held_on), person=CourseAttendance.person_id)
        .join(CourseSession, CourseSession.course_id == TrainingCourse.id)
        .join(CourseAttendance, CourseAttendance.session_id == CourseSession.id)
        .where(*of_course, CourseSession.held_on <= today)
        .group_by(TrainingCourse.commune_id, CourseAttendance.person_id)
    )
    best = (
        _said("best", func.max(ExamScore.taken_on), func.max(ExamScore.hundredths), ExamScore.person_id)
        .join(Exam, Exam.course_id == TrainingCourse.id)
        .join(ExamScore, ExamScore.exam_id == Exam.id)
        .where(*of_course, Exam.code == exam, ExamScore.person_id.is_not(None), ExamScore.void_reason == "")
        .where(ExamScore.taken_on.is_(None) | (ExamScore.taken_on <= today))
        .group_by(TrainingCourse.commune_id, ExamScore.person_id)
    )
    found = CourseRecords()
    for row in read(union_all(held, came, best)):
        if row.what == "held":
            found.with_sessions.add(row.commune_id)
        elif row.what == "came":
            found.attended[row.person_id] = row.day
        else:
            found.with_scores.add(row.commune_id)
            found.best[row.person_id] = (row.n, row.day)
    return found


def _said(what: str, day: Any, n: Any = None, person: Any = None) -> Select[Any]:
    return select(
        literal(what).label("what"),
        TrainingCourse.commune_id.label("commune_id"),
        cast(null() if person is None else person, Integer).label("person_id"),
        day.label("day"),
        cast(null() if n is None else n, Integer).label("n"),
    ).select_from(TrainingCourse)
