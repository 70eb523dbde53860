"""Invented cases: what became of the unhappy words of the demonstration."""

import random
from datetime import timedelta

from models import clock
from models.accounts.rules import Viewer
from models.accounts.tables import Person
from models.base import db
from models.satisfaction import cases, codes
from models.satisfaction.case_tables import CaseOutcome, CitizenCase
from models.satisfaction.rules import Mode, Stage, Status
from models.satisfaction.tables import Response

SENTENCES = (
    (CaseOutcome.FIXED, "Đã treo bảng chỉ dẫn lớn ở cửa vào, ghi rõ quầy nào nhận việc gì."),
    (CaseOutcome.FIXED, "Từ nay gọi theo số thứ tự trên màn hình; số ưu tiên được đọc rõ lý do."),
    (CaseOutcome.ANSWERED, "Đã xin lỗi bà con và hẹn lại ngày trả kết quả."),
    (CaseOutcome.ELSEWHERE, "Việc của ngành điện; đã chỉ nơi hỏi."),
)
OPEN_DAYS = 6  # what is older has been closed


def seed(eyes: Viewer, people: list[Person], rng: random.Random, answers: list[Response]) -> None:
    """A case for each unhappy word that counts: the older ones are closed, of the others one has nobody yet."""
    unhappy = [one for one in answers if one.status is Status.COUNTED and one.level <= 2 and one.comment]
    for answer in sorted(unhappy, key=lambda one: one.answered_at):
        with clock.held_at(answer.answered_at):
            values = {name: getattr(answer, name) for name in ("commune_id", "level", "comment", "counter_id")}
            cases.open_for(answer.id, values | {"local_date": answer.local_date}, (), wants_reply=False)
        case = db.session.get_one(CitizenCase, answer.id)
        if clock.now() - answer.answered_at > timedelta(days=OPEN_DAYS):
            later = answer.answered_at + timedelta(days=rng.randint(1, 4))
            with clock.held_at(later):
                cases.close(eyes, case, *rng.choice(SENTENCES))
        elif rng.random() < 0.6:
            case.duty.person_id = rng.choice(people).id
    codes.make_batch(eyes, None, Stage.RESULT, Mode.IN_PERSON, 24)
    db.session.flush()
