"""What costs much to read is kept in memory, as long as what it depends on is the same."""

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

from flask import Flask, current_app

Facts = TypeVar("Facts")


def cached_for(name: Hashable, depends_on: Hashable, make: Callable[[], Facts]) -> Facts:
    """What ``make`` reads, kept under a name until ``depends_on`` is another.

    Read what it depends on before the records: newer records under an older name do no harm.
    """
    cache: dict[Hashable, tuple[Hashable, object]] = current_app.extensions["cache"]
    known = cache.get(name)
    if known is None or known[0] != depends_on:
        cache[name] = known = (depends_on, make())
    return cast(Facts, known[1])


def install(app: Flask) -> None:
    """An empty cache for each site."""
    app.extensions["cache"] = {}
