"""Writing a report: a part in one's own words, back to the office's own sentences, sending."""

from models import clock
from models.accounts.rules import Viewer
from models.base import db
from models.errors import RuleBroken
from models.reports import frozen, queries
from models.reports.rules import ReportState, SectionKey, WeekFacts
from models.reports.tables import WeekReport, WeekSection


def _begun(viewer: Viewer, year: int, week: int) -> WeekReport:
    """The report of a week; written first, it begins."""
    found = queries.report(viewer, year, week)
    if found is None:
        found = WeekReport(commune_id=viewer.home_id, year=year, week=week, state=ReportState.DRAFT)
        found.sections = []
        db.session.add(found)
        db.session.flush()
    return found


def write_section(viewer: Viewer, year: int, week: int, key: SectionKey, text: str, basis: str) -> WeekSection:
    """Keep a part in somebody's own words."""
    report = _begun(viewer, year, week)
    report.require_draft()
    section = report.section(key)
    if section is None:
        section = WeekSection(commune_id=report.commune_id, report=report, key=key)
        with db.session.no_autoflush:
            section.write(text, basis, viewer, clock.now())
        db.session.add(section)
    else:
        section.write(text, basis, viewer, clock.now())
    db.session.flush()
    return section


def restore_section(viewer: Viewer, year: int, week: int, key: SectionKey) -> None:
    """Let the office's own sentences stand in a part again."""
    report = queries.report(viewer, year, week)
    if report is None:
        return
    report.require_draft()
    section = report.section(key)
    if section is not None:
        db.session.delete(section)
        db.session.flush()


def send(viewer: Viewer, year: int, week: int, facts: WeekFacts, paper: str, odd: str = "") -> WeekReport:
    """Send the report of a week with the facts and the paper that the sender has read.

    RuleBroken sentence_absurd where a sentence carries the figure ``odd``.
    """
    report = _begun(viewer, year, week)
    if odd:
        raise RuleBroken("sentence_absurd", odd=odd)
    report.send(viewer, frozen.keep(facts), paper, clock.now())
    db.session.flush()
    return report
