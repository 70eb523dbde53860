"""An update is refused for anything wrong, tried beside what runs, and leaves the old or the new whatever stops it."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click import ClickException
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask
from sqlalchemy import create_engine

from blueprints import updating
from models.base import db
from models.updates import applying, launch, package
from models.updates.package import UpdateRefused
from tests.one_writer import only_sqlite
from tests.updates import killed, small
from tests.updates.killed import MIDST

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ROOT = small.ROOT


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A signed update to 2026.12."""
    target = tmp_path / "update.zip"
    package.make(small.home(tmp_path / "new", "new", "2026.12"), None, KEY, ("2026.12", "0002"), target)
    return target


def look(file: Path, key: Ed25519PrivateKey = KEY, running: str = "2026.11") -> str:
    """The code by which a file is refused, also while it is unpacked; empty when it is taken."""
    try:
        with zipfile.ZipFile(file) as archive:
            found = package.read(archive, key.public_key(), running)
            package.unpack(archive, found, file.with_suffix(".out"))
    except UpdateRefused as refused:
        return refused.code
    return ""


def rewritten(file: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The same archive with other parts."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file


def signed(**changes: Any) -> Callable[[dict[str, bytes]], None]:
    """Another list, signed by the right key: what a careless or hostile builder could make."""

    def change(parts: dict[str, bytes]) -> None:
        told = json.loads(parts[package.LIST]) | changes
        parts[package.LIST] = json.dumps(told).encode()
        parts[package.SIGNATURE] = KEY.sign(package.SIGNED_FOR + parts[package.LIST])

    return change


def outside(name: str) -> Callable[[dict[str, bytes]], None]:
    """A file under a name that leads elsewhere, properly signed."""

    def change(parts: dict[str, bytes]) -> None:
        told = json.loads(parts[package.LIST])
        told["files"][name] = told["files"]["code/app.py"]
        parts[name] = parts["code/app.py"]
        signed(files=told["files"])(parts)

    return change


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda parts: None, ""),
        (lambda parts: parts.update({"code/app.py": parts["code/app.py"] + b"#"}), "damaged"),
        (lambda parts: parts.update({"code/app.py": parts["code/app.py"][:-1]}), "damaged"),
        (lambda parts: parts.update({"code/app.py": b""}), "damaged"),
        (lambda parts: parts.update({"code/more.py": b""}), "members"),
        (lambda parts: parts.pop("code/README.md"), "members"),
        (lambda parts: parts.update({package.LIST: parts[package.LIST] + b" "}), "signature"),
        (lambda parts: parts.update({package.SIGNATURE: bytes(64)}), "signature"),
        (lambda parts: parts.update({package.SIGNATURE: b""}), "signature"),
        (lambda parts: parts.update({package.SIGNATURE: KEY.sign(parts[package.LIST])}), "signature"),
        (lambda parts: parts.pop(package.SIGNATURE), "no_update"),
        (lambda parts: parts.pop(package.LIST), "no_update"),
        (signed(version="2026.11"), "older"),
        (signed(version="2026.9"), "older"),
        (signed(version="2025.12.4"), "older"),
        (signed(version="../2027.1"), "format"),
        (signed(product="other"), "format"),
        (signed(format=2), "format"),
        *((outside(name), "members") for name in ("code/../../x", "/x", "code/a\\b", "code/.git", "code//x", "C:/x")),
        (outside("code/APP.py"), "members"),  # one file on Windows
    ],
)
def test_what_is_refused(file: Path, change: Callable[[dict[str, bytes]], None], code: str) -> None:
    assert look(rewritten(file, change)) == code
    assert not (file.parent.parent / "x").exists()


def test_another_key_opens_nothing(file: Path) -> None:
    assert look(file, Ed25519PrivateKey.generate()) == "signature"


@pytest.mark.parametrize(("left", "right"), [("2026.11", "2026.12"), ("2026.9", "2026.10"), ("2026.11", "2026.11.1")])
def test_versions_are_ordered_by_their_numbers(left: str, right: str) -> None:
    assert launch.version_key(left) < launch.version_key(right)


@pytest.fixture
def instance(tmp_path: Path, empty_sqlite: Path) -> Path:
    """A small office: its database with one row that must never be lost, and the key that it was given."""
    here = tmp_path / "Văn phòng" / "instance"
    (here / "uploads").mkdir(parents=True)
    shutil.copyfile(empty_sqlite, here / "office.sqlite")
    with closing(sqlite3.connect(here / "office.sqlite")) as connection:
        connection.executescript("CREATE TABLE marker (x); INSERT INTO marker VALUES (1)")
    public = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (here / "update.pub").write_bytes(public)
    return here


