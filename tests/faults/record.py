"""What a program asked the disk to do and whom it answered, read from strace's output (-f -y -xx) into calls."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import NamedTuple

HEX = r"(?:\\x[0-9a-f]{2})*"
LINE = re.compile(r"(\d+) +(<\.\.\. \w+ resumed>)?(.*)", re.DOTALL)
RESULT = re.compile(r"\) += (-?\d+)")
HANDLE = re.compile(rf"(\d+)<({HEX})>(\(deleted\))?")
NAME = re.compile(rf'(?:(?:AT_FDCWD|\d+)<({HEX})>, )?"({HEX})"')
TEXT = re.compile(rf'"({HEX})"')
CUT_OFF = " <unfinished ...>"
WORD = re.compile(rb"\r\nX-Word: ([0-9a-z-]+)\r\n")
TAKEN = re.compile(rb"HTTP/1\.[01] [23]\d\d ")


def plain(told: str) -> bytes:
    r"""The bytes of strace's ``\x41\x42``."""
    return bytes.fromhex(told.replace("\\x", ""))


def _path(told: str) -> PurePosixPath:
    return PurePosixPath(plain(told).decode("utf-8", "surrogateescape"))


class Handle(NamedTuple):
    """An open file: its number and the name that it has at that moment; ``is_gone`` when it has none any more."""

    number: int
    path: PurePosixPath
    is_gone: bool


class Call:
    """One call that did what it was asked; ``began`` and ``ended`` are lines of the record."""

    def __init__(self, told: str, result: int, began: int, ended: int) -> None:
        self.name, _, self.told = told.partition("(")
        self.result, self.began, self.ended = result, began, ended

    @property
    def takes_effect(self) -> int:
        """Where it stands in the one order: an answer may be read, and bytes may be on the disk, once it has begun."""
        return self.began if self.name in ("sendto", "write") else self.ended

    @cached_property
    def handle(self) -> Handle | None:
        """The open file that it is about, the first one."""
        return next(iter(self.handles), None)

    @property
    def handles(self) -> Iterator[Handle]:
        """All open files that it is about."""
        return (_handle(one) for one in HANDLE.finditer(self.told))

    @cached_property
    def opened(self) -> Handle | None:
        """The open file that it returned."""
        found = HANDLE.search(self.told, self.told.rfind(" = "))
        return _handle(found) if found else None

    @cached_property
    def paths(self) -> list[PurePosixPath]:
        """The names that it gives."""
        found = [_path(one[1] or "") / _path(one[2]) for one in NAME.finditer(self.told)]
        if not all(path.is_absolute() for path in found):
            raise ValueError(f"{self.name} says {found} and not below which folder")
        return found

    @cached_property
    def data(self) -> bytes:
        """What it wrote, sent or received."""
        found = TEXT.search(self.told)
        if found is None or self.told.startswith("...", found.end()):
            raise ValueError(f"the record cuts short what {self.name} wrote")
        return plain(found[1])[: self.result]

    @cached_property
    def numbers(self) -> list[int]:
        """The numbers among what it was given, the last of which says where or how long."""
        given = self.told[: self.told.rfind(") ")].rsplit('"', 1)[-1]
        return [int(one) for one in given.split(", ") if one.strip().isdigit()]


def _handle(found: "re.Match[str]") -> Handle:
    return Handle(int(found[1]), _path(found[2]), bool(found[3]))


def calls(record: Iterable[str]) -> list[Call]:
    """Every call that did what it was asked, in the order in which they took effect."""
    found: list[Call] = []
    waiting: dict[str, tuple[int, str]] = {}  # what a thread has begun
    for number, line in enumerate(record):
        taken = LINE.match(line)
        if taken is None or taken[3].startswith(("+++", "---")):
            continue
        thread, told = taken[1], taken[3].rstrip("\n")
        if told.endswith(CUT_OFF):
            waiting[thread] = number, told.removesuffix(CUT_OFF)
            continue
        began, first = waiting.pop(thread, (number, "")) if taken[2] else (number, "")
        told = first + told
        result = RESULT.search(told, max(0, told.rfind(") ")))
        if result is not None and int(result[1]) >= 0:
            found.append(Call(told, int(result[1]), began, number))
    return sorted(found, key=lambda call: call.takes_effect)


class Answers:
    """What clients were told so far: the words of requests (``X-Word``) that were answered with 2xx or 3xx.

    A program that answers nobody writes its words into a file instead, ``ledger``, one a line.
    """

    def __init__(self, ledger: Path | None = None) -> None:
        self.words: list[str] = []
        self._heard: dict[int, bytes] = {}
        self._ledger = PurePosixPath(ledger) if ledger else None

    def take(self, call: Call) -> None:
        """Follow one call."""
        if call.name not in ("recvfrom", "sendto", "write") or call.handle is None:
            return
        number = call.handle.number
        if call.name == "recvfrom":
            self._heard[number] = self._heard.get(number, b"") + call.data
        elif call.name == "sendto":
            asked = WORD.search(self._heard.pop(number, b""))
            if asked and TAKEN.match(call.data):
                self.words.append(asked[1].decode())
        elif call.handle.path == self._ledger:
            self.words += call.data.decode().split()


def read(path: Path) -> Iterator[str]:
    """The lines of a record, which are plain ASCII."""
    with path.open(encoding="ascii") as lines:
        yield from lines
