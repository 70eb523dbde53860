"""Every door that takes a file: the picture is decoded while others may write, however large it is."""

import io
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from blueprints.access import GRANTS, Permission
from tests.access.conftest import Grid
from tests.access.table import ACCESS
from tests.files.test_accept import picture

FIELDS = ("evidence_file", "file", "photo")


def doors(grid: Grid) -> list[tuple[str, str]]:
    """A role that may enter, and the address, of every view with a larger body."""
    found = []
    for rule in grid.rules("POST"):
        url = grid.url(rule, grid.here)
        if url and hasattr(grid.app.view_functions[rule.endpoint], "body_limit"):
            roles = GRANTS[Permission(ACCESS[rule.endpoint])]
            role = next(role for role, place in grid.browsers if place == "here" and role in roles)
            found.append((role, url))
    return found


@pytest.mark.skipif(bool(os.environ.get("TEST_DATABASE_URL")), reason="one writer at a time is SQLite's way")
def test_others_may_write_while_a_picture_is_decoded(grid: Grid, monkeypatch: pytest.MonkeyPatch) -> None:
    path, decode = Path(grid.app.config["INSTANCE_DIR"]) / "office.sqlite", Image.open
    opened: list[str] = []

    def while_others_write(*args: Any, **kwargs: Any) -> Any:
        with closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as other:
            other.execute("BEGIN IMMEDIATE")  # an error here is a clerk who has to wait
            other.execute("ROLLBACK")
        opened.append("")
        return decode(*args, **kwargs)

    monkeypatch.setattr(Image, "open", while_others_write)
    wanted = doors(grid)
    assert len(wanted) >= 9
    for role, url in wanted:
        browser = grid.browsers[role, "here"]
        before = len(opened)
        files = {name: (io.BytesIO(picture("PNG")), "ảnh.png") for name in FIELDS}
        answer = browser.post(url, files, content_type="multipart/form-data")
        assert answer.status_code in {200, 303, 409, 422}, (url, answer.status_code)
        assert len(opened) > before, url
