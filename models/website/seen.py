"""What a run has seen, as the checks look at it: addresses with their answers, and what each check comes to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from models.website.fetching import Fetched
from models.website.reading import PageFacts, read
from models.website.rules import CheckKey, CheckOutcome, Problem

HTTP, HOME, LOST, ROBOTS, SITEMAP, PAGE, FILE = "http", "home", "lost", "robots", "sitemap", "page", "file"
LOOK = "look"  # a page drawn by a browser
PROBES = (HOME, HTTP, LOST, ROBOTS, SITEMAP)
BLOCKING = (403, 429, 503)
KEPT_HEADERS = ("strict-transport-security", "content-type")


@dataclass(slots=True)
class Seen:
    """One address and its answer."""

    kind: str
    url: str
    status: int = 0
    final_url: str = ""
    hops: int = 0
    problem: Problem | None = None
    size: int = 0
    is_cut: bool = False
    is_skipped: bool = False  # robots.txt asks machines not to look
    headers: Mapping[str, str] = field(default_factory=dict)
    text: str = ""  # of robots.txt and the map of the site
    certificate_until: datetime | None = None
    facts: PageFacts | None = None
    look: dict[str, Any] | None = None  # what the browser saw: faults, width, the picture's file

    @property
    def is_blocked(self) -> bool:
        """Whether a firewall stands in between: that is no fault of the site."""
        return self.status in BLOCKING or bool(self.facts and "firewall" in self.facts.signs)

    @property
    def is_lost(self) -> bool:
        """Whether it answers that all is well and says that nothing is there."""
        return self.status == 200 and bool(self.facts and "lost" in self.facts.signs)

    @property
    def is_fine(self) -> bool:
        """Whether it can be read."""
        is_open = self.status == 200 and self.problem is None
        return is_open and not self.is_blocked and not self.is_skipped and not self.is_lost

    @property
    def links(self) -> list[tuple[str, str, str]]:
        """Whole address, words and kind of its links."""
        return self.facts.links if self.facts else []


def seen_of(kind: str, found: Fetched) -> Seen:
    """What is kept of an answer."""
    seen = Seen(kind, found.url, found.status, found.final_url, len(found.hops), found.problem)
    seen.size, seen.is_cut, seen.certificate_until = len(found.body), found.is_cut, found.certificate_until
    seen.headers = {name: found.headers[name][:200] for name in KEPT_HEADERS if name in found.headers}
    if kind in (ROBOTS, SITEMAP):
        seen.text = found.body[:50_000].decode("utf-8", "replace").replace("\0", "")
    elif found.is_page and kind != HTTP:
        charset = found.headers.get("content-type", "").partition("charset=")[2].strip(" \"';")[:40]
        seen.facts = read(found.body, charset, found.final_url)
    return seen


def packed(seen: Seen) -> dict[str, Any]:
    """Plain values for the row of an address; its kind and url stand in columns."""
    values = {name: getattr(seen, name) for name in Seen.__slots__ if name not in ("kind", "url")}
    values["problem"] = seen.problem.value if seen.problem else None
    values["certificate_until"] = seen.certificate_until.isoformat() if seen.certificate_until else None
    facts = seen.facts
    values["facts"] = {name: getattr(facts, name) for name in PageFacts.__slots__} if facts else None
    return values


def unpacked(kind: str, url: str, values: Mapping[str, Any]) -> Seen:
    """An address as its row tells it."""
    seen = Seen(kind, url, **values)
    seen.problem = Problem(values["problem"]) if values["problem"] else None
    until = values["certificate_until"]
    seen.certificate_until = datetime.fromisoformat(until) if until else None
    if values["facts"]:
        told = dict(values["facts"])
        told["links"] = [tuple(one) for one in told["links"]]
        told["gambling"] = [tuple(one) for one in told["gambling"]]
        seen.facts = PageFacts(**told)
    return seen


@dataclass(frozen=True, slots=True)
class Result:
    """What one check comes to at one place; ``details`` are words and figures for people."""

    key: CheckKey
    outcome: CheckOutcome
    target: str = ""
    reason: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    criterion: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A section that is looked for: folded names, and where the office says it is."""

    id: int
    code: str
    name: str
    names: Sequence[str]
    url: str
    interval_days: int
    is_list: bool
    criterion: str


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything that the checks look at."""

    seen: Sequence[Seen]
    hosts: Sequence[str]
    sections: Sequence[Wanted]
    contact: Mapping[str, str]  # address, phone, email as the office has them
    today: date
    is_whole: bool = True  # else the run ended before all was seen

    def probe(self, kind: str) -> Seen | None:
        """The answer to one of the first questions."""
        return next((one for one in self.seen if one.kind == kind), None)

    @property
    def pages(self) -> list[Seen]:
        """The pages that can be read, the first one first; each has its facts."""
        return [one for one in self.seen if one.kind in (HOME, PAGE) and one.is_fine and one.facts]

    def is_outside(self, url: str) -> bool:
        """Whether an address lies on none of the site's own hosts."""
        return (urlsplit(url).hostname or "") not in self.hosts
