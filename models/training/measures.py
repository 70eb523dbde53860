"""What the office counts of training, by course and exam, with everybody who must attend as the whole."""

from dataclasses import replace
from enum import StrEnum

from models.counting import Behind, Counted, Measure, MeasureUnit, MeasureWord, ReadOnce, amount, behind, share
from models.evidence import Grade
from models.training import queries
from models.training.queries import CourseState
from models.training.rules import CoursePick, Passing, passed


class TrainingUnit(StrEnum):
    """What a value counts here."""

    PRODUCT = "product"


def _all(look: ReadOnce) -> dict[str, CourseState]:
    commune_id = look.viewer.commune_id
    found = [] if commune_id is None else queries.states(commune_id, today=look.today)
    return {one.code: one for one in found}


def _where(course: CourseState | None) -> Behind:
    return behind("course", course_id=course.id, pick=CoursePick.ALL) if course else behind("courses")


def _attended(look: ReadOnce, word: str) -> Counted:
    course = look.once(_all).get(word)
    if course is None or not course.sessions:
        return Counted(None, _where(course))
    return share(course.attended, len(course.learners), _where(course))


def _products(look: ReadOnce, word: str) -> Counted:
    course = look.once(_all).get(word)
    counted = amount(course.fewest_products if course else None, _where(course))
    if course is None or counted.value is None:
        return counted
    return replace(counted, numerator=course.with_products, denominator=len(course.learners))


def _scoring(look: ReadOnce, word: str, exam: str, passing: Passing) -> Counted:
    course = look.once(_all).get(word)
    found = course.exam(exam) if course else None
    if course is None or found is None or not course.sat[found.id]:
        return Counted(None, _where(course))
    enough = passed((one.progress for one in course.learners), found.id, passing)
    return share(enough, len(course.learners), _where(course))


def _at_least(look: ReadOnce, word: str, exam: str = "", score: int = 80) -> Counted:
    return _scoring(look, word, exam, Passing(score))


def _above(look: ReadOnce, word: str, exam: str = "", score: int = 80) -> Counted:
    return _scoring(look, word, exam, Passing(score, is_above=True))


def _applied(look: ReadOnce) -> Counted:
    """Trained, and with something to show for it: the target asks for both."""
    course = look.once(_all).get("ai")
    if course is None or not course.sessions:
        return Counted(None, _where(course))
    both = sum(bool(one.progress.attended and one.progress.products) for one in course.learners)
    return share(both, len(course.learners), _where(course))


def _courses(look: ReadOnce) -> list[MeasureWord]:
    return [MeasureWord(code, course.name) for code, course in look.once(_all).items() if code]


def _exams(look: ReadOnce, is_above: bool) -> list[MeasureWord]:
    """The exams of all courses, each with the score that it asks for."""
    return [
        MeasureWord(
            code,
            f"{course.name}, {exam.name} ({exam.pass_points})",
            exam.code,
            {"exam": exam.code, "score": exam.pass_points},
        )
        for code, course in look.once(_all).items()
        if code
        for exam in course.exams
        if exam.code and exam.is_above is is_above
    ]


def _exams_at_least(look: ReadOnce) -> list[MeasureWord]:
    return _exams(look, False)


def _exams_above(look: ReadOnce) -> list[MeasureWord]:
    return _exams(look, True)


MEASURES = [
    Measure(
        "training.*.attended_share",
        MeasureUnit.PERCENT,
        "Those who came to a session of the course among everybody who must.",
        _attended,
        words=_courses,
    ),
    Measure(
        "training.*.products_per_person_min",
        TrainingUnit.PRODUCT,
        "Products of whoever made fewest; the counts tell how many made as many as are asked for.",
        _products,
        words=_courses,
    ),
    Measure(
        "training.*.share_scoring_at_least",
        MeasureUnit.PERCENT,
        "Those whose best score in an exam is at least so much among everybody who must sit it.",
        _at_least,
        grade=Grade.IMPORTED,
        words=_exams_at_least,
    ),
    Measure(
        "training.*.share_scoring_above",
        MeasureUnit.PERCENT,
        "Those whose best score in an exam is more than so much among everybody who must sit it.",
        _above,
        grade=Grade.IMPORTED,
        words=_exams_above,
    ),
    Measure(
        "training.ai_applied",
        MeasureUnit.PERCENT,
        "Those who came to the course on AI and made something with it among everybody who must.",
        _applied,
    ),
]
