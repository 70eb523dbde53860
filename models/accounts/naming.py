"""Whose a name in a list is: sure for one person alone, and never guessed."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from models.text import fold


class Whose(StrEnum):
    """How sure it is whose a name is."""

    SURE = "sure"
    UNSURE = "unsure"  # several of that name, or nearly that name: somebody has to say
    STRANGER = "stranger"


class Candidate(NamedTuple):
    """One person of the office, as a list may name him."""

    id: int
    full_name: str
    fold: str
    unit_id: int | None = None


class Match(NamedTuple):
    """Whose a name is: the one person, or those that it may be."""

    whose: Whose
    people: tuple[Candidate, ...] = ()


def match(name: str, people: Iterable[Candidate]) -> Match:
    """Whose a name is: sure for exactly one of that very name, or typed without marks and like one only."""
    everybody, wanted = list(people), fold(name)
    same = [one for one in everybody if one.fold == wanted]
    exact = [one for one in same if one.full_name.casefold() == name.casefold()]
    if len(exact) == 1 or (len(same) == 1 and name.casefold() == wanted):
        return Match(Whose.SURE, tuple(exact or same))
    near = exact or same or [one for one in everybody if _is_near(one.fold.split(), wanted.split())]
    return Match(Whose.UNSURE, tuple(near)) if near else Match(Whose.STRANGER)


def _is_near(one: Sequence[str], other: Sequence[str]) -> bool:
    """The same given name, and at most one word of the rest that differs or is missing."""
    if len(one) < 2 or len(other) < 2 or one[-1] != other[-1]:
        return False
    return len(set(one) ^ set(other)) <= 2 and bool(set(one[:-1]) & set(other[:-1]))
