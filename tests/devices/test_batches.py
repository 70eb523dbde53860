"""A whole batch of a tablet's answers at once: as each by itself, in a few statements, and none at the others' cost."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import select

from models.base import db
from models.satisfaction import actions, chain, kiosk
from models.satisfaction.rules import HoldReason, Status
from models.satisfaction.tables import Response
from tests.devices.conftest import Machine
from tests.devices.test_answers import NOW, SECOND, item, long_there, outcomes, send, ten_in_the_morning

__all__ = ["long_there", "ten_in_the_morning"]

SPANS = ((1, 2), (100, 150))
Counting = Callable[[], AbstractContextManager[list[str]]]


def kept() -> list[Response]:
    db.session.expire_all()
    return list(db.session.scalars(select(Response).order_by(Response.place_in_chain)))


def is_whole(commune_id: int) -> bool:
    return not list(chain.broken_seals(commune_id)) and actions.check_rollups() == []


def test_fifty_cost_little_more_than_one(machine: Machine, long_there: str, statements: Counting) -> None:
    """Told in statements, since no clock of a busy machine is to be believed; the queue waits on them."""
    one_alone, fifty_new = ([item(seq, factors={"thoi_gian": True}, level=2) for seq in range(*span)] for span in SPANS)
    cost = []
    for batch in (one_alone, fifty_new, fifty_new):  # the third time they come again
        with statements() as seen:
            send(machine, long_there, *batch)
        cost.append(len(seen))
    one, fifty, once_more = cost
    assert fifty <= 2 * one and once_more <= one, cost
    assert len(kept()) == 51 and is_whole(kept()[0].commune_id)


def test_a_batch_is_told_one_by_one(machine: Machine, long_there: str) -> None:
    """New, again, other words, unreadable, a level that is none, the same id twice: each has its own word."""
    known, other = item(1), item(2)
    send(machine, long_there, known, other)
    new, twice = item(3), item(4)
    told = send(
        machine, long_there, known, new, other | {"level": 1}, {"cid": "x"}, twice, twice, twice | {"level": 1}, 5
    )
    assert [status for status, _ in outcomes(told)] == [
        "duplicate",
        "created",
        "conflict",
        "rejected",
        "created",
        "duplicate",
        "conflict",
        "rejected",
    ]
    assert len(kept()) == 4 and is_whole(kept()[0].commune_id)


def test_the_order_of_the_chain_is_that_of_the_tablet(machine: Machine, long_there: str) -> None:
    said = [item(seq) for seq in range(1, 8)]
    send(machine, long_there, *said)
    assert [str(row.cid) for row in kept()] == [one["cid"] for one in said]


def test_taps_too_close_wait_within_a_batch_and_beyond_it(machine: Machine, long_there: str) -> None:
    moments = [0, 3, 7, 8, 20, 22]
    said = [item(at + 1, answered_at=(NOW - 600 * SECOND + at * SECOND).isoformat()) for at in moments]
    send(machine, long_there, *said)
    held = [row.hold_reason for row in kept()]
    assert held == [None, HoldReason.BURST, HoldReason.BURST, None, None, HoldReason.BURST]
    send(machine, long_there, item(50, answered_at=(NOW - 600 * SECOND + 25 * SECOND).isoformat()), item(200))
    assert [row.status for row in kept()][-2:] == [Status.HELD, Status.COUNTED]


@pytest.mark.parametrize("fault", [KeyError("in the meantime"), ValueError("of our own")])
def test_what_spoils_a_batch_costs_nobody(
    machine: Machine, long_there: str, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    """Whatever goes wrong half way: nothing of it is left, and each answer is kept by itself."""
    real = kiosk.receive_all

    def spoilt(new):
        real(new)
        raise fault

    monkeypatch.setattr(kiosk, "receive_all", spoilt)
    assert {status for status, _ in outcomes(send(machine, long_there, *(item(seq) for seq in range(1, 5))))} == {
        "created"
    }
    assert len(kept()) == 4 and is_whole(kept()[0].commune_id)
