"""The recovery code: typed as people type, wrong groups named, and the data key comes back from paper alone."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from models import backup, secrets
from models.backup import recovery
from models.base import db
from models.files import FileStore
from models.qr import actions
from models.qr.keys import key_of
from models.qr.rules import Audience, Security
from models.qr.tables import WifiNetwork
from tests.factories import Office

pytestmark = pytest.mark.usefixtures("app")
KEY = bytes(range(32))


def test_a_code_is_typed_in_any_manner() -> None:
    code = recovery.new_code()
    kept = recovery.seal(code, KEY)
    for typed in (code, code.lower(), code.replace(" ", ""), code.replace(" ", "-"), f"  {code} \n"):
        assert recovery.wrong_groups(typed) == []
        assert recovery.open_key(kept, typed) == KEY


def test_codes_hold_no_vowels_and_never_repeat() -> None:
    codes = {recovery.new_code() for _ in range(200)}
    assert len(codes) == 200
    assert not set("".join(codes)) & set("AEIOUYDW01L8")


def test_each_wrong_group_is_named_by_its_number() -> None:
    groups = recovery.new_code().split()
    for at in range(recovery.GROUPS):
        for place in range(recovery.RANDOM + 1):
            for sign in set(recovery.SIGNS) - {groups[at][place]}:
                wrong = groups[at][:place] + sign + groups[at][place + 1 :]
                assert recovery.wrong_groups(" ".join([*groups[:at], wrong, *groups[at + 1 :]])) == [at + 1]
    assert recovery.wrong_groups(" ".join(groups[:6])) == [7, 8]
    assert recovery.wrong_groups(" ".join([*groups, "BBBB"])) == [9]
    assert recovery.wrong_groups("") == list(range(1, 9))
    assert recovery.wrong_groups("mật khẩu") != []


def test_another_code_opens_nothing() -> None:
    kept = recovery.seal(recovery.new_code(), KEY)
    with pytest.raises(recovery.WrongCode) as refused:
        recovery.open_key(kept, recovery.new_code())
    assert refused.value.groups == []


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff", b'{"key_name":"a","salt":"*","box":"","made_at":""}'])
def test_what_is_no_sealed_key_is_none(content: bytes) -> None:
    assert recovery.read(content) is None


@pytest.fixture
def with_code(app: Flask) -> Iterator[Callable[[], str]]:
    """A code that is in force on this place."""
    instance = Path(app.config["INSTANCE_DIR"])

    def take() -> str:
        code = recovery.new_code()
        recovery.write(instance / recovery.FILE, recovery.seal(code, secrets.data_key()))
        return code

    yield take
    (instance / recovery.FILE).unlink(missing_ok=True)


@pytest.mark.slow
def test_a_backup_brings_its_wifi_keys_to_another_machine(
    app: Flask, office: Office, store: FileStore, tmp_path: Path, with_code: Callable[[], str]
) -> None:
    code, instance = with_code(), Path(app.config["INSTANCE_DIR"])
    network = WifiNetwork(
        ssid="Khach", security=Security.WPA, audience=Audience.GUEST, place="Sảnh", valid_from=date(2026, 3, 1)
    )
    actions.add_network(office.viewer("secretary"), network, "mat-khau-wifi-9")
    db.session.commit()
    db.session.remove()
    target = tmp_path / "office.zip"
    backup.write(db.engine, store, target, instance)
    kept = instance / "data.key.kept"
    shutil.copyfile(instance / "data.key", kept)
    try:
        stranger = secrets.new_key()
        (instance / "data.key").write_bytes(stranger)
        secrets.use_key(stranger)
        refused = app.test_cli_runner().invoke(args=["restore", str(target)], input="BBBB\n\n")
        assert refused.exit_code == 1 and "mã khôi phục" in refused.output
        assert (instance / "data.key").read_bytes() == stranger, "nothing was touched"
        done = app.test_cli_runner().invoke(args=["restore", str(target)], input=f"{code.lower()}\n")
        assert done.exit_code == 0, done.output
        assert (instance / "data.key").read_bytes() == app.config["DATA_KEY"]
        (aside,) = instance.glob("data.key.before-restore-*")
        assert aside.read_bytes() == stranger
        assert key_of(db.session.scalars(select(WifiNetwork)).one()) == "mat-khau-wifi-9"
        db.session.remove()
    finally:
        secrets.use_key(app.config["DATA_KEY"])
        kept.replace(instance / "data.key")
        for aside in instance.glob("data.key.before-restore-*"):
            aside.unlink()


def test_an_archive_without_a_code_carries_no_key(office: Office, store: FileStore, tmp_path: Path) -> None:
    assert office.commune.id
    db.session.remove()
    backup.write(db.engine, store, tmp_path / "office.zip", tmp_path)
    assert backup.sealed_key_of(tmp_path / "office.zip") is None
    assert backup.sealed_key_of(tmp_path / "no-such.zip") is None
