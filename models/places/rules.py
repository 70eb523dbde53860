"""When a room is taken: what holds at one moment, and how the hours of a day lie beside each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

Span = tuple[datetime, datetime]


def taken_until(spans: Iterable[Span], now: datetime) -> datetime | None:
    """When a room that is taken at ``now`` becomes free; None while it is free.

    A span takes in its beginning and leaves its end free; spans that touch or overlap are one stay in the room.
    """
    until: datetime | None = None
    for start, end in sorted(spans):
        if start <= (until or now) < end:
            until = end
    return until


def free_until(spans: Iterable[Span], now: datetime) -> datetime | None:
    """When a free room is taken next; None where nothing follows."""
    return min((start for start, _end in spans if start > now), default=None)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some cells of a lane in a row: empty, or taken by the span at this place of the list."""

    cells: int
    taken_by: int | None = None


def lanes(spans: Sequence[tuple[int, int]], cells: int) -> list[list[Stretch]]:
    """Spans of whole cells laid out in as few lanes as keep them from overlapping; each lane is ``cells`` long.

    A span reaches from its first cell to the one before its end, and takes at least one; what lies outside is cut off.
    """
    laid: list[list[Stretch]] = [[]]
    ends = [0]
    for place in sorted(range(len(spans)), key=lambda place: spans[place]):
        start = min(max(spans[place][0], 0), cells - 1)
        end = min(max(spans[place][1], start + 1), cells)
        lane = next((at for at, taken in enumerate(ends) if taken <= start), len(ends))
        if lane == len(ends):
            laid.append([])
            ends.append(0)
        if start > ends[lane]:
            laid[lane].append(Stretch(start - ends[lane]))
        laid[lane].append(Stretch(end - start, place))
        ends[lane] = end
    return [[*runs, Stretch(cells - end)] if end < cells else runs for runs, end in zip(laid, ends, strict=True)]
