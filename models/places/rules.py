"""When a room is taken: what holds at one moment, where it is free next, how the hours of a day lie together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

Span = tuple[datetime, datetime]
USUAL_LENGTH = timedelta(hours=1)  # of a booking that does not say when it ends
LONGEST = timedelta(days=1)  # of one booking: several days are several bookings
AHEAD = timedelta(days=366)  # how far a room can be booked
TIDYING = timedelta(minutes=15)  # kept free between two bookings where hours are proposed; no rule for who chooses them
STEP = timedelta(minutes=15)
HALVES = ((time(7), time(11, 30)), (time(13), time(17, 30)))  # the hours of a working day that are proposed
LATEST = time(21)  # until when hours are proposed to who asked for some outside the working day


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share a moment; one that ends when the other begins does not."""
    return one[0] < other[1] and other[0] < one[1]


def gaps(taken: Iterable[Span], window: Span, between: timedelta = timedelta(0)) -> Iterator[Span]:
    """What is free within a window, ``between`` left out on both sides of whatever is taken; in their order."""
    start, end = window
    for begins, ends in sorted(taken):
        if begins - between > start:
            yield start, min(begins - between, end)
        start = max(start, ends + between)
        if start >= end:
            return
    yield start, end


def nearest(wanted: Span, taken: Sequence[Span], windows: Iterable[Span], now: datetime) -> list[Span]:
    """The last hours before and the first after the beginning of the wanted ones, as long as those, that are free.

    Looked for within ``windows``, never before ``now``, beginning at whole quarters, with time to tidy the room between
    two bookings. At most two; none where no window is long enough.
    """
    length = wanted[1] - wanted[0]
    before: list[datetime] = []
    after: list[datetime] = []
    for window in windows:
        for start, end in gaps(taken, (max(window[0], next_quarter_hour(now)), window[1]), TIDYING):
            first, last = next_quarter_hour(start), end - length
            last -= (last - first) % STEP if last >= first else timedelta(0)
            if last < first:
                continue
            if first < wanted[0]:
                before.append(min(last, wanted[0] - (wanted[0] - first) % STEP))
            if last >= wanted[0]:
                after.append(max(first, wanted[0] + (first - wanted[0]) % STEP))
    found = {*([max(before)] if before else []), *([min(after)] if after else [])}
    return [(start, start + length) for start in sorted(found)]


def next_quarter_hour(moment: datetime) -> datetime:
    """The same moment where it is a whole quarter of an hour, else the next one."""
    past = timedelta(minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond)
    return moment + STEP - past if past else moment


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
