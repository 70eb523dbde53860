"""Starting with the machine from folders with blanks and marks, and the zip that installs without internet."""

import hashlib
import re
import shlex
import zipfile
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from flask import Flask

from blueprints import booting
from models.updates import offline
from tests.updates import small

HOME = Path('/opt/Văn phòng "số" 100% $x')


def test_a_unit_reads_back_as_it_was_meant() -> None:
    told = booting.unit(HOME, f"{HOME}/.venv/bin/python", (HOME / "instance", HOME / "tệp nộp"), "office", 8080)
    lines = dict(line.split("=", 1) for line in told.splitlines() if "=" in line)
    command = [one.replace("%%", "%").replace("$$", "$") for one in shlex.split(lines["ExecStart"])]
    assert command == [
        *(f"{HOME}/.venv/bin/python", f"{HOME}/models/updates/launch.py"),
        *("serve", "--host", "0.0.0.0", "--port", "8080"),
    ]
    assert lines["WorkingDirectory"] == str(HOME).replace("%", "%%")
    writes = [one.replace("%%", "%") for one in shlex.split(lines["ReadWritePaths"])]
    assert writes == [f"{HOME}/instance", f"{HOME}/tệp nộp"]
    told_folders = [one.replace("%%", "%") for one in shlex.split(lines["Environment"])]
    assert told_folders == [f"INSTANCE_DIR={HOME}/instance", f"UPLOADS_DIR={HOME}/tệp nộp"]


def test_a_task_reads_back_as_it_was_meant(app: Flask, tmp_path: Path) -> None:
    home: Any = PureWindowsPath(r"D:\Văn phòng & số")
    root = ET.fromstring(booting.task(home, r"D:\Văn phòng & số\python.exe", 8000).partition("\n")[2])
    found = {one.tag.rpartition("}")[2]: one.text for one in root.iter()}
    assert found["Command"] == r"D:\Văn phòng & số\python.exe"
    assert found["Arguments"] == r'"D:\Văn phòng & số\models\updates\launch.py" serve --host 0.0.0.0 --port 8000'
    assert found["WorkingDirectory"] == str(home) and found["ExecutionTimeLimit"] == "PT0S"
    assert found["UserId"] == booting.LOCAL_SERVICE, "not an account that may do everything"
    run = app.test_cli_runner().invoke(args=["boot", "windows", "--file", str(tmp_path / "task.xml")])
    assert run.exit_code == 0 and (tmp_path / "task.xml").read_bytes()[:2] in (b"\xff\xfe", b"\xfe\xff")
    assert "ExecStart=" in app.test_cli_runner().invoke(args=["boot", "systemd", "--print"]).output


def test_a_line_is_typed_as_it_was_meant() -> None:
    home, kept = Path("/opt/Văn phòng 'số'"), {"INSTANCE_DIR": Path("/var/dữ liệu")}
    words = ["restore", "/media/Ổ USB/office-20261201T010000.zip"]
    plain = shlex.split(booting.typed_line(home, "/usr/bin/python3", {}, words, False))
    assert plain == ["/usr/bin/python3", f"{home}/models/updates/launch.py", *words]
    elsewhere = shlex.split(booting.typed_line(home, "/usr/bin/python3", kept, words, False))
    assert elsewhere == ["env", "INSTANCE_DIR=/var/dữ liệu", *plain]
    windows: Any = PureWindowsPath(r"D:\Văn phòng")
    told = booting.typed_line(windows, r"D:\Văn phòng\python.exe", {}, ["restore", r"E:\Sao lưu\a.zip"], True)
    launch = r"D:\Văn phòng\models\updates\launch.py"
    assert told == rf'"D:\Văn phòng\python.exe" "{launch}" restore "E:\Sao lưu\a.zip"'


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    """The zip of a small release, unpacked."""
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    for name in ("a-1-py3-none-any.whl", "b-1-cp311-cp311-win_amd64.whl", "not-a-wheel.txt"):
        (wheels / name).write_bytes(name.encode())
    home = small.home(tmp_path / "home", "new", "2026.12")
    (home / "instance").mkdir()
    (home / "instance/data.key").write_bytes(b"secret")
    offline.pack(home, wheels, tmp_path / "office.zip")
    with zipfile.ZipFile(tmp_path / "office.zip") as archive:
        assert all(PurePosixPath(name).parts[0] == offline.TOP for name in archive.namelist())
        assert archive.getinfo(f"{offline.TOP}/start.sh").external_attr >> 16 == 0o755
        archive.extractall(tmp_path / "out")
    return tmp_path / "out" / offline.TOP


def test_the_zip_holds_what_an_office_needs_and_nothing_of_ours(unpacked: Path) -> None:
    files = {path.relative_to(unpacked).as_posix(): path.read_bytes() for path in unpacked.rglob("*") if path.is_file()}
    assert {"app.py", "requirements.txt", "start.sh", "start.bat", "models/updates/launch.py"} <= files.keys()
    assert {name for name in files if name.startswith("wheels/")} == {
        "wheels/a-1-py3-none-any.whl",
        "wheels/b-1-cp311-cp311-win_amd64.whl",
    }
    assert not [name for name in files if name.startswith("instance")], "no key, no database"
    sums = re.findall(r"^([0-9a-f]{64})  (.+)$", files["SHA256SUMS"].decode(), re.MULTILINE)
    assert {name: digest for digest, name in sums} == {
        name: hashlib.sha256(content).hexdigest() for name, content in files.items() if name != "SHA256SUMS"
    }
    assert files["start.bat"].count(b"\r\n") == files["start.bat"].count(b"\n"), "as cmd.exe reads lines"
    assert b"\r" not in files["start.sh"]
