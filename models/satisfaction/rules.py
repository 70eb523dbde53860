"""The arithmetic of satisfaction: rate, Wilson interval, verdict against the target, small groups, and what is held."""

import hashlib
import json
import math
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from models.text import clean
from models.verdicts import Verdict

Z_95 = 1.959963984540054  # two-sided 95 % quantile of the normal distribution
Percent = int | float | Decimal | Fraction | str


class Mode(StrEnum):
    """How the citizen handed in the file: the official target is about the online services.

    Unknown is kept as unknown: it counts among all answers, never among the online ones.
    """

    ONLINE = "online"
    IN_PERSON = "in_person"
    UNKNOWN = "unknown"


class Channel(StrEnum):
    """By which way the answer came in."""

    COUNTER = "counter"
    QR = "qr"
    KIOSK = "kiosk"
    PAPER = "paper"


class Stage(StrEnum):
    """At which outcome the citizen was asked."""

    INTAKE = "intake"
    SUPPLEMENT = "supplement"
    REFUSAL = "refusal"
    RESULT = "result"


class Status(StrEnum):
    """Whether an answer counts; a sealed answer changes nothing else."""

    COUNTED = "counted"
    HELD = "held"
    EXCLUDED = "excluded"
    TOMBSTONE = "tombstone"


class HoldReason(StrEnum):
    """Why an answer waits for a person to look at it."""

    TRAP = "trap"
    BURST = "burst"
    CROWD = "crowd"
    CLOCK = "clock"
    HOURS = "hours"
    IDLE = "idle"
    EXCESS = "excess"
    REUSED = "reused"
    OWN_SLIP = "own_slip"


class Size(StrEnum):
    """How much a group of answers can carry: nothing, no rate, a careful rate, a rate."""

    NONE = "none"
    HIDDEN = "hidden"
    THIN = "thin"
    FIRM = "firm"


@dataclass(frozen=True, slots=True)
class Policy:
    """The thresholds in force on a day; they come from the catalogue."""

    min_group: int
    thin_group: int
    comment_group: int
    burst_seconds: int
    undo_minutes: int
    level_group: int = 5
    least_response_percent: int = 20
    comment_days: int = 730
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """Counted answers of one period: how many per level, and how many of them are satisfied."""

    counts: Mapping[int, int] = field(default_factory=dict)
    satisfied: int = 0

    @property
    def n(self) -> int:
        """All counted answers; the neutral ones are in it."""
        return sum(self.counts.values())

    @property
    def rate(self) -> float | None:
        """Satisfied out of all, 0 to 1; None without answers."""
        return self.satisfied / self.n if self.n else None

    def __add__(self, other: "Tally") -> "Tally":
        levels = sorted(self.counts.keys() | other.counts.keys())
        counts = {level: self.counts.get(level, 0) + other.counts.get(level, 0) for level in levels}
        return Tally(counts, self.satisfied + other.satisfied)


def _checked(k: int, n: int) -> None:
    if n < 0 or not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is no share")


def wilson(k: int, n: int) -> tuple[float, float]:
    """The Wilson 95 % interval of k out of n, as 0..1; without answers anything is possible: (0, 1).

    Source: E. B. Wilson, J. Am. Stat. Assoc. 22 (1927); ValueError unless 0 <= k <= n.
    """
    _checked(k, n)
    if n == 0:
        return 0.0, 1.0
    p, z2 = k / n, Z_95 * Z_95
    centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z_95 / (1 + z2 / n) * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return (0.0 if k == 0 else max(0.0, centre - half)), (1.0 if k == n else min(1.0, centre + half))


def exact_share(percent: Percent) -> Fraction:
    """A target in per cent as an exact share: 98, "98,5", Decimal("98.5") or Fraction(197, 2)."""
    if isinstance(percent, str):
        percent = percent.strip().replace(",", ".")
    elif isinstance(percent, float):
        percent = repr(percent)  # the number that was typed, not its nearest binary fraction
    return Fraction(percent) / 100


def meets_target(k: int, n: int, percent: Percent) -> bool:
    """Whether k out of n reaches the target, in exact arithmetic; no answers reach nothing."""
    _checked(k, n)
    return n > 0 and k >= exact_share(percent) * n


def verdict(k: int, n: int, percent: Percent) -> Verdict:
    """Met or not is the answer, the interval says how firm it is; no answers are no data."""
    _checked(k, n)
    if n == 0:
        return Verdict.NO_DATA
    low, high = wilson(k, n)
    target = exact_share(percent)
    if meets_target(k, n, percent):
        return Verdict.SURELY_MET if low >= target else Verdict.MET
    return Verdict.SURELY_NOT_MET if high < target else Verdict.NOT_MET


def difference(k1: int, n1: int, k2: int, n2: int) -> tuple[float, float, float]:
    """Newcombe's 95 % interval of p1 - p2: (difference, low, high); ValueError when one side has no answers.

    Source: R. G. Newcombe, Statistics in Medicine 17 (1998), method 10.
    """
    if not (n1 and n2):
        raise ValueError("a difference needs answers on both sides")
    (l1, u1), (l2, u2), p1, p2 = wilson(k1, n1), wilson(k2, n2), k1 / n1, k2 / n2
    d = p1 - p2
    return d, d - math.hypot(p1 - l1, u2 - p2), d + math.hypot(u1 - p1, p2 - l2)


def trend(now: Tally, before: Tally, policy: Policy) -> int:
    """+1 or -1 where the change is more than chance explains, else 0; groups too small for a rate never move."""
    if min(now.n, before.n) < policy.min_group:
        return 0
    _, low, high = difference(now.satisfied, now.n, before.satisfied, before.n)
    return 1 if low > 0 else -1 if high < 0 else 0


def size(n: int, policy: Policy) -> Size:
    """What a group of n answers can carry on a page."""
    if n == 0:
        return Size.NONE
    if n < policy.min_group:
        return Size.HIDDEN
    return Size.THIN if n < policy.thin_group else Size.FIRM


_written = json.JSONEncoder(ensure_ascii=False).encode


def content_hash(level: int, mode: Mode, stage: Stage | None = None, comment: str = "", *more: str) -> str:
    """The fingerprint of what the citizen said: the same id with another fingerprint is a conflict, not a repeat."""
    content = [level, mode.value, stage.value if stage else None, comment, *more]
    return hashlib.sha256(_written(content).encode()).hexdigest()


def form_cid(form_key: str) -> uuid.UUID:
    """The id of an answer typed into a form: one form key always gives the same id."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"satisfaction form {form_key}")


REACHED = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+|\+?[0-9][0-9 .-]{7,18}")
LONGEST_CONTACT = 120


def is_reachable(contact: str) -> bool:
    """Whether it looks like a telephone number or an e-mail address."""
    return len(contact) <= LONGEST_CONTACT and REACHED.fullmatch(contact) is not None


PERSONAL = re.compile(r"(?<!\d)(?:(?:\+?84|0)(?:[ .-]?\d){9}|\d{12}|\d{9})(?!\d)")


def without_personal(comment: str) -> str:
    """A comment that nobody can be asked about any more, with dots in the place of such numbers."""
    return PERSONAL.sub("•••", comment)


def names_somebody(comment: str) -> bool:
    """Whether a comment holds a telephone number, or twelve or nine figures in a row as on an identity card."""
    return PERSONAL.search(clean(comment, multiline=True)) is not None
