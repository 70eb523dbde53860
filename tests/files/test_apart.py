"""The process that opens a file: bounded, in line, and its death a refusal in words."""

import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from models import files
from models.errors import RuleBroken
from models.files import apart
from tests.files.handed_in import noise, office_file, package, pdf, picture, refusal

pytestmark = [pytest.mark.slow, pytest.mark.alike]

posix_only = pytest.mark.skipif(os.name != "posix", reason="limits of a process are POSIX's")
MIB = 1024 * 1024


def one_colour_png(tmp_path: Path, side: int) -> bytes:
    """A huge picture of one colour in few bytes, drawn elsewhere so that this process stays as it is."""
    program = "import sys; from PIL import Image; Image.new('1', (int(sys.argv[1]),) * 2).save(sys.argv[2], 'PNG')"
    subprocess.run([sys.executable, "-c", program, str(side), tmp_path / "a.png"], check=True)
    return (tmp_path / "a.png").read_bytes()


def grown_by(status: str, before: int) -> int:
    return now(status) - before


def now(status: str) -> int:
    """Bytes this process holds (VmRSS), or held at most (VmHWM)."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(status))
    return int(line.split()[1]) * 1024


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux tells how large a process is")
@pytest.mark.parametrize(("side", "refused"), [(20_000, "file_pixels"), (6_300, None)])
def test_a_small_file_of_many_pixels_costs_the_site_no_memory(side: int, refused: str | None, tmp_path: Path) -> None:
    content = one_colour_png(tmp_path, side)
    assert len(content) < 100_000
    files.accept(picture())
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before = now("VmRSS")
    assert refusal(content) == refused
    assert grown_by("VmHWM", before) < 50 * MIB


@posix_only
@pytest.mark.parametrize(
    ("does", "seconds"),
    [
        ("import os; os.abort()", 60),
        ("import sys; sys.exit(3)", 60),
        ("import time; time.sleep(60)", 1),
        ("print('no answer at all')", 60),
    ],
)
def test_a_process_that_dies_hangs_or_babbles_is_a_refusal(
    does: str, seconds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "COMMAND", (sys.executable, "-c", does))
    monkeypatch.setattr(apart, "LONGEST", seconds)
    for content in (picture(), pdf(), office_file()):
        assert refusal(content) == "file_heavy"
    monkeypatch.undo()
    assert refusal(picture()) is None, "the line goes on"


@posix_only
def test_a_process_that_takes_too_much_memory_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    program = "import runpy; from models.opening import pictures; pictures.redrawn = lambda _: bytearray(1 << 34); "
    program += "runpy.run_module('models.opening', run_name='__main__')"
    monkeypatch.setattr(apart, "COMMAND", (sys.executable, "-c", program))
    assert refusal(picture()) == "file_heavy"


@posix_only
def test_a_program_that_cannot_be_started_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "COMMAND", ("/nowhere/python",))
    assert refusal(picture()) == "file_wait"


def test_twelve_at_once_wait_in_line(monkeypatch: pytest.MonkeyPatch) -> None:
    real, lock, running, most = apart._run, threading.Lock(), 0, 0

    def counted(*what: Any) -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        try:
            real(*what)
        finally:
            with lock:
                running -= 1

    monkeypatch.setattr(apart, "_run", counted)
    with ThreadPoolExecutor(12) as people:
        taken = list(people.map(refusal, [noise()] * 12))
    assert taken == [None] * 12 and most == apart.AT_ONCE


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux tells how large a process is")
def test_twelve_photos_leave_no_memory_behind() -> None:
    photo = noise(size=(1600, 1200), quality=95)
    before = now("VmRSS")
    with ThreadPoolExecutor(8) as people:
        assert list(people.map(refusal, [photo] * 12)) == [None] * 12
    assert grown_by("VmRSS", before) < 50 * MIB


def test_who_waited_long_enough_is_asked_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "PATIENCE", 0.05)
    for _ in range(apart.AT_ONCE):
        apart._free.acquire()
    try:
        assert refusal(picture()) == "file_wait"
    finally:
        for _ in range(apart.AT_ONCE):
            apart._free.release()
    assert refusal(picture()) is None


def test_a_turn_within_a_turn_is_the_same() -> None:
    begun = time.monotonic()
    with files.turn(), files.turn():
        assert refusal(picture()) is None
    assert time.monotonic() - begun < apart.PATIENCE


def test_the_process_knows_neither_the_office_nor_its_secrets(monkeypatch: pytest.MonkeyPatch, app: Flask) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody:secret@nowhere/office")
    program = (
        "import os, sys, json, models.opening.__main__, models.opening.office, models.opening.pictures;"
        "known = sorted(name for name in sys.modules if name.split('.')[0] in ('sqlalchemy', 'flask', 'PIL'));"
        "print(json.dumps({'refused': 'told', 'details': {'known': known, 'env': sorted(os.environ)}}))"
    )
    monkeypatch.setattr(apart, "COMMAND", (sys.executable, "-E", "-s", "-c", program))
    with pytest.raises(RuleBroken) as told:
        files.accept(picture())
    assert told.value.details["known"] == [] and "DATABASE_URL" not in told.value.details["env"]


def test_a_package_of_very_many_members_is_counted_elsewhere() -> None:
    assert refusal(package({f"{number}": b"" for number in range(60_000)})) == "file_bomb"
