"""How long each kind of write holds SQLite's one write lock, while everybody else who writes waits."""

import re
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import Flask

from benchmarks.inside import Person, Timed, photo, sign_in

AIM = 10.0  # milliseconds
NOTE = "/ke-hoach/nhiem-vu/5"


@dataclass(frozen=True)
class Hold:
    """One kind of write: how long its longest transaction held the lock, in milliseconds."""

    what: str
    median: float
    longest: float
    cpu: float


def measure(app: Flask, times: int) -> list[Hold]:
    """Every kind of write, the longest hold first."""
    found = []
    for what, write in kinds(app):
        holds = []
        for _ in range(times):
            Timed.held.clear()
            write()
            holds.append(max(Timed.held))
        clock, cpu = zip(*holds, strict=True)
        found.append(Hold(what, statistics.median(clock), max(clock), statistics.median(cpu)))
    return sorted(found, key=lambda hold: -hold.median)


def kinds(app: Flask) -> Iterator[tuple[str, Callable[[], object]]]:
    """What the office writes, each as somebody of the demo does it."""
    clerk, secretary, auditor = (Person(app, name) for name in ("quay", "thuky", "kiemtra"))
    item, website = _open_item(auditor), {"set_id": _website(auditor), "is_sure": "y"}
    progress = {"text": "Đang làm", "page": NOTE}
    network = {"ssid": "Khách", "password": "nuoc-chay-2026", "security": "WPA", "place": "Sảnh"}
    yield "sign in", lambda: sign_in(app, "lanhdao")
    yield "record one answer", lambda: clerk.send("/hai-long/ghi", level="5", mode="in_person")
    yield "tick one criterion", lambda: auditor.send(item, state="met", as_htmx=True)
    yield "open a round of 90 criteria", lambda: auditor.send("/kiem-tra/dot/moi", **website)
    yield "record a meeting of the whole office", lambda: secretary.send("/hop/moi", **next(MEETINGS))
    yield "note progress with a photo", lambda: secretary.send(f"{NOTE}/tien-do", evidence_file=photo(), **progress)
    yield "enter a network with its poster", lambda: secretary.send("/ma-qr/wifi/moi", **network)
    yield "print ten posters", lambda: _print(secretary)


def _meetings() -> Iterator[dict[str, str]]:
    for day in range(1, 28):
        yield {
            "title": "Giao ban",
            "day": f"{day}/1/2026",
            "start": "7:00",
            "end": "8:00",
            "body_id": "1",
            "chair_id": "1",
            "secretary_id": "",
            "ecabinet_ref": f"EC-{day}",
        }


MEETINGS = _meetings()


def _open_item(auditor: Person) -> str:
    """A criterion of a round that is not finished."""
    for path in re.findall(r'href="(/kiem-tra/dot/\d+)"', auditor.get("/kiem-tra").text):
        found = re.search(r'action="(/kiem-tra/muc/\d+)"', auditor.get(path).text)
        if found:
            return found[1]
    raise LookupError("the demo has no open round")


def _website(auditor: Person) -> str:
    """The choice of the longest set."""
    found = re.search(r'<option value="(\d+)"[^>]*>[^<]*\(90 tiêu chí\)', auditor.get("/kiem-tra").text)
    if found is None:
        raise LookupError("the demo has no set of 90 criteria")
    return found[1]


def _print(secretary: Person) -> None:
    """Begin a print job of all posters, and make its first pages."""
    posters = re.findall(r'name="poster"\s+value="(\d+)"', secretary.get("/ma-qr/in-nhieu").text)
    job = secretary.send("/ma-qr/in-nhieu", poster=posters, paper="a4").headers["Location"]
    secretary.send(f"{job}/tiep", job)


def table(holds: list[Hold]) -> list[str]:
    """The lines for the report."""
    lines = ["| write | lock held, median ms | of it CPU | longest | aim | |", "|---|---:|---:|---:|---:|---|"]
    return lines + [
        f"| {hold.what} | {hold.median:.1f} | {hold.cpu:.1f} | {hold.longest:.1f} | {AIM:.0f} | "
        f"{'met' if hold.median <= AIM else 'NOT met'} |"
        for hold in holds
    ]
