"""One page of a list of duties and the way to its neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from blueprints.filters import int_arg, page_url

PER_PAGE = 50
Line = TypeVar("Line")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of the list and the way to its neighbours."""

    number: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PER_PAGE))

    @property
    def first(self) -> int:
        """How many lines come before."""
        return (self.number - 1) * PER_PAGE

    def url_for(self, number: int) -> str:
        """The address of another page of the same list."""
        return page_url(number)

    def of(self, rows: Sequence[Line]) -> Sequence[Line]:
        """The lines of this page."""
        return rows[self.first : self.first + PER_PAGE]


def asked_page() -> int:
    """Which page the address asks for."""
    return int_arg("trang", 1, low=1, high=9999)
