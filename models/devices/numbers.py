"""The numbers that a device gives its answers, without gaps: which came, which wait inside it, which are missing.

Numbers begin with 1. A span holds both its ends; lists of spans are ordered, apart from each other, never empty spans.
"""

import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

HIGHEST = 2**53 - 1  # what a browser counts to


class Numbers(NamedTuple):
    """Numbers that follow each other, both ends included."""

    first: int
    last: int


def spelled(spans: Iterable[Numbers]) -> str:
    """Spans as they are kept: ``[[1, 117], [121, 204]]``."""
    return json.dumps([list(span) for span in spans])


def spelled_out(kept: str | None) -> list[Numbers]:
    """Spans out of what was kept."""
    return [Numbers(*span) for span in json.loads(kept or "[]")]


def joined(spans: Iterable[Numbers]) -> list[Numbers]:
    """The same numbers in as few spans as possible, in order."""
    found: list[Numbers] = []
    for span in sorted(span for span in spans if span.first <= span.last):
        if found and span.first <= found[-1].last + 1:
            found[-1] = Numbers(found[-1].first, max(found[-1].last, span.last))
        else:
            found.append(span)
    return found


def without(spans: Sequence[Numbers], taken: Sequence[Numbers]) -> list[Numbers]:
    """The numbers of ``spans`` that are in none of ``taken``."""
    left: list[Numbers] = []
    for first, last in joined(spans):
        for gone in joined(taken):
            if gone.last < first or gone.first > last:
                continue
            if gone.first > first:
                left.append(Numbers(first, gone.first - 1))
            first = gone.last + 1
        if first <= last:
            left.append(Numbers(first, last))
    return left


def missing(received: Sequence[Numbers], holding: Sequence[Numbers], highest: int) -> list[Numbers]:
    """The numbers that were given and neither came nor wait inside the device; ``highest`` is what it told last."""
    known = max([highest, *(span.last for span in received)])
    return without([Numbers(1, known)], [*received, *holding]) if known else []


def how_many(spans: Iterable[Numbers]) -> int:
    """How many numbers there are in spans that are apart."""
    return sum(span.last - span.first + 1 for span in spans)
