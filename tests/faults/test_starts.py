"""F21: a start on what a bad end has left: it goes on by itself, or stops in one line that names the way out."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest
from click import ClickException

from app import create_app
from tests.faults.oracle import Ledger, assert_whole
from tests.faults.place import Place, filled_in, send
from tests.one_writer import only_sqlite

pytestmark = [only_sqlite, pytest.mark.slow, pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")]


def _stale_lock(home: Path) -> None:
    (home / "site.lock").write_text("4711")
    (home / "office.pid").write_text("4711")


def _left_over(home: Path) -> None:
    for name in ("release.json.part", "office.next.sqlite", "recovery.json.part", "uploads/1/half.part"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(b"half")


def _cut_log(home: Path) -> None:
    log = home / "office.sqlite-wal"
    content = log.read_bytes()
    assert len(content) > 8192, "the killed server has left its log"
    log.write_bytes(content[: len(content) - 1000])


def _empty_shared_memory(home: Path) -> None:
    (home / "office.sqlite-shm").write_bytes(b"")


def _no_uploads(home: Path) -> None:
    shutil.rmtree(home / "uploads", ignore_errors=True)


DAMAGES: list[tuple[Callable[[Path], None], ...]] = [
    (_stale_lock, _left_over, _no_uploads, _empty_shared_memory),
    (_cut_log,),
]


@pytest.mark.parametrize("damages", DAMAGES, ids=["what lies about", "a log that was cut"])
def test_it_goes_on_by_itself(damages: tuple[Callable[[Path], None], ...], place: Place, tmp_path: Path) -> None:
    posts, ledger, home = filled_in(place, each=4), Ledger(tmp_path / "ledger"), tmp_path / "instance"
    child = place.start()
    for what, *post in posts[:-1]:
        assert send(place, *post) == 303
        ledger.note(what, is_taken=True)
    last, *post = posts[-1]
    assert send(place, *post) == 303
    place.kill(child)
    for damage in damages:
        damage(home)
    child = place.start()
    line = HTTPConnection("127.0.0.1", place.port, timeout=30)
    line.request("GET", "/healthz")
    assert line.getresponse().status == 200
    line.close()
    assert send(place, *post) == 303, "sent again, it is there once"
    place.kill(child)
    ledger.note(last, is_taken=True)
    assert_whole(place.app, ledger)


@pytest.mark.parametrize("name", ["data.key", "session.key"])
@pytest.mark.parametrize("content", [b"", b"half a key"])
def test_a_damaged_key_stops_the_start_in_one_line(place: Place, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / "instance" / name).write_bytes(content)
    with pytest.raises(ClickException) as stopped:
        create_app(place.settings)
    assert name in stopped.value.message and "Xin" in stopped.value.message and "\n" not in stopped.value.message
    assert (tmp_path / "instance" / name).read_bytes() == content, "no new key in its place"


def test_a_key_that_cannot_be_read_stops_the_start_too(place: Place, tmp_path: Path) -> None:
    key = tmp_path / "instance" / "data.key"
    key.unlink()
    key.mkdir()
    with pytest.raises(ClickException, match="Không đọc được khóa"):
        create_app(place.settings)


@pytest.mark.parametrize("is_empty", [False, True])
def test_no_empty_database_is_made_in_silence(place: Place, tmp_path: Path, is_empty: bool) -> None:
    database = tmp_path / "instance" / "office.sqlite"
    database.unlink()
    if is_empty:
        database.touch()
    told = create_app(place.settings).test_cli_runner().invoke(args=["serve", "--port", "0"])
    assert told.exit_code == 1 and "Không thấy cơ sở dữ liệu" in told.output
    assert not database.exists() or database.stat().st_size == 0


@pytest.mark.parametrize(
    ("version", "said"), [("0061", "cũ hơn phần mềm"), ("9999", "mới hơn phần mềm")], ids=["older", "newer"]
)
@pytest.mark.parametrize("command", [["serve", "--port", "0"], ["jobs", "run", "--once"]], ids=["serve", "jobs"])
def test_a_database_of_another_version_is_told(
    place: Place, tmp_path: Path, command: list[str], version: str, said: str
) -> None:
    with closing(sqlite3.connect(tmp_path / "instance" / "office.sqlite")) as office, office:
        office.execute("UPDATE alembic_version SET version_num = ?", (version,))
    told = create_app(place.settings).test_cli_runner().invoke(args=command)
    assert told.exit_code == 1 and said in told.output and version in told.output
    assert "db upgrade" in told.output or version == "9999"


def test_a_folder_that_cannot_be_made_stops_the_start_in_one_line(place: Place, tmp_path: Path) -> None:
    (tmp_path / "a file").write_bytes(b"")
    with pytest.raises(ClickException) as stopped:
        create_app({**place.settings, "INSTANCE_DIR": tmp_path / "a file" / "instance"})
    assert "a file" in stopped.value.message and "Xin" in stopped.value.message and "\n" not in stopped.value.message
