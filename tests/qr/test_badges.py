"""What the QR room says of a print, a network and a link."""

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from blueprints.qr.badges import hanging_badge, key_words, print_badge, target_words
from models import clock
from models.qr.rules import PosterState, Security
from models.qr.tables import Poster, QrLink, WifiNetwork

HUNG = clock.at_office(date(2026, 3, 30), 9)
IN_USE, WITHDRAWN = PosterState.IN_USE, PosterState.WITHDRAWN


@pytest.mark.parametrize(
    ("state", "hung_at", "follows_id", "on_its_page", "in_a_list"),
    [
        (IN_USE, HUNG, 7, ("ok", "Đã dán"), ("ok", "Đã dán 30/3/2026")),
        (IN_USE, None, 7, ("warn", "Cần in lại và dán thay bản cũ"), ("warn", "Cần in lại")),
        (IN_USE, None, None, ("idle", "Chưa ghi đã dán"), ("idle", "Chưa ghi đã dán")),
        (WITHDRAWN, None, 7, ("idle", "Đã thu hồi"), ("idle", "Đã thu hồi")),
        (WITHDRAWN, HUNG, None, ("ok", "Đã dán"), ("idle", "Đã thu hồi")),
    ],
)
def test_where_a_print_stands(
    state: PosterState, hung_at: datetime | None, follows_id: int | None, on_its_page: Any, in_a_list: Any
) -> None:
    poster: Any = SimpleNamespace(state=state, hung_at=hung_at, follows_id=follows_id)
    assert hanging_badge(poster) == on_its_page
    assert print_badge(poster) == in_a_list


@pytest.mark.parametrize(
    ("place", "ssid", "link_title", "whereabouts"),
    [
        ("Quầy 1", "TaySon", None, "Quầy 1"),
        ("", "TaySon", None, "TaySon"),
        ("", None, "Góp ý", "Góp ý"),
        ("", None, None, ""),
    ],
)
def test_what_tells_a_print_from_others(place: str, ssid: str | None, link_title: str | None, whereabouts: str) -> None:
    network = WifiNetwork(ssid=ssid) if ssid else None
    link = QrLink(title=link_title) if link_title else None
    assert Poster(title="Wi-Fi", place=place, network=network, link=link).whereabouts == whereabouts


@pytest.mark.parametrize(
    ("security", "hide_key", "words"),
    [(Security.OPEN, True, "Không có"), (Security.WPA, True, "Không in ra"), (Security.WPA, False, "Có in")],
)
def test_whether_the_key_is_printed(security: Security, hide_key: bool, words: str) -> None:
    network: Any = SimpleNamespace(security=security, hide_key=hide_key)
    assert key_words(network) == words


def test_what_another_target_means_for_the_wall() -> None:
    short, plain = SimpleNamespace(short_code="abc"), SimpleNamespace(short_code=None)
    assert target_words(short).endswith("không phải in lại.")  # type: ignore[arg-type]
    assert target_words(plain).endswith("đổi thì phải in lại.")  # type: ignore[arg-type]
    assert target_words(None).startswith("Trang lấy ý kiến")
