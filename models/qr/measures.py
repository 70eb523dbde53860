"""What the office counts of its posters: those whose older print may still hang on the wall."""

from enum import StrEnum
from fractions import Fraction

from models.counting import Counted, Measure, ReadOnce, behind
from models.qr import queries


class QrUnit(StrEnum):
    """What a value counts here."""

    POSTERS = "posters"


def _out_of_date(look: ReadOnce) -> Counted:
    """Those to be printed anew among those in use; while none is in use there is nothing to count."""
    late, in_use = queries.poster_counts(look.viewer)
    return Counted(Fraction(late) if in_use else None, behind("late_posters"), late, in_use)


MEASURES = [
    Measure(
        "qr.out_of_date",
        QrUnit.POSTERS,
        "Posters in use whose older print may still hang: a newer one was made, and nobody said that it hangs.",
        _out_of_date,
    ),
]
