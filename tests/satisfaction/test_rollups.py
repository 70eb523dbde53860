"""Every count tells what its answers tell: after each act, after a rebuild, and a drifted cell of any kind is found."""

import random
from collections.abc import Callable

import pytest
from sqlalchemy import delete, func, select, text, update

from models import clock
from models.base import db, read
from models.errors import RuleBroken
from models.satisfaction import actions
from models.satisfaction.rollups import rebuild_rollups
from models.satisfaction.rules import Channel, Mode, Stage, Status
from models.satisfaction.tables import CountKind, ResponseAside, ResponseCount, ResponseDay, ServiceProcedure
from models.text import fold
from tests.factories import Office

Hold = Callable[[str], None]


@pytest.fixture
def answers(office: Office, hold: Hold) -> list[int]:
    """Answers over the turn of a month and a week, of every kind; their ids."""
    db.session.add(ServiceProcedure(commune_id=office.commune.id, code="kh", title="Khai sinh", fold=fold("Khai sinh")))
    db.session.commit()
    rng, made = random.Random(7), []
    for day in ("2026-03-27", "2026-03-31", "2026-04-01", "2026-04-02"):
        for hour in (8, 15):
            hold(f"{day} {hour:02}:10")
            for _ in range(4):
                answer = actions.Answer(
                    rng.randint(1, 5),
                    rng.choice(list(Mode)),
                    stage=rng.choice([None, *Stage]),
                    reasons=tuple(rng.sample(["thoi_gian", "thai_do"], rng.randint(0, 2))),
                    procedure=rng.choice(["", "kh", "la"]),
                )
                status = rng.choice([Status.COUNTED, Status.COUNTED, Status.HELD])
                sealed = actions.receive(office.commune.id, answer, rng.choice(list(Channel)), status=status)
                made.append(sealed.id)
    db.session.commit()
    return made


def sums() -> dict[CountKind, int]:
    """How many answers each kind of count tells of."""
    query = select(ResponseCount.kind, func.sum(ResponseCount.n).label("n")).group_by(ResponseCount.kind)
    return {row.kind: row.n for row in read(query) if row.kind is not CountKind.REASON}


def counted() -> int:
    return read(select(func.sum(ResponseDay.n))).scalar() or 0


def test_each_kind_of_count_tells_of_the_same_answers(answers: list[int]) -> None:
    assert actions.check_rollups() == []
    assert set(sums().values()) == {counted()}
    assert set(sums()) == set(CountKind) - {CountKind.REASON}
    aside = read(select(func.sum(ResponseAside.n))).scalar()
    assert counted() + aside == len(answers)


def test_deciding_moves_each_count_by_one(answers: list[int], office: Office) -> None:
    secretary = office.viewer("secretary")
    rng, before = random.Random(1), counted()
    for answer_id in answers:
        to = rng.choice([Status.COUNTED, Status.EXCLUDED])
        try:
            actions.decide(secretary, answer_id, to, "đã hỏi lại")
        except RuleBroken as broken:
            assert broken.code == "already_decided"
    db.session.commit()
    assert counted() != before
    assert actions.check_rollups() == []


def test_a_rebuild_changes_nothing_and_mends_everything(answers: list[int], office: Office) -> None:
    tables = (ResponseDay, ResponseCount, ResponseAside)

    def kept() -> list[set[tuple[object, ...]]]:
        queries = (select(table.__table__).where(table.__table__.c.n != 0) for table in tables)
        return [{tuple(row) for row in read(query)} for query in queries]

    real = kept()
    for _ in range(2):
        rebuild_rollups(office.commune.id)
        assert kept() == real
    db.session.execute(delete(ResponseCount).where(ResponseCount.kind == CountKind.HOUR))
    db.session.execute(update(ResponseDay).values(n=ResponseDay.n + 3))
    db.session.execute(update(ResponseAside).values(n=ResponseAside.n + 2))
    assert actions.check_rollups()
    rebuild_rollups(office.commune.id, commit_each=True)
    assert kept() == real and actions.check_rollups() == []


@pytest.mark.parametrize("kind", list(CountKind))
def test_a_drifted_cell_of_any_kind_is_found(answers: list[int], kind: CountKind) -> None:
    one = db.session.scalars(select(ResponseCount).where(ResponseCount.kind == kind, ResponseCount.n > 0)).first()
    assert one is not None
    one.n += 1
    db.session.flush()
    (line,) = actions.check_rollups()
    assert f"/{kind}/" in line


@pytest.mark.slow
def test_counts_stay_small_however_many_answers_come(office: Office, hold: Hold) -> None:
    hold("2026-03-30 09:00")
    for _ in range(60):
        actions.receive(office.commune.id, actions.Answer(5, Mode.ONLINE), Channel.KIOSK)
    db.session.commit()
    assert read(select(func.count()).select_from(ResponseDay)).scalar() == 1
    assert read(select(func.count()).select_from(ResponseCount)).scalar() == len(CountKind) - 1


def test_an_unknown_procedure_is_kept_as_unknown(office: Office) -> None:
    actions.receive(office.commune.id, actions.Answer(5, Mode.ONLINE, procedure="khong-co"), Channel.KIOSK)
    row = read(text("SELECT procedure_id, local_hour FROM response")).one()
    assert row.procedure_id is None and row.local_hour == clock.local(clock.now()).hour
