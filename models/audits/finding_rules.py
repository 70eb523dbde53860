"""How far a place of a finding is, and what may be decided of a finding: pure, no database."""

from enum import StrEnum

from models.duties.rules import DutyStatus
from models.errors import RuleBroken


class PlaceState(StrEnum):
    """How far one place of a finding is; only a second person makes it verified."""

    OPEN = "open"
    CLAIMED = "claimed"
    VERIFIED = "verified"


def place_state(status: DutyStatus, is_confirmed: bool, was_reopened: bool = False) -> PlaceState:
    """What a place is, by the status of the finding's duty and by whether a second person found this place mended.

    ``was_reopened``: the finding was taken up again after that, so that every place is looked at anew.
    """
    if status is DutyStatus.DONE or (is_confirmed and not was_reopened):
        return PlaceState.VERIFIED
    return PlaceState.CLAIMED if status is DutyStatus.REPORTED else PlaceState.OPEN


class FindingWord(StrEnum):
    """What was decided of a finding besides its mending; a decision is never taken back, a later one follows it."""

    ACCEPTED = "accepted"
    VOID = "void"
    APPROVED = "approved"
    REFUSED = "refused"


OF_PURCHASES = frozenset({FindingWord.APPROVED, FindingWord.REFUSED})
ENDS = frozenset({FindingWord.ACCEPTED, FindingWord.VOID})  # nobody owes its mending afterwards


def check_decision(
    word: FindingWord, status: DutyStatus, *, is_purchase: bool, is_locked: bool, reason: str, document: str
) -> None:
    """Refuse a decision that says too little or comes too late.

    RuleBroken not_a_purchase, document_missing (a purchase is decided by a paper), reason_missing, duty_done,
    duty_void, or round_closed for calling off as a mistake what a locked round says.
    """
    if word in OF_PURCHASES and not is_purchase:
        raise RuleBroken("not_a_purchase", field="word")
    if word in ENDS and status in (DutyStatus.DONE, DutyStatus.VOID):
        raise RuleBroken(f"duty_{status.value}")
    if word is FindingWord.VOID and is_locked:
        raise RuleBroken("round_closed")
    if word in OF_PURCHASES and not document.strip():
        raise RuleBroken("document_missing", field="document")
    if word is not FindingWord.APPROVED and not reason.strip():
        raise RuleBroken("reason_missing", field="reason")
