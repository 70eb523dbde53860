"""What the office counts of its website: sections that somebody writes, and the rank that the province gave."""

from dataclasses import replace
from enum import StrEnum

from models.counting import Counted, Measure, MeasureUnit, ReadOnce, amount, behind, share
from models.evidence import Grade
from models.website import queries
from models.website.queries import SectionRow
from models.website.rules import Medium, SectionPick

RANK_DAYS = 200  # our own limit: what is older than about half a year says little of today


class WebsiteUnit(StrEnum):
    """What a value counts here."""

    PLACE = "place"


def sections(look: ReadOnce) -> list[SectionRow]:
    """The sections in use, with their standing."""
    return queries.sections(look.viewer, look.today)


def _share_of(look: ReadOnce, pick: SectionPick, medium: Medium = Medium.WEBSITE) -> Counted:
    """How many of the sections in use belong to a set."""
    rows = queries.narrowed(look.once(sections), medium=medium)
    return share(len(queries.narrowed(rows, pick)), len(rows), behind("website_sections", pick=pick, medium=medium))


def _of_website(look: ReadOnce) -> Counted:
    return _share_of(look, SectionPick.ASSIGNED)


def _of_zalo(look: ReadOnce) -> Counted:
    return _share_of(look, SectionPick.ASSIGNED, Medium.ZALO)


def _filled(look: ReadOnce) -> Counted:
    return _share_of(look, SectionPick.FILLED)


def _on_time(look: ReadOnce) -> Counted:
    return _share_of(look, SectionPick.ON_TIME)


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
    Measure(
        "website.filled",
        MeasureUnit.PERCENT,
        "Sections of the website in which something was published among those in use.",
        _filled,
    ),
    Measure(
        "website.on_time",
        MeasureUnit.PERCENT,
        "Sections of the website whose newest item is no older than their rhythm among those in use.",
        _on_time,
    ),
    Measure(
        "website.rank",
        WebsiteUnit.PLACE,
        "The rank in the newest document of the province.",
        _rank,
        grade=Grade.TYPED,
        holds_days=RANK_DAYS,
    ),
]
