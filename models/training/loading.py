"""Loading the catalogue: the courses that the script asks every office for."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from models.accounts.queries import joined_communes
from models.accounts.tables import Commune
from models.base import db
from models.catalogue import read_yaml
from models.text import fold
from models.training.tables import Exam, TrainingCourse

Shipped = Sequence[dict[str, Any]]


def shipped() -> Shipped:
    """The courses with their exams, as they stand in the catalogue."""
    courses: Shipped = read_yaml("training")["courses"]
    return courses


def load_all(courses: Shipped) -> None:
    """What an office does not have yet; nothing that an office changed is touched."""
    for commune in joined_communes():
        open_office(commune, courses)


def open_office(commune: Commune, courses: Shipped) -> None:
    """The courses of a new office: nobody has come to any of them yet."""
    own = select(TrainingCourse.code, TrainingCourse.fold).where(TrainingCourse.commune_id == commune.id)
    rows = db.session.execute(own).all()
    codes, names = {row.code for row in rows}, {row.fold for row in rows}
    for position, data in enumerate(courses, 1):
        if data["code"] not in codes and fold(data["name"]) not in names:
            _open(commune, position, data)


def _open(commune: Commune, position: int, data: dict[str, Any]) -> None:
    course = TrainingCourse(
        commune_id=commune.id,
        code=data["code"],
        name=data["name"],
        fold=fold(data["name"]),
        position=position,
        products_wanted=data.get("products", 0),
        platform=data.get("platform", ""),
    )
    db.session.add(course)
    db.session.flush()
    for at, exam in enumerate(data.get("exams", ()), 1):
        db.session.add(
            Exam(
                commune_id=commune.id,
                course_id=course.id,
                code=exam["code"],
                name=exam["name"],
                position=at,
                pass_points=exam["pass"],
                is_above=exam.get("above", False),
            )
        )
    db.session.flush()
