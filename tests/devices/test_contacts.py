"""How a citizen at a tablet wants to be reached: kept once beside the answer, sealed, and told to nobody."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from models import secrets
from models.base import db
from models.journal.tables import JournalEntry
from models.satisfaction import actions, cases
from models.satisfaction.rules import Status
from models.satisfaction.tables import CitizenCase, CitizenContact, Response
from tests.devices.conftest import Machine, offer
from tests.factories import Office

CONTACT = "nguoi.gui@thu.example"


@pytest.fixture(autouse=True)
def ten_in_the_morning(hold: Callable[[str], None]) -> None:
    hold("2026-03-30 10:00")


def say(machine: Machine, token: str, level: int = 2, comment: str = "Chờ lâu.") -> str:
    cid = str(uuid4())
    said = {"cid": cid, "level": level, "comment": comment, "answered_at": "2026-03-30T02:59:00+00:00"}
    assert machine("/kiosk/phieu", {"items": [said]}, token).status_code == 202
    return cid


def reach(machine: Machine, token: str, *items: Any) -> list[str]:
    answer = machine("/kiosk/lien-lac", {"items": list(items)}, token)
    assert answer.status_code == 202, answer.text
    return [one["status"] for one in answer.get_json()["results"]]


def kept(cid: str) -> str:
    found = db.session.scalars(
        select(CitizenContact).join(Response, Response.id == CitizenContact.id).where(Response.cid == UUID(cid))
    ).first()
    return secrets.unseal(found.sealed, cases.purpose(found.id)).decode() if found else ""


def case_of(cid: str) -> CitizenCase | None:
    found = select(CitizenCase).join(Response, Response.id == CitizenCase.id).where(Response.cid == UUID(cid))
    return db.session.scalars(found).first()


def test_it_is_kept_once_whatever_comes_again(machine: Machine, token: str) -> None:
    cid = say(machine, token)
    mine = {"cid": cid, "contact": CONTACT}
    assert reach(machine, token, mine) == ["created"]
    assert reach(machine, token, mine, {"cid": cid, "contact": "09" * 5}) == ["duplicate", "conflict"]
    assert kept(cid) == CONTACT and CONTACT not in db.session.scalars(select(CitizenContact.sealed)).one()
    case = case_of(cid)
    assert case is not None and case.wants_reply
    lines = db.session.scalars(select(JournalEntry)).all()
    assert not [line for line in lines if CONTACT in str(vars(line)) or line.entity == "citizen_contact"]


def test_a_happy_answer_with_words_becomes_a_case_by_it(machine: Machine, token: str) -> None:
    cid = say(machine, token, level=5, comment="Xin hỏi thêm về hồ sơ đất.")
    assert case_of(cid) is None
    assert reach(machine, token, {"cid": cid, "contact": CONTACT}) == ["created"]
    case = case_of(cid)
    assert case is not None and case.wants_reply


def test_it_waits_for_its_answer(machine: Machine, token: str) -> None:
    assert reach(machine, token, {"cid": str(uuid4()), "contact": CONTACT}) == ["unknown"]


@pytest.mark.parametrize("status", [Status.EXCLUDED, Status.TOMBSTONE])
def test_nothing_is_kept_where_nobody_would_reply(machine: Machine, token: str, status: Status) -> None:
    silent, aside = say(machine, token, comment=""), say(machine, token)
    db.session.scalars(select(Response).where(Response.cid == UUID(aside))).one().status = status
    db.session.commit()
    assert reach(machine, token, *({"cid": cid, "contact": CONTACT} for cid in (silent, aside))) == ["rejected"] * 2
    assert kept(silent) == kept(aside) == ""


def test_a_held_answer_keeps_it_until_it_counts(machine: Machine, token: str, office: Office) -> None:
    say(machine, token)
    cid = say(machine, token, level=4)  # too soon after the other one
    assert reach(machine, token, {"cid": cid, "contact": CONTACT}) == ["created"]
    assert case_of(cid) is None
    response = db.session.scalars(select(Response).where(Response.cid == UUID(cid))).one()
    actions.decide(office.viewer("leader"), response.id, Status.COUNTED, "Đông người thật")
    db.session.commit()
    case = case_of(cid)
    assert case is not None and case.wants_reply


@pytest.mark.parametrize(
    "raw",
    [
        None,
        "x",
        {},
        {"cid": "x", "contact": CONTACT},
        {"cid": str(uuid4()), "contact": ["a"]},
        {"cid": str(uuid4()), "contact": "không có"},
        {"cid": str(uuid4()), "contact": f"{'x' * 120}@thu.example"},
        {"cid": str(uuid4())},
    ],
    ids=range(8),
)
def test_what_is_none_is_refused_by_itself(machine: Machine, token: str, raw: Any) -> None:
    cid = say(machine, token)
    assert reach(machine, token, raw, {"cid": cid, "contact": CONTACT}) == ["rejected", "created"]


def test_another_commune_knows_nothing_of_it(machine: Machine, token: str, other_office: Office) -> None:
    _device, code = offer(other_office, "Máy láng giềng")
    foreign = machine("/kiosk/ghep", {"code": code}).get_json()["token"]
    cid = say(machine, token)
    assert reach(machine, foreign, {"cid": cid, "contact": CONTACT}) == ["unknown"]
    assert kept(cid) == ""


@pytest.mark.parametrize("items", [None, {}, "x", [{}] * 51])
def test_what_is_no_list_or_too_long_is_refused(machine: Machine, token: str, items: Any) -> None:
    assert machine("/kiosk/lien-lac", {"items": items}, token).status_code in (400, 413)
