"""The zip for an office without internet: code, wheels for Linux, Python for Windows, hashes, and one file to press."""

import hashlib
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from models.base import outside_writing
from models.updates import bundled
from models.updates.package import ours

TOP = "so-tay-so"
FOR_LINUX = re.compile(r".+-(cp3[0-9]+)-cp3[0-9]+-[^-]*linux[^-]*\.whl")  # of one Python alone
FOR_WINDOWS = re.compile(r".+-win[^-]*\.whl")  # unpacked already
Starts = Callable[[set[str]], dict[str, bytes]]


def parts(home: Path, wheels: Path, windows: Path, starts: Starts) -> dict[str, bytes]:
    """Everything that is unpacked at an office.

    ``windows`` is a folder with a Python and its packages; ``starts`` makes the files to press for the Pythons of Linux
    that wheels are there for.
    """
    found = {name.removeprefix("code/"): path.read_bytes() for name, path in ours(home)}
    carried = [one for one in sorted(wheels.glob("*.whl")) if not FOR_WINDOWS.fullmatch(one.name)]
    found |= {f"wheels/{one.name}": one.read_bytes() for one in carried}
    found |= bundled.parts(windows)
    tags = {told[1] for one in carried if (told := FOR_LINUX.fullmatch(one.name))}
    found |= starts(tags)
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(found.items()))
    return found | {"SHA256SUMS": sums.encode()}


def pack(home: Path, wheels: Path, windows: Path, starts: Starts, target: Path) -> int:
    """Write the zip; how many files it holds."""
    outside_writing("packing a zip")
    content = parts(home, wheels, windows, starts)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, held in content.items():
            told = zipfile.ZipInfo(f"{TOP}/{name}", (2026, 1, 1, 0, 0, 0))
            told.compress_type = zipfile.ZIP_DEFLATED
            told.external_attr = (0o755 if name.endswith(".sh") else 0o644) << 16
            archive.writestr(told, held)
    return len(content)
