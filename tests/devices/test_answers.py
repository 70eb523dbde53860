"""What a tablet sends: each answer kept once whatever comes again, each bad one by itself, its time set right."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from models import clock
from models.base import db
from models.devices import actions as devices
from models.devices import queries
from models.devices.numbers import Numbers
from models.devices.tables import Device, DeviceState
from models.satisfaction import actions, kiosk, questionnaires
from models.satisfaction.rules import Channel, HoldReason, Mode, Stage, Status
from models.satisfaction.tables import Response, ResponseDay, ResponseReason
from tests.devices.conftest import Machine, offer
from tests.factories import Office

SEND = "/kiosk/phieu"
NOW = datetime(2026, 3, 30, 3, 0, tzinfo=UTC)  # ten in the morning at the office
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
Offered = tuple[int, str]


@pytest.fixture(autouse=True)
def ten_in_the_morning(hold: Callable[[str], None]) -> None:
    hold("2026-03-30 10:00")


@pytest.fixture
def long_there(app: object, offered: Offered, token: str) -> str:
    """The token of a tablet that was set up weeks ago."""
    db.session.get_one(Device, offered[0]).created_at = NOW - timedelta(days=30)
    db.session.commit()
    return token


def item(seq: int = 1, **more: Any) -> dict[str, Any]:
    told = {
        "level": 5,
        "answered_at": (NOW - HOUR + 10 * seq * SECOND).isoformat(),
        "mode": "online",
        "questionnaire": 1,
    }
    return {"cid": str(uuid4()), "seq": seq, **told, **more}


def send(machine: Machine, token: str, *items: Any, **more: Any) -> list[dict[str, Any]]:
    answer = machine(SEND, {"items": list(items), **more}, token)
    assert answer.status_code == 202, answer.text
    results: list[dict[str, Any]] = answer.get_json()["results"]
    return results


def outcomes(results: list[dict[str, Any]]) -> list[tuple[str, str | None]]:
    return [(one["status"], one.get("reason")) for one in results]


def row(cid: str) -> Response:
    return db.session.scalars(select(Response).where(Response.cid == UUID(cid))).one()


def test_an_answer_is_kept_as_it_was_given(machine: Machine, offered: Offered, long_there: str) -> None:
    said = item(7, level=2, stage="result", factors={"thoi_gian": True, "thai_do": False}, comment="  Chờ lâu. ")
    assert send(machine, long_there, said) == [{"cid": said["cid"], "status": "created"}]
    kept = row(said["cid"])
    assert (kept.level, kept.mode, kept.stage, kept.channel) == (2, Mode.ONLINE, Stage.RESULT, Channel.KIOSK)
    assert (kept.status, kept.comment, kept.questionnaire, kept.recorded_by_id) == (Status.COUNTED, "Chờ lâu.", 1, None)
    assert kept.counter_id == db.session.get_one(Device, offered[0]).counter_id
    assert list(db.session.scalars(select(ResponseReason.code))) == ["thoi_gian"]
    assert actions.check_rollups() == []


@pytest.mark.slow
def test_what_comes_again_is_told_and_not_counted_again(machine: Machine, long_there: str) -> None:
    items = [item(seq) for seq in range(1, 51)]
    first = [send(machine, long_there, *items), *(send(machine, long_there, *items) for _ in range(2))]
    assert [{one["status"] for one in results} for results in first] == [{"created"}, {"duplicate"}, {"duplicate"}]
    assert db.session.scalar(select(func.count(Response.id))) == 50
    assert db.session.scalar(select(func.sum(ResponseDay.n))) == 50 and actions.check_rollups() == []


@pytest.mark.parametrize("status", [Status.EXCLUDED, Status.TOMBSTONE, Status.HELD])
def test_what_was_put_aside_stays_aside_when_it_comes_again(machine: Machine, long_there: str, status: Status) -> None:
    said = item()
    send(machine, long_there, said)
    row(said["cid"]).status = status
    actions.rebuild_rollups(db.session.scalar(select(Device.commune_id)) or 0)
    db.session.commit()
    assert outcomes(send(machine, long_there, said)) == [("duplicate", None)]
    assert row(said["cid"]).status is status and actions.check_rollups() == []


@pytest.mark.parametrize(
    "other",
    [
        {"level": 1},
        {"mode": "in_person"},
        {"mode": None},
        {"stage": "intake"},
        {"comment": "khác"},
        {"factors": {"dung_hen": True}},
    ],
)
def test_other_words_under_the_same_id_are_a_conflict(machine: Machine, long_there: str, other: dict) -> None:
    said = item()
    send(machine, long_there, said)
    assert outcomes(send(machine, long_there, said | other, item(2))) == [("conflict", "content"), ("created", None)]
    assert (row(said["cid"]).level, row(said["cid"]).mode) == (5, Mode.ONLINE)


def test_an_id_of_another_commune_is_a_conflict(machine: Machine, other_office: Office, long_there: str) -> None:
    _device, code = offer(other_office, "Máy láng giềng")
    foreign = machine("/kiosk/ghep", {"code": code}).get_json()["token"]
    said = item()
    send(machine, long_there, said)
    assert outcomes(send(machine, foreign, said)) == [("conflict", "content")]
    assert db.session.scalar(select(func.count(Response.id))) == 1


BAD: list[tuple[Any, str]] = [
    (None, "item"),
    (5, "item"),
    ("x" * 1000, "item"),
    ([], "item"),
    ({}, "level"),
    ({"cid": None}, "cid"),
    ({"cid": 5}, "cid"),
    ({"cid": "x"}, "cid"),
    ({"cid": "x" * 36}, "cid"),
    ({"cid": "é" * 30_000}, "cid"),
    ({"level": 0}, "level"),
    ({"level": 6}, "level"),
    ({"level": "5"}, "level"),
    ({"level": 5.0}, "level"),
    ({"level": True}, "level"),
    ({"level": None}, "level"),
    ({"level": [5]}, "level"),
    ({"level": 2**62}, "level"),
    ({"mode": "ONLINE"}, "mode"),
    ({"mode": 1}, "mode"),
    ({"mode": {"a": 1}}, "mode"),
    ({"stage": "x"}, "stage"),
    ({"answered_at": None}, "answered_at"),
    ({"answered_at": 1774861200}, "answered_at"),
    ({"answered_at": "2026-03-30T09:00:00"}, "answered_at"),
    ({"answered_at": "hôm qua"}, "answered_at"),
    ({"answered_at": "0001-01-01T00:00:00+14:00"}, "answered_at"),
    ({"answered_at": "9999-12-31T23:59:59-12:00"}, "answered_at"),
    ({"questionnaire": 2}, "questionnaire"),
    ({"questionnaire": True}, "questionnaire"),
    ({"questionnaire": "x"}, "questionnaire"),
    ({"questionnaire": 1.0}, "questionnaire"),
    ({"factors": []}, "factors"),
    ({"factors": "thoi_gian"}, "factors"),
    ({"factors": {"thoi_gian": 6}}, "factors"),
    ({"factors": {"thoi_gian": "true"}}, "factors"),
    ({"factors": {"thoi_gian": None}}, "factors"),
    ({"factors": {"thoi_gian": {"a": True}}}, "factors"),
    ({"factors": {str(number): True for number in range(21)}}, "factors"),
    ({"comment": 5}, "comment"),
    ({"comment": "x" * 1001}, "comment"),
    ({"comment": {"a": {"b": 1}}}, "comment"),
    ({"seq": 0}, "seq"),
    ({"seq": -1}, "seq"),
    ({"seq": 1.5}, "seq"),
    ({"seq": "1"}, "seq"),
    ({"seq": 2**53}, "seq"),
]


@pytest.mark.parametrize(("bad", "reason"), BAD, ids=lambda value: str(value)[:40])
def test_one_bad_answer_does_not_hold_up_the_others(machine: Machine, long_there: str, bad: Any, reason: str) -> None:
    wrong = item(2) | bad if isinstance(bad, dict) and bad else bad
    results = send(machine, long_there, item(1), wrong, item(3))
    assert outcomes(results) == [("created", None), ("rejected", reason), ("created", None)]
    assert db.session.scalar(select(func.count(Response.id))) == 2 and actions.check_rollups() == []
    state = db.session.scalars(select(DeviceState)).one()
    assert queries.unexplained(state.device_id) == [Numbers(2, 2)]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 400),
        ({"items": None}, 400),
        ({"items": {}}, 400),
        ({"items": "x"}, 400),
        ({"items": [], "sent_at": "x"}, 400),
        ({"items": [], "sent_at": 5}, 400),
        ({"items": [[[[[[[[[1]]]]]]]]]}, 400),
        ({"items": [{}] * 101}, 413),
        ({"items": [{}] * 10_000}, 413),
        ({"items": ["x" * 1_100_000]}, 413),
    ],
    ids=str,
)
def test_what_is_no_batch_is_refused_whole(machine: Machine, long_there: str, sent: Any, status: int) -> None:
    assert machine(SEND, sent, long_there).status_code == status


@pytest.mark.slow
def test_fifty_long_comments_fit_in_one_batch(machine: Machine, long_there: str) -> None:
    results = send(machine, long_there, *(item(seq, comment="ằ" * 1000) for seq in range(1, 51)))
    assert {one["status"] for one in results} == {"created"}


def test_a_reason_that_was_not_offered_is_left_out_and_costs_no_answer(machine: Machine, long_there: str) -> None:
    said = item(1, factors={"chi_phi": True, "thoi_gian": 4, "<script>": True, "dung_hen": True})  # level 5
    assert outcomes(send(machine, long_there, said)) == [("created", None)]
    assert list(db.session.scalars(select(ResponseReason.code))) == ["dung_hen"]


def test_little_is_enough(machine: Machine, long_there: str) -> None:
    least = {"cid": str(uuid4()), "level": 3, "answered_at": NOW.isoformat()}
    assert outcomes(send(machine, long_there, least)) == [("created", None)]
    kept = row(least["cid"])
    assert (kept.mode, kept.stage, kept.comment, kept.questionnaire) == (Mode.UNKNOWN, None, "", 1)
    assert send(machine, long_there) == []


def test_a_fault_of_our_own_says_nothing_of_that_answer(
    machine: Machine, long_there: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    take, take_all, broken = kiosk.take, kiosk.take_all, item(2)

    def faulty(device: Any, sent: Any, *more: Any) -> Any:
        sealed = take(device, sent, *more)
        return 1 // 0 if sent.seq == 2 else sealed

    def faulty_too(device: Any, sent: Any, *more: Any) -> Any:
        sealed = take_all(device, sent, *more)
        return 1 // 0 if any(one.seq == 2 for one in sent) else sealed

    monkeypatch.setattr(kiosk, "take", faulty)
    monkeypatch.setattr(kiosk, "take_all", faulty_too)
    results = send(machine, long_there, item(1), broken, item(3))
    assert outcomes(results) == [("created", None)] * 2 and broken["cid"] not in str(results)
    assert db.session.scalar(select(func.count(Response.id))) == 2 and actions.check_rollups() == []
    monkeypatch.undo()
    assert outcomes(send(machine, long_there, broken)) == [("created", None)]


def test_numbers_of_people_never_reach_the_office(machine: Machine, long_there: str) -> None:
    said = item(1, comment="Gọi tôi số 0" + "912 345 678, căn cước 012345678901")
    send(machine, long_there, said)
    assert row(said["cid"]).comment == "Gọi tôi số •••, căn cước •••"
    assert outcomes(send(machine, long_there, said)) == [("duplicate", None)]


@pytest.mark.parametrize(
    ("said", "skew", "expected", "is_held"),
    [
        (NOW - HOUR, None, NOW - HOUR, False),
        (NOW - HOUR, timedelta(0), NOW - HOUR, False),
        (NOW - HOUR, HOUR, NOW, False),  # the clock is an hour behind
        (NOW + HOUR, -HOUR, NOW, False),
        (NOW + 2 * HOUR, -HOUR, NOW, False),  # it may not have been answered after it came
        (NOW - timedelta(days=3), timedelta(0), NOW - timedelta(days=3), False),  # three days without network
        (NOW - timedelta(days=31), timedelta(0), NOW - timedelta(days=30), False),  # a little before it was set up
        (NOW - timedelta(days=32), timedelta(0), NOW - timedelta(days=30), True),
        (datetime(2019, 1, 1, tzinfo=UTC), None, NOW - timedelta(days=30), True),
        (datetime(2019, 1, 1, tzinfo=UTC), NOW - datetime(2019, 1, 1, 1, tzinfo=UTC), NOW - HOUR, True),
        (NOW + timedelta(days=400), None, NOW, True),
        (datetime(9997, 1, 1, tzinfo=UTC), timedelta(days=3_000_000), NOW, True),
    ],
)
def test_when_an_answer_was_given(said: datetime, skew: timedelta | None, expected: datetime, is_held: bool) -> None:
    found, reason = kiosk.corrected(said, skew, NOW - timedelta(days=30), NOW)
    assert (found, reason) == (expected, HoldReason.CLOCK if is_held else None)


def test_no_answer_lands_in_2019(machine: Machine, long_there: str) -> None:
    old = datetime(2019, 5, 1, tzinfo=UTC)
    said = [item(1, answered_at=old.isoformat()), item(2, answered_at=(old + 20 * SECOND).isoformat())]
    send(machine, long_there, *said, sent_at=(old + HOUR).isoformat())
    kept = [row(one["cid"]) for one in said]
    assert {one.status for one in kept} == {Status.HELD} and {one.hold_reason for one in kept} == {HoldReason.CLOCK}
    assert {str(one.local_date) for one in kept} == {"2026-03-30"}


def test_many_taps_in_a_moment_wait_for_somebody_to_look(machine: Machine, long_there: str) -> None:
    taps = [item(seq, answered_at=(NOW - HOUR + seq * SECOND * 0.66).isoformat()) for seq in range(1, 31)]
    assert {one["status"] for one in send(machine, long_there, *taps)} == {"created"}
    kept = [row(tap["cid"]) for tap in taps]
    assert 1 <= len([one for one in kept if one.status is Status.COUNTED]) <= 3
    assert {one.hold_reason for one in kept} == {None, HoldReason.BURST}


def test_an_older_version_is_taken_for_half_a_year(
    machine: Machine, long_there: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = questionnaires._PUBLISHED["questionnaires"][0]
    ended = first | {"valid_to": (NOW - timedelta(days=180)).date()}
    newer = first | {"version": 2, "valid_from": (NOW - timedelta(days=179)).date()}
    told = {"accept_days": 180, "questionnaires": [ended, newer]}
    monkeypatch.setattr(questionnaires, "_PUBLISHED", told)
    said = [item(1), item(2, questionnaire=2)]
    assert outcomes(send(machine, long_there, *said)) == [("created", None)] * 2
    assert [row(one["cid"]).questionnaire for one in said] == [1, 2]
    told["questionnaires"][0] = first | {"valid_to": (NOW - timedelta(days=181)).date()}
    assert outcomes(send(machine, long_there, item(3))) == [("rejected", "questionnaire")]


def test_the_server_knows_which_numbers_never_came(machine: Machine, office: Office, long_there: str) -> None:
    device_id = db.session.scalars(select(Device.id)).one()
    send(machine, long_there, *(item(seq) for seq in (1, 2, 3, 7, 8, 12)))
    machine("/kiosk/tim", {"highest_seq": 14, "holding": [[9, 11], [13, 14]], "waiting": 5}, long_there)
    (line,) = queries.devices(office.viewer("secretary"))
    assert line.lost == [Numbers(4, 6)] and line.standing == "losing" and line.highest_seq == 14
    eyes = office.viewer("secretary")
    devices.explain(eyes, db.session.get_one(Device, device_id), Numbers(4, 6), "Bộ nhớ của máy bị xóa")
    db.session.commit()
    (line,) = queries.devices(eyes)
    assert line.lost == [] and [gap.cause for gap in line.gaps] == ["Bộ nhớ của máy bị xóa"]
    send(machine, long_there, item(4), item(5), item(6))
    assert queries.devices(eyes)[0].gaps == []  # they came after all


def test_a_tablet_that_lost_its_memory_goes_on_with_the_next_number(
    machine: Machine, offered: Offered, long_there: str
) -> None:
    send(machine, long_there, item(1), item(2))
    machine("/kiosk/tim", {"highest_seq": 5, "holding": [[3, 5]], "waiting": 3}, long_there)
    code = devices.offer_code(db.session.get_one(Device, offered[0]))
    db.session.commit()
    assert machine("/kiosk/ghep", {"code": code}).get_json()["next_seq"] == 6


def test_a_revoked_tablet_is_told_so_and_its_answers_come_after_it_is_paired_again(
    machine: Machine, office: Office, offered: Offered, long_there: str
) -> None:
    device = db.session.get_one(Device, offered[0])
    devices.revoke(office.viewer("secretary"), device)
    db.session.commit()
    said = item(1, answered_at=(NOW - timedelta(days=3)).isoformat())
    answer = machine(SEND, {"items": [said]}, long_there)
    assert (answer.status_code, answer.get_json()["code"]) == (401, "unauthorized")
    code = devices.offer_code(db.session.get_one(Device, offered[0]))
    db.session.commit()
    token = machine("/kiosk/ghep", {"code": code}).get_json()["token"]
    assert outcomes(send(machine, token, said, sent_at=clock.now().isoformat())) == [("created", None)]
    assert str(row(said["cid"]).local_date) == "2026-03-27" and row(said["cid"]).status is Status.COUNTED
