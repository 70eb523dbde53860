"""What is sealed stays sealed: another row, another key, one flipped bit."""

import base64

import pytest

from models import secrets
from models.base import db
from models.qr import actions
from models.qr.tables import Poster, WifiNetwork
from tests.qr.room import add_wifi


@pytest.fixture(autouse=True)
def _key(site):
    yield
    secrets.use_key(site.config["DATA_KEY"])


def test_a_text_comes_back_only_for_its_own_purpose():
    sealed = secrets.seal("mật khẩu".encode(), "wifi_network:1")
    assert sealed.startswith("v1:") and secrets.unseal(sealed, "wifi_network:1").decode() == "mật khẩu"
    assert secrets.seal(b"x", "a") != secrets.seal(b"x", "a")
    with pytest.raises(secrets.Damaged):
        secrets.unseal(sealed, "wifi_network:2")


def test_every_flipped_bit_is_noticed():
    sealed = secrets.seal(b"khoa", "a")
    raw = bytearray(base64.urlsafe_b64decode(sealed[3:]))
    for at in range(len(raw) * 8):
        torn = bytearray(raw)
        torn[at // 8] ^= 1 << at % 8
        with pytest.raises(secrets.Damaged):
            secrets.unseal("v1:" + base64.urlsafe_b64encode(torn).decode(), "a")
    torn_bytes = bytearray(secrets.seal_bytes(b"khoa", "a"))
    torn_bytes[-1] ^= 1
    with pytest.raises(secrets.Damaged):
        secrets.unseal_bytes(bytes(torn_bytes), "a")


@pytest.mark.parametrize("odd", ["", "v1:", "v2:AAAA", "v1:!!!!", "khoa"])
def test_what_was_never_sealed_is_refused(odd):
    with pytest.raises(secrets.Damaged):
        secrets.unseal(odd, "a")


def test_another_key_opens_nothing():
    sealed = secrets.seal(b"khoa", "a")
    mark = secrets.fingerprint(b"khoa", "a")
    secrets.use_key(secrets.new_key())
    with pytest.raises(secrets.Damaged):
        secrets.unseal(sealed, "a")
    assert secrets.fingerprint(b"khoa", "a") != mark
    with pytest.raises(ValueError):
        secrets.use_key(b"short")


def test_a_key_copied_into_another_row_does_not_open(clerk):
    one, other = add_wifi(clerk), add_wifi(clerk, ssid="Mạng khác", password="khoa-khac-hon")
    first, second = (db.session.get(Poster, at).network for at in (one, other))
    assert isinstance(first, WifiNetwork)
    second.sealed_key = first.sealed_key
    with pytest.raises(secrets.Damaged):
        actions.key_of(second)
    db.session.rollback()
