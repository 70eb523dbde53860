"""Nothing in the database lets anybody find the minute in which a citizen answered."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models import clock, secrets
from models.base import db
from models.devices import actions as devices
from models.devices.queries import PairedDevice
from models.places.tables import Counter
from models.satisfaction import actions, codes, kiosk, marks, recent
from models.satisfaction.actions import Answer
from models.satisfaction.count_tables import RecentResponse
from models.satisfaction.links import open_counter
from models.satisfaction.rules import Mode, Stage, Status
from models.satisfaction.scales import load_catalogue
from models.satisfaction.tables import ResponseLink
from tests.factories import Office

UNHAPPY = "phải chờ lâu"


def tell_everywhere(office: Office) -> int:
    """An unhappy answer at the counter, through a link, through a code and on a tablet; the id of the first."""
    db.session.flush()
    counter = db.session.scalars(select(Counter).where(Counter.commune_id == office.commune.id)).one()
    link = db.session.scalars(select(ResponseLink).where(ResponseLink.counter_id == counter.id)).one()
    device, batch_token = office_device(office, counter), office_code(office, counter)
    with clock.held_at(datetime.fromisoformat("2026-03-30T16:23:41+07:00")):
        answer = Answer(1, Mode.ONLINE, UNHAPPY, reasons=("thoi_gian",), contact="thôn 2")
        first = actions.record(office.viewer("counter"), answer).id
        actions.answer_link(link, answer)
        actions.answer_code(codes.behind(batch_token), answer)
        kiosk.take(device, kiosk.FromDevice(answer, 1, 1), clock.now() - timedelta(days=30), None)
        gone = actions.record(office.viewer("counter"), Answer(2, Mode.ONLINE)).id
    with clock.held_at(datetime.fromisoformat("2026-03-30T16:23:59+07:00")):
        actions.take_back(office.viewer("counter"), gone, "bấm nhầm")
    db.session.commit()
    return first


def office_device(office: Office, counter: Counter) -> PairedDevice:
    device, code = devices.add_device(office.viewer("secretary"), "Máy 1", counter.id)
    devices.pair(code, "nobody")
    return PairedDevice(device.id, office.commune.id, device.name, counter.id, None)


def office_code(office: Office, counter: Counter) -> str:
    return codes.code_of(codes.make_batch(office.viewer("secretary"), counter.id, Stage.RESULT, Mode.ONLINE, 24), 1)


def told(value: Any) -> bool:
    """Whether a value tells the minute."""
    if isinstance(value, datetime):
        return value.minute == 23
    return isinstance(value, str) and (":23:" in value or "16:23" in value)


@pytest.fixture
def first(office: Office, hold: Callable[[str], None]) -> int:
    hold("2026-03-30 08:05")
    load_catalogue()
    open_counter(office.viewer("secretary"), "Quầy 1", "")
    return tell_everywhere(office)


def test_no_table_tells_the_minute_of_an_answer(first: int) -> None:
    found = [
        (table.name, name)
        for table in db.metadata.sorted_tables
        for row in db.session.execute(select(table)).mappings()
        for name, value in row.items()
        if told(value)
    ]
    # that an answer was taken back is an act of the clerk, which the journal tells like every other
    assert {place for place in found if place[0] != "journal"} == set()
    journal = db.metadata.tables["journal"]
    lines = db.session.execute(select(journal)).mappings().all()
    assert len([line for line in lines if any(map(told, line.values()))]) == 1
    kept = db.session.execute(select(db.metadata.tables["response"])).mappings().all()
    assert len(kept) == 5 and {row["status"] for row in kept} >= {Status.COUNTED, Status.TOMBSTONE}


def test_a_mark_is_recognised_for_a_while_and_tells_nothing_else() -> None:
    at = datetime.fromisoformat("2026-03-30T16:23:41.5+07:00")
    kept = marks.mark(at, "link 1")
    near = timedelta(seconds=8)
    assert marks.recognised(kept, "link 1", at - near, at) == at.replace(microsecond=0)
    assert marks.recognised(kept, "link 1", at, at + near) == at.replace(microsecond=0)
    assert marks.recognised(kept, "link 2", at - near, at) is None, "marks of two things cannot be compared"
    assert marks.recognised(kept, "link 1", at + marks.SECOND, at + near) is None
    assert marks.recognised(None, "link 1", at - near, at) is None


@pytest.mark.slow
def test_the_hundredth_answer_of_a_clerk_compares_no_more_marks_than_the_second(
    office: Office, hold: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is entered under the one write lock of the office."""
    hold("2026-03-30 08:05")
    compared = []
    is_same = secrets.is_same
    monkeypatch.setattr(secrets, "is_same", lambda given, made: compared.append(made) or is_same(given, made))
    costs = []
    for _ in range(100):
        actions.record(office.viewer("counter"), Answer(5, Mode.ONLINE))
        costs.append(len(compared))
        compared.clear()
    assert costs[0] == 0 and max(costs) <= max(costs[1], 1)


def test_what_is_too_old_to_be_taken_back_is_forgotten(office: Office, hold: Callable[[str], None]) -> None:
    clerk, of = office.viewer("counter"), select(RecentResponse.response_id)
    for at in ("08:00", "08:01", "08:07"):
        hold(f"2026-03-30 {at}")
        last = actions.record(clerk, Answer(5, Mode.ONLINE)).id
    assert db.session.scalars(of).all() == [last]
    hold("2026-03-30 08:06")  # the clock was put back by a minute: the answer may still be taken back
    assert recent.minute_of(last) == clock.now() + timedelta(minutes=1)
