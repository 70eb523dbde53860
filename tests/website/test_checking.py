"""Whole runs on a planted site: faults found and missed, traps taken for faults, what a second and third run say."""

import json
from collections import Counter
from functools import partial

import pytest
from sqlalchemy import func, select

from models.base import db, set_writing
from models.jobs import queue, worker
from models.jobs.rules import JobState
from models.jobs.worker import Work
from models.website import checking, runs
from models.website.fetching import Bounds, Fetched
from models.website.rules import CheckKey, CheckOutcome, FaultState, RunState
from models.website.seen import PAGE, Seen, packed, seen_of
from models.website.tables import CheckPage, CheckResult, CheckRun, Website, WebsiteFault, WebsiteSection
from tests.website.planted import HOST, Planted, served
from tests.website.town import FAULTS, HOME, bad, good, page

BOUNDS = Bounds(seconds=2.0)


@pytest.fixture
def town(own_site, tmp_path, hold):
    """The planted site, a way to run the checks on it, and what came of them."""
    hold("2026-11-27 09:00")
    with served(Planted(), tmp_path) as reach:
        yield Town(reach, own_site.id)


class Town:
    """The site on loopback, with the office's row of it."""

    def __init__(self, reach, site_id: int) -> None:
        self.reach, self.site, self.site_id = reach, reach.site, site_id

    def ask(self, by=None) -> int:
        db.session.remove()
        set_writing(False)
        with queue.transaction():
            return runs.ask(db.session.get_one(Website, self.site_id), by).id

    def work(self, pause=lambda: False, find=lambda: None, store_of=None, **more) -> None:
        """Let a worker do what is due, as far as it is not paused; without a browser unless one is named."""
        set_writing(False)
        db.session.remove()
        fetcher_of = partial(self._fetcher, more)
        works = {checking.KIND: Work(partial(checking.run, fetcher_of=fetcher_of, find=find, store_of=store_of))}
        assert worker.run_one(works, "worker", pause)
        db.session.remove()

    def _fetcher(self, more, hosts, agent):
        fetcher = self.reach.fetcher(
            hosts, bounds=more.get("bounds", BOUNDS), **{k: v for k, v in more.items() if k != "bounds"}
        )
        fetcher.agent = agent
        return fetcher

    def run(self, by=None, **more) -> CheckRun:
        """One whole run, which a person has asked for or nobody."""
        run_id = self.ask(by)
        self.work(**more)
        return db.session.get_one(CheckRun, run_id)


def found(run: CheckRun, outcome: CheckOutcome) -> set[tuple[str, str]]:
    query = select(CheckResult.check_key, CheckResult.target)
    rows = db.session.execute(query.where(CheckResult.run_id == run.id, CheckResult.outcome == outcome))
    return {(row.check_key.value, row.target) for row in rows}


def states() -> Counter[FaultState]:
    return Counter(db.session.scalars(select(WebsiteFault.state)))


def test_a_good_site_has_no_fault(town) -> None:
    good(town.site)
    run = town.run()
    assert run.state is RunState.DONE
    expected = {("section", "cong_nghiep")}  # a commune without one says so on a page of its own
    assert found(run, CheckOutcome.FAIL) == expected
    assert found(run, CheckOutcome.BLOCKED) == set()
    assert found(run, CheckOutcome.NOT_TESTABLE) == {("accessibility", ""), ("narrow", ""), ("picture", "")}
    assert len(found(run, CheckOutcome.PASS)) >= 40


@pytest.mark.slow
def test_every_planted_fault_is_found_and_no_trap_is_taken_for_one(town) -> None:
    bad(town.site, with_traps=True)
    run = town.run()
    told = found(run, CheckOutcome.FAIL)
    missed, false = FAULTS - told, told - FAULTS
    assert (len(FAULTS), sorted(missed), sorted(false)) == (23, [], [])
    blocked = found(run, CheckOutcome.BLOCKED)
    assert blocked == {("link", f"{HOME}/{path}") for path in ("cam", "nhanh", "tuong-lua")}
    doubtful = {target for _key, target in found(run, CheckOutcome.NEEDS_HUMAN)}
    assert {f"{HOME}/nho-giot", f"{HOME}/ra-ngoai", f"{HOME}/dang-nhap"} <= doubtful
    assert "/noi-bo/x" not in {path for _scheme, _host, path in town.site.asked}, "robots.txt asks us not to look"
    assert {host for _scheme, host, _path in town.site.asked} == {HOST}
    counted = runs.outcome_counts(run.id)
    assert sum(counted.values()) == db.session.scalar(select(func.count(CheckResult.id)))


