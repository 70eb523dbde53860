"""Enough people, and votes that add up: pure arithmetic, each rule with its figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import floor

from models.errors import RuleBroken


class VoteBasis(StrEnum):
    """Of whom a majority is asked: of those who are there, or of all members."""

    PRESENT = "present"
    MEMBERS = "members"


class BallotMode(StrEnum):
    """How a vote is taken: by show of hands, each by name, or in secret, where nobody keeps who voted how."""

    HANDS = "hands"
    NAMED = "named"
    SECRET = "secret"


class Choice(StrEnum):
    """What one person votes; called like the figures of a count."""

    IN_FAVOUR = "in_favour"
    AGAINST = "against"
    OTHER = "other"
    NOT_VOTING = "not_voting"


class ItemOutcome(StrEnum):
    """What became of an item of the agenda."""

    PASSED = "passed"
    AMENDED = "amended"
    POSTPONED = "postponed"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    NOT_REACHED = "not_reached"
    NOTED = "noted"


CARRIED = frozenset({ItemOutcome.PASSED, ItemOutcome.AMENDED})  # what a vote must have carried, where there was one


def needed(members: int, share: int, of: int) -> int:
    """How many members must be there: more than the share where it is one half, else at least the share.

    One half of 17 asks for 9, of 16 for 9 too ("quá nửa"); two thirds of 17 ask for 12.
    """
    if share * 2 == of:
        return floor(members / 2) + 1 if members else 0
    return -(-members * share // of)


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many are there, of how many, and how many it takes; substitutes are represented, never there."""

    present: int
    members: int
    needed: int

    @property
    def is_reached(self) -> bool:
        """Whether enough members are in the room."""
        return self.members > 0 and self.present >= self.needed

    @property
    def missing(self) -> int:
        """How many more it takes."""
        return max(0, self.needed - self.present)


@dataclass(frozen=True, slots=True)
class Count:
    """The four figures of a vote."""

    in_favour: int
    against: int = 0
    other: int = 0
    not_voting: int = 0

    @property
    def total(self) -> int:
        """All votes together, those not given too."""
        return self.in_favour + self.against + self.other + self.not_voting


def counted(choices: Iterable[Choice]) -> Count:
    """The figures of votes that were given by name."""
    said = list(choices)
    return Count(*(said.count(choice) for choice in Choice))


def broken_count(count: Count, eligible: int) -> RuleBroken | None:
    """What keeps a vote from being written down: a figure below nothing, or a sum that is not who may vote."""
    if min(count.in_favour, count.against, count.other, count.not_voting) < 0 or count.total != eligible:
        return RuleBroken("votes_do_not_add_up", "in_favour", total=count.total, eligible=eligible)
    return None


def is_carried(count: Count, basis: VoteBasis, members: int, chair: Choice | None = None) -> bool:
    """Whether more than half of the basis is in favour; a tie carries nothing, and so does a vote of nobody.

    The basis is whoever voted or could have (``count.total``: those in the room), or all ``members`` with a vote.
    ``chair`` is the side of a chair whose vote decides a tie by the rule of the body; None where there is no such rule.
    """
    whole = members if basis is VoteBasis.MEMBERS else count.total
    if count.in_favour * 2 > whole:
        return True
    return chair is Choice.IN_FAVOUR and is_tied(count, basis, members)


def is_tied(count: Count, basis: VoteBasis, members: int) -> bool:
    """Whether one half of the basis is for and the other half against, so that nothing but a side decides it."""
    whole = members if basis is VoteBasis.MEMBERS else count.total
    return count.in_favour > 0 and count.in_favour == count.against and count.in_favour * 2 == whole


def is_there(movements: Iterable[tuple[bool, int]], item_no: int) -> bool:
    """Whether somebody who is ticked as present is in the room at an item.

    ``movements`` are (came in, number of the item), in their order. Who first came in was not there before.
    """
    moves = list(movements)
    there = not (moves and moves[0][0])
    for came, number in moves:
        if number <= item_no:
            there = came
    return there
