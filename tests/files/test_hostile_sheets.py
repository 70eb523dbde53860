"""What hostile workbooks cost: each is answered with its reason, in a bounded time and a bounded memory."""

import json
import subprocess
import sys
from functools import cache

import pytest

from blueprints.labels import REFUSALS
from models.errors import RuleBroken
from models.files.sheets import read_sheets
from models.opening.sheets import COLUMNS, ROWS
from tests.files.hostile_sheets import HOSTILE, plain

MOST_KIB = 150 * 1024
MOST_SECONDS = 5.0
WATCH = """
import resource, subprocess, sys
subprocess.run([sys.executable, "-m", "models.opening", sys.argv[1]], stdin=sys.stdin, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_maxrss, used.ru_utime + used.ru_stime)
"""  # a small process between: a child is told the size of whoever started it


@cache
def made(name: str) -> bytes:
    return HOSTILE[name][0]()


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_workbooks_are_refused_by_name_or_read_within_bounds(name: str) -> None:
    content, reason = made(name), HOSTILE[name][1]
    if reason is None:
        for sheet in read_sheets(content):
            assert len(sheet.rows) <= ROWS
            assert all(len(row) <= COLUMNS for row in sheet.rows)
        return
    with pytest.raises(RuleBroken) as refused:
        read_sheets(content)
    assert refused.value.code == reason
    assert REFUSALS[reason].format(**refused.value.details)


@pytest.mark.skipif(sys.platform == "win32", reason="limits are of Unix")
@pytest.mark.parametrize("name", ["300 MB of text", "some shared strings", "empty formatted rows", "many joined cells"])
def test_a_hostile_workbook_takes_little_memory_and_time(name: str) -> None:
    wish = json.dumps({"task": "sheets"})
    told = subprocess.run([sys.executable, "-c", WATCH, wish], input=made(name), capture_output=True, check=True).stdout
    kib, seconds = told.decode().split()
    assert int(kib) < MOST_KIB
    assert float(seconds) < MOST_SECONDS


def test_an_ordinary_workbook_tells_its_rows_and_joined_cells() -> None:
    (sheet,) = read_sheets(plain(("TT", "Nhiệm vụ"), (1, "Rà soát")))
    assert sheet.rows == [["TT", "Nhiệm vụ"], [1, "Rà soát"]]
    assert (sheet.merged, sheet.is_1904, sheet.is_hidden) == ([], False, False)
