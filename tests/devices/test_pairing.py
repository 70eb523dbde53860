"""One code pairs one device once: guessed at, run out, used, revoked and paired anew."""

import re
from datetime import timedelta

from sqlalchemy import select

from models import clock
from models.accounts.queries import token_hash
from models.base import db
from models.devices import actions, queries
from models.devices.rules import CODE_LETTERS
from models.devices.tables import Device, DeviceState
from models.journal import JournalEntry
from tests.devices.conftest import Machine, offer
from tests.factories import Office

PAIR = "/kiosk/ghep"
Offered = tuple[int, str]


def other(letter: str) -> str:
    """A letter of codes, and not this one."""
    return next(one for one in CODE_LETTERS if one != letter)


def test_a_code_pairs_a_device_once(machine: Machine, offered: Offered) -> None:
    device_id, code = offered
    answer = machine(PAIR, {"code": f"{code[:4].lower()} {code[4:]}"})
    told = answer.get_json()
    assert answer.status_code == 200 and told["device"]["name"] == "Máy quầy 1" and told["device"]["id"] == device_id
    found = queries.recognise(told["token"])
    assert found is not None and (found.id, found.name) == (device_id, "Máy quầy 1")
    row = db.session.get_one(Device, device_id)
    assert row.token_hash == token_hash(told["token"]) and len(told["token"]) >= 43
    assert (row.code_head, row.code_print, row.code_expires_at) == (None, None, None)
    again = machine(PAIR, {"code": code})
    assert (again.status_code, again.get_json()["code"]) == (422, "pairing_code_wrong")


def test_a_code_lives_ten_minutes(machine: Machine, offered: Offered) -> None:
    with clock.held_at(clock.now() + timedelta(minutes=10, seconds=1)):
        assert machine(PAIR, {"code": offered[1]}).status_code == 422
    with clock.held_at(clock.now() - timedelta(hours=1)):  # given by a clock that was an hour ahead
        assert machine(PAIR, {"code": offered[1]}).status_code == 422
    assert machine(PAIR, {"code": offered[1]}).status_code == 200


def test_five_wrong_tries_wear_a_code_out(machine: Machine, offered: Offered) -> None:
    device_id, code = offered
    for number in range(5):
        wrong = code[:-1] + other(code[-1])
        assert machine(PAIR, {"code": wrong}, environ_base={"REMOTE_ADDR": f"10.0.0.{number}"}).status_code == 422
    assert machine(PAIR, {"code": code}, environ_base={"REMOTE_ADDR": "10.0.0.99"}).status_code == 422
    lines = select(JournalEntry.action).where(JournalEntry.entity == "device")
    assert list(db.session.scalars(lines)).count("code_refused") == 5
    assert queries.recognise("") is None and db.session.get_one(Device, device_id).token_hash is None


def test_who_guesses_from_one_address_must_wait(machine: Machine, offered: Offered) -> None:
    code = offered[1]
    wrong = other(code[0]) + code[1:]
    assert [machine(PAIR, {"code": wrong}).status_code for _ in range(5)] == [422] * 5
    refused = machine(PAIR, {"code": code})
    assert (refused.status_code, refused.get_json()["code"]) == (429, "sign_in_wait")
    assert 1 <= int(refused.headers["Retry-After"]) <= 5
    with clock.held_at(clock.now() + timedelta(seconds=6)):
        assert machine(PAIR, {"code": code}).status_code == 200


def test_what_is_no_code_is_refused(machine: Machine, offered: Offered) -> None:
    for code in (None, 5, ["A"], {}, True):
        assert machine(PAIR, {"code": code}).status_code == 400
    assert machine(PAIR, {}).status_code == 400
    for number, text in enumerate(("", "0" * 8, "a" * 60_000, "%s' OR 1=1", "WL9Y\u202eK7HC")):
        address = {"REMOTE_ADDR": f"10.0.1.{number}"}
        assert machine(PAIR, {"code": text}, environ_base=address).status_code == 422


def test_a_revoked_device_says_nothing_and_comes_back_as_itself(
    machine: Machine, office: Office, offered: Offered, token: str
) -> None:
    device_id = offered[0]
    actions.heard_from(device_id, waiting=7, highest_seq=204)
    actions.revoke(office.viewer("secretary"), db.session.get_one(Device, device_id))
    db.session.commit()
    assert queries.recognise(token) is None
    assert machine("/kiosk/tim", {}, token).status_code == 401
    row = db.session.get_one(Device, device_id)
    assert row.revoked_by == office.viewer("secretary").account_id and row.revoked_at is not None
    code = actions.offer_code(row)
    db.session.commit()
    assert machine("/kiosk/tim", {}, token).status_code == 401
    anew = machine(PAIR, {"code": code}).get_json()
    assert anew["device"]["id"] == device_id and anew["token"] != token
    assert machine("/kiosk/tim", {}, anew["token"]).status_code == 200
    state = db.session.get_one(DeviceState, device_id)
    assert (state.waiting, state.highest_seq) == (7, 204)  # what was numbered before goes on being numbered
    assert db.session.get_one(Device, device_id).revoked_at is None


def test_a_new_code_leaves_the_tablet_at_work_until_it_is_used(machine: Machine, offered: Offered, token: str) -> None:
    code = actions.offer_code(db.session.get_one(Device, offered[0]))
    db.session.commit()
    assert machine("/kiosk/tim", {}, token).status_code == 200
    assert machine(PAIR, {"code": code}).status_code == 200
    assert machine("/kiosk/tim", {}, token).status_code == 401  # the tablet that was replaced


def test_a_newer_code_takes_the_place_of_the_older_one(machine: Machine, offered: Offered) -> None:
    code = actions.offer_code(db.session.get_one(Device, offered[0]))
    db.session.commit()
    assert machine(PAIR, {"code": offered[1]}).status_code == 422
    assert machine(PAIR, {"code": code}).status_code == 200


def test_codes_that_begin_alike_pair_their_own_devices(
    machine: Machine, office: Office, offered: Offered, monkeypatch: object
) -> None:
    second, code = offer(office, "Máy quầy 2")
    row = db.session.get_one(Device, second)
    alike = offered[1][:3] + code[3:]
    row.offer(alike[:3], actions._print(alike), clock.now())
    db.session.commit()
    assert machine(PAIR, {"code": alike}).get_json()["device"]["id"] == second
    assert machine(PAIR, {"code": offered[1]}).get_json()["device"]["id"] == offered[0]


def test_neither_code_nor_token_stands_in_database_or_journal(
    machine: Machine, office: Office, offered: Offered, token: str
) -> None:
    _second, code = offer(office, "Máy quầy 2")
    kept = [str(db.session.execute(select(kind.__table__)).mappings().all()) for kind in (Device, JournalEntry)]
    assert not [text for text in kept for secret in (offered[1], code, token) if secret in text]
    journal = kept[1]
    assert token_hash(token) not in journal
    assert not re.search(r'"code_(head|print)": "[^•]', journal) and '"code_print": "•••"' in journal


def test_the_journal_names_the_device_that_was_paired(office: Office, offered: Offered, token: str) -> None:
    newest = select(JournalEntry).where(JournalEntry.entity == "device").order_by(JournalEntry.id.desc())
    line = db.session.scalars(newest).first()
    assert line is not None and (line.actor, line.action) == ("Máy quầy 1", "changed")
