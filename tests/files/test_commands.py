"""Commands read and say Vietnamese also where the system's code page has no letters for it, as on Windows."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.house import ROOT

pytestmark = pytest.mark.slow

TOLD = "import sys, app; app.create_app(); print(ascii(input())); print('Đã đọc')"


def run(folder: Path, *arguments: str, typed: str = "") -> "subprocess.CompletedProcess[bytes]":
    """A program of ours whose output and input are redirected under a code page of Western Europe."""
    places = {"INSTANCE_DIR": str(folder / "instance"), "UPLOADS_DIR": str(folder / "uploads")}
    surroundings = {**os.environ, **places, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0", "DATABASE_URL": ""}
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=surroundings, input=typed.encode(), capture_output=True, check=False, timeout=120
    )


def test_what_a_command_says_and_reads_is_utf8(tmp_path: Path) -> None:
    refused = run(tmp_path, "-m", "flask", "--app", "app", "restore", str(tmp_path / "Sao lưu.zip"))
    assert refused.returncode == 1 and "Không có tệp" in refused.stderr.decode("utf-8")
    told = run(tmp_path, "-c", TOLD, typed="mật khẩu mới\n")
    assert told.stdout.decode("utf-8").splitlines() == [ascii("mật khẩu mới"), "Đã đọc"], told.stderr
