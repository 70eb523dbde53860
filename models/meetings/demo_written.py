"""Invented rounds of opinions by writing: one that is over, one that still waits."""

from datetime import timedelta

from models import clock
from models.accounts.tables import Commune, Person
from models.base import db
from models.meetings.bodies import Body
from models.meetings.quorum import Choice
from models.meetings.written import WrittenOpinion, WrittenRound

ROUNDS = (
    (
        -9,
        -5,
        "Cho ý kiến dự thảo Quy chế làm việc",
        "Đề nghị cho ý kiến về dự thảo, nhất là phần họp.",
    ),
    (-1, 3, "Danh sách hộ được hỗ trợ sửa nhà", "Đề nghị cho ý kiến về danh sách 12 hộ do các thôn đề xuất."),
)


def seed_written(commune: Commune, body: Body, people: list[Person], by: int) -> None:
    """Two rounds among the members of a body."""
    now, today = clock.now(), clock.today()
    for opened, closes, title, question in ROUNDS:
        found = WrittenRound(commune_id=commune.id, body_id=body.id, title=title, question=question, asked_by=by)
        found.opens_at = now + timedelta(days=opened)
        found.closes_at = clock.at_office(today + timedelta(days=closes + 1), 0)
        for place, person in enumerate(people[:9]):
            opinion = WrittenOpinion(commune_id=commune.id, person_id=person.id)
            if closes < 0 or place % 2:
                opinion.choice = Choice.OTHER if place == 3 else Choice.IN_FAVOUR
                opinion.text = "Đề nghị ghi rõ hạn gửi tài liệu." if place == 3 else ""
                opinion.answered_at = found.opens_at + timedelta(hours=5 + place)
            found.opinions.append(opinion)
        db.session.add(found)
    db.session.flush()
