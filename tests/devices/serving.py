"""A server of its own process for tablets, on a fixed port: it can be killed in the middle of something.

``python -m tests.devices.serving <home> <port> <settings as JSON>``; ``dies_at`` kills it at that answer.
"""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import waitress

from app import create_app
from models.satisfaction import kiosk

QUICK = {"undo": 300, "idle": 1_500, "thanks": 200, "beat": 300, "retry": 50, "orphan": 1_200, "calm": 0}


def settings(home: Path, **more: Any) -> dict[str, Any]:
    """A place of its own, with a tablet whose minutes are moments."""
    database = f"sqlite:///{home / 'office.sqlite'}"
    return {
        "INSTANCE_DIR": home,
        "UPLOADS_DIR": home / "uploads",
        "SQLALCHEMY_DATABASE_URI": database,
        "KIOSK_TIMES": QUICK,
        **more,
    }


def die_at(number: int) -> None:
    """Kill this process, as a power cut does, when that answer has been written and its batch is not committed."""
    take_all, written = kiosk.take_all, 0

    def dying(*given: Any) -> Any:
        nonlocal written
        sealed = take_all(*given)
        written += len(sealed)
        if written >= number:
            os.kill(os.getpid(), signal.SIGKILL)
        return sealed

    kiosk.take_all = dying


def main(home: str, port: str, told: str) -> None:
    """Serve until killed."""
    more = json.loads(told)
    if number := more.pop("dies_at", 0):
        die_at(number)
    waitress.serve(create_app(settings(Path(home), **more)), host="127.0.0.1", port=int(port), threads=4)


if __name__ == "__main__":
    main(*sys.argv[1:])
