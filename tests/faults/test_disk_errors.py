"""F09: the disk refuses syncs and writes of a server at work, and takes them again later, without a restart."""

from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.faults.oracle import Ledger, assert_whole
from tests.faults.place import Place
from tests.faults.sending import Sent, deliver_all, forms, launched
from tests.faults.tracer import failing, may_be_traced
from tests.one_writer import only_sqlite

pytestmark = [only_sqlite, pytest.mark.slow, pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")]

SYNCS, WRITES = "fsync,fdatasync", "pwrite64"  # SQLite writes with pwrite64 alone; files of evidence are synced
ALWAYS, NOW_AND_THEN = "1+", "2+2"  # calls of each thread
FAULTS = [
    (SYNCS, "EIO", ALWAYS, "chỉ đọc"),
    (WRITES, "ENOSPC", ALWAYS, "đã đầy"),
    (SYNCS, "EIO", NOW_AND_THEN, "chỉ đọc"),
    (WRITES, "EIO", ALWAYS, "chỉ đọc"),
    (WRITES, "ENOSPC", "7+9", "đã đầy"),
]


def _reads(place: Place, sent: Sent) -> int:
    """The status of a page for whoever sent that."""
    line = HTTPConnection("127.0.0.1", place.port, timeout=30)
    line.request("GET", "/phong", headers=sent.headers)
    status = line.getresponse().status
    line.close()
    return status


def _groups(waiting: list[Sent]) -> list[list[Sent]]:
    """A part of what waits for each fault, one with a file among it."""
    notes = [sent for sent in waiting if sent.url.startswith("/viec/")]
    others = [sent for sent in waiting if sent not in notes]
    return [[note, *others[at :: len(notes)]] for at, note in enumerate(notes)]


def test_what_the_disk_refused_was_never_acknowledged_and_is_taken_later(place: Place, tmp_path: Path) -> None:
    groups, ledger = _groups(forms(place, each=30, files=len(FAULTS))), Ledger(tmp_path / "ledger")
    with launched(place, lambda app: may_be_traced()) as child:
        place.wait_for(child)
        for (calls, error, when, said), group in zip(FAULTS, groups, strict=True):
            fault = f"{calls} {error} {when}"
            with failing(child, calls, error, when):
                told = deliver_all(place, group)
                reader = next(sent for sent in group if sent.url == "/phong/moi")
                assert _reads(place, reader) == 200, f"{fault}: nobody can read"
            assert {answer.status for answer in told} <= ({503} if when == ALWAYS else {303, 503}), fault
            refused = [(sent, answer) for sent, answer in zip(group, told, strict=True) if answer.status != 303]
            assert refused, f"{fault}: nothing was refused"
            assert all("Chưa lưu được" in answer.text and said in answer.text for _sent, answer in refused), fault
            ledger.acknowledged |= {sent.what for sent, answer in zip(group, told, strict=True) if answer.status == 303}
            assert_whole(place.app, ledger)
            again = [sent for sent, _answer in refused]
            assert {answer.status for answer in deliver_all(place, again)} == {303}, f"{fault}: over, and not over"
            ledger.acknowledged |= {sent.what for sent in again}
            assert_whole(place.app, ledger)
    assert ledger.acknowledged == {sent.what for group in groups for sent in group}
    assert_whole(place.app, ledger)
