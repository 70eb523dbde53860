"""Who has done what a course asks for: pure decisions, in exact numbers, by the words of the script.

"80% đạt từ 80 điểm" (steps I.3, I.4, II.8) is: at least 80 of 100. "Trên 80%" (III.6) is: more than 80 of 100.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

FULL = 10_000  # hundredths of the 100 points that every score is kept as
HUNDREDTHS = 100


class ProductKind(StrEnum):
    """What somebody has made."""

    DOCUMENT = "document"
    REPORT = "report"
    SLIDES = "slides"
    NOTICE = "notice"
    ASSISTANT = "assistant"
    OTHER = "other"


class ScoreEntry(StrEnum):
    """How a score came here."""

    TYPED = "typed"
    IMPORTED = "imported"


class CoursePick(StrEnum):
    """A set of the people of a course that a page or a figure speaks of."""

    OWING = "owing"
    ALL = "all"


class LackKind(StrEnum):
    """What somebody still owes."""

    ATTEND = "attend"
    PRODUCTS = "products"
    EXAM = "exam"  # not sat yet
    RETAKE = "retake"  # sat, and below what is asked


class Passing(NamedTuple):
    """What an exam asks of everybody: so many points of 100, or more than that."""

    points: int
    is_above: bool = False

    def is_passed(self, hundredths: int | None) -> bool:
        """Whether a score (in hundredths of a point; None: not sat) is enough."""
        wanted = self.points * HUNDREDTHS
        return hundredths is not None and (hundredths > wanted if self.is_above else hundredths >= wanted)


class Lack(NamedTuple):
    """One thing that somebody still owes: how many products are missing, or which exam."""

    kind: LackKind
    number: int = 0
    exam: str = ""


@dataclass(frozen=True, slots=True)
class CourseAsks:
    """What a course asks of each of its people."""

    has_sessions: bool
    products: int
    exams: Mapping[int, tuple[str, Passing]] = field(default_factory=dict)  # by id, those that somebody has sat


@dataclass(frozen=True, slots=True)
class Progress:
    """What one person has done in a course: sessions attended, products, the best score of each exam."""

    attended: int = 0
    products: int = 0
    best: Mapping[int, int] = field(default_factory=dict)

    def owes(self, asked: CourseAsks) -> list[Lack]:
        """What is still missing, in the order of the course; nothing is asked that the course has not begun."""
        found = [Lack(LackKind.ATTEND)] if asked.has_sessions and not self.attended else []
        if self.products < asked.products:
            found.append(Lack(LackKind.PRODUCTS, asked.products - self.products))
        for exam_id, (name, passing) in asked.exams.items():
            score = self.best.get(exam_id)
            if not passing.is_passed(score):
                found.append(Lack(LackKind.EXAM if score is None else LackKind.RETAKE, exam=name))
        return found


def passed(progress: Iterable[Progress], exam_id: int, passing: Passing) -> int:
    """How many scored enough; who did not sit has not."""
    return sum(passing.is_passed(one.best.get(exam_id)) for one in progress)
