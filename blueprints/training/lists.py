"""Where the people behind a figure of training are listed."""

from collections.abc import Callable

from flask import url_for

from blueprints.training.labels import PICK_WORD
from models.training.rules import CoursePick


def course(course_id: int, pick: CoursePick) -> str:
    """The people of a course that belong to a set."""
    return url_for("training.course", course_id=course_id, loc=PICK_WORD[pick])


def courses() -> str:
    """All courses."""
    return url_for("training.index")


LISTS: dict[str, Callable[..., str]] = {"course": course, "courses": courses}
