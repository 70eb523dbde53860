"""Where the office answers, and the posters that lead to an address it has left."""

from collections.abc import Callable

import pytest

from blueprints.serving import seen_from_outside
from models.base import db
from models.office import interfaces
from models.qr import hosts
from models.qr.hosts import PrintedHost
from models.qr.tables import Poster, QrLink
from tests.browser import Browser
from tests.qr.room import add_link

PRESENT = ["http://192.168.1.5:8000/", "https://tayson.example.vn/"]


@pytest.mark.parametrize(
    ("printed", "standing"),
    [
        ("HTTP://192.168.1.5:8000/Q/ABC", PrintedHost.PRESENT),
        ("HTTP://192.168.1.5/Q/ABC", PrintedHost.LEFT),
        ("HTTP://192.168.1.9:8000/Q/ABC", PrintedHost.LEFT),
        ("HTTP://127.0.0.1:8000/Q/ABC", PrintedHost.LEFT),
        ("HTTP://LOCALHOST:8000/Q/ABC", PrintedHost.LEFT),
        ("http://[fd00::1]:8000/q/abc", PrintedHost.LEFT),
        ("HTTPS://TAYSON.EXAMPLE.VN/Q/ABC", PrintedHost.PRESENT),
        ("HTTP://TAYSON.EXAMPLE.VN:80/Q/ABC", PrintedHost.PRESENT),
        ("HTTPS://OTHER.EXAMPLE.VN/Q/ABC", PrintedHost.UNKNOWN),
        ("http://x:99999/", PrintedHost.LEFT),
        ("", PrintedHost.LEFT),
    ],
)
def test_a_printed_address_stands_or_was_left(printed: str, standing: PrintedHost) -> None:
    assert hosts.standing_of(printed, PRESENT) is standing


def test_loopback_is_left_even_where_the_page_was_opened_by_it() -> None:
    assert hosts.standing_of("http://127.0.0.1:8000/q/A", ["http://127.0.0.1:8000/"]) is PrintedHost.LEFT


def test_what_everybody_opens_comes_first_and_loopback_only_alone() -> None:
    here = "http://127.0.0.1:8000/"
    assert hosts.in_order([here, *PRESENT, PRESENT[0]]) == PRESENT[::-1]
    assert hosts.in_order([here, here]) == [here]


def test_addresses_that_another_machine_can_type() -> None:
    found = ["192.168.10.2", "127.0.1.1", "192.168.9.7", "169.254.3.4", "0.0.0.0", "192.168.10.2"]
    assert interfaces.usable(found) == ["192.168.9.7", "192.168.10.2"]


@pytest.mark.parametrize(
    ("opened", "told"),
    [
        ("http://127.0.0.1:8000/x", "http://192.168.1.5:8000/x"),
        ("https://LOCALHOST:8443/x?y=localhost", "https://192.168.1.5:8443/x?y=localhost"),
        ("http://[::1]:8000/x", "http://192.168.1.5:8000/x"),
        ("http://[::1]/", "http://192.168.1.5/"),
        ("http://192.168.1.7:8000/x", "http://192.168.1.7:8000/x"),
        ("https://noibo.tayson.example/x", "https://noibo.tayson.example/x"),
    ],
)
def test_what_was_opened_at_the_machine_is_told_as_others_open_it(
    opened: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interfaces, "own_addresses", lambda: ["192.168.1.5", "192.168.1.6"])
    assert seen_from_outside(opened) == told
    monkeypatch.setattr(interfaces, "own_addresses", list)
    assert seen_from_outside(opened) == opened, "nobody else can open it"


def test_posters_follow_the_office_to_its_new_address(
    browse: Callable[..., Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interfaces, "own_addresses", lambda: ["192.168.1.5"])
    clerk = browse("secretary")
    old = add_link(clerk)
    page = clerk.get("/quan-tri/dia-chi").text
    assert "http://192.168.1.5/" in page and f"/ma-qr/{old}" in page and "Cần in lại" in page
    sheet = clerk.get("/quan-tri/dia-chi/to-in?dia-chi=http://192.168.1.5/")
    assert sheet.status_code == 200 and "Vào mạng nội bộ" in sheet.text
    assert clerk.get("/quan-tri/dia-chi/to-in?dia-chi=http://evil.example/").status_code == 404
    assert clerk.post("/quan-tri/dia-chi/chuyen", data={"address": "http://evil.example/"}).status_code == 303
    assert db.session.scalars(db.select(QrLink.address)).one().startswith("HTTP://LOCALHOST")
    for _twice in range(2):
        assert clerk.post("/quan-tri/dia-chi/chuyen", data={"address": "http://192.168.1.5/"}).status_code == 303
    db.session.expire_all()
    assert db.session.scalars(db.select(QrLink.address)).one().startswith("HTTP://192.168.1.5/Q/")
    assert [(one.revision, one.must_be_hung_anew) for one in db.session.scalars(db.select(Poster).order_by("id"))] == [
        (1, False),
        (2, True),
    ]
    assert "Không có tờ nào mang địa chỉ cũ" in clerk.get("/quan-tri/dia-chi").text
