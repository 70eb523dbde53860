"""Courses of an office with their sessions, those who came, what was made, the exams and their scores."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts.tables import Person
from models.base import CommuneOwned, Dated, Model, Versioned, key_type, word_type
from models.errors import RuleBroken
from models.files import StoredFile
from models.training.rules import FULL, Passing, ProductKind, ScoreEntry


class TrainingCourse(CommuneOwned, Versioned, Dated, Model):
    """A course that everybody at work must attend, save for whom it is said why not; measures know it by ``code``."""

    __tablename__ = "course"
    __table_args__ = (UniqueConstraint("commune_id", "code"), UniqueConstraint("commune_id", "fold"))

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(key_type(40))
    name: Mapped[str] = mapped_column(String(160))
    fold: Mapped[str] = mapped_column(key_type(160))
    position: Mapped[int]
    products_wanted: Mapped[int] = mapped_column(default=0)
    platform: Mapped[str] = mapped_column(String(160), default="")
    is_active: Mapped[bool] = mapped_column(default=True)


class CourseSession(CommuneOwned, Versioned, Dated, Model):
    """One session of a course."""

    __tablename__ = "course_session"
    __table_args__ = (Index("ix_course_session_course_id_held_on", "course_id", "held_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    held_on: Mapped[date]
    title: Mapped[str] = mapped_column(String(200), default="")
    place: Mapped[str] = mapped_column(String(160), default="")

    course: Mapped[TrainingCourse] = relationship()


class CourseAttendance(CommuneOwned, Dated, Model):
    """Somebody was there."""

    __tablename__ = "course_attendance"
    __table_args__ = (UniqueConstraint("session_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("course_session.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)


class CourseExemption(CommuneOwned, Dated, Model):
    """Somebody who need not attend a course, and why."""

    __tablename__ = "course_exemption"
    __table_args__ = (
        UniqueConstraint("course_id", "person_id"),
        CheckConstraint("reason <> ''", name="with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[str] = mapped_column(String(300))

    person: Mapped[Person] = relationship()


class CourseProduct(CommuneOwned, Dated, Model):
    """Something that a person made with what was learnt: always with a link or a file that shows it."""

    __tablename__ = "course_product"
    __table_args__ = (
        CheckConstraint("link <> '' OR file_id IS NOT NULL", name="can_be_seen"),
        Index("ix_course_product_course_id_person_id", "course_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[ProductKind] = mapped_column(word_type(ProductKind))
    made_on: Mapped[date]
    link: Mapped[str] = mapped_column(String(500), default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    entered_by: Mapped[int] = mapped_column(ForeignKey("account.id"))

    file: Mapped[StoredFile | None] = relationship()


class Exam(CommuneOwned, Versioned, Dated, Model):
    """An exam or survey of a course; measures know it by ``code``, like basic, advanced, final, survey."""

    __tablename__ = "exam"
    __table_args__ = (
        UniqueConstraint("course_id", "code"),
        CheckConstraint("pass_points >= 0 AND pass_points <= 100", name="of_hundred"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    code: Mapped[str] = mapped_column(key_type(40))
    name: Mapped[str] = mapped_column(String(160))
    position: Mapped[int]
    pass_points: Mapped[int] = mapped_column(default=80)
    is_above: Mapped[bool] = mapped_column(default=False)
    held_on: Mapped[date | None]

    course: Mapped[TrainingCourse] = relationship()

    @property
    def passing(self) -> Passing:
        """What is asked of everybody."""
        return Passing(self.pass_points, self.is_above)


class ExamScore(CommuneOwned, Versioned, Dated, Model):
    """One attempt, in hundredths of 100 points; without a person it waits for somebody to say whose it is."""

    __tablename__ = "exam_score"
    __table_args__ = (
        CheckConstraint(f"hundredths >= 0 AND hundredths <= {FULL}", name="of_hundred"),
        Index("ix_exam_score_exam_id_person_id", "exam_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    exam_id: Mapped[int] = mapped_column(ForeignKey("exam.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    said_name: Mapped[str] = mapped_column(String(120), default="")
    said_score: Mapped[str] = mapped_column(String(40), default="")
    hundredths: Mapped[int]
    taken_on: Mapped[date | None]
    source: Mapped[ScoreEntry] = mapped_column(word_type(ScoreEntry))
    void_reason: Mapped[str] = mapped_column(String(300), default="")
    entered_by: Mapped[int] = mapped_column(ForeignKey("account.id"))

    exam: Mapped[Exam] = relationship()

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has said yet whose it is."""
        return self.person_id is None and not self.void_reason

    def belongs_to(self, person_id: int) -> None:
        """Somebody says whose it is; RuleBroken once that is settled."""
        if not self.is_waiting:
            raise RuleBroken("score_settled")
        self.person_id = person_id

    def void(self, reason: str) -> None:
        """It does not count, and why; it stays to be seen. RuleBroken without a reason, or the second time."""
        if self.void_reason:
            raise RuleBroken("score_settled")
        if not reason.strip():
            raise RuleBroken("void_reason_missing", field="reason")
        self.void_reason = reason.strip()
