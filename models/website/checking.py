"""The run of the checks: one address after another, each kept at once, so that a run goes on where it was cut off.

Nothing is fetched inside a transaction. What the addresses say is judged at the end, in one look at all of them.
"""

import logging
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from protego import Protego
from sqlalchemy import insert, select

from models import clock
from models.base import db, outside_writing, read
from models.errors import NotFound
from models.files import FileStore, accept, keep, stage
from models.jobs.queue import Claimed
from models.jobs.worker import JobContext
from models.website import browser, concluding, looking, seen
from models.website.fetching import Fetcher, joined
from models.website.rules import RunState
from models.website.seen import Seen, packed, seen_of, unpacked
from models.website.tables import CheckPage, CheckRun, Website

log = logging.getLogger("office.website")
KIND = "check_website"
MOST_ADDRESSES, MOST_DEPTH, MOST_SECONDS = 500, 3, 1800.0
BLOCKS_IN_A_ROW = 5
LONGEST_REST = 8.0
LOST_PATH = "/khong-co-trang-nay-de-kiem-tra-loi-404"

FetcherOf = Callable[[Sequence[str], str], Fetcher]


@dataclass(frozen=True, slots=True)
class Next:
    """The next address of a run, and what has to be known to fetch it."""

    id: int
    kind: str
    url: str
    depth: int


@dataclass(slots=True)
class Round:
    """What a worker holds in hand while it works on a run; everything in it can be read again from the rows."""

    run_id: int
    commune_id: int
    fetcher: Fetcher
    known: set[str]
    robots: Protego | None = None
    blocks: int = 0
    ended: RunState = RunState.DONE
    keeps_picture: bool = False  # of the first page, in a run that a person asked for
    line: looking.BrowserFeed = field(init=False)

    def __post_init__(self) -> None:
        self.line = looking.BrowserFeed(self.fetcher, self._is_open)

    def _is_open(self, url: str) -> bool:
        return self.robots is None or bool(self.robots.can_fetch(url, self.fetcher.agent))

    def may_fetch(self, one: Next) -> bool:
        """Whether robots.txt lets machines look there; its own address and the first pages are always asked for."""
        return one.kind in (seen.ROBOTS, seen.HTTP, seen.LOST) or self._is_open(one.url)

    def obey(self, robots: Seen) -> None:
        """Take over what robots.txt asks for: what is closed, and how long to rest."""
        outside_writing("reading robots.txt")
        kind = robots.headers.get("content-type", "")
        if robots.status != 200 or "html" in kind:
            return
        self.robots = Protego.parse(robots.text)
        rest = self.robots.crawl_delay(self.fetcher.agent)
        if rest:
            self._rest(float(rest))

    def note(self, one: Seen) -> None:
        """A site that sends us away is asked more slowly, and left alone after a few times."""
        self.blocks = self.blocks + 1 if one.is_blocked else 0
        if one.status == 429:
            self._rest(self.fetcher.bounds.rest * 2)

    def _rest(self, seconds: float) -> None:
        longer = min(max(seconds, self.fetcher.bounds.rest), LONGEST_REST)
        self.fetcher.bounds = replace(self.fetcher.bounds, rest=longer)

    @property
    def is_sent_away(self) -> bool:
        """Whether it is time to leave the site alone."""
        return self.blocks >= BLOCKS_IN_A_ROW


def agent_of(site: Website) -> str:
    """How we call ourselves to the site: what we are, and whom its keeper may ask."""
    about = re.sub(r"[^\x21-\x7e]", "", site.email or site.hosts[0])
    return f"KiemTraTrangXa/1.0 (+{about})"


def run(
    claimed: Claimed,
    step: JobContext,
    fetcher_of: FetcherOf = Fetcher,
    find: Callable[[], str | None] = browser.program,
    store_of: Callable[[], FileStore] | None = None,
) -> str:
    """Look at all addresses of a site and judge them; NotFound when the run is gone.

    Where ``find`` knows a browser a few pages are drawn too; with a store the first page's picture is kept.
    """
    with step.writing(step.done, max(step.total, 1)):
        here = _begin(claimed, fetcher_of)
    with step.reading():
        asked = _asked_robots(here)
    if asked is not None:  # the run goes on after an interruption
        here.obey(asked)
    started = here.fetcher.now()
    while True:
        with step.reading():
            one = _next(here)
        if one is None:
            if not _add_looks(here, step, find()):
                break
            continue
        if here.is_sent_away or here.fetcher.now() - started > MOST_SECONDS:
            here.ended = RunState.BLOCKED if here.is_sent_away else RunState.PARTIAL
            break
        if one.kind == seen.LOOK:
            _look(here, step, one, find(), store_of)
            continue
        found = seen_of(one.kind, here.fetcher.fetch(one.url)) if here.may_fetch(one) else _skipped(one)
        here.note(found)
        if one.kind == seen.ROBOTS:
            here.obey(found)
        fresh = _fresh(here, one, found)
        with step.writing(step.done + 1, max(len(here.known), step.done + 2)):
            _keep(here, one, found, fresh)
        if one.kind == seen.HOME and not found.is_fine:
            break
    with step.reading():
        judged = concluding.judged(here.run_id, here.ended)
    with step.writing(step.done, step.done):
        concluding.keep(here.run_id, judged)
    return f"check_run/{here.run_id}"


