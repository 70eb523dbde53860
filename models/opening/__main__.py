"""One file: the wish on the command line, the content on standard input; a line of JSON and the outcome come back."""

import json
import struct
import sys
from collections.abc import Callable
from typing import Any

from models.errors import RuleBroken
from models.opening import office, pdf, pictures, sheets

MEMORY = 1024 * 1024 * 1024  # bytes; forty million pixels that are turned and recoloured take about 500 MB
SECONDS = 40  # of computing
TABLES = (320 * 1024 * 1024, 15)  # the same of a table, whose rows and texts are bounded before they are read
ANSWER = 64 * 1024 * 1024  # bytes that may be written anywhere
TIME, PROCESS_MEMORY, NO_ASKING = 0x2, 0x100, 0x400  # JOB_OBJECT_LIMIT_…, the last: no window after a crash
TASKS: dict[str, Callable[..., tuple[dict[str, Any], bytes]]] = {
    "redraw": pictures.redrawn,
    "shrink": pictures.shrunk,
    "pdf": pdf.checked,
    "office": office.checked,
    "sheets": sheets.read,
}


def bound(memory: int = MEMORY, seconds: int = SECONDS) -> None:
    """What this process may use at most."""
    if sys.platform == "win32":
        _bound_on_windows(memory, seconds)
        return
    import resource

    limits = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: ANSWER,
        resource.RLIMIT_CORE: 0,
    }
    for what, most in limits.items():
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


def _bound_on_windows(memory: int, seconds: int) -> None:
    """The same by a job object, which this process enters; where Windows refuses it the caller's clock is the bound."""
    import ctypes

    system = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined]
    system.CreateJobObjectW.restype = system.GetCurrentProcess.restype = ctypes.c_void_p
    job = ctypes.c_void_p(system.CreateJobObjectW(None, None))
    # JOBOBJECT_EXTENDED_LIMIT_INFORMATION of 64 bits: time of the process in units of 100 ns, what is limited, memory
    limits = struct.pack("=q8xI92xQ24x", seconds * 10_000_000, TIME | PROCESS_MEMORY | NO_ASKING, memory)
    system.SetInformationJobObject(job, 9, limits, len(limits))
    system.AssignProcessToJobObject(job, ctypes.c_void_p(system.GetCurrentProcess()))


def answer(wish: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """What became of the content, or why it is refused."""
    try:
        return TASKS[wish.pop("task")](content, **wish)
    except RuleBroken as broken:
        return {"refused": broken.code, "details": broken.details}, b""
    except MemoryError:
        return {"refused": "file_heavy", "details": {}}, b""
    except Exception as problem:  # whatever a library stumbles over in a hostile file
        return {"refused": "file_broken", "details": {}, "problem": f"{type(problem).__name__}: {problem}"[:300]}, b""


def main() -> None:
    """Take one wish, answer it, end."""
    wish = json.loads(sys.argv[1])
    bound(*(TABLES if wish["task"] == "sheets" else ()))
    about, outcome = answer(wish, sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(about).encode() + b"\n" + outcome)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
