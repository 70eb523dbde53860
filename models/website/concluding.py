"""The end of a run: what its addresses say becomes results, and results become or mend what people are asked about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select

from models import clock
from models.base import db, read
from models.text import fold
from models.website import catalogue, judging
from models.website.fetching import joined
from models.website.rules import CheckKey, CheckOutcome, FaultState, Medium, RunState, not_seen, seen_again
from models.website.seen import Result, Seen, Wanted, Whole, unpacked
from models.website.tables import CheckPage, CheckResult, CheckRun, Website, WebsiteFault, WebsiteSection

BY_TARGET = (CheckKey.LINK, CheckKey.FILE, CheckKey.GAMBLING, CheckKey.ACCESSIBILITY)
UNSETTLED = (CheckOutcome.NEEDS_HUMAN, CheckOutcome.NOT_TESTABLE, CheckOutcome.BLOCKED)


@dataclass(frozen=True, slots=True)
class Judged:
    """What a run comes to, before it is written."""

    state: RunState
    results: Sequence[Result]
    fine: frozenset[str]  # addresses that can be read


def sections(commune_id: int) -> list[Wanted]:
    """The sections of a commune's site that the checks look for."""
    query = (
        select(WebsiteSection.id, WebsiteSection.code, WebsiteSection.name, WebsiteSection.url)
        .add_columns(WebsiteSection.interval_days)
        .where(
            WebsiteSection.commune_id == commune_id,
            WebsiteSection.medium == Medium.WEBSITE,
            WebsiteSection.is_active,
        )
        .order_by(WebsiteSection.position)
    )
    return [_wanted(row) for row in read(query)]


def _wanted(row: Any) -> Wanted:
    shipped = catalogue.sections().get(row.code)
    own = fold(row.name)
    names = (own, *(name for name in shipped.names if name != own)) if shipped else (own,)
    url = joined(row.url, "") if row.url else ""
    is_list = shipped.is_list if shipped else True
    criterion = shipped.criterion if shipped else ""
    return Wanted(row.id, row.code, row.name, names, url, row.interval_days, is_list, criterion)


def judged(run_id: int, ended: RunState) -> Judged:
    """The results of a run as far as it came; only reads."""
    run = db.session.get_one(CheckRun, run_id)
    site = run.website
    asked = select(CheckPage.kind, CheckPage.url, CheckPage.facts).where(
        CheckPage.run_id == run_id, CheckPage.asked_at.is_not(None)
    )
    seen = [unpacked(row.kind, row.url, row.facts) for row in read(asked.order_by(CheckPage.id))]
    contact = {"address": site.address, "phone": site.phone, "email": site.email}
    is_whole = ended is RunState.DONE
    whole = Whole(seen, site.hosts, sections(run.commune_id), contact, clock.today(), is_whole)
    results = judging.judge(whole)
    return Judged(_state(whole, ended), results, frozenset(one.url for one in seen if one.is_fine))


def _state(whole: Whole, ended: RunState) -> RunState:
    home: Seen | None = whole.probe("home")
    if ended is not RunState.DONE or home is None or home.is_fine:
        return ended
    return RunState.BLOCKED if home.is_blocked or home.is_skipped else RunState.UNREACHABLE


def keep(run_id: int, judged: Judged) -> None:
    """Write the results, move what people are asked about, and note the newest items of sections."""
    run = db.session.get_one(CheckRun, run_id)
    db.session.execute(delete(CheckResult).where(CheckResult.run_id == run_id))
    rows = [
        {
            "commune_id": run.commune_id,
            "run_id": run_id,
            "check_key": one.key,
            "outcome": one.outcome,
            "target": one.target[:500],
            "reason": one.reason,
            "details": dict(one.details),
        }
        for one in judged.results
    ]
    db.session.execute(insert(CheckResult), rows)
    _move_faults(run.website, judged)
    _note_items(judged.results)
    run.state, run.finished_at = judged.state, clock.now()
    db.session.flush()


def _move_faults(site: Website, judged: Judged) -> None:
    query = select(WebsiteFault).where(WebsiteFault.website_id == site.id)
    known = {(fault.check_key, fault.target): fault for fault in db.session.scalars(query)}
    failed = {(one.key, one.target[:500]): one for one in judged.results if one.outcome is CheckOutcome.FAIL}
    now = clock.now()
    for (key, target), result in failed.items():
        fault = known.get((key, target))
        if fault is None:
            fault = WebsiteFault(commune_id=site.commune_id, website_id=site.id, check_key=key, target=target)
            fault.first_seen_at, fault.failures, fault.recurrences = now, 0, 0
            fault.move(seen_again(None, 0), now)
            db.session.add(fault)
        else:
            fault.move(seen_again(fault.state, fault.failures), now)
        fault.reason, fault.details, fault.last_seen_at = result.reason, dict(result.details), now
        fault.criterion_code = judging.criterion_of(result)
    for place, fault in known.items():
        if place not in failed and fault.state is not FaultState.GONE and _was_looked_at(fault, judged):
            fault.move(not_seen(fault.state), now)


def _was_looked_at(fault: WebsiteFault, judged: Judged) -> bool:
    """Whether this run can say that a fault is not there: blocked, doubtful and unseen places say nothing."""
    if judged.state in (RunState.UNREACHABLE, RunState.BLOCKED):
        return any(one.key is fault.check_key and one.outcome is CheckOutcome.PASS for one in judged.results)
    same = [one for one in judged.results if one.key is fault.check_key]
    if any(one.outcome in UNSETTLED and one.target in ("", fault.target) for one in same):
        return False
    if any(one.target == fault.target and one.outcome is CheckOutcome.PASS for one in same):
        return True
    if fault.check_key in BY_TARGET:  # a link that nobody sets any more is mended too
        return fault.target in judged.fine or judged.state is RunState.DONE
    return False


def _note_items(results: Sequence[Result]) -> None:
    """The newest item that the machine saw in a section is news for the list of sections too."""
    for one in results:
        if one.key is CheckKey.FRESHNESS and "newest" in one.details:
            section = db.session.get_one(WebsiteSection, one.details["section"])
            section.note_item(date.fromisoformat(one.details["newest"]), clock.today(), by_machine=True)
