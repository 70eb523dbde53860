"""Files finished in time: open files past their day are late, and one substantiated complaint is enough to fail."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Promise(StrEnum):
    """What became of the promise: every file in time, and nobody harassed."""

    KEPT = "kept"
    LATE = "late"
    COMPLAINT = "complaint"
    BOTH = "both"
    NO_DATA = "no_data"


@dataclass(frozen=True, slots=True)
class Punctuality:
    """Files of a period: finished in time, finished late, and those whose day fell into it and which are still open."""

    on_time: int = 0
    late: int = 0
    open_overdue: int = 0
    complaints: int = 0  # substantiated ones alone

    @property
    def all(self) -> int:
        """Files that are judged: counting only the finished ones would say 100 % while the worst still lie there."""
        return self.on_time + self.late + self.open_overdue

    @property
    def not_in_time(self) -> int:
        """Finished late, or open past the day."""
        return self.late + self.open_overdue

    @property
    def rate(self) -> Fraction | None:
        """Finished in time out of all that are judged, 0 to 1; None without files."""
        return Fraction(self.on_time, self.all) if self.all else None

    @property
    def promise(self) -> Promise:
        """Whether the promise was kept; a complaint breaks it even where nothing was late, or no file was finished."""
        if self.complaints:
            return Promise.BOTH if self.not_in_time else Promise.COMPLAINT
        if not self.all:
            return Promise.NO_DATA
        return Promise.LATE if self.not_in_time else Promise.KEPT

    def __add__(self, other: "Punctuality") -> "Punctuality":
        return Punctuality(
            self.on_time + other.on_time,
            self.late + other.late,
            self.open_overdue + other.open_overdue,
            self.complaints + other.complaints,
        )
