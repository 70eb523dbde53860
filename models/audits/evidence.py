"""What shows a criterion: a link or a file with its two days."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A link or a file beside a criterion."""

    id: int
    title: str
    url: str | None
    file_id: int | None
    dated_on: date
    received_at: datetime
    is_outside: bool = False
