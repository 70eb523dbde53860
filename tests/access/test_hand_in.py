"""Every door that takes a file: it is looked at while others may write, and what is not saved leaves nothing behind."""

import errno
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete
from werkzeug.datastructures import MultiDict

from models.accounts.rules import permissions
from models.accounts.tables import SignIn
from models.base import db
from models.files import apart
from tests.access.conftest import Grid
from tests.access.table import ACCESS, DEVICE
from tests.files.handed_in import picture
from tests.one_writer import only_sqlite, write_beside

pytestmark = pytest.mark.slow

FIELDS = ("evidence_file", "file", "photo")


def doors(grid: Grid) -> list[tuple[str, str]]:
    """A role that may enter, and the address, of every view with a larger body."""
    found = []
    for rule in grid.rules("POST"):
        url = grid.url(rule, grid.here)
        is_device = ACCESS[rule.endpoint] == DEVICE  # a tablet hands in no file
        if url and not is_device and hasattr(grid.app.view_functions[rule.endpoint], "body_limit"):
            roles = permissions()[ACCESS[rule.endpoint]].roles
            here = [role for role, place in grid.browsers if place == "here" and role in roles]
            role = next(role for role in here if grid.in_hand(rule.endpoint, url, role, "here"))
            found.append((role, url))
    return found


READ_ALONE = ("/xem-truoc", "/doc-tep", "/nhap")  # read outside writing too, and never kept


@only_sqlite
def test_others_may_write_while_a_picture_is_decoded_and_put_on_the_disk(
    grid: Grid, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def watch(what: str, slow: Callable[..., Any]) -> Callable[..., Any]:
        def while_others_write(*args: Any, **kwargs: Any) -> Any:
            write_beside(grid.app)
            told.append(what)
            return slow(*args, **kwargs)

        return while_others_write

    monkeypatch.setattr(apart, "_run", watch("decoded", apart._run))
    monkeypatch.setattr(os, "fsync", watch("synced", os.fsync))
    wanted = doors(grid)
    assert len(wanted) >= 9
    for role, url in wanted:
        browser = grid.browsers[role, "here"]
        told.clear()
        files = {name: (io.BytesIO(picture("PNG")), "ảnh.png") for name in FIELDS}
        answer = browser.post(url, files, content_type="multipart/form-data")
        assert answer.status_code in {200, 303, 409, 422}, (url, answer.status_code)
        is_kept = not url.endswith(READ_ALONE)
        assert ("decoded" in told) == is_kept and ("synced" in told or not is_kept or "/ma-qr/" in url), (url, told)
    assert on_disk(grid) == 0  # a form with several files keeps none


NOTE = "/ke-hoach/nhiem-vu/14"


def hand_in(grid: Grid, parts: list[tuple[str, Any]], **typed: Any) -> int:
    """Send a progress note with these parts of a form; the status of the answer."""
    browser = grid.browsers["secretary", "here"]
    hidden = browser.hidden_fields(NOTE, f"{NOTE}/tien-do")
    data = MultiDict([*hidden.items(), ("text", "Có tệp kèm"), *typed.items(), *parts])
    return browser.post_raw(f"{NOTE}/tien-do", data, content_type="multipart/form-data").status_code


def on_disk(grid: Grid) -> int:
    """How many files the store holds."""
    return sum(path.is_file() for path in Path(grid.app.config["UPLOADS_DIR"]).rglob("*"))


def photo() -> tuple[io.BytesIO, str]:
    """A good picture."""
    return io.BytesIO(picture("PNG")), "ảnh.png"


def test_an_empty_part_before_the_file_does_no_harm(grid: Grid) -> None:
    assert hand_in(grid, [("evidence_file", (io.BytesIO(), "")), ("evidence_file", photo())]) == 303
    assert on_disk(grid) == 1


def test_several_files_at_once_are_refused_with_the_text_kept(grid: Grid) -> None:
    assert hand_in(grid, [("other", photo()), ("evidence_file", photo())]) == 422
    assert on_disk(grid) == 0


def test_a_session_that_ends_meanwhile_hands_nothing_in(grid: Grid, monkeypatch: pytest.MonkeyPatch) -> None:
    decode = apart._run

    def while_the_session_ends(*what: Any) -> None:
        with db.engine.begin() as elsewhere:
            elsewhere.execute(delete(SignIn))
        decode(*what)

    monkeypatch.setattr(apart, "_run", while_the_session_ends)
    assert hand_in(grid, [("evidence_file", photo())]) == 401
    assert on_disk(grid) == 0


def test_a_disk_without_room_says_so_and_keeps_nothing(grid: Grid, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert hand_in(grid, [("evidence_file", photo())]) == 503
    assert on_disk(grid) == 0


def test_what_a_rule_refuses_leaves_no_file(grid: Grid) -> None:
    browser, url = grid.browsers["secretary", "here"], f"{NOTE}/hoan-thanh"
    form = {**browser.hidden_fields(url), "text": "Xong", "done_on": "1/1/2099", "evidence_file": photo()}
    assert browser.post_raw(url, form, content_type="multipart/form-data").status_code == 422
    assert on_disk(grid) == 0
