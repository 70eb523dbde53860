"""Invented files of the days, complaints and scores beside the invented answers, and the sheet of the last month."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import insert, select

from models import clock, journal
from models.accounts.rules import Viewer
from models.base import db
from models.satisfaction import catalogue, outside, service, sheets, team
from models.satisfaction.figures import this_month
from models.satisfaction.outside_import import ScoreLine
from models.satisfaction.rules import Mode
from models.satisfaction.service_import import DayLine
from models.satisfaction.service_tables import (
    ComplaintKind,
    ComplaintOutcome,
    CounterProcedure,
    ScoreSource,
    ServiceProcedure,
)
from models.satisfaction.tables import HalfDay, Response, ResponseReason
from models.text import fold

TITLES = (
    "Chứng thực bản sao từ bản chính",
    "Đăng ký khai sinh",
    "Đăng ký kết hôn",
    "Xác nhận tình trạng hôn nhân",
    "Đăng ký biến động đất đai",
    "Trợ cấp bảo trợ xã hội",
)
PARTS = (  # of the service index: code, part, points, most
    ("766-1", "Công khai, minh bạch", "16.2", "18"),
    ("766-2", "Tiến độ giải quyết", "19.1", "20"),
    ("766-3", "Số hóa hồ sơ", "18.4", "22"),
    ("766-4", "Cung cấp dịch vụ trực tuyến", "19.7", "22"),
    ("766-5", "Mức độ hài lòng", "17.3", "18"),
)


def procedures(commune_id: int) -> list[int]:
    """The ids of a few procedures."""
    service.add_procedures(commune_id, {service.code_of(fold(title)): title for title in TITLES})
    p = ServiceProcedure
    return list(db.session.scalars(select(p.id).where(p.commune_id == commune_id).order_by(p.id)))


def lists(eyes: Viewer, counter_ids: Sequence[int], procedure_ids: Sequence[int]) -> None:
    """Each counter serves half of the procedures; some of them are handed in one way only."""
    modes = (Mode.IN_PERSON, None, Mode.ONLINE)
    own = {"commune_id": eyes.home_id, "valid_from": clock.today() - timedelta(days=90), "version": 1}
    journal.insert_many(
        [
            CounterProcedure(
                counter_id=counter_id,
                procedure_id=procedure_id,
                mode=modes[no % len(modes)],
                created_at=clock.now(),
                **own,
            )
            for at, counter_id in enumerate(counter_ids)
            for no, procedure_id in enumerate(procedure_ids[at % 2 :: 2])
        ]
    )


MEMBERS = ("Siu H’Len", "Nguyễn Thị Mơ", "Rơ Châm Thanh", "Đinh Văn Hòa")


def turns(eyes: Viewer) -> None:
    """Who helps people at the centre in the next weeks: somebody each morning, two on the first day of a week."""
    monday = clock.today() + timedelta(days=(7 - clock.today().weekday()) % 7)
    for no, member in enumerate(MEMBERS):
        days = team.days_of(monday + timedelta(days=no), monday + timedelta(days=no + 21))
        team.add(eyes, days, HalfDay.MORNING, None, member, "Bàn hướng dẫn")
    team.add(eyes, [clock.today()], HalfDay.AFTERNOON, None, MEMBERS[0], "Bàn hướng dẫn")


def reasons(rng: random.Random, answers: Sequence[Response]) -> None:
    """What unhappy answers name, and a few of the others."""
    codes = list(catalogue.reasons())
    rows = []
    for one in answers:
        if one.level < 4 or rng.random() < 0.05:
            named = rng.sample(codes, rng.choice((1, 1, 2)))
            rows += [{"commune_id": one.commune_id, "response_id": one.id, "code": code} for code in named]
    if rows:
        db.session.execute(insert(ResponseReason), rows)


def beside(eyes: Viewer, rng: random.Random, days: Sequence[date], amount: int) -> None:
    """Files of each working day, about twice as many as answers; a complaint of each kind, and a score."""
    a_day = max(1, round(2.2 * amount / max(len(days), 1) / (len(TITLES) * 2)))
    lines = [
        DayLine(1, day, title, mode, n := rng.randint(a_day, a_day + 2), max(n - 1, 0), 0, 0)
        for day in days
        for title in TITLES
        for mode in (Mode.ONLINE, Mode.IN_PERSON)
    ]
    service.keep_days(eyes, lines, TITLES[0])
    today = clock.today()
    odd = service.add_complaint(
        eyes,
        today - timedelta(days=40),
        ComplaintKind.HARASSMENT,
        "Phản ánh phải chờ lâu và bị nói nặng lời ở quầy 2.",
        "Hộp thư góp ý",
    )
    told = "Đã xem lại ghi hình và hỏi hai bên: không có việc nói nặng lời; đã xin lỗi vì để chờ."
    service.conclude(eyes, odd, ComplaintOutcome.UNFOUNDED, told, today - timedelta(days=35))
    service.add_complaint(eyes, today - timedelta(days=3), ComplaintKind.OTHER, "Đề nghị kê thêm ghế chờ.", "Tại quầy")
    last = this_month().closed
    parts = [
        ScoreLine(no, title, code, title, Decimal(points), Decimal(most))
        for no, (code, title, points, most) in enumerate(PARTS, 1)
    ]
    outside.keep_scores(eyes, ScoreSource.INDEX_766, last.first, parts, "Cổng Dịch vụ công Quốc gia")
    sheets.freeze(eyes, last)
