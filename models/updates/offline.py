"""The zip for an office without internet: code, wheels for Linux and Windows, hashes, and one file to press."""

import hashlib
import zipfile
from pathlib import Path

from models.base import outside_writing
from models.updates.package import ours

TOP = "so-tay-so"
LINUX = """#!/bin/sh
# The first start takes some minutes: it installs from the wheels beside it, nothing from the internet.
set -e
cd "$(dirname "$0")"
if [ ! -f .venv/installed ]; then
  sha256sum --quiet -c SHA256SUMS
  python3 -m venv .venv
  .venv/bin/python -m pip install -q --no-index --find-links wheels -r requirements.txt
  touch .venv/installed
fi
.venv/bin/python models/updates/launch.py db upgrade
.venv/bin/python models/updates/launch.py catalogue load
exec .venv/bin/python models/updates/launch.py serve "$@"
"""
WINDOWS = """@echo off
rem The first start takes some minutes: it installs from the wheels beside it, nothing from the internet.
chcp 65001 >nul
cd /d "%~dp0"
if exist ".venv\\installed" goto start
py -3 -m venv .venv || goto failed
".venv\\Scripts\\python.exe" -m pip install -q --no-index --find-links wheels -r requirements.txt || goto failed
echo 1 > ".venv\\installed"
:start
".venv\\Scripts\\python.exe" models\\updates\\launch.py db upgrade || goto failed
".venv\\Scripts\\python.exe" models\\updates\\launch.py catalogue load || goto failed
".venv\\Scripts\\python.exe" models\\updates\\launch.py serve %*
exit /b
:failed
pause
exit /b 1
"""


def pack(home: Path, wheels: Path, target: Path) -> int:
    """Write the zip; how many files it holds."""
    outside_writing("packing a zip")
    parts = {name.removeprefix("code/"): path.read_bytes() for name, path in ours(home)}
    parts |= {f"wheels/{one.name}": one.read_bytes() for one in sorted(wheels.glob("*.whl"))}
    parts |= {"start.sh": LINUX.encode(), "start.bat": WINDOWS.replace("\n", "\r\n").encode()}
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(parts.items()))
    parts["SHA256SUMS"] = sums.encode()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            told = zipfile.ZipInfo(f"{TOP}/{name}", (2026, 1, 1, 0, 0, 0))
            told.compress_type = zipfile.ZIP_DEFLATED
            told.external_attr = (0o755 if name.endswith(".sh") else 0o644) << 16
            archive.writestr(told, content)
    return len(parts)
