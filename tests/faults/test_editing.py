"""F17: two to four people edit one row in any order; M6 and M10: without versions, and with sessions that come back."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from blueprints import access
from blueprints.forms import EditForm
from models import clock
from models.accounts.queries import token_hash
from models.accounts.tables import SignIn
from models.base import db, upsert
from models.places import actions
from models.places.tables import Room
from tests.browser import Browser
from tests.factories import Office

Browse = Callable[..., Browser]
ROUNDS, SEED = 12, 17


def edited(browse: Browse, room_id: int, chance: random.Random) -> None:
    """Two to four people open the form and save it in an order that was drawn; AssertionError for a lost update."""
    url, people = f"/phong/{room_id}/sua", [browse("secretary") for _ in range(chance.randint(2, 4))]
    order = [at for at in range(len(people)) for _step in ("open", "save")]
    chance.shuffle(order)
    opened: dict[int, tuple[dict[str, str], int]] = {}
    saved, text = 0, ""
    for at in order:
        if at not in opened:
            opened[at] = people[at].hidden_fields(url), saved
            continue
        hidden, seen = opened[at]
        mine = f"lời {chance.random()}"
        answer = people[at].post_raw(url, hidden | {"name": "Phòng họp", "note": mine, "is_active": "y"})
        assert answer.status_code == (303 if seen == saved else 409), f"a save over {saved - seen} unseen ones"
        if answer.status_code == 303:
            saved, text = saved + 1, mine
        else:
            assert mine in answer.text and text in answer.text, "both texts are shown"
    room = db.session.get_one(Room, room_id)
    assert room.note == text, "what was saved last and acknowledged is there"
    assert saved


@pytest.fixture
def room_id(office: Office) -> int:
    room = actions.add_room(office.viewer("secretary"), "Phòng họp", "", "", 12)
    db.session.commit()
    return room.id


def test_nobody_writes_over_what_he_has_not_seen(room_id: int, browse: Browse) -> None:
    chance = random.Random(SEED)
    for _ in range(ROUNDS):
        edited(browse, room_id, chance)


def test_m6_without_versions_it_is_noticed(room_id: int, browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EditForm, "is_stale", lambda _form, _row: False)
    with pytest.raises(AssertionError, match="unseen"):
        test_nobody_writes_over_what_he_has_not_seen(room_id, browse)


def _revive(user: Any, _view: object) -> None:
    """M10: whoever is seen is written down, whether or not the session has ended."""
    now = clock.now()
    db.session.rollback()
    values = {"token_hash": token_hash(user.token), "account_id": user.viewer.account_id}
    times = {"opened_at": now, "seen_at": now, "proved_at": now}
    with db.engine.begin() as own:
        own.execute(upsert(SignIn).values(**values, **times).on_conflict_do_nothing())


@pytest.mark.parametrize("is_careless", [False, True], ids=["as it is", "M10"])
def test_a_session_that_ends_while_it_is_seen_stays_ended(
    is_careless: bool, office: Office, browse: Browse, hold: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    hold("2026-03-30 09:00")
    clerk, mark_seen = browse("counter"), _revive if is_careless else access._mark_seen
    hold("2026-03-30 09:05")

    def meanwhile(user: Any, view: Any) -> None:
        db.session.rollback()
        with db.engine.begin() as elsewhere:
            elsewhere.execute(delete(SignIn))
        mark_seen(user, view)

    monkeypatch.setattr(access, "_mark_seen", meanwhile)
    clerk.get("/tai-khoan")
    assert db.session.scalar(select(func.count()).select_from(SignIn)) == is_careless


CLOCKS = ("2026-03-30 09:00", "2026-03-31 09:00", "2026-03-31 08:00", "2026-03-30 08:00", "2026-03-30 08:01")


def test_f10_order_goes_by_numbers_not_by_a_clock_that_jumps(
    app: Flask, office: Office, browse: Browse, hold: Callable[[str], None]
) -> None:
    for number, moment in enumerate(CLOCKS):
        hold(moment)
        assert browse("secretary").post_form("/phong/moi", {"name": f"Phòng {number}"}).status_code == 303
    assert list(db.session.scalars(select(Room.name).order_by(Room.id))) == [f"Phòng {n}" for n in range(len(CLOCKS))]
    told = app.test_cli_runner().invoke(args=["verify"])
    assert told.exit_code == 0, told.output
