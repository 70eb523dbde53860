"""Asking for a run of the checks, stopping one, and reading how far it is and what it found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, select

from models import clock
from models.accounts.rules import Viewer
from models.audits.tables import AuditRound, Criterion, ItemResult
from models.base import db, read, seen_by
from models.errors import NotFound, RuleBroken
from models.jobs import queue
from models.website import concluding, seen
from models.website.checking import KIND
from models.website.rules import ASKS_SOMEBODY, CheckKey, CheckOutcome, FaultState, RunState
from models.website.tables import CheckPage, CheckResult, CheckRun, Website, WebsiteFault, WebsiteSection

PAGES_KEPT, RESULTS_KEPT = 2, 30  # runs beside the new one
OF_SECTION = (CheckKey.SECTION, CheckKey.CONTENT, CheckKey.FRESHNESS)
AnyRow = Row[*tuple[Any, ...]]


def ask(site: Website, by: Viewer | None = None) -> CheckRun:
    """Ask for a run; where one is going on it is that one."""
    db.session.refresh(site, with_for_update=True)  # two who ask at once get the same run
    own = select(CheckRun).where(CheckRun.website_id == site.id).order_by(CheckRun.no.desc()).limit(1)
    last = db.session.scalars(own).one_or_none()
    if last is not None and last.state is RunState.RUNNING:
        if not last.job.is_over:
            return last
        last.state, last.finished_at = RunState.FAILED, clock.now()
    no = last.no + 1 if last else 1
    _clear(site, no)
    job = queue.enqueue(KIND, str(site.id), str(no), commune_id=site.commune_id)
    made = CheckRun(
        commune_id=site.commune_id,
        website_id=site.id,
        no=no,
        job_id=job,
        asked_by=by.account_id if by else None,
        state=RunState.RUNNING,
    )
    db.session.add(made)
    db.session.flush()
    return made


def _clear(site: Website, no: int) -> None:
    """Let go of what long past runs have read: of the last few it is kept page by page, of older ones the results."""
    past = select(CheckRun.id).where(CheckRun.website_id == site.id)
    read_long_ago, judged_long_ago = (past.where(CheckRun.no < no - kept) for kept in (PAGES_KEPT, RESULTS_KEPT))
    db.session.execute(delete(CheckPage).where(CheckPage.run_id.in_(read_long_ago)))
    db.session.execute(delete(CheckResult).where(CheckResult.run_id.in_(judged_long_ago)))


def stop(run: CheckRun) -> None:
    """A person stops a run: what it found so far is judged and kept. RuleBroken when it was over."""
    if run.state is not RunState.RUNNING or not queue.cancel(run.job_id):
        raise RuleBroken("run_over")
    concluding.keep(run.id, concluding.judged(run.id, RunState.STOPPED))


def sites() -> Sequence[Website]:
    """The sites of all communes, for the nightly run."""
    return db.session.scalars(select(Website).order_by(Website.id)).all()


def run(viewer: Viewer, run_id: int) -> CheckRun:
    """One run; NotFound for other eyes."""
    query = select(CheckRun).where(CheckRun.id == run_id, seen_by(viewer, CheckRun))
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("check_run")
    return found


def newest(viewer: Viewer, is_over: bool = False) -> CheckRun | None:
    """The newest run of the viewer's commune, or the newest that is over."""
    if viewer.commune_id is None:
        return None
    query = select(CheckRun).where(seen_by(viewer, CheckRun)).order_by(CheckRun.no.desc()).limit(1)
    if is_over:
        query = query.where(CheckRun.state.not_in((RunState.RUNNING, RunState.FAILED)))
    return db.session.scalars(query).one_or_none()


@dataclass(frozen=True, slots=True)
class LogLine:
    """One address that a run has looked at."""

    asked_at: datetime
    url: str
    status: int
    problem: str | None
    is_skipped: bool


