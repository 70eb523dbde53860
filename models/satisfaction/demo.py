"""Invented answers of ten weeks: the links of the counters, and comments such as people write them."""

import random
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from models import clock
from models.accounts.rules import Role, Viewer
from models.accounts.tables import Account, Commune, Person
from models.base import db
from models.devices import actions as devices
from models.devices import pins
from models.devices import queries as tablets
from models.places.tables import Counter
from models.satisfaction import actions, demo_cases, demo_service
from models.satisfaction.chain import chain_new
from models.satisfaction.links import add_link
from models.satisfaction.recent import to_the_hour
from models.satisfaction.rules import Channel, HoldReason, Mode, Stage, Status, content_hash
from models.satisfaction.scales import scale_id
from models.satisfaction.tables import Response, ResponseLink

SIZE = ("responses", 400)
AFTER = ("places",)  # the counters
DAYS = 70
LATE = 12  # answers of the month before last that a tablet sends in this one
IN_DOUBT = (HoldReason.BURST, HoldReason.CROWD, HoldReason.TRAP)
LEVELS = {5: 648, 4: 331, 3: 9, 2: 7, 1: 5}  # out of a thousand: satisfied near 98 %
COMMENTS: dict[int, tuple[str, ...]] = {
    5: (
        "Cán bộ hướng dẫn tận tình, nói dễ hiểu.",
        "Nộp qua mạng xong có tin nhắn báo ngay, rất tiện.",
        "Trả kết quả sớm hơn ngày hẹn hai ngày.",
        "Được giúp tạo tài khoản dịch vụ công, tôi lớn tuổi vẫn làm được.",
        "Quầy sạch sẽ, có chỗ ngồi và nước uống.",
        "Làm nhanh, không phải đi lại nhiều lần.",
    ),
    4: (
        "Làm nhanh, chỉ chờ khoảng mười phút.",
        "Cán bộ vui vẻ. Mong có thêm chỗ để xe.",
        "Nộp trên mạng được nhưng ảnh chụp giấy tờ phải làm lại một lần.",
        "Tốt. Nên có bảng số thứ tự to hơn cho người già dễ nhìn.",
        "Hướng dẫn rõ, chỉ có mạng hơi chậm.",
    ),
    3: (
        "Buổi sáng đông, chờ hơi lâu.",
        "Tờ khai nhiều mục, chưa hiểu phải ghi gì ở mục 7.",
        "Trang nộp hồ sơ hay bắt đăng nhập lại.",
    ),
    2: (
        "Phải bổ sung giấy tờ hai lần vì lần đầu không được dặn hết.",
        "Chờ gần một giờ mới đến lượt.",
        "Mẫu tờ khai khó hiểu, hỏi hai chỗ được trả lời khác nhau.",
    ),
    1: ("Hẹn trả kết quả mà đến nơi chưa có, không ai báo trước.", "Gửi hồ sơ trên mạng một tuần không thấy trả lời."),
}


