"""What the tests of training share: an office with the courses of the script."""

import pytest

from models.base import db
from models.training import loading
from models.training.tables import Exam, TrainingCourse
from tests.factories import Office

COURSES = loading.shipped()


@pytest.fixture
def trained(office: Office, other_office: Office) -> Office:
    """The office with the courses of the script, nobody in them yet; its neighbour has them, too."""
    loading.open_office(office.commune, COURSES)
    loading.open_office(other_office.commune, COURSES)
    db.session.commit()
    return office


@pytest.fixture
def course(trained: Office):
    """A course of the office by its code."""

    def find(code: str) -> TrainingCourse:
        wanted = (TrainingCourse.commune_id == trained.commune.id) & (TrainingCourse.code == code)
        return db.session.query(TrainingCourse).filter(wanted).one()

    return find


@pytest.fixture
def exam(course):
    """An exam of a course of the office by their codes."""

    def find(code: str, of: str) -> Exam:
        return db.session.query(Exam).filter(Exam.course_id == course(of).id, Exam.code == code).one()

    return find
