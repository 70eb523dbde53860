"""When monthly work is due, whether a target is met, how long a reading holds: decisions over days and numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from models.errors import RuleBroken
from models.verdicts import Verdict, compare

PERCENT_TOP = 100
PERCENT = "%"
NUMBERS = 10_000  # that one plan may use: further plans of a commune count theirs from the next multiple of it
COUNT_TOP = 1_000_000_000


class Source(StrEnum):
    """Where the reading of a target comes from."""

    SATISFACTION = "satisfaction"
    TRAINING = "training"
    MANUAL = "manual"


class Comparator(StrEnum):
    """Which side of the target is the good one."""

    AT_LEAST = ">="
    AT_MOST = "<="
    EQUAL = "="
    ABOVE = ">"
    BELOW = "<"


class ProvisionKind(StrEnum):
    """What a paper of the programme asks for, beside targets, tasks and steps."""

    DOCUMENT = "document"
    DEADLINE = "deadline"
    REPORT = "report"
    REQUEST = "request"
    SCRIPT = "script"
    MEASURE = "measure"
    MONEY = "money"
    DUTY = "duty"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class SourcePaper:
    """The document that a reading by hand was taken from: its number and sign, and its day."""

    no: str = ""
    on: date | None = None

    def check(self, today: date) -> None:
        """Refuse half a document, or one of a day still to come."""
        if (self.on is None) != (not self.no):
            raise RuleBroken("document_half", field="document_on" if self.no else "document_no")
        if self.on is not None and self.on > today:
            raise RuleBroken("day_in_future", field="document_on")


UNCITED = SourcePaper()


@dataclass(frozen=True, slots=True)
class Indicator:
    """One thing a script step is measured by; without ``value`` the script sets no target."""

    key: str
    comparator: Comparator | None = None
    value: Decimal | None = None
    asks: tuple[tuple[str, Any], ...] = ()  # which round, group, exam or score, by the names that measures know


def shown_no(no: int) -> int:
    """The number of a task or target as its own plan prints it."""
    return no % NUMBERS


def monthly_due(before_day: int, since: date) -> date:
    """The last good day of the first month to deliver in ("before the 25th" ends with the 24th).

    That is the month of ``since``, or the next one when the day had already passed then.
    """
    first = last_day_before(before_day, since)
    return first if first >= since else last_day_before(before_day, _next_month(since))


def due_after(before_day: int, owed_on: date, day: date) -> date:
    """The day that is due next once the delivery owed on ``owed_on`` was made on ``day``.

    A late one keeps the day that comes next, and one before the owed month began leaves that month owed.
    """
    if (day.year, day.month) < (owed_on.year, owed_on.month):
        return last_day_before(before_day, owed_on)
    due = last_day_before(before_day, _next_month(owed_on))
    while due < day:
        due = last_day_before(before_day, _next_month(due))
    return due


def may_set_day(day: date | None, is_extended: bool, is_decided: bool, joined_on: date | None, today: date) -> bool:
    """Whether the office may still say by when open work is due.

    What has no day, or one that is not over, gets one; a later day instead of one that is over is an extension. A day
    from before the office began here, in a plan that nobody has decided, was that of the template.
    """
    if day is None:
        return True
    if is_extended:
        return False
    return day >= today or (not is_decided and joined_on is not None and day < joined_on)


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def last_day_before(before_day: int, month: date) -> date:
    """The last good day of a month: before the 25th is until the 24th."""
    return month.replace(day=1) + timedelta(days=min(max(before_day, 2), 28) - 2)


def is_fresh(as_of: date, today: date, days: int | None) -> bool:
    """Whether a reading still holds; ``days`` is its age limit, None where the plan sets none."""
    return days is None or (today - as_of).days <= days


def verdict(value: Fraction | Decimal | None, comparator: Comparator, target: Decimal) -> Verdict:
    """Met or not met, in exact arithmetic; no value is no data. "trên" and "dưới" leave out the number itself."""
    is_side_met = compare(value, target, at_most=comparator in (Comparator.AT_MOST, Comparator.BELOW))
    if not is_side_met.is_met or comparator in (Comparator.AT_LEAST, Comparator.AT_MOST):
        return is_side_met
    is_exact = compare(value, target, at_most=True).is_met and compare(value, target).is_met
    return Verdict.MET if is_exact == (comparator is Comparator.EQUAL) else Verdict.NOT_MET


def hand_verdict(
    value: Fraction | None,
    comparator: Comparator,
    target: Decimal,
    complaints: int | None = None,
    *,
    has_proof: bool,
    holds: bool = True,
) -> Verdict:
    """The verdict on a reading by hand: none while it is too old or nothing proves it.

    One valid complaint spoils a target that asks for them, whatever its rate says; None complaints: not asked.
    """
    if value is None:
        return Verdict.NO_DATA
    if not holds:
        return Verdict.STALE
    if not has_proof:
        return Verdict.UNPROVEN
    return Verdict.NOT_MET if complaints else verdict(value, comparator, target)


def reading(
    value: Decimal | None, numerator: int | None, denominator: int | None, unit_words: str = PERCENT
) -> Fraction | None:
    """The value of a reading in its unit (per cent runs 0 to 100), from its two counts where they are given."""
    if numerator is not None and denominator:
        return Fraction(numerator * (PERCENT_TOP if unit_words == PERCENT else 1), denominator)
    return None if value is None else Fraction(value)


def check_figure(
    value: Decimal | None,
    numerator: int | None,
    denominator: int | None,
    as_of: date,
    today: date,
    is_share: bool = True,
) -> None:
    """Refuse a reading that is empty, told twice, impossible or of a day still to come.

    A share of a whole runs from nothing to all of it; anything else may be any number.
    """
    if as_of > today:
        raise RuleBroken("day_in_future", field="as_of")
    if numerator is None and denominator is None:
        if value is None:
            raise RuleBroken("figure_missing", field="numerator")
        if is_share and not 0 <= value <= PERCENT_TOP:
            raise RuleBroken("percent_out_of_range", field="value")
        return
    if value is not None:
        raise RuleBroken("figure_told_twice", field="value")
    if numerator is None or denominator is None:
        raise RuleBroken("count_missing", field="numerator" if numerator is None else "denominator")
    if not 0 < denominator <= COUNT_TOP:
        raise RuleBroken("denominator_zero", field="denominator")
    if is_share and not 0 <= numerator <= denominator:
        raise RuleBroken("numerator_too_big", field="numerator")


def is_read_by_hand(asked: Sequence[Indicator]) -> bool:
    """Whether nothing in the office counts what a step is measured by, so that people read it."""
    return all(point.key.startswith("other.") for point in asked)


ASKS = {"round": "round_no", "group": "group", "exam": "exam", "score": "score"}


def points(measure: Mapping[str, Any] | None) -> list[Indicator]:
    """What a step's measure asks for, as keys of the measures and their targets."""
    if not measure:
        return []
    comparator = measure.get("comparator")
    value = measure.get("value")
    point = Indicator(
        _key(measure),
        Comparator(comparator) if comparator else None,
        None if value is None else Decimal(str(value)),
        tuple((name, measure[word]) for word, name in ASKS.items() if word in measure),
    )
    return [point, *points(measure.get("also"))]


def _key(measure: Mapping[str, Any]) -> str:
    if "checklist" in measure:
        return f"audits.{measure['checklist']}.{measure.get('kind', 'progress')}"
    if "meetings" in measure:
        return f"meetings.{measure['meetings']}"
    if "course" in measure:
        return f"training.{measure['course']}.{measure['kind']}".lower()
    if "content_sections" in measure:
        return f"website.{measure['content_sections']}"
    if "content_assignments" in measure:
        return "website.zalo_assigned" if measure["content_assignments"] == "zalo_oa" else "website.assigned"
    return "website.rank" if "ranking" in measure else f"other.{measure.get('other', '')}"
