"""The file that a tablet wrote out: its answers come home once, by the same rules as if the tablet had sent them."""

import io
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from models.base import db
from models.devices import queries
from models.devices.numbers import Numbers
from models.devices.tables import Device
from models.satisfaction import actions
from models.satisfaction.export_file import LARGEST
from models.satisfaction.tables import Response
from tests.browser import Browser
from tests.devices.conftest import Machine, offer
from tests.devices.test_answers import NOW, item
from tests.factories import Office

Browse = Callable[..., Browser]
Offered = tuple[int, str]


@pytest.fixture(autouse=True)
def ten_in_the_morning(hold: Callable[[str], None]) -> None:
    hold("2026-03-30 10:00")


@pytest.fixture
def broken(offered: Offered) -> int:
    """A tablet that was set up weeks ago and finds no network any more."""
    db.session.get_one(Device, offered[0]).created_at = NOW - timedelta(days=30)
    db.session.commit()
    return offered[0]


def hand_in(clerk: Browser, device_id: int, content: bytes) -> str:
    url = f"/hai-long/thiet-bi/{device_id}"
    facts = {"file": (io.BytesIO(content), "phieu.json")}
    answer = clerk.post_form(f"{url}/doc-tep", facts, page=url)
    return clerk.get(url).text if answer.status_code == 303 else f"{answer.status_code} {answer.text}"


def exported(*waiting: dict[str, Any], aside: tuple[dict[str, Any], ...] = ()) -> bytes:
    return json.dumps({"waiting": waiting, "set_aside": aside}).encode()


def test_it_tells_what_came_and_what_did_not(browse: Browse, office: Office, broken: int, machine: Machine) -> None:
    first, second, third = item(1), item(2), item(3, level=9)
    aside = item(4) | {"status": "rejected", "reason": "questionnaire", "questionnaire": 1}
    other = first | {"level": 1}
    clerk = browse("secretary")
    page = hand_in(clerk, broken, exported(first, second, third, aside=(aside,)))
    assert "Đã đọc tệp: 3 phiếu mới; 1 phiếu không đúng mẫu nên không nhận." in page
    again = hand_in(clerk, broken, exported(other, second, aside=(aside,)))
    assert "2 phiếu đã có từ trước; 1 phiếu khác nội dung với phiếu đã có" in again
    rows = db.session.scalars(select(Response).order_by(Response.id)).all()
    assert [(row.level, row.channel) for row in rows] == [(5, "kiosk")] * 3
    assert rows[0].counter_id == db.session.get_one(Device, broken).counter_id
    (line,) = queries.devices(office.viewer("secretary"))
    assert line.received == [Numbers(1, 2), Numbers(4, 4)] and actions.check_rollups() == []


def test_what_the_tablet_sent_itself_is_not_counted_again(
    browse: Browse, broken: int, token: str, machine: Machine
) -> None:
    sent = [item(number) for number in range(1, 151)]
    for at in (0, 50):
        machine("/kiosk/phieu", {"items": sent[at : at + 50]}, token)
    page = hand_in(browse("secretary"), broken, exported(*sent))
    assert "50 phiếu mới; 100 phiếu đã có từ trước." in page
    assert db.session.scalar(select(func.count(Response.id))) == 150


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "Đây không phải tệp phiếu"),
        (b"{", "Đây không phải tệp phiếu"),
        (b"[]", "Đây không phải tệp phiếu"),
        (b"{}", "Đây không phải tệp phiếu"),
        (b'{"waiting": 5}', "Đây không phải tệp phiếu"),
        (b'{"waiting": [NaN]}', "Đây không phải tệp phiếu"),
        (b'{"waiting": [' + b"1" * 5000 + b"]}", "Đây không phải tệp phiếu"),
        (b'{"waiting": ' + b"[" * 50_000 + b"]" * 50_000 + b"}", "Đây không phải tệp phiếu"),
        (b"\xff\xfe\x00", "Đây không phải tệp phiếu"),
        (b'{"waiting": [' + b"1," * 5001 + b"1]}", "quá 5.000 phiếu"),
        (b" " * (LARGEST + 1), "quá 4 MB"),
    ],
    ids=lambda told: str(told)[:20],
)
def test_another_file_is_refused_in_words(browse: Browse, broken: int, content: bytes, says: str) -> None:
    assert says in hand_in(browse("secretary"), broken, content)
    assert db.session.scalar(select(func.count(Response.id))) == 0


def test_odd_answers_inside_never_hold_up_the_others(browse: Browse, broken: int) -> None:
    odd: list[Any] = [None, 1, "x", [], {}, item(1) | {"seq": "1"}, item(2) | {"cid": "x"}]
    odd.append(item(3) | {"mode": {"a": 1}})
    page = hand_in(browse("secretary"), broken, exported(*odd, item(9)))
    assert "1 phiếu mới; 8 phiếu không đúng mẫu" in page


def test_the_tablet_of_another_commune_is_not_there(browse: Browse, broken: int, other_office: Office) -> None:
    foreign, _code = offer(other_office, "Máy láng giềng")
    clerk = browse("secretary")
    facts = {"file": (io.BytesIO(exported(item(1))), "phieu.json")}
    sent = clerk.hidden_fields(f"/hai-long/thiet-bi/{broken}", f"/hai-long/thiet-bi/{broken}/doc-tep")
    assert clerk.post_raw(f"/hai-long/thiet-bi/{foreign}/doc-tep", {**sent, **facts}).status_code == 404
    assert browse("counter").post(f"/hai-long/thiet-bi/{broken}/doc-tep").status_code == 403


def test_a_form_without_a_file_asks_for_one(browse: Browse, broken: int) -> None:
    url = f"/hai-long/thiet-bi/{broken}"
    answer = browse("secretary").post_form(f"{url}/doc-tep", {}, page=url)
    assert answer.status_code == 422 and "Xin chọn tệp đã xuất" in answer.text