def log(run_id: int, most: int) -> list[LogLine]:
    """What a run has looked at, the newest first."""
    query = select(CheckPage.asked_at, CheckPage.url, CheckPage.facts)
    asked = query.where(CheckPage.run_id == run_id, CheckPage.asked_at.is_not(None))
    rows = read(asked.order_by(CheckPage.asked_at.desc(), CheckPage.id.desc()).limit(most))
    return [
        LogLine(row.asked_at, row.url, row.facts["status"], row.facts["problem"], row.facts["is_skipped"])
        for row in rows
    ]


def pages_seen(run_id: int) -> int:
    """How many pages and files a run has looked at."""
    kinds = (seen.HOME, seen.PAGE, seen.FILE)
    query = select(func.count()).where(
        CheckPage.run_id == run_id, CheckPage.kind.in_(kinds), CheckPage.asked_at.is_not(None)
    )
    return int(read(query).scalar_one())


def results(run_id: int, outcome: CheckOutcome | None = None) -> Sequence[AnyRow]:
    """What the checks of a run came to, in their order."""
    columns = (CheckResult.id, CheckResult.check_key, CheckResult.outcome, CheckResult.target)
    query = select(*columns, CheckResult.reason, CheckResult.details).where(CheckResult.run_id == run_id)
    if outcome is not None:
        query = query.where(CheckResult.outcome == outcome)
    return read(query.order_by(CheckResult.id)).all()


def picture(run_id: int) -> AnyRow | None:
    """The picture that a run took: the page's address and ``details["file"]``; None without one."""
    query = select(CheckResult.target, CheckResult.details).where(
        CheckResult.run_id == run_id,
        CheckResult.check_key == CheckKey.PICTURE,
        CheckResult.outcome == CheckOutcome.PASS,
    )
    return read(query.limit(1)).first()


def outcome_counts(run_id: int) -> dict[CheckOutcome, int]:
    """How many checks came to what; the sum is the number of checks."""
    query = select(CheckResult.outcome, func.count().label("number")).where(CheckResult.run_id == run_id)
    found = {row.outcome: row.number for row in read(query.group_by(CheckResult.outcome))}
    return {outcome: found.get(outcome, 0) for outcome in CheckOutcome}


def faults(viewer: Viewer, *states: FaultState) -> Sequence[WebsiteFault]:
    """What the machine found in these states, by check and place."""
    query = select(WebsiteFault).where(seen_by(viewer, WebsiteFault), WebsiteFault.state.in_(states))
    rows = db.session.scalars(query).all()
    order = list(CheckKey)
    return sorted(rows, key=lambda fault: (order.index(fault.check_key), fault.target, fault.id))


def waiting(viewer: Viewer) -> int:
    """How many proposals wait for somebody."""
    query = select(func.count()).where(seen_by(viewer, WebsiteFault), WebsiteFault.state.in_(ASKS_SOMEBODY))
    return int(read(query).scalar_one())


def fault(viewer: Viewer, fault_id: int) -> WebsiteFault:
    """One finding; NotFound for other eyes."""
    query = select(WebsiteFault).where(WebsiteFault.id == fault_id, seen_by(viewer, WebsiteFault))
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("website_fault")
    return found


def writer_of(viewer: Viewer, fault: WebsiteFault) -> int | None:
    """The unit that writes the section a fault speaks of; None where it speaks of none."""
    query = select(WebsiteSection.unit_id).where(
        seen_by(viewer, WebsiteSection), WebsiteSection.code == fault.target, WebsiteSection.is_active
    )
    return db.session.scalar(query) if fault.check_key in OF_SECTION else None


def recorded(viewer: Viewer, codes: set[str]) -> dict[str, AnyRow]:
    """What the newest round on these criteria says now, by code: result_id, state, no. Nothing here changes it."""
    if not codes or viewer.commune_id is None:
        return {}
    query = (
        select(Criterion.code, ItemResult.id.label("result_id"), ItemResult.state, AuditRound.no, AuditRound.id)
        .add_columns(AuditRound.state.label("round_state"))
        .join(ItemResult, ItemResult.criterion_id == Criterion.id)
        .join(AuditRound, AuditRound.id == ItemResult.round_id)
        .where(seen_by(viewer, AuditRound), Criterion.code.in_(codes))
        .order_by(AuditRound.id)
    )
    return {row.code: row for row in read(query)}