@pytest.mark.slow
def test_two_runs_propose_a_third_has_nothing_new_and_one_mended_fault_is_one_proposal(town, office) -> None:
    bad(town.site)
    town.run()
    assert states() == {FaultState.WATCHED: len(FAULTS)}, "one failure stays in the log"
    town.run()
    assert states() == {FaultState.PROPOSED: len(FAULTS)}
    eyes = office.viewer("auditor")
    for fault in runs.faults(eyes, FaultState.PROPOSED):
        fault.accept(eyes, fault.last_seen_at)
    db.session.commit()
    town.run()
    assert (states(), runs.waiting(eyes)) == ({FaultState.ACCEPTED: len(FAULTS)}, 0), "an unchanged site has no news"
    town.site.page("/da-go", page("Trang cũ trở lại", "<p>Đã đưa lại</p>", foot="<footer></footer>"))
    town.run()
    (mended,) = runs.faults(eyes, *(FaultState.PROPOSED, FaultState.MENDED))
    assert (mended.target, mended.state, runs.waiting(eyes)) == (f"{HOME}/da-go", FaultState.MENDED, 1)
    mended.close(eyes, mended.last_seen_at)
    db.session.commit()
    del town.site.pages["/da-go"]
    town.run()
    assert runs.waiting(eyes) == 0, "seen once again: in the log only"
    town.run()
    (back,) = runs.faults(eyes, FaultState.PROPOSED)
    assert (back.target, back.recurrences) == (f"{HOME}/da-go", 1)


@pytest.mark.slow
def test_a_declined_proposal_stays_declined(town, office) -> None:
    bad(town.site)
    town.run()
    town.run()
    eyes = office.viewer("auditor")
    fault = runs.faults(eyes, FaultState.PROPOSED)[0]
    fault.decline(eyes, "Trang này để thử", fault.last_seen_at)
    db.session.commit()
    town.run()
    assert states()[FaultState.DECLINED] == 1 and len(runs.faults(eyes, FaultState.PROPOSED)) == len(FAULTS) - 1


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["dns", "firewall", "firewall_page", "down"])
def test_a_site_that_cannot_be_reached_has_one_finding_and_mends_nothing(town, office, kind) -> None:
    bad(town.site)
    town.run()
    town.run()
    before = states()
    if kind == "dns":
        run = town.run(resolve=lambda host: [])
    else:
        town.site.pages = {}
        town.site.page(
            "*",
            page("Access denied", "<p>x") if kind == "firewall_page" else "x",
            {"firewall": 403, "firewall_page": 200, "down": 502}[kind],
        )
        run = town.run()
    rows = db.session.scalars(select(CheckResult).where(CheckResult.run_id == run.id)).all()
    assert [row.check_key for row in rows] == [CheckKey.REACHABLE]
    wanted = CheckOutcome.BLOCKED if kind.startswith("firewall") else CheckOutcome.FAIL
    assert rows[0].outcome is wanted
    assert run.state is (RunState.BLOCKED if kind.startswith("firewall") else RunState.UNREACHABLE)
    assert states()[FaultState.PROPOSED] == before[FaultState.PROPOSED]
    assert states()[FaultState.MENDED] == 0


def test_a_site_that_sends_us_away_is_left_alone(town) -> None:
    good(town.site)
    for path in list(town.site.pages):
        if path not in ("/", "/robots.txt"):
            town.site.page(path, "no", 429)
    run = town.run()
    assert run.state is RunState.BLOCKED
    assert len(town.site.asked) <= 12
    assert max(town.reach.waits) > 1, "asked more slowly after each 429"


