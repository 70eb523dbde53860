"""Every fault of one PC is named with the test that holds it, and every test that is named exists."""

import ast
import re
from pathlib import Path

import pytest

from tests.processes import ROOT

README = Path(__file__).with_name("README.md").read_text("utf-8")
ROWS = dict(re.findall(r"^\| ([FM]\d+) \| [^|]+ \| (.+) \|$", README, re.MULTILINE))
NAMED = re.compile(r"`([a-z_/]+/)?(test_\w+\.py)(?:::(test_\w+))?`")
ELSEWHERE = {12, 13, 14}  # a database server's, and a tablet's


def test_every_fault_and_every_careless_way_has_a_row() -> None:
    wanted = [f"F{number:02}" for number in range(1, 27) if number not in ELSEWHERE]
    assert list(ROWS) == [*wanted, *(f"M{number}" for number in range(1, 11))]


@pytest.mark.parametrize("fault", ROWS)
def test_what_holds_it_exists(fault: str) -> None:
    named = NAMED.findall(ROWS[fault])
    assert named
    for folder, file, test in named:
        path = ROOT / "tests" / (folder or "faults/") / file
        made = {one.name for one in ast.parse(path.read_text("utf-8")).body if isinstance(one, ast.FunctionDef)}
        assert not test or test in made, f"{path.name} has no {test}"
