"""What shows a criterion: a link or a file with its days, and the revisions behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A revision of a proof beside a criterion; ``is_expired``: past its last day when the round was assessed."""

    id: int
    title: str
    url: str | None
    file_id: int | None
    dated_on: date
    received_at: datetime
    no: int = 1
    replaces_id: int | None = None
    valid_to: date | None = None
    reason: str = ""
    is_outside: bool = False
    is_expired: bool = False

    @property
    def is_withdrawal(self) -> bool:
        """Whether it says that the proof does not count any more."""
        return self.url is None and self.file_id is None

    @property
    def counts(self) -> bool:
        """Whether it may carry what was said; what is past its last day shows nothing."""
        return not self.is_expired and not self.is_withdrawal


def current(revisions: Iterable[EvidenceRow]) -> tuple[EvidenceRow, ...]:
    """The last revision of each proof, in the order in which the proofs came; a withdrawn proof has none."""
    listed = list(revisions)
    followed = {one.replaces_id for one in listed}
    began = {one.id: one for one in listed}
    last = [one for one in listed if one.id not in followed and not one.is_withdrawal]
    return tuple(sorted(last, key=lambda one: _first(one, began).id))


def chains(revisions: Iterable[EvidenceRow]) -> list[list[EvidenceRow]]:
    """The proofs, each with all of its revisions, the newest first."""
    listed = list(revisions)
    by_id = {one.id: one for one in listed}
    found: dict[int, list[EvidenceRow]] = {}
    for one in listed:
        found.setdefault(_first(one, by_id).id, []).insert(0, one)
    return [found[first] for first in sorted(found)]


def _first(one: EvidenceRow, by_id: dict[int, EvidenceRow]) -> EvidenceRow:
    while one.replaces_id in by_id:
        one = by_id[one.replaces_id]
    return one