@pytest.mark.slow
def test_a_run_goes_on_where_it_was_cut_off_and_asks_nothing_twice(town) -> None:
    bad(town.site)
    run_id = town.ask()
    stops = iter([False] * 8 + [True] + [False] * 7 + [True] + [False] * 500)
    for _ in range(3):
        town.work(pause=lambda: next(stops))
    run = db.session.get_one(CheckRun, run_id)
    assert (run.state, run.starts) == (RunState.DONE, 3)
    assert found(run, CheckOutcome.FAIL) == FAULTS
    asked = Counter(path for scheme, _host, path in town.site.asked if scheme == "https")
    assert {path: number for path, number in asked.items() if number > 1} == {"/": 2, "/vong": 4}  # with a redirect


def test_a_killed_worker_loses_one_page_at_most(town, hold) -> None:
    good(town.site)
    run_id = town.ask()

    class Killed(BaseException):
        """What a power cut does to a worker."""

    calls = iter(range(100))

    def cut(seconds: float) -> None:
        if next(calls) == 6:
            raise Killed

    with pytest.raises(Killed):
        town.work(wait=cut)
    db.session.remove()
    hold("2026-11-27 09:10")
    town.work()
    run = db.session.get_one(CheckRun, run_id)
    assert (run.state, run.job.state, run.starts) == (RunState.DONE, JobState.DONE, 2)


@pytest.mark.slow
def test_a_person_stops_a_run_and_what_was_found_stays(town, office) -> None:
    bad(town.site)
    run_id = town.ask()
    stops = iter([False] * 30 + [True])
    town.work(pause=lambda: next(stops))
    db.session.remove()
    with queue.transaction():
        runs.stop(db.session.get_one(CheckRun, run_id))
    run = db.session.get_one(CheckRun, run_id)
    assert (run.state, run.job.state) == (RunState.STOPPED, JobState.CANCELLED)
    told = found(run, CheckOutcome.FAIL)
    assert told and ("hsts", "") in told and ("section", "cong_nghiep") not in told
    assert states()[FaultState.MENDED] == 0


def test_a_run_that_is_going_on_is_not_asked_for_twice(town) -> None:
    first = town.ask()
    assert town.ask() == first
    good(town.site)
    town.work()
    assert town.ask() == first + 1


def test_the_newest_item_of_a_section_is_noted(town) -> None:
    good(town.site)
    town.run()
    section = db.session.scalars(select(WebsiteSection).where(WebsiteSection.code == "tin_tuc")).one()
    assert (section.last_item_on.isoformat(), section.is_read_by_machine) == ("2026-11-26", True)


@pytest.mark.slow
def test_a_run_stays_within_its_bounds(town, monkeypatch) -> None:
    monkeypatch.setattr(checking, "MOST_ADDRESSES", 30)
    good(town.site)
    town.site.page("/tin-tuc", "".join(f'<a href="/trang-{number}">x</a>' for number in range(300)))
    run = town.run()
    assert db.session.scalar(select(func.count(CheckPage.id)).where(CheckPage.run_id == run.id)) <= 30
    monkeypatch.setattr(checking, "MOST_SECONDS", 10.0)
    assert town.run().state is RunState.PARTIAL


def test_what_is_kept_of_a_page_is_what_was_read_and_never_its_body(app) -> None:
    words = "Nhân dân các thôn cùng nhau làm đường. " * 30_000
    body = page("Bài dài", words).encode()
    found = Fetched(f"{HOME}/dai", f"{HOME}/dai", 200, {"content-type": "text/html"}, body)
    seen = seen_of(PAGE, found)
    assert seen.size == len(body) > 1_000_000 and seen.facts.words > 200_000
    assert len(json.dumps(packed(seen))) < 10_000, "three hundred such pages are three megabytes"
    assert all(value is not body for value in vars_of(seen))


def vars_of(seen: Seen) -> list[object]:
    return [getattr(seen, name) for name in Seen.__slots__]
