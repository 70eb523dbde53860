"""A PC with a Python of Windows, as far as Debian's wine64 is one; README says what that does not prove."""

import hashlib
import os
import queue
import shutil
import struct
import subprocess
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READY = ROOT / "dist/windows"
PROGRAMS = Path("/usr/lib/wine")
PATIENCE = 600.0  # seconds that anything may take on a busy machine
# Windows 10, and a program that has told the registry what it thinks of scripts
REGISTRY = r"""REGEDIT4

[HKEY_CURRENT_USER\Software\Wine]
"Version"="win10"

[HKEY_CLASSES_ROOT\.js]
"Content Type"="text/plain"
"""


def lacks() -> str:
    """What is missing to try Windows here; empty when nothing is."""
    if not (PROGRAMS / "wine64").exists():
        return "Debian's wine64 is missing"
    told = hashlib.sha256((ROOT / "requirements.txt").read_bytes() + (ROOT / "Makefile").read_bytes()).hexdigest()
    made_of = READY / "made-of"
    is_made = made_of.exists() and made_of.read_text().startswith(told)
    return "" if is_made else "no Python for Windows with the packages of today: make windows"


def win(path: Path) -> str:
    """A path as Windows writes it."""
    return "Z:" + str(path).replace("/", "\\")


def forwarding(library: str, function: str, to: str) -> bytes:
    """A library of Windows with one function that another one has under another name."""
    start, texts, places = 0x1000, bytearray(52), []
    for text in (library, function, to):
        places.append(start + len(texts))
        texts += text.encode() + b"\0"
    struct.pack_into("<12xIIIIIII", texts, 0, places[0], 1, 1, 1, start + 40, start + 44, start + 48)
    struct.pack_into("<II", texts, 40, places[2], places[1])
    head = struct.pack("<2s58xI4s", b"MZ", 64, b"PE\0\0")
    head += struct.pack("<HH12xHH", 0x8664, 1, 240, 0x2022)  # 64 bits, one section, a library
    head += struct.pack("<HBB4xI8xIQII", 0x20B, 14, 0, 512, start, 0x180000000, 0x1000, 512)
    head += struct.pack("<H6xH6xII4xHHQQQQ4xI", 6, 6, 0x2000, 512, 2, 0x100, 1 << 20, 4096, 1 << 20, 4096, 16)
    head += struct.pack("<II120x", start, len(texts))
    head += struct.pack("<8sIIII12xI", b".rdata", len(texts), start, 512, 512, 0x40000040)
    return head.ljust(512, b"\0") + bytes(texts).ljust(512, b"\0")


class Program:
    """Something that runs there; its output goes into a pipe, and what it says is kept."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.process, self.said = process, ""
        self._lines: queue.Queue[bytes] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout
        with self.process.stdout as told:
            for line in told:
                self._lines.put(line)
        self._lines.put(b"")

    def until(self, words: str = "\0") -> str:
        """Wait until it says something; without words, until nobody is left who could say anything."""
        end = time.monotonic() + PATIENCE
        while words not in self.said:
            try:
                line = self._lines.get(timeout=max(end - time.monotonic(), 0.01))
            except queue.Empty:
                raise AssertionError(f"it says nothing more after:\n{self.said}") from None
            if not line:
                assert words == "\0", f"it ended without a word of {words}:\n{self.said}"
                break
            self.said += line.decode("utf-8", "replace")
        return self.said


class Pc:
    """One Windows with a disk of its own; Z: is the disk of this machine."""

    def __init__(self, home: Path) -> None:
        self._started: list[subprocess.Popen[bytes]] = []
        self.place = {
            "HOME": str(home),
            "WINEPREFIX": str(home / "windows"),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "wbemprox,mscoree,mshtml=d",  # what asks the PC about itself ends wine 8 in a crash
            "LC_ALL": "C.UTF-8",  # a code page without Vietnamese
            "PATH": os.environ["PATH"],
        }
        self.run("wineboot", "-i", cwd=home)
        (home / "told.reg").write_text(REGISTRY)
        self.run("regedit", "/S", win(home / "told.reg"), cwd=home)
        # a name of 2013 for what gives random numbers, which wine 8 does not know yet
        library = forwarding("bcryptprimitives.dll", "ProcessPrng", "ADVAPI32.SystemFunction036")
        (home / "windows/drive_c/windows/system32/bcryptprimitives.dll").write_bytes(library)

    def start(self, *command: str, cwd: Path, typed: str = "", **environment: str) -> Program:
        """Start a program."""
        process = subprocess.Popen(
            [str(PROGRAMS / "wine64"), *command],
            cwd=cwd,
            env={**self.place, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        assert process.stdin
        process.stdin.write(typed.encode())
        process.stdin.close()
        self._started.append(process)
        return Program(process)

    def run(self, *command: str, cwd: Path, typed: str = "", **environment: str) -> tuple[int, str]:
        """Run a program to its end: how it ended, and what it said."""
        program = self.start(*command, cwd=cwd, typed=typed, **environment)
        said = program.until()
        return program.process.wait(PATIENCE), said

    def off(self) -> None:
        """Pull the plug."""
        subprocess.run([str(PROGRAMS / "wineserver64"), "-k"], env=self.place, check=False, timeout=60)
        while self._started:
            self._started.pop().wait(PATIENCE)


def put(home: Path, parts: dict[str, bytes]) -> Path:
    """Files in a folder."""
    for name, content in parts.items():
        target = home / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return home


def equip(home: Path) -> Path:
    """Python and its packages beside the code of a release, as the zip brings them."""
    shutil.copytree(READY / "python", home / "python")
    (home / "packages").symlink_to(READY / "packages")
    return home
