"""What the office counts of its website: sections that somebody writes, and the rank that the province gave."""

from dataclasses import replace
from enum import StrEnum

from models.counting import Counted, Measure, MeasureUnit, ReadOnce, amount, behind, share
from models.website import queries
from models.website.queries import SectionRow
from models.website.rules import Medium, SectionPick


class WebsiteUnit(StrEnum):
    """What a value counts here."""

    PLACE = "place"


def sections(look: ReadOnce) -> list[SectionRow]:
    """The sections in use, with their standing."""
    return queries.sections(look.viewer, look.today)


def _assigned(look: ReadOnce, medium: Medium) -> Counted:
    rows = queries.narrowed(look.once(sections), medium=medium)
    where = behind("website_sections", pick=SectionPick.ASSIGNED, medium=medium)
    return share(len(queries.narrowed(rows, SectionPick.ASSIGNED)), len(rows), where)


def _of_website(look: ReadOnce) -> Counted:
    return _assigned(look, Medium.WEBSITE)


def _of_zalo(look: ReadOnce) -> Counted:
    return _assigned(look, Medium.ZALO)


def _rank(look: ReadOnce) -> Counted:
    """What a document of the province says; without one there is no rank, neither a good nor a bad one."""
    found = queries.newest_rank(look.viewer) if look.viewer.commune_id is not None else None
    counted = amount(found.place if found else None, behind("province_ranks"))
    return replace(counted, as_of=found.issued_on) if found else counted


MEASURES = [
    Measure(
        "website.assigned",
        MeasureUnit.PERCENT,
        "Sections of the website that a unit or a person writes among those in use.",
        _of_website,
    ),
    Measure(
        "website.zalo_assigned",
        MeasureUnit.PERCENT,
        "Sections of the Zalo account that a unit or a person writes among those in use.",
        _of_zalo,
    ),
    Measure("website.rank", WebsiteUnit.PLACE, "The rank in the newest document of the province.", _rank),
]
