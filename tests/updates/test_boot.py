"""Starting with the machine from folders with blanks and marks, and the zip that installs without internet."""

import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from flask import Flask

from blueprints import booting, starting
from models.updates import bundled, offline
from tests.updates import small

CARRIED = (
    "a-1-py3-none-any.whl",
    "b-1-cp311-cp311-manylinux2014_x86_64.whl",
    "b-1-cp399-cp399-manylinux_2_28_x86_64.whl",
)
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
    for name in (*CARRIED, "b-1-cp313-cp313-win_amd64.whl", "not-a-wheel.txt"):
        (wheels / name).write_bytes(name.encode())
    with zipfile.ZipFile(tmp_path / "embed.zip", "w") as embed:
        for name in ("python.exe", "python313.dll", "python313._pth", "LICENSE.txt"):
            embed.writestr(f"cp313/{name}", name)
    windows = tmp_path / "windows"
    bundled.unpack(tmp_path / "embed.zip", windows / "python")
    for name in ("flask/__init__.py", "flask/__pycache__/__init__.cpython-313.pyc"):
        (windows / "packages" / name).parent.mkdir(parents=True, exist_ok=True)
        (windows / "packages" / name).write_bytes(b"")
    home = small.home(tmp_path / "home", "new", "2026.12")
    (home / "instance").mkdir()
    (home / "instance/data.key").write_bytes(b"secret")
    offline.pack(home, wheels, windows, starting.files, tmp_path / "office.zip")
    with zipfile.ZipFile(tmp_path / "office.zip") as archive:
        assert all(PurePosixPath(name).parts[0] == offline.TOP for name in archive.namelist())
        assert {archive.getinfo(f"{offline.TOP}/{one}.sh").external_attr >> 16 for one in ("start", "khoi-phuc")} == {
            0o755
        }
        archive.extractall(tmp_path / "out")
    return tmp_path / "out" / offline.TOP


def test_the_zip_holds_what_an_office_needs_and_nothing_of_ours(unpacked: Path) -> None:
    files = {path.relative_to(unpacked).as_posix(): path.read_bytes() for path in unpacked.rglob("*") if path.is_file()}
    assert {"app.py", "requirements.txt", "start.sh", "start.bat", "models/updates/launch.py"} <= files.keys()
    assert {name for name in files if name.startswith("wheels/")} == {f"wheels/{name}" for name in CARRIED}
    assert {name for name in files if name.startswith(("python/", "packages/"))} == {
        *("python/python.exe", "python/python313.dll", "python/python313._pth", "python/LICENSE.txt"),
        "packages/flask/__init__.py",
    }
    assert files["python/python313._pth"].split() == [b"python313.zip", b".", b"../packages"], "nobody else's packages"
    assert bundled.is_bundled(unpacked / "python/python.exe") and not bundled.is_bundled(Path(sys.executable))
    assert not [name for name in files if name.startswith("instance")], "no key, no database"
    sums = re.findall(r"^([0-9a-f]{64})  (.+)$", files["SHA256SUMS"].decode(), re.MULTILINE)
    assert {name: digest for digest, name in sums} == {
        name: hashlib.sha256(content).hexdigest() for name, content in files.items() if name != "SHA256SUMS"
    }
    for name in ("start", "khoi-phuc"):
        assert (one := files[f"{name}.bat"]).count(b"\r\n") == one.count(b"\n"), "as cmd.exe reads lines"
        assert b"\r" not in files[f"{name}.sh"]


def test_another_zip_is_no_python(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("readme.txt", "")
    with pytest.raises(ValueError, match="no embeddable package"):
        bundled.unpack(tmp_path / "x.zip", tmp_path / "python")


def start(unpacked: Path, programs: Path) -> str:
    """Why ``start.sh`` stops on a machine with these programs."""
    surroundings = {"PATH": str(programs), "HOME": os.environ.get("HOME", "/")}
    shell = shutil.which("sh")
    assert shell
    ended = subprocess.run(
        [shell, "start.sh"], cwd=unpacked, env=surroundings, capture_output=True, text=True, check=False, timeout=60
    )
    assert ended.returncode == 1 and ended.stderr.count("\n") == 1, ended.stderr
    return ended.stderr


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A machine with the few programs that every Linux has."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("dirname", "cmp", "cp", "ls", "sha256sum", "rm"):
        (folder / name).symlink_to(str(shutil.which(name)))
    return folder


@pytest.mark.slow
def test_start_sh_says_in_one_sentence_what_is_missing(unpacked: Path, programs: Path) -> None:
    assert "chưa có Python" in start(unpacked, programs)
    python = programs / "python3"
    python.write_text(f'#!{shutil.which("sh")}\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    tag = "cp{}{}".format(*sys.version_info[:2])
    for mine in (unpacked / "wheels").glob(f"*-{tag}-*"):
        mine.rename(mine.with_name(mine.name.replace(tag, "cp398")))
    assert "Python 3.11, 3.99" in start(unpacked, programs), "which ones the wheels are for"
    (unpacked / f"wheels/b-1-{tag}-{tag}-manylinux2014_x86_64.whl").write_bytes(b"")
    assert "bị hỏng khi chép" in start(unpacked, programs), "a wheel is missing under its name"
    assert not (unpacked / ".venv").exists()


@pytest.mark.slow
def test_a_copy_is_put_back_by_one_file(unpacked: Path, programs: Path, tmp_path: Path) -> None:
    """The archive may be named from where one stands, blanks and marks in its path included."""
    (programs / "realpath").symlink_to(str(shutil.which("realpath")))
    stick = tmp_path / "Ổ USB"
    stick.mkdir()
    (stick / "office-1.zip").write_bytes(b"")
    python = unpacked / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!{shutil.which("sh")}\nprintf "%s\\n" "$@"\n')
    python.chmod(0o755)
    shutil.copyfile(unpacked / "requirements.txt", unpacked / ".venv/installed")
    shell, surroundings = shutil.which("sh") or "", {"PATH": str(programs)}

    def put_back(*words: str) -> "subprocess.CompletedProcess[str]":
        command = [shell, str(unpacked / "khoi-phuc.sh"), *words]
        return subprocess.run(command, cwd=stick, env=surroundings, capture_output=True, text=True, check=False)

    done = put_back("office-1.zip")
    assert done.returncode == 0 and "./start.sh" in done.stdout
    assert done.stdout.splitlines()[:3] == ["models/updates/launch.py", "restore", str(stick / "office-1.zip")]
    (unpacked / "requirements.txt").write_text("flask==99\n")  # a newer zip was unpacked over the folder
    assert "chưa có Python" in put_back("office-1.zip").stderr, "its packages are installed first"
    shutil.copyfile(unpacked / "requirements.txt", unpacked / ".venv/installed")
    for words in ((), ("office-2.zip",), ("",)):
        refused = put_back(*words)
        assert refused.returncode == 1 and "Xin ghi tệp sao lưu" in refused.stderr and not refused.stdout


def test_only_a_page_of_windows_tells_to_drop_an_archive(unpacked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Programs that show folders on Linux open a script in an editor, or ask; nothing is dropped onto one."""
    monkeypatch.setenv("OFFICE_HOME", str(unpacked))
    assert booting.restores_by_dropping() == ("khoi-phuc.bat" if os.name == "nt" else "")