def _add_looks(here: Round, step: JobContext, program: str | None) -> bool:
    """Put the pages that are drawn by a browser at the end of a run: the first one, one of the menu, a deep one."""
    if program is None:
        return False
    with step.reading():
        mine = select(CheckPage.kind, CheckPage.url, CheckPage.facts).where(CheckPage.run_id == here.run_id)
        if read(mine.where(CheckPage.kind == seen.LOOK).limit(1)).first() is not None:
            return False
        asked = read(mine.where(CheckPage.kind.in_((seen.HOME, seen.PAGE))).order_by(CheckPage.id))
        fine = [row.url for row in asked if unpacked(row.kind, row.url, row.facts).is_fine]
    if not fine:
        return False
    chosen = dict.fromkeys([fine[0], fine[min(1, len(fine) - 1)], fine[-1]])
    with step.writing(step.done, step.done + len(chosen)):
        _add(here, ((seen.LOOK, url, 0) for url in chosen))
    return True


def _look(
    here: Round, step: JobContext, one: Next, program: str | None, store_of: Callable[[], FileStore] | None
) -> None:
    """Draw one page, and keep what was seen; a browser that fails says nothing about the page."""
    found = Seen(seen.LOOK, one.url, final_url=one.url)
    picture = b""
    if program is not None:
        with_picture = store_of is not None and here.keeps_picture
        try:
            saw = looking.look(program, here.line, one.url, with_picture)
            found.status, picture = 200, saw.picture
            found.look = {"faults": saw.faults, "width": saw.width, "is_too_wide": saw.is_too_wide}
        except (browser.BrowserGone, OSError, ValueError):
            log.exception("the browser could not look at %s", one.url)
    kept = stage(store_of(), here.commune_id, accept(picture, documents=False)) if picture and store_of else None
    with step.writing(step.done + 1, max(step.total, step.done + 1)):
        if kept is not None and found.look is not None:
            found.look["file"] = keep(kept, None, f"anh-chup-trang-{clock.today():%Y-%m-%d}").id
        _keep(here, one, found, ())
    here.keeps_picture = False


def _begin(claimed: Claimed, fetcher_of: FetcherOf) -> Round:
    run = db.session.scalars(select(CheckRun).where(CheckRun.job_id == claimed.id)).one_or_none()
    if run is None or run.state is not RunState.RUNNING:
        raise NotFound
    site = run.website
    run.starts += 1
    known = set(read(select(CheckPage.url).where(CheckPage.run_id == run.id)).scalars())
    here = Round(run.id, run.commune_id, fetcher_of(site.hosts, agent_of(site)), known)
    here.keeps_picture = run.asked_by is not None
    if not known:
        _seed(here, site)
    return here


def _seed(here: Round, site: Website) -> None:
    """The first questions: robots.txt before everything, and the page that is not there before any link."""
    home = joined(site.url, "")
    root = joined(home, "/")
    first = [
        (seen.ROBOTS, f"{root}robots.txt"),
        (seen.HOME, home),
        (seen.HTTP, f"http://{urlsplit(home).hostname}/"),
        (seen.LOST, joined(home, LOST_PATH)),
        (seen.SITEMAP, f"{root}sitemap.xml"),
    ]
    _add(here, ((kind, url, 0) for kind, url in first))
    wanted = concluding.sections(here.commune_id)
    _add(here, ((seen.PAGE, one.url, 1) for one in wanted if one.url and urlsplit(one.url).hostname in site.hosts))


def _asked_robots(here: Round) -> Seen | None:
    query = select(CheckPage.kind, CheckPage.url, CheckPage.facts).where(CheckPage.run_id == here.run_id)
    row = read(query.where(CheckPage.kind == seen.ROBOTS, CheckPage.asked_at.is_not(None))).first()
    return unpacked(row.kind, row.url, row.facts) if row is not None else None


def _next(here: Round) -> Next | None:
    query = select(CheckPage.id, CheckPage.kind, CheckPage.url, CheckPage.depth)
    waiting = query.where(CheckPage.run_id == here.run_id, CheckPage.asked_at.is_(None)).order_by(CheckPage.id).limit(1)
    row = read(waiting).first()
    return Next(row.id, row.kind, row.url, row.depth) if row is not None else None


def _skipped(one: Next) -> Seen:
    return Seen(one.kind, one.url, final_url=one.url, is_skipped=True)


def _fresh(here: Round, one: Next, found: Seen) -> list[tuple[str, str, int]]:
    """The addresses of the site that this page is the first to name, as far as the bounds go."""
    if one.kind not in (seen.HOME, seen.PAGE) or not found.is_fine or one.depth >= MOST_DEPTH:
        return []
    own = [
        (seen.FILE if kind == "file" else seen.PAGE, url, one.depth + 1)
        for url, _words, kind in found.links
        if url not in here.known and (urlsplit(url).hostname or "") in here.fetcher.allowed_hosts
    ]
    return own[: max(MOST_ADDRESSES - len(here.known), 0)]


def _keep(here: Round, one: Next, found: Seen, fresh: Iterable[tuple[str, str, int]]) -> None:
    row = db.session.get_one(CheckPage, one.id)
    row.facts, row.asked_at = packed(found), clock.now()
    _add(here, fresh)


def _add(here: Round, addresses: Iterable[tuple[str, str, int]]) -> None:
    rows: list[dict[str, Any]] = []
    for kind, url, depth in addresses:
        if url in here.known and kind == seen.PAGE:
            continue
        here.known.add(url)
        rows.append(
            {
                "commune_id": here.commune_id,
                "run_id": here.run_id,
                "kind": kind,
                "url": url,
                "depth": depth,
                "facts": {},
            }
        )
    if rows:
        db.session.execute(insert(CheckPage), rows)