def seed(
    commune: Commune, people: list[Person], accounts: dict[Role, Account], rng: random.Random, amount: int
) -> None:
    """About ``amount`` answers over the last ten weeks, a few of them waiting for review or taken back."""
    at_counters = select(Counter).where(Counter.commune_id == commune.id).order_by(Counter.fold)
    counters = list(db.session.scalars(at_counters))
    for counter in counters:
        add_link(commune.id, counter, Mode.IN_PERSON)
    online = add_link(commune.id, None, Mode.ONLINE, "Trang nộp hồ sơ trực tuyến", Stage.RESULT)
    add_link(commune.id, counters[0], Mode.IN_PERSON, "Văn bản yêu cầu bổ sung", Stage.SUPPLEMENT)
    ours = select(ResponseLink).where(ResponseLink.commune_id == commune.id, ResponseLink.stage.is_(None))
    links = {link.counter_id: link for link in db.session.scalars(ours)}
    clerk = accounts.get(Role.COUNTER)
    days = _working_days(clock.today())
    scale = scale_id(clock.today())
    made, procedures = [], demo_service.procedures(commune.id)
    late = min(LATE, amount // 20)
    for _ in range(amount - late):
        response = _answer(rng, days, counters, links, online)
        response.commune_id, response.scale_id = commune.id, scale
        response.procedure_id = rng.choice([None, *procedures])
        if response.channel is Channel.COUNTER and clerk is not None:
            response.recorded_by_id = response.served_by_id = clerk.id
        made.append(response)
    chain_new(made)
    db.session.add_all(made)
    db.session.flush()
    demo_service.reasons(rng, made)
    actions.rebuild_rollups(commune.id)
    keeper = accounts.get(Role.SECRETARY) or next(iter(accounts.values()))
    eyes = Viewer(keeper.id, Role.SECRETARY, keeper.display_name, commune.id)
    demo_service.lists(eyes, [counter.id for counter in counters], procedures)
    demo_service.turns(eyes)
    demo_service.beside(eyes, rng, days, amount)
    demo_cases.seed(eyes, people, rng, made)
    _tablets(eyes, counters)
    _came_late(commune.id, counters[-1], late)


def _came_late(commune_id: int, counter: Counter, n: int) -> None:
    """What a tablet that was cut off for weeks sends in the end: told by itself, since its month stands."""
    last_month = clock.today().replace(day=1) - timedelta(days=1)
    last = last_month.replace(day=1) - timedelta(days=1)
    day = last - timedelta(days=max(0, last.weekday() - 4))
    for number in range(n):
        answer = actions.Answer(5 - number % 2, Mode.IN_PERSON, answered_at=clock.at_office(day, 14, number))
        actions.receive(commune_id, answer, Channel.KIOSK, counter_id=counter.id)


def _tablets(eyes: Viewer, counters: list[Counter]) -> None:
    """A tablet at each counter: one is heard, one has been silent for a while, one waits for its code."""
    told: tuple[tuple[timedelta, dict[str, Any]], ...] = (
        (timedelta(0), {"waiting": 0, "highest_seq": 204, "received": "[[1, 117], [121, 204]]"}),
        (
            timedelta(minutes=95),
            {"waiting": 7, "highest_seq": 612, "received": "[[1, 605]]", "holding": "[[606, 612]]"},
        ),
    )
    for counter, (ago, state) in zip(counters, told, strict=False):
        device, code = devices.add_device(eyes, f"Máy {counter.name.lower()}", counter.id, pins.draw())
        devices.pair(code, f"demo {device.id}")
        with clock.held_at(clock.now() - ago):
            devices.heard_from(device.id, app_version="2026.11", **state)
        for gap in tablets.unexplained(device.id):
            devices.explain(eyes, device, gap, "Dữ liệu của trình duyệt bị xóa khi dọn máy")
    devices.add_device(eyes, f"Máy {counters[-1].name.lower()}", counters[-1].id)


def _working_days(today: date) -> list[date]:
    days = [today - timedelta(days=back) for back in range(DAYS)]
    return [day for day in days if day.weekday() < 5]


def _moment(rng: random.Random, days: list[date]) -> datetime:
    hour = rng.choices((7, 8, 9, 10, 11, 13, 14, 15, 16), (4, 9, 9, 7, 3, 4, 7, 7, 4))[0]
    day, minute = rng.choice(days), rng.randrange(60)
    past = day if clock.at_office(day, hour, minute) < clock.now() else days[1]
    return clock.at_office(past, hour, minute) + timedelta(seconds=rng.randrange(60))


def _answer(
    rng: random.Random,
    days: list[date],
    counters: list[Counter],
    links: dict[int | None, ResponseLink],
    online: ResponseLink,
) -> Response:
    level = rng.choices(list(LEVELS), list(LEVELS.values()))[0]
    mode = Mode.ONLINE if rng.random() < 0.55 else Mode.IN_PERSON
    channel = Channel.QR if rng.random() < 0.35 else Channel.COUNTER
    counter = None if mode is Mode.ONLINE and channel is Channel.QR else rng.choice(counters)
    link = None if channel is Channel.COUNTER else online if counter is None else links[counter.id]
    talks = rng.random() < (0.12 if level > 3 else 0.8)
    comment = rng.choice(COMMENTS[level]) if talks else ""
    at = to_the_hour(_moment(rng, days))
    stage = link.stage if link else None
    response = Response(
        cid=UUID(int=rng.getrandbits(128), version=4),
        content_hash=content_hash(level, mode, stage, comment),
        level=level,
        mode=mode,
        channel=channel,
        stage=stage,
        counter_id=counter.id if counter else None,
        link_id=link.id if link else None,
        comment=comment,
        answered_at=at,
        created_at=at,
        local_date=clock.local(at).date(),
        local_hour=clock.local(at).hour,
        questionnaire=1,
    )
    _perhaps_not_counted(rng, response)
    return response


def _perhaps_not_counted(rng: random.Random, response: Response) -> None:
    luck = rng.random()
    response.status = Status.COUNTED
    if response.channel is Channel.QR and luck < 0.02:
        response.status, response.hold_reason = Status.HELD, rng.choice(IN_DOUBT)
    elif response.channel is Channel.COUNTER and luck < 0.008:
        response.status, response.decided_at, response.decided_reason = (
            Status.TOMBSTONE,
            response.answered_at + timedelta(seconds=40),
            "bấm nhầm",
        )
