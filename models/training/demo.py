"""Invented training: most have done what the script asks, a few still owe something, one list has a name too many."""

import random
from datetime import date

from sqlalchemy import select

from models import clock
from models.accounts.queries import candidates
from models.accounts.rules import Role, Viewer
from models.accounts.tables import Account, Commune, Person
from models.base import db
from models.training import actions
from models.training.actions import ProductWish
from models.training.rules import ProductKind, ScoreEntry
from models.training.scores import understood
from models.training.tables import Exam, TrainingCourse

# course, the days of its sessions in the year of the script
SESSIONS = {
    "ai": ((3, 20), (3, 24), (3, 26)),
    "attt": ((3, 30),),
    "ecabinet": ((3, 19),),
    "bdhvs": ((4, 8), (4, 22)),
}
EXAMS = {"basic": (3, 27), "advanced": (4, 15), "final": (5, 22), "survey": (5, 22)}
MADE = (
    ("Dự thảo thông báo kết luận họp giao ban", ProductKind.NOTICE),
    ("Tổng hợp báo cáo của các thôn", ProductKind.REPORT),
    ("Bài trình chiếu giới thiệu Bình dân học vụ số", ProductKind.SLIDES),
    ("Dự thảo công văn trả lời cử tri", ProductKind.DOCUMENT),
)


def seed(
    commune: Commune, people: list[Person], accounts: dict[Role, Account], rng: random.Random, _amount: int
) -> None:
    """Sessions with who came, products with links, exams with their scores."""
    account = accounts.get(Role.SECRETARY) or next(iter(accounts.values()))
    eyes = Viewer(account.id, Role.SECRETARY, account.display_name, commune.id, account.person_id)
    owned = TrainingCourse.commune_id == commune.id
    courses = {one.code: one for one in db.session.scalars(select(TrainingCourse).where(owned))}
    for code, days in SESSIONS.items():
        for number, (month, day) in enumerate(days, 1):
            _session(courses[code], date(2026, month, day), number, people, rng)
    _products(eyes, courses["ai"], people)
    for exam in db.session.scalars(select(Exam).where(Exam.commune_id == commune.id).order_by(Exam.id)):
        _scores(eyes, exam, people, rng)
    db.session.flush()


def _session(course: TrainingCourse, day: date, number: int, people: list[Person], rng: random.Random) -> None:
    if day > clock.today():
        return
    session = actions.add_session(course, day, f"Buổi {number}", "Hội trường UBND")
    everybody = [one.id for one in people]
    missed = set() if number == 1 and course.code != "bdhvs" else set(rng.sample(everybody, len(everybody) // 6))
    actions.set_present(session, [one for one in everybody if one not in missed])


def _products(eyes: Viewer, course: TrainingCourse, people: list[Person]) -> None:
    last = date(2026, 3, 27)
    if last > clock.today():
        return
    for number, person in enumerate(people):
        for at, (title, kind) in enumerate(MADE[: 2 if number == len(people) - 1 else 3]):
            link = f"https://tailieu.example/{course.commune_id}/{person.id}/{at + 1}"
            actions.add_product(eyes, course, person.id, ProductWish(title, kind, last, link, None))


def _scores(eyes: Viewer, exam: Exam, people: list[Person], rng: random.Random) -> None:
    """Somebody has not sat the advanced one; its list names somebody whom the office does not have."""
    exam.held_on = date(2026, *EXAMS[exam.code])
    if exam.held_on > clock.today():
        return
    sat = people[:-1] if exam.code == "advanced" else people
    low = {"advanced": 72, "survey": 81}.get(exam.code, 76)
    lines = [f"{one.full_name}; {rng.randint(low, 98)}" for one in sat]
    if exam.code == "advanced":
        lines.append("Lê Thị Thanh Hoài; 84")
    actions.take(eyes, exam, understood("\n".join(lines), 100, candidates(eyes)), ScoreEntry.IMPORTED)
