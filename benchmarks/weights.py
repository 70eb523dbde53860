"""What a visit weighs: bytes on the wire, requests, the time to the first answer, memory at rest."""

import re
import time
from dataclasses import dataclass, field

from benchmarks.client import Client, fonts, resources
from benchmarks.servers import PASSWORD, Server

AIMS = {"first": 60 * 1024, "fonts": 48 * 1024, "requests": 9, "following": 15 * 1024, "start": 3.0, "pss": 91.0}

FOLLOWING = (
    "/hai-long/phieu",
    "/hai-long",
    "/hop",
    "/ke-hoach/chi-tieu",
    "/ke-hoach/nhiem-vu",
    "/ke-hoach/kich-ban",
    "/kiem-tra",
    "/ma-qr",
)


@dataclass
class Weights:
    """The weights of one product server, with the signed-in client that took them."""

    client: Client
    start: float
    pss: float
    first: int = 0
    fonts: int = 0
    requests: int = 0
    following: dict[str, int] = field(default_factory=dict)

    def lines(self) -> list[str]:
        """The table for the report."""
        heaviest = max(self.following, key=lambda path: self.following[path])
        following = self.following[heaviest] / 1024
        rows = [
            ("first page without fonts (KiB, gzip)", self.first / 1024, AIMS["first"] / 1024),
            ("its fonts (KiB)", self.fonts / 1024, AIMS["fonts"] / 1024),
            ("its requests", self.requests, AIMS["requests"]),
            (f"heaviest following page, {heaviest} (KiB, gzip)", following, AIMS["following"] / 1024),
            ("start to first answer (s)", self.start, AIMS["start"]),
            ("memory at rest after a visit (MiB, PSS)", self.pss, AIMS["pss"]),
        ]
        table = [
            f"| {name} | {value:.1f} | {aim:.0f} | {'met' if value <= aim else 'NOT met'} |"
            for name, value, aim in rows
        ]
        return ["| weight | value | at most | |", "|---|---:|---:|---|", *table]


def weigh(server: Server) -> Weights:
    """Visit the first page with an empty cache, then the following pages, then let the server rest."""
    client = Client(server.port)
    client.sign_in("thuky", PASSWORD)
    page = client.get("/")
    found = Weights(client, server.seconds_to_first_answer, 0.0, first=page.compressed, requests=1)
    addresses = resources(page.text)
    for address in addresses:
        answer = client.get(address)
        if answer.status != 200:
            raise RuntimeError(f"{address}: {answer.status}")
        found.requests += 1
        if address.endswith(".woff2"):
            found.fonts += len(answer.body)
        else:
            found.first += answer.compressed
        if address.endswith(".css"):
            for font in set(fonts(answer.text, address)) - set(addresses):  # those not asked for ahead by the page
                found.fonts += len(client.get(font).body)
                found.requests += 1
    for path in FOLLOWING:
        answer = client.get(path)
        if answer.status == 200:
            found.following[path] = answer.compressed
        if path == "/kiem-tra" and (sheet := re.search(r'href="(/kiem-tra/dot/\d+)"', answer.text)):
            found.following[sheet[1]] = client.get(sheet[1]).compressed
    time.sleep(2)
    found.pss = server.pss_mib()
    return found
