"""The one search box: each capability says in ``models/<capability>/search.py`` what of its own can be found.

``find(viewer, needle)`` there answers hits that these eyes may see, in a bounded number of statements; nothing here
knows a table or an address.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, and_, case, literal, or_, true

from models.base import Eyes
from models.collect import collected
from models.text import clean, fold, marked_words

MOST_LETTERS, MOST_WORDS = 80, 8
MOST = 6  # of a kind
LEAST_LETTERS = 2


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found: its kind, by what its page is addressed, and what the window makes a line of."""

    kind: str
    filters: Mapping[str, Any]
    title: str
    label: str = ""  # its number or code
    detail: str = ""
    is_exact: bool = False  # it was asked for by its very number or code


@dataclass(frozen=True)
class Needle:
    """What somebody looks for: words without marks, each of them a part of a word that is there."""

    text: str

    @cached_property
    def folded(self) -> str:
        """The whole text, without marks."""
        return fold(clean(self.text))[:MOST_LETTERS].strip()

    @cached_property
    def words(self) -> list[str]:
        """Its words, at most so many."""
        return self.folded.split()[:MOST_WORDS]

    @property
    def is_empty(self) -> bool:
        """Whether there is too little to look for."""
        return len(self.folded.replace(" ", "")) < LEAST_LETTERS and not self.folded.isdigit()

    @cached_property
    def code(self) -> str:
        """The text as a code is written: WEB-A01, II.7; blanks count as nothing."""
        return re.sub(r"\s+", "", self.folded).upper()

    def number(self, *names: str) -> int | None:
        """The number behind one of these names, like 29 in "NV 29" or "nhiệm vụ 29"; None where it names another."""
        found = re.fullmatch(r"(.*?)[\s.-]*(\d{1,9})", self.folded, re.ASCII)
        return int(found[2]) if found and found[1].strip() in names else None

    def is_in(self, text: str) -> bool:
        """Whether all words are in a text."""
        folded = fold(text)
        return all(word in folded for word in self.words)

    def is_written_in(self, text: str) -> bool:
        """Whether all words are in a text with the very marks that were typed; never where none were typed."""
        said, words = clean(text).casefold(), marked_words(self.text)[:MOST_WORDS]
        return bool(words) and all(word in said for word in words)

    def within(self, column: Any) -> ColumnElement[bool]:
        """The same as a condition on a column that is kept without marks."""
        return and_(true(), *(column.contains(word, autoescape=True) for word in self.words))


def as_written(column: Any, text: str) -> ColumnElement[int]:
    """1 where a column holds all words with the very marks that were typed: small, with a capital, in capitals.

    No database folds the case of Vietnamese letters alike, so the three ways to write a word are asked for. 0 for all
    where no mark was typed.
    """
    words = marked_words(text)[:MOST_WORDS]
    ways = [{word, word.capitalize(), word.upper()} for word in words]
    asked = [or_(*(column.contains(way, autoescape=True) for way in sorted(one))) for one in ways]
    return case((and_(*asked), 1), else_=0) if asked else literal(0) + 0


def search(viewer: Eyes, text: str) -> dict[str, list[Hit]]:
    """What was found, by kind, in the order in which the capabilities name it; of each kind one more than is shown.

    What has the marks that were typed comes first.
    """
    needle = Needle(text)
    found: dict[str, list[Hit]] = {}
    if needle.is_empty or viewer.commune_id is None:
        return found
    for module in collected("search").values():
        for hit in module.find(viewer, needle):
            found.setdefault(hit.kind, []).append(hit)
    for hits in found.values():
        hits.sort(key=lambda hit: not needle.is_written_in(hit.title))  # "đường" before "dương"; else as they came
    return found


def sole_exact(found: Iterable[Sequence[Hit]]) -> Hit | None:
    """The one thing that was asked for by its very number or code; None where none or several were."""
    exact = [hit for hits in found for hit in hits if hit.is_exact]
    return exact[0] if len(exact) == 1 else None
