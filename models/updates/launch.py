"""Start the release that is in force: ``python models/updates/launch.py serve`` and every other command of ``flask``.

Standard library only, and nothing of the house, because it runs before anybody knows which house that is. An update
that was cut off after its decision is brought to its end here; before it, nothing of the running place was touched.
"""

import errno
import json
import os
import re
import signal
import struct
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

HOME = Path(__file__).resolve().parents[2]
POINTER, DECIDED, NEXT = "release.json", "update.json", "office.next.sqlite"
LOG_ENDINGS = ("-wal", "-shm")
KILL_ON_JOB_CLOSE = 0x2000
PATIENCE = () if os.name == "posix" else (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)  # seconds
UNASKABLE = {errno.EINVAL, errno.ENOTSUP}  # of a folder on a disk that cannot promise anything about names


def version_key(version: str) -> tuple[int, ...]:
    """What orders versions: 2026.12 comes after 2026.11.3."""
    return tuple(map(int, version.split(".")))


def read(path: Path) -> dict[str, Any] | None:
    """A small file of ours; None where there is none."""
    with suppress(OSError, ValueError):
        found = json.loads(path.read_text("utf-8"))
        return found if isinstance(found, dict) else None
    return None


def write(path: Path, content: dict[str, Any]) -> None:
    """Keep a small file whole and for good, or leave what was there."""
    part = path.with_name(path.name + ".part")
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
        json.dump(content, out)
        out.flush()
        os.fsync(out.fileno())
    put_in_place(part, path)
    settle(path.parent)


def put_in_place(part: Path, path: Path) -> None:
    """Give a file or folder its name; Windows refuses as long as a virus scanner looks at something of it."""
    for seconds in PATIENCE:
        try:
            part.replace(path)
        except PermissionError:
            time.sleep(seconds)
        else:
            return
    part.replace(path)


def settle(folder: Path) -> None:
    """Let the disk remember the names in a folder for good; Windows does so by itself."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError as problem:
            if problem.errno not in UNASKABLE:
                raise
        finally:
            os.close(descriptor)


def finish(instance: Path) -> bool:
    """Bring a decided update to its end, as often as it takes; False where none was decided."""
    decided = read(instance / DECIDED)
    if decided is None:
        return False
    database, new = Path(decided["database"]), instance / NEXT
    if new.exists():
        for ending in LOG_ENDINGS:  # what stood in the log is in the new one, which was copied with it
            Path(f"{database}{ending}").unlink(missing_ok=True)
        put_in_place(new, database)
        settle(database.parent)
    write(instance / POINTER, {"version": decided["version"], "python": decided["python"]})
    (instance / DECIDED).unlink(missing_ok=True)
    settle(instance)
    return True


def releases(instance: Path) -> Path:
    """Where new releases lie, one folder each: beside the instance."""
    return instance.with_name("releases")


def own_version(home: Path) -> str:
    """The version of the code in a folder, as its settings say it."""
    found = re.search(r'^VERSION = "([0-9.]+)"', (home / "blueprints/settings.py").read_text("utf-8"), re.MULTILINE)
    return found[1] if found else "0"


def in_force(home: Path, instance: Path) -> tuple[Path, str]:
    """The folder and the Python of the newest release: what was switched to, or the code that lies here."""
    pointer = read(instance / POINTER)
    if pointer is None or version_key(own_version(home)) >= version_key(pointer["version"]):
        return home, sys.executable
    return releases(instance) / pointer["version"], pointer["python"]


def main(arguments: list[str]) -> int:
    """Do one command of the release in force."""
    instance = Path(os.environ.get("INSTANCE_DIR") or HOME / "instance").resolve()
    finish(instance)
    folder, python = in_force(HOME, instance)
    os.environ.setdefault("INSTANCE_DIR", str(instance))
    os.environ.setdefault("UPLOADS_DIR", str(HOME / "uploads"))
    os.environ.update(OFFICE_HOME=str(HOME), OFFICE_PYTHON=sys.executable)
    command = [python, "-m", "flask", "--app", "app", *arguments]
    os.chdir(folder)
    if os.name == "posix":  # the service is this very process
        os.execv(python, command)  # noqa: S606  our own program
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the site too, which ends in order
    with subprocess.Popen(command) as site:  # noqa: S603
        _goes_with_us(site)
        return site.wait()


def _goes_with_us(site: "subprocess.Popen[bytes]") -> None:
    """Let Windows end the site when this process ends, however that happens: the Task Scheduler ends this one alone."""
    import ctypes

    system = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined]
    system.CreateJobObjectW.restype = ctypes.c_void_p
    job = ctypes.c_void_p(system.CreateJobObjectW(None, None))
    limits = struct.pack("=16xI124x", KILL_ON_JOB_CLOSE)  # JOBOBJECT_EXTENDED_LIMIT_INFORMATION of 64 bits
    system.SetInformationJobObject(job, 9, limits, len(limits))
    system.AssignProcessToJobObject(job, ctypes.c_void_p(int(site._handle)))  # type: ignore[attr-defined]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
