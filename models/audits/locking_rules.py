"""Who may be the second person of a round: pure, no database."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Involvement:
    """What somebody had to do with a round: with whichever of his accounts."""

    has_opened: bool = False
    has_handed_in: bool = False
    is_assigned: bool = False  # to audit a group of it, or the whole
    said: int = 0  # criteria that he assessed
    said_most: bool = False


def refused_second(involved: Involvement, is_handed_in: bool) -> str:
    """Why somebody cannot lock a round, as the code of a refusal; empty where he can.

    The reviewer is not the auditor: not who opened it, handed it in, was assigned to it or assessed most of it. While
    the auditor has not handed it in, locking is a deliberate step past him, open only to who assessed nothing of it.
    """
    if involved.has_opened:
        return "own_round"
    if involved.has_handed_in:
        return "own_hand_in"
    if involved.is_assigned:
        return "own_assignment"
    if involved.said_most:
        return "own_assessment"
    return "" if is_handed_in or not involved.said else "not_handed_in"