def started(home: Path, instance: Path) -> str:
    """What the launcher starts: the name of the release, whether its database is the new one, its rows."""
    command = [sys.executable, str(home / "models/updates/launch.py"), "which"]
    told = {**os.environ, "INSTANCE_DIR": str(instance)}
    done = subprocess.run(command, env=told, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def take(home: Path, instance: Path, file: Path, point: str) -> int:
    """Take the update in a process of its own, which dies at that point; how it ended, as subprocess tells it."""
    child = os.fork()
    if child == 0:
        ended = 1
        try:
            killed.main(home, instance, file, point)
            ended = 0
        finally:
            os._exit(ended)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


POINTS = [step.__name__ for step in applying.STEPS]


@pytest.mark.slow
def test_killed_anywhere_the_old_or_the_new_runs(tmp_path: Path, instance: Path, file: Path) -> None:
    home, kept = small.home(tmp_path / "old", "old", "2026.11"), instance.with_name("kept")
    shutil.copytree(instance, kept)
    for point in (*POINTS, *MIDST):
        shutil.rmtree(instance)
        shutil.rmtree(launch.releases(instance), ignore_errors=True)
        shutil.copytree(kept, instance)
        assert take(home, instance, file, point) == -signal.SIGKILL, point
        is_decided = point in (*POINTS[POINTS.index("decide") :], "database switched")
        expected = "new True 1" if is_decided else "old False 1"
        assert started(home, instance) == expected, point
        with closing(sqlite3.connect(instance / "office.sqlite")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        if point in ("half unpacked", "half migrated", "place"):
            assert take(home, instance, file, "none") == 0, f"{point}, and once more to the end"
            assert started(home, instance) == "new True 1", point


@pytest.mark.slow
@pytest.mark.parametrize("fails", ["upgrade", "check"])
def test_a_release_that_does_not_run_here_leaves_the_old_one(tmp_path: Path, instance: Path, fails: str) -> None:
    file, home = tmp_path / "bad.zip", small.home(tmp_path / "old", "old", "2026.11")
    package.make(small.home(tmp_path / "bad", "bad", "2026.12", fails), None, KEY, ("2026.12", "x"), file)
    before = (instance / "office.sqlite").read_bytes()
    assert take(home, instance, file, "none") == 1
    assert started(home, instance) == "old False 1"
    assert (instance / "office.sqlite").read_bytes() == before
    assert not (instance / launch.NEXT).exists() and not list(launch.releases(instance).iterdir())


@pytest.mark.slow
def test_other_packages_without_wheels_are_refused(tmp_path: Path, instance: Path) -> None:
    file, home, new = tmp_path / "bare.zip", small.home(tmp_path / "old", "old", "2026.11"), tmp_path / "new"
    (small.home(new, "new", "2026.12") / "requirements.txt").write_text("something-else\n")
    package.make(new, None, KEY, ("2026.12", "x"), file)
    assert take(home, instance, file, "none") == 1
    assert started(home, instance) == "old False 1"


@pytest.mark.slow
def test_wheels_of_its_own_killed_while_they_are_installed(tmp_path: Path, instance: Path) -> None:
    """The new release has a Python of its own with the signed packages; until it is whole the old one runs."""
    file, home, new = tmp_path / "wheels.zip", small.home(tmp_path / "old", "old", "2026.11"), tmp_path / "new"
    small.home(new, "new", "2026.12")
    (new / "requirements.txt").write_text("flask==99\n")
    package.make(new, small.wheel(tmp_path / "wheels"), KEY, ("2026.12", "x"), file)
    assert take(home, instance, file, "half equipped") == -signal.SIGKILL
    assert started(home, instance) == "old False 1"
    assert take(home, instance, file, "none") == 0
    assert started(home, instance) == "new True 1"
    pointed = launch.read(instance / launch.POINTER)
    assert pointed and Path(pointed["python"]).is_relative_to(launch.releases(instance) / "2026.12")


@pytest.mark.slow
def test_wheels_that_do_not_fit_leave_the_old_release(tmp_path: Path, instance: Path) -> None:
    file, home, new = tmp_path / "wheels.zip", small.home(tmp_path / "old", "old", "2026.11"), tmp_path / "new"
    small.home(new, "new", "2026.12")
    (new / "requirements.txt").write_text("flask==100\n")
    package.make(new, small.wheel(tmp_path / "wheels"), KEY, ("2026.12", "x"), file)
    assert take(home, instance, file, "none") == 1
    assert started(home, instance) == "old False 1" and not list(launch.releases(instance).iterdir())


@pytest.mark.parametrize(
    ("owner", "stay"),
    [("2026.12", ["2026.12", "2027.2", "2027.3"]), ("2027.3", ["2027.2", "2027.3"]), ("", ["2027.2", "2027.3"])],
)
def test_old_releases_go_but_for_the_one_whose_python_runs(
    tmp_path: Path, instance: Path, file: Path, owner: str, stay: list[str]
) -> None:
    """An update without packages of its own goes on with the Python of an earlier one."""
    releases = launch.releases(instance)
    for version in ("2026.12", "2027.1", "2027.2", "2027.3"):
        (releases / version / ".venv/bin").mkdir(parents=True)
    python = str(releases / owner / ".venv/bin/python") if owner else sys.executable
    with zipfile.ZipFile(file) as archive:
        places = (tmp_path / "old", instance, instance / "uploads")
        update = applying.Update(
            *places, "2027.2", archive, KEY.public_key(), create_engine("sqlite://"), python=python
        )
        applying.clear(update)
    assert sorted(one.name for one in releases.iterdir()) == stay


def test_newer_code_at_home_goes_before_an_older_pointer(tmp_path: Path, instance: Path) -> None:
    home = small.home(tmp_path / "old", "old", "2027.1")
    launch.write(instance / launch.POINTER, {"version": "2026.12", "python": "x"})
    assert launch.in_force(home, instance) == (home, sys.executable)


@only_sqlite
def test_the_commands_refuse_in_words(app: Flask, tmp_path: Path, file: Path) -> None:
    run, here = app.test_cli_runner().invoke, Path(app.config["INSTANCE_DIR"])
    db.session.remove()
    assert run(args=["update", "new-key", str(tmp_path / "keys")]).exit_code == 0
    assert "không ghi đè" in run(args=["update", "new-key", str(tmp_path / "keys")]).output
    try:
        assert "Chưa có khóa" in run(args=["update", "apply", str(file)]).output, "there is no key by default"
        shutil.copyfile(tmp_path / "keys/update.pub", here / "update.pub")
        assert "chữ ký không đúng" in run(args=["update", "apply", str(file)]).output, "it is another's"
        own = tmp_path / "own.zip"
        made = run(args=["update", "make", str(own), "--key", str(tmp_path / "keys/update.key")])
        assert made.exit_code == 0, made.output
        assert "không mới hơn" in run(args=["update", "apply", str(own)]).output
        own.write_bytes(b"PK nothing")
        assert "Không có gì thay đổi" in run(args=["update", "apply", str(own)]).output
        launch.write(here / launch.POINTER, {"version": "2099.1", "python": "x"})
        with pytest.raises(ClickException, match=r"2099\.1"):
            updating.require_in_force(app)  # replaced code does not serve
    finally:
        for name in ("update.pub", launch.POINTER):
            (here / name).unlink(missing_ok=True)


@pytest.mark.slow
def test_this_very_code_as_an_update(tmp_path: Path, instance: Path) -> None:
    """The whole code, signed, taken by ``update apply`` and then in force."""
    place = {**os.environ, "INSTANCE_DIR": str(instance), "UPLOADS_DIR": str(instance / "uploads")}
    place.pop("DATABASE_URL", None)
    package.make(ROOT, None, KEY, ("2099.1", "x"), tmp_path / "this.zip")

    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "models/updates/launch.py", "update", *arguments]
        return subprocess.run(command, cwd=ROOT, env=place, capture_output=True, text=True, check=False, timeout=240)

    done = run("apply", str(tmp_path / "this.zip"))
    assert done.returncode == 0, done.stderr
    assert launch.read(instance / launch.POINTER) == {"version": "2099.1", "python": sys.executable}
    checked = run("check")
    assert checked.stdout.strip() == "ok", checked.stderr


def test_a_fingerprint_is_read_out_loud() -> None:
    assert len(package.fingerprint(KEY.public_key()).split()) == 8
