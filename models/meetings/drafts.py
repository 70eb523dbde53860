"""A meeting as the secretary hands it in, and everything that keeps the office from accepting it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from models.errors import RuleBroken
from models.meetings.points import Point, broken_points, numbered
from models.meetings.rules import Convenor, Mode, Platform
from models.meetings.seats import Seat, broken_seats, with_officers

MOST_PAGES = 1_000_000


@dataclass(frozen=True, slots=True)
class Draft:
    """One meeting that took place: head, proof, attendance, conclusions."""

    body_id: int
    title: str
    starts_at: datetime
    ends_at: datetime
    chair_id: int
    secretary_id: int | None = None
    room_id: int | None = None
    place: str = ""
    mode: Mode = Mode.IN_PERSON
    convenor: Convenor = Convenor.OWN
    platform: Platform = Platform.ECABINET
    ecabinet_ref: str = ""
    evidence_id: int | None = None
    printed_pages: int | None = None
    seats: Sequence[Seat] = ()
    points: Sequence[Point] = ()


def settled(draft: Draft) -> Draft:
    """The draft as it is kept: officers in the list, conclusions in order, no words about a secret meeting."""
    draft = replace(
        draft,
        seats=with_officers(draft.seats, draft.chair_id, draft.secretary_id),
        points=numbered(draft.points),
    )
    return replace(draft, title="", place="") if draft.platform is Platform.SECRET else draft


def broken_rules(draft: Draft, now: datetime) -> list[RuleBroken]:
    """Every rule that a settled draft breaks, so that a person can mend all of them in one go."""
    broken: list[RuleBroken] = []
    if draft.ends_at <= draft.starts_at:
        broken.append(RuleBroken("end_before_start", "end"))
    if draft.starts_at > now:
        broken.append(RuleBroken("not_begun", "day"))
    if draft.platform is Platform.SECRET:
        broken += [RuleBroken("secret_keeps_no_words", name) for name in _words_of(draft)]
    elif not draft.title.strip():
        broken.append(RuleBroken("title_missing", "title"))
    if draft.printed_pages is not None and not 0 <= draft.printed_pages <= MOST_PAGES:
        broken.append(RuleBroken("pages_out_of_range", "printed_pages", most=MOST_PAGES))
    if draft.secretary_id is not None and draft.secretary_id == draft.chair_id:
        broken.append(RuleBroken("chair_is_secretary", "secretary_id"))
    return broken + broken_seats(draft.seats) + broken_points(draft.points)


def _words_of(draft: Draft) -> list[str]:
    """The fields that would put the content of a secret meeting into this system."""
    given = {"ecabinet_ref": draft.ecabinet_ref, "evidence": draft.evidence_id, "conclusions": draft.points}
    return [name for name, value in given.items() if value]
