"""A week as its report tells it: as it was sent, or as the records and the writers say now."""

from dataclasses import dataclass

from flask import abort

from blueprints.access import viewer
from blueprints.document_kept import kept
from blueprints.documents import Document, long_day
from blueprints.reports.labels import SECTION
from blueprints.reports.papers import Sender, numbered, week_paper
from blueprints.reports.sentences import Sentence, sentences
from models.accounts import queries as accounts
from models.accounts.rules import Viewer
from models.periods import FIRST_YEAR, LAST_YEAR, week_days
from models.plan import queries as plan
from models.reports import frozen, queries
from models.reports.rules import FigureChange, SectionKey, WeekFacts, changes, odd_figure
from models.reports.tables import WeekReport, WeekSection
from models.text import commune_kind, fold

WEEK_LENGTH = len("2026-W14")


def read_week(text: str) -> tuple[int, int]:
    """The ISO week of an address, 2026-W14; 404 for what is none, or to come."""
    year, _, week = text.partition("-W")
    is_week = len(text) == WEEK_LENGTH and text.isascii() and year.isdigit() and week.isdigit()
    if not is_week or not FIRST_YEAR < int(year) < LAST_YEAR:
        abort(404)
    try:
        week_days(int(year), int(week))
    except ValueError:
        abort(404)
    queries.last_day(int(year), int(week))
    return int(year), int(week)


@dataclass(frozen=True, slots=True)
class ReportPart:
    """One part as it stands in the report: the office's own sentences, or what somebody wrote."""

    key: SectionKey
    own: list[Sentence]
    section: WeekSection | None

    @property
    def title(self) -> str:
        """Its heading."""
        return SECTION[self.key]

    @property
    def basis(self) -> str:
        """The office's own sentences, one a line."""
        return "\n".join(one.text for one in self.own)

    @property
    def lines(self) -> list[str]:
        """What stands in the report."""
        return [one.text for one in self.own] if self.section is None else self.section.lines

    @property
    def has_moved(self) -> bool:
        """Whether the records say another thing now than when somebody wrote his own words."""
        return self.section is not None and self.section.basis != self.basis


@dataclass(frozen=True, slots=True)
class WeekView:
    """A week's report for these eyes."""

    year: int
    week: int
    report: WeekReport | None
    facts: WeekFacts
    before: WeekFacts | None
    parts: list[ReportPart]

    @property
    def is_sent(self) -> bool:
        """Whether it was sent."""
        return self.report is not None and self.report.is_sent

    @property
    def code(self) -> str:
        """2026-W14."""
        return self.facts.code

    @property
    def changes(self) -> list[FigureChange]:
        """What changed since the week before; only where both were sent, so that both are closed."""
        return changes(self.before, self.facts) if self.before and self.is_sent else []

    @property
    def odd(self) -> str:
        """The first empty or absurd figure of a sentence."""
        return next((found for part in self.parts for line in part.lines if (found := odd_figure(line))), "")


def seen(year: int, week: int) -> WeekView:
    """The report of a week as it is."""
    eyes = viewer()
    report, earlier = queries.report(eyes, year, week), queries.before(eyes, year, week)
    facts = frozen.kept(report.facts) if report and report.is_sent else queries.facts(eyes, year, week)
    parts = [ReportPart(key, sentences(key, facts), report.section(key) if report else None) for key in SectionKey]
    return WeekView(year, week, report, facts, frozen.kept(earlier.facts) if earlier else None, parts)


def paper(view: WeekView) -> Document:
    """The paper: as it was sent, with the number and day entered since; of a draft as it would be sent now."""
    report = view.report
    if report is not None and report.is_sent and report.paper:
        return numbered(kept(report.paper), report.number, report.dated)
    drawn = week_paper(sender(viewer()), view.facts, {part.key: part.lines for part in view.parts}, view.before)
    return numbered(drawn, report.number, report.dated) if report and report.is_sent else drawn


def sender(eyes: Viewer) -> Sender:
    """Whose reports these are, and who signs them."""
    commune = accounts.commune(eyes.commune_id or 0)
    found = plan.plan(eyes)
    ground = ""
    if found is not None and found.decision and found.decided_on:
        by = f" của {found.issued_by}" if found.issued_by else ""
        ground = f"Quyết định số {found.decision} {long_day(found.decided_on)}{by}"
    people = accounts.people(eyes)
    heads = [one.full_name for one in people if fold(one.title).startswith("chu tich")]
    return Sender(commune.name, commune_kind(commune.name), ground, heads[0] if heads else "")
