"""What has to be there before minutes are finished: named checks, pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class CheckName(StrEnum):
    """What is looked at before minutes are finished."""

    SECRETARY = "secretary"
    ATTENDANCE = "attendance"
    WORDS = "words"
    PARTS = "parts"
    REVIEW = "review"
    DATED = "dated"


@dataclass(frozen=True, slots=True)
class MinutesCheck:
    """One check: its name, whether it is met, and the figures or labels that tell where it is not."""

    name: CheckName
    is_met: bool
    details: dict[str, object] = field(default_factory=dict)


def checks(
    has_secretary: bool,
    present: int,
    parts: Sequence[tuple[str, str]],
    unreviewed: int,
    ungiven: Iterable[str],
) -> list[MinutesCheck]:
    """All checks of minutes.

    ``parts`` are titles with their texts; ``unreviewed`` counts earlier conclusions that nobody has looked at;
    ``ungiven`` are the labels of conclusions that name a day and are nobody's task.
    """
    empty = [title for title, text in parts if not text.strip()]
    open_labels = list(ungiven)
    return [
        MinutesCheck(CheckName.SECRETARY, has_secretary),
        MinutesCheck(CheckName.ATTENDANCE, present > 0, {"present": present}),
        MinutesCheck(CheckName.WORDS, bool(parts) and len(empty) < len(parts)),
        MinutesCheck(CheckName.PARTS, not empty, {"titles": ", ".join(empty)}),
        MinutesCheck(CheckName.REVIEW, not unreviewed, {"number": unreviewed}),
        MinutesCheck(CheckName.DATED, not open_labels, {"labels": ", ".join(open_labels)}),
    ]


def unmet(found: Iterable[MinutesCheck]) -> list[MinutesCheck]:
    """The checks that keep minutes from being finished."""
    return [check for check in found if not check.is_met]
