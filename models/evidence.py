"""What a figure stands on: four grades of evidence for every room, page, paper and sheet; the last is never met."""

from enum import StrEnum

from models.verdicts import Verdict


class Grade(StrEnum):
    """What a figure stands on, the best first."""

    COUNTED = "counted"  # from the records of the office
    IMPORTED = "imported"  # from a table of another system
    TYPED = "typed"  # by hand, with a document, a file or an address that shows it
    UNPROVEN = "unproven"


def grade_of(declared: Grade, has_value: bool, has_proof: bool) -> Grade | None:
    """What a reading stands on; nothing where there is none, and unproven where something in it lacks its proof."""
    if not has_value:
        return None
    return declared if has_proof else Grade.UNPROVEN


def proven(found: Verdict, grade: Grade | None) -> Verdict:
    """The verdict of a figure by its grade: what nothing proves is never met."""
    return Verdict.UNPROVEN if found.is_met and grade is Grade.UNPROVEN else found


def is_shown(has_file: bool, link: str, document_no: str, has_day: bool) -> bool:
    """Whether something shows a reading by hand: a file, an address, or a document by its number and its day."""
    return has_file or bool(link) or (bool(document_no) and has_day)
